import Foundation
package import Seal
package import Signing
import Tags

/// Change control of one twin: what is proposed, approved, put back, and what stands.
///
/// Each act takes an unlocked key and the time; it judges who the key's owner is by the list of
/// approvers beside the twin, never by what the key file says.
package struct ChangeControl: Sendable {
    package let files: SealFolder
    /// The twin's file and model, as read.
    let folder: TwinFolder
    /// What they say now.
    package let twin: SealedTwin

    /// - Throws: what keeps the files from being sealed.
    package init(_ folder: TwinFolder, files: SealFolder? = nil) throws(ChangeRefusal) {
        self.folder = folder
        self.files = files ?? SealFolder(folder.path)
        do { twin = try SealedTwin(folder) } catch {
            throw .misconfigured(StartFailure.text(error))
        }
    }

    /// Proposes what the files say now.
    ///
    /// - Returns: the proposal, written to `twin.proposed` unless it is a dry run.
    package func propose(
        why: String, key: PrivateKey, at: Int64, dryRun: Bool = false
    ) throws(ChangeRefusal) -> Proposed {
        try locked { control throws(ChangeRefusal) in
            let newest = try control.newestSeal()
            if let newest, control.files.check(against: control.twin).maySupervise {
                throw ChangeRefusal.conflict(
                    "there is nothing to propose: number \(newest.serial) says the same")
            }
            let author = try control.signer(key, as: .engineer, at: at, why: why)
            let seal = SealFile(
                serial: (newest?.serial ?? 0) + 1, previous: newest?.hash ?? .origin,  // the first
                body: try control.body()
            ).signed(by: key, author)
            let proposed = Proposed(
                serial: seal.serial, hash: seal.hash, author: author,
                differences: try control.differences(from: newest))
            if !dryRun { try control.write(seal.bytes, to: SealFolder.proposed) }
            return proposed
        }
    }

    /// Approves the proposal that lies there, if it is what the files say and continues the newest
    /// seal, and puts it in force.
    package func approve(
        why: String, key: PrivateKey, at: Int64, dryRun: Bool = false
    ) throws(ChangeRefusal) -> Approved {
        try locked { control throws(ChangeRefusal) in
            let (proposal, author, differences) = try control.judgedProposal()
            let approver = try control.signer(key, as: .approver, at: at, why: why)
            guard approver.person != author.person else {
                throw ChangeRefusal.notAllowed(
                    "\(author.person) proposed it; another person must approve it")
            }
            let seal = proposal.signed(by: key, approver)
            let list = try control.approvers()
            do throws(SealRefusal) { _ = try list.judge(seal) } catch {
                throw ChangeRefusal.notAllowed(error.text)
            }
            let approved = Approved(
                serial: seal.serial, hash: seal.hash, author: author, approver: approver,
                differences: differences)
            if !dryRun { try control.putInForce(seal) }
            return approved
        }
    }

    /// The proposal that lies there, judged: signed by its author alone, of what the files say, and
    /// next to the newest seal.
    package func judgedProposal() throws(ChangeRefusal) -> (
        SealFile, SealSignature.Words, [SealDifference]
    ) {
        guard let proposal = try seal(SealFolder.proposed) else {
            throw .conflict("there is no proposal; an engineer makes one: flyball change propose")
        }
        let author: SealSignature.Words
        let list = try approvers()
        do throws(SealRefusal) { author = try list.judgeProposal(proposal) } catch {
            throw .notAllowed("twin.proposed: " + error.text)
        }
        let newest = try newestSeal()
        let (serial, previous) = ((newest?.serial ?? 0) + 1, newest?.hash ?? .origin)  // the first
        guard proposal.serial == serial, proposal.previous == previous else {
            throw .conflict(
                "something else was approved since \(author.person) proposed this; propose it anew")
        }
        let proposed: SealedTwin
        do throws(SealedTwinError) { proposed = try SealedTwin(body: proposal.body) } catch {
            throw .conflict("twin.proposed: " + error.text)
        }
        let edits = proposed.differences(to: twin)
        guard edits.isEmpty else {
            throw .conflict(
                "the files were changed since \(author.person) proposed this:\n"
                    + edits.map { "  " + $0.text }.joined(separator: "\n")
                    + "\npropose it anew, or put the files back")
        }
        return (proposal, author, try differences(from: newest))
    }

    private func putInForce(_ seal: SealFile) throws(ChangeRefusal) {
        let old = try self.seal(SealFolder.sealed)
        do throws(SealFolder.Failure) {
            try files.makeArchive()
            // With the seal lie the texts it was made from, for the day somebody goes back to it.
            for (name, index) in [("yaml", 0), ("mo", 1)] {
                try files.replace(
                    Self.archivedText(seal.serial, name),
                    with: Array(folder.text(ofSource: index).utf8))
            }
            try files.putInForce(seal, replacing: old)
            try files.remove(SealFolder.proposed)
        } catch { throw .disk(.disk(error)) }
    }

    /// Such as "sealed/0007.yaml".
    static func archivedText(_ serial: UInt64, _ ending: String) -> String {
        String(SealFolder.archiveName(serial).dropLast("sealed".count)) + ending
    }

    // MARK: parts

    func body() throws(ChangeRefusal) -> [UInt8] {
        do throws(SealedTwinError) { return try twin.body() } catch {
            throw .misconfigured(error.text)
        }
    }

    func approvers() throws(ChangeRefusal) -> Approvers {
        do throws(SealFolderError) { return try files.readApprovers() } catch {
            throw .disk(error)
        }
    }

    func seal(_ name: String) throws(ChangeRefusal) -> SealFile? {
        do throws(SealFolderError) { return try files.readSeal(name) } catch {
            throw .disk(error)
        }
    }

    /// The approved seal with the highest number: in force, or in the archive where the one in
    /// force was damaged, taken away or replaced by an older one. The next approval continues it.
    func newestSeal() throws(ChangeRefusal) -> SealFile? {
        let archived: [UInt64]
        do throws(SealFolder.Failure) { archived = try files.archived() } catch {
            throw .disk(.disk(error))
        }
        guard let last = archived.last else { return try seal(SealFolder.sealed) }
        let kept = try seal(SealFolder.archiveName(last))
        do throws(ChangeRefusal) {
            guard let inForce = try seal(SealFolder.sealed), inForce.serial > last else {
                return kept
            }
            return inForce
        } catch {
            guard case .disk(.damaged) = error else { throw error }
            return kept
        }
    }

    func differences(from seal: SealFile?) throws(ChangeRefusal) -> [SealDifference] {
        guard let seal else { return [] }
        do throws(SealedTwinError) {
            return try SealedTwin(body: seal.body).differences(to: twin)
        } catch {
            // Sealed by another version: there is nothing to compare field by field.
            return [
                SealDifference(
                    what: "the whole twin", before: "number \(seal.serial), not readable here",
                    after: "as the files say")
            ]
        }
    }

    /// Who signs with this key, in this duty.
    func signer(
        _ key: PrivateKey, as duty: Duty, at: Int64, why: String
    ) throws(ChangeRefusal) -> SealSignature.Words {
        let list = try approvers()
        guard let entry = list.entry(of: key.publicKey) else {
            throw .notAllowed(
                "this key (\(key.publicKey.fingerprint)) is not on the list of approvers")
        }
        switch entry.end {
        case nil: break
        case .retired: throw .notAllowed("this key of \(entry.person) was retired")
        case .revoked(_, let why):
            throw .notAllowed("the key of \(entry.person) was revoked: \(why)")
        }
        guard entry.duties.contains(duty) else {
            throw .notAllowed(
                "\(entry.person) is not listed as \(duty.rawValue), but as "
                    + entry.duties.map(\.rawValue).joined(separator: ", "))
        }
        return SealSignature.Words(person: entry.person, duty: duty, at: at, why: why)
    }

    func write(_ bytes: [UInt8], to name: String) throws(ChangeRefusal) {
        do throws(SealFolder.Failure) { try files.replace(name, with: bytes) } catch {
            throw .disk(.disk(error))
        }
    }

    /// Keeps other changes of this twin out meanwhile.
    func locked<Result>(
        _ body: (ChangeControl) throws(ChangeRefusal) -> Result
    ) throws(ChangeRefusal) -> Result {
        do {
            return try files.locked { try body(self) }
        } catch let refusal as ChangeRefusal { throw refusal } catch let failure
            as SealFolder.Failure
        {
            guard failure.step == .lock else { throw .disk(.disk(failure)) }
            throw .conflict("somebody else is changing this twin at this moment (\(failure.text))")
        } catch { throw .conflict("\(error)") }
    }
}

/// What was proposed.
package struct Proposed: Hashable, Sendable {
    package let serial: UInt64
    package let hash: Digest
    package let author: SealSignature.Words
    /// To the newest seal; empty for the first.
    package let differences: [SealDifference]
}

/// What was approved and is in force.
package struct Approved: Hashable, Sendable {
    package let serial: UInt64
    package let hash: Digest
    package let author: SealSignature.Words
    package let approver: SealSignature.Words
    package let differences: [SealDifference]
}
