package import Seal
package import Signing

/// The list of approvers of one twin on disk, and its changes.
package struct ApproverList: Sendable {
    let files: SealFolder

    package init(_ files: SealFolder) { self.files = files }

    package func read() throws(ChangeRefusal) -> Approvers {
        do throws(SealFolderError) { return try files.readApprovers() } catch {
            throw .disk(error)
        }
    }

    /// Makes one change, signed by these keys.
    ///
    /// - Returns: the list as it stands then; written unless it is a dry run.
    package func change(
        _ what: ApproverChange.What, at: Int64, with keys: [PrivateKey], dryRun: Bool = false
    ) throws(ChangeRefusal) -> Approvers {
        do {
            return try files.locked {
                var list = try read()
                var change = ApproverChange(after: list.head, what, at: at)
                for key in keys { change = change.signed(by: key) }
                do throws(ApproverRefusal) { try list.take(change) } catch {
                    throw ChangeRefusal.notAllowed(error.text)
                }
                if !dryRun { try files.replace(SealFolder.approvers, with: list.bytes) }
                return list
            }
        } catch let refusal as ChangeRefusal { throw refusal } catch let failure
            as SealFolder.Failure
        {
            throw .disk(.disk(failure))
        } catch { throw .conflict("\(error)") }
    }

    /// The key of a person that counts now.
    package func key(of person: String) throws(ChangeRefusal) -> PublicKey {
        guard let entry = try read().active.first(where: { $0.person == person }) else {
            throw .conflict("\(person) has no key that counts; see flyball user list")
        }
        return entry.key
    }
}
