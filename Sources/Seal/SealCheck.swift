package import Signing

/// What stands in the way of acting under the seal, found at the start of a run.
package enum SealState: Hashable, Sendable {
    /// Sealed, by two people, and the twin's file says the same.
    case inForce(SealStanding)
    /// Sealed, and the twin's file has been edited since.
    case edited(SealStanding, [SealDifference])
    /// There is no `twin.sealed`: nothing was approved yet, or it was taken away.
    case none
    /// A file of change control is damaged, or cannot be read.
    case damaged(String)
    /// The signatures do not suffice.
    case refused(SealRefusal)
    /// A signer's key was revoked after he signed.
    case keyRevoked(person: String, why: String)
    /// An older approval was put back, or another one in its place; the text says how it is known.
    case replaced(String)

    /// The seal that the guard goes by; nil if there is none it may go by.
    package var standing: SealStanding? {
        switch self {
        case .inForce(let standing), .edited(let standing, _): standing
        case .none, .damaged, .refused, .keyRevoked, .replaced: nil
        }
    }

    /// Whether the twin may act on the plant as far as the seal goes.
    package var maySupervise: Bool {
        if case .inForce = self { return true }
        return false
    }

    /// Whether the mode is lockout: something is not as it was approved. A twin that was never
    /// sealed is not locked out; it advises.
    package var locksOut: Bool {
        switch self {
        case .inForce, .none: false
        case .edited, .damaged, .refused, .keyRevoked, .replaced: true
        }
    }

    /// The state in one word, for scripts.
    package var word: String {
        switch self {
        case .inForce: "in force"
        case .edited: "edited"
        case .none: "none"
        case .damaged: "damaged"
        case .refused: "refused"
        case .keyRevoked: "key revoked"
        case .replaced: "replaced"
        }
    }

    /// What is the matter and who clears it, one thing a line.
    package var lines: [String] {
        switch self {
        case .inForce(let standing): [standing.text]
        case .edited(_, let differences):
            ["twin.yaml was changed since it was approved:"] + differences.map { "  " + $0.text }
                + [
                    "an engineer proposes the change (flyball change propose) and another person "
                        + "approves it, or twin.yaml is put back"
                ]
        case .none:
            [
                "there is no twin.sealed: advice is shown and nothing is written; propose and "
                    + "approve the twin (docs/change-control.md)"
            ]
        case .damaged(let what):
            [what, "keep the file aside as evidence; the newest seal lies in sealed/"]
        case .refused(let refusal): ["twin.sealed: " + refusal.text]
        case .keyRevoked(let person, let why):
            ["twin.sealed: " + SealRefusal.revoked(person, why: why).text]
        case .replaced(let how):
            [how, "find out who changed the files before anything is approved"]
        }
    }
}

/// A seal in force.
package struct SealStanding: Hashable, Sendable {
    package let serial: UInt64
    /// What every record names.
    package let hash: Digest
    package let by: SealedBy
    package let twin: SealedTwin
    /// To be kept with the records, so that the next run knows an older seal when it sees one.
    package let witness: SealWitness

    package var text: String {
        "sealed: number \(serial), \(hash.brief), proposed by \(by.author.person), approved by "
            + by.approver.person
    }
}

/// What a run remembers of the seal it ran under.
package struct SealWitness: Hashable, Sendable {
    package let serial: UInt64
    package let hash: Digest
    /// The newest change of the list of approvers.
    package let approvers: Digest

    package init(serial: UInt64, hash: Digest, approvers: Digest) {
        self.serial = serial
        self.hash = hash
        self.approvers = approvers
    }

    private static let sealName = "twin.sealed "
    private static let approversName = "approvers"

    /// As names and hashes, such as a journal's opening record holds.
    package var settings: [(name: String, hash: String)] {
        [
            (SealWitness.sealName + String(serial), "\(hash)"),
            (SealWitness.approversName, "\(approvers)"),
        ]
    }

    /// Out of such names and hashes; nil if that run had no seal.
    package init?(settings: [(name: String, hash: String)]) {
        let prefix = SealWitness.sealName
        guard let seal = settings.first(where: { $0.name.hasPrefix(prefix) }),
            let serial = UInt64(seal.name.dropFirst(prefix.count)),
            let hash = bytes(hexadecimal: seal.hash).flatMap({ Digest(bytes: $0) }),
            let list = settings.first(where: { $0.name == SealWitness.approversName }),
            let approvers = bytes(hexadecimal: list.hash).flatMap({ Digest(bytes: $0) })
        else { return nil }
        self.init(serial: serial, hash: hash, approvers: approvers)
    }
}

extension SealFolder {
    /// Looks at the seal of a twin.
    ///
    /// - Parameters:
    ///   - twin: what the twin's file says now; nil where only the seal itself is asked for, as in
    ///     the guard's process, which reads no YAML.
    ///   - witness: what the last run remembers; nil before the first.
    package func check(
        against twin: SealedTwin? = nil, witness: SealWitness? = nil
    ) -> SealState {
        do throws(SealFolderError) {
            guard let seal = try readSeal(SealFolder.sealed) else {
                guard let witness else { return .none }
                return .replaced(
                    "twin.sealed is gone; the last run was under number \(witness.serial)")
            }
            let approvers = try readApprovers()
            let newest: UInt64
            do throws(Failure) { newest = try archived().last ?? 0 } catch {  // none: nothing newer
                throw .disk(error)
            }
            if let how = signsOfReplacement(seal, approvers, witness, newest: newest) {
                return .replaced(how)
            }
            return judge(seal, approvers, twin)
        } catch { return .damaged(error.text) }
    }

    private func judge(
        _ seal: SealFile, _ approvers: Approvers, _ twin: SealedTwin?
    ) -> SealState {
        let by: SealedBy
        do throws(SealRefusal) { by = try approvers.judge(seal) } catch {
            if case .revoked(let person, let why) = error {
                return .keyRevoked(person: person, why: why)
            }
            return .refused(error)
        }
        let sealed: SealedTwin
        do throws(SealedTwinError) { sealed = try SealedTwin(body: seal.body) } catch {
            return .damaged("twin.sealed: " + error.text)
        }
        let standing = SealStanding(
            serial: seal.serial, hash: seal.hash, by: by, twin: sealed,
            witness: SealWitness(
                serial: seal.serial, hash: seal.hash, approvers: approvers.head))
        guard let twin else { return .inForce(standing) }
        let differences = sealed.differences(to: twin)
        return differences.isEmpty ? .inForce(standing) : .edited(standing, differences)
    }

    /// How it is known that the files are not the ones that were left here; nil if nothing shows
    /// it.
    private func signsOfReplacement(
        _ seal: SealFile, _ approvers: Approvers, _ witness: SealWitness?, newest: UInt64
    ) -> String? {
        if seal.serial < newest {
            return "twin.sealed is number \(seal.serial), but number \(newest) was approved since"
        }
        guard let witness else { return nil }
        if seal.serial < witness.serial {
            return "twin.sealed is number \(seal.serial), but the last run was under number "
                + "\(witness.serial)"
        }
        if seal.serial == witness.serial, seal.hash != witness.hash {
            return "twin.sealed has the number \(seal.serial) of the last run and another content"
        }
        if seal.serial == witness.serial + 1, seal.previous != witness.hash {
            return "twin.sealed number \(seal.serial) does not continue the one of the last run"
        }
        let isContinued =
            witness.approvers == .origin
            || approvers.changes.contains { $0.hash == witness.approvers }
        return isContinued ? nil : "the list of approvers is not the one of the last run"
    }
}
