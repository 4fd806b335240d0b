import Act
import Determinism
import Guard
import Tags

@testable import Journal

let key = JournalKey(seed: (0..<32).map { UInt8($0) })
let otherKey = JournalKey(seed: (0..<32).map { UInt8(200 - $0) })
let seal = String(repeating: "5e", count: 32)

/// A journal with checkpoints, one record every `step` wall seconds, as its bytes.
func signed(
    _ entries: some Sequence<JournalEntry>, by key: JournalKey? = key, seal: String = seal,
    step: Double = 600, after earlier: [UInt8] = []
) throws -> [UInt8] {
    let disk = MemoryDisk(earlier)
    let journal = try Journal(
        disk, settings: settings, signing: .init(key: key, seal: seal), plant: start,
        wallNanoseconds: 0)
    for (i, entry) in entries.enumerated() {
        let seconds = Double(i + 1) * step
        try journal.append(
            entry, plant: start.later(by: seconds), wallNanoseconds: Int64(seconds * 1e9))
    }
    return disk.bytes
}

/// Entries as they come in operation, short ones, without an end.
func everyday(_ count: Int) -> some Sequence<JournalEntry> {
    (0..<count).lazy.map { i -> JournalEntry in
        let tag = TagName("TIC-\(i % 7).SP")
        return switch i % 4 {
        case 0:
            .watched(
                Watched(
                    readAt: start.later(by: Double(i)), setpoints: [.init(tag, 353.15 + Double(i))])
            )
        case 1:
            .readback(
                Readback(
                    decision: DecisionID(UInt64(i)), tag: tag, asked: 1 / 3, seen: nil,
                    loop: .local,
                    poll: 2))
        case 2:
            .rejection(
                Rejection(
                    decision: DecisionID(UInt64(i)), person: ada, reason: .workOnSite, text: "é火"))
        default:
            .mode(ModeChange(requested: .supervisory, actual: .advisory, by: nil, why: "n \(i)"))
        }
    }
}

/// The lines of a journal, each with its end.
func lines(_ bytes: [UInt8]) -> [[UInt8]] {
    bytes.split(separator: UInt8(ascii: "\n")).map { Array($0) + [UInt8(ascii: "\n")] }
}

/// The journal that someone makes who can rewrite all of it: `heads` are lines without their last
/// two fields; links and hashes are made anew.
func chained(_ heads: [[UInt8]]) -> [UInt8] {
    var previous = JournalLine.origin
    var bytes: [UInt8] = []
    for head in heads {
        let linked = head + Array(#","previous":"\#(previous)""#.utf8)
        previous = sha256(linked[...])
        bytes += linked + Array((#","hash":"\#(previous)"}"# + "\n").utf8)
    }
    return bytes
}

/// A line without its last two fields and its end.
func head(of line: [UInt8]) -> [UInt8] { Array(line.dropLast(1 + 75 + 78)) }

extension [UInt8] {
    /// The same with the first `old` replaced; the test is wrong if there is none.
    func replacing(first old: String, by new: String) -> [UInt8] {
        guard let place = firstRange(of: Array(old.utf8)) else { return [] }
        return Array(self[..<place.lowerBound] + Array(new.utf8) + self[place.upperBound...])
    }
}
