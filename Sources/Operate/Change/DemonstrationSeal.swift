package import Seal
import Signing
import Tags

extension SealFolder {
    /// Seals a simulated plant's twin for a demonstration: two keys are made, sign, and are
    /// forgotten. A twin of a real plant is refused: nobody but two people may seal that.
    package func sealForDemonstration(
        _ twin: SealedTwin, at: Int64
    ) throws(ChangeRefusal) -> SealStanding {
        guard twin.isSimulator else {
            throw .notAllowed(
                "\(twin.name) is no simulator; two people seal it (docs/change-control.md)")
        }
        let people = [
            ("demonstration engineer", Duty.engineer, PrivateKey()),
            ("demonstration approver", .approver, PrivateKey()),
        ]
        let body: [UInt8]
        do throws(SealedTwinError) { body = try twin.body() } catch {
            throw .misconfigured(error.text)
        }
        var seal = SealFile(serial: 1, previous: .origin, body: body)
        let list = ApproverList(self)
        for (name, duty, key) in people {
            _ = try list.change(
                .add(person: name, duties: [duty], key: key.publicKey), at: at, with: [key])
            seal = seal.signed(
                by: key, .init(person: name, duty: duty, at: at, why: "a demonstration"))
        }
        do throws(SealFolder.Failure) { try putInForce(seal, replacing: nil) } catch {
            throw .disk(.disk(error))
        }
        let state = check(against: twin)
        guard case .inForce(let standing) = state else {
            throw .conflict(state.lines.joined(separator: "\n"))
        }
        return standing
    }
}
