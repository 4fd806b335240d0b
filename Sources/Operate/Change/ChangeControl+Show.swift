package import Seal
import Signing
import Tags

/// What stands under change control, for people and for scripts.
package struct ChangeStatus: Sendable {
    package let state: SealState
    /// Who proposed what lies there; nil if nothing does, or it does not count.
    package let proposal: String?
    /// The approvals so far, oldest first.
    package let history: [String]
}

extension ChangeControl {
    /// What stands, and what the files say differently.
    package func status(witness: SealWitness? = nil) throws(ChangeRefusal) -> ChangeStatus {
        ChangeStatus(
            state: files.check(against: twin, witness: witness), proposal: proposalLine(),
            history: try history())
    }

    private func proposalLine() -> String? {
        do throws(ChangeRefusal) {
            guard try seal(SealFolder.proposed) != nil else { return nil }
            let (proposal, author, _) = try judgedProposal()
            return "proposed: number \(proposal.serial) by \(author.person), \(stamp(author.at)): "
                + author.why
        } catch { return "twin.proposed cannot be approved: " + error.text }
    }

    /// One line a seal; a break of the chain is said where it is.
    private func history() throws(ChangeRefusal) -> [String] {
        let serials: [UInt64]
        do throws(SealFolder.Failure) { serials = try files.archived() } catch {
            throw .disk(.disk(error))
        }
        var lines: [String] = []
        var last: SealFile?
        for serial in serials {
            let name = SealFolder.archiveName(serial)
            guard let seal = try? seal(name) else {  // said in the line
                lines.append("\(serial): \(name) is damaged")
                continue
            }
            let who = seal.signatures.map { "\($0.words.duty.rawValue) \($0.words.person)" }
            var line = "\(serial): \(seal.hash.brief) \(who.joined(separator: ", "))"
            if let words = seal.signatures.first?.words {
                line += ", \(stamp(words.at)): \(words.why)"
            }
            if seal.serial != serial { line += "; THE FILE HOLDS NUMBER \(seal.serial)" }
            if let last, last.serial + 1 == seal.serial, last.hash != seal.previous {
                line += "; DOES NOT CONTINUE NUMBER \(last.serial)"
            }
            lines.append(line)
            last = seal
        }
        return lines
    }
}
