import Determinism
package import Seal
import Signing
import Tags

/// An instant of the wall clock as people read it: "2026-11-21 16:20Z".
package func stamp(_ nanoseconds: Int64) -> String {
    let text = PlantTime(nanoseconds: nanoseconds).iso8601
    return text.prefix(10) + " " + text.dropFirst(11).prefix(5) + "Z"
}

extension Proposed {
    package var lines: [String] {
        changeLines(differences) + ["number \(serial), \(hash.brief), proposed by \(author.person)"]
    }
}

extension Approved {
    package var lines: [String] {
        changeLines(differences) + [
            "number \(serial), \(hash.brief), proposed by \(author.person), approved by "
                + "\(approver.person)"
        ]
    }
}

/// The differences, one a line, or that it is the first seal.
package func changeLines(_ differences: [SealDifference]) -> [String] {
    if differences.isEmpty { return ["no difference to the newest seal, or the first seal"] }
    let count = differences.count
    return ["\(count) difference\(count == 1 ? "" : "s") to the newest seal:"]
        + differences.map { "  " + $0.text }
}

extension Approvers.Entry {
    /// Name, duties, since when, and the fingerprint to compare.
    package var line: String {
        let duties = duties.map(\.rawValue).joined(separator: ", ")
        var line = "\(person)  \(duties)  \(key.fingerprint)  from \(stamp(from))"
        switch end {
        case nil: break
        case .retired(let at, let why): line += "  retired \(stamp(at)): \(why)"
        case .revoked(let at, let why): line += "  REVOKED \(stamp(at)): \(why)"
        }
        return line
    }
}
