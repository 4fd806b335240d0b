import Signing

/// Why a file of change control cannot be used.
package enum SealFolderError: Error, Hashable, Sendable {
    case disk(SealFolder.Failure)
    case damaged(file: String, FileDamage)
    case approvers(ApproverRefusal)

    package var text: String {
        switch self {
        case .disk(let failure): failure.text
        case .damaged(let file, let damage): "\(file) is damaged: \(damage.text)"
        case .approvers(let refusal): refusal.text
        }
    }
}

extension SealFolder {
    /// The list of approvers; empty if there is no file.
    package func readApprovers() throws(SealFolderError) -> Approvers {
        guard let bytes = try read(SealFolder.approvers, longest: Approvers.longest) else {
            return Approvers()
        }
        do throws(ApproverRefusal) { return try Approvers(bytes) } catch {
            throw .approvers(error)
        }
    }

    /// A seal or proposal; nil if there is no such file.
    package func readSeal(_ name: String) throws(SealFolderError) -> SealFile? {
        guard let bytes = try read(name, longest: SealFile.longest) else { return nil }
        do throws(FileDamage) { return try SealFile(bytes) } catch {
            throw .damaged(file: name, error)
        }
    }

    private func read(_ name: String, longest: Int) throws(SealFolderError) -> [UInt8]? {
        do throws(Failure) { return try bytes(of: name, longest: longest) } catch {
            throw .disk(error)
        }
    }

    /// Puts an approved seal in force: the one before is in the archive, then the new one takes its
    /// place, then it is in the archive, too. Interrupted anywhere, `twin.sealed` is one of the
    /// two, whole, and the archive never lacks the one that is in force before the last.
    package func putInForce(_ seal: SealFile, replacing old: SealFile?) throws(Failure) {
        try makeArchive()
        if let old { try keep(old) }
        try replace(SealFolder.sealed, with: seal.bytes)
        try keep(seal)
    }

    private func keep(_ seal: SealFile) throws(Failure) {
        let name = SealFolder.archiveName(seal.serial)
        let bytes = seal.bytes
        if try self.bytes(of: name, longest: SealFile.longest) == bytes { return }
        try replace(name, with: bytes)
    }
}
