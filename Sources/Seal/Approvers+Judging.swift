import Signing
package import Tags

extension Approvers {
    /// Judges the signatures under a seal: an engineer who proposed it and another person who
    /// approved it, each with a key that is on this list and counts.
    ///
    /// - Returns: who proposed and who approved.
    package func judge(_ seal: SealFile) throws(SealRefusal) -> SealedBy {
        guard let author = seal.signatures.first else { throw .unsigned }
        try judgeEach(seal)
        guard author.words.duty == .engineer else { throw .noAuthor }
        guard seal.signatures.count > 1 else { throw .onlyProposed(author.words.person) }
        guard
            let approver = seal.signatures.dropFirst().first(where: { $0.words.duty == .approver })
        else { throw .noApprover }
        return SealedBy(author: author.words, approver: approver.words)
    }

    /// Judges a proposal: its author's signature, and no other.
    package func judgeProposal(_ seal: SealFile) throws(SealRefusal) -> SealSignature.Words {
        guard let author = seal.signatures.first else { throw .unsigned }
        try judgeEach(seal)
        guard author.words.duty == .engineer else { throw .noAuthor }
        guard seal.signatures.count == 1 else { throw .notAProposal }
        return author.words
    }

    private func judgeEach(_ seal: SealFile) throws(SealRefusal) {
        var keys: Set<PublicKey> = []
        var people: Set<String> = []
        let falseOnes = seal.falseSignatures
        for one in seal.signatures {
            let words = one.words
            guard let entry = entry(of: one.key) else {
                throw .unknownKey(person: words.person, fingerprint: one.key.fingerprint)
            }
            guard entry.person == words.person else {
                throw .anotherName(claimed: words.person, listed: entry.person)
            }
            guard !falseOnes.contains(one) else { throw .falseSignature(words.person) }
            guard keys.insert(one.key).inserted else { throw .sameKeyTwice(words.person) }
            guard people.insert(Approvers.plain(words.person)).inserted else {
                throw .samePersonTwice(words.person)
            }
            guard entry.duties.contains(words.duty) else {
                throw .dutyNotHeld(words.person, words.duty)
            }
            try judgeTime(of: words, entry)
        }
    }

    private func judgeTime(of words: SealSignature.Words, _ entry: Entry) throws(SealRefusal) {
        guard words.at >= entry.from else { throw .beforeItsTime(words.person) }
        switch entry.end {
        case nil: return
        case .retired(let at, _):
            guard words.at < at else { throw .retired(words.person) }
        case .revoked(_, let why): throw .revoked(words.person, why: why)
        }
    }
}

/// Who answers for a seal.
package struct SealedBy: Hashable, Sendable {
    package let author: SealSignature.Words
    package let approver: SealSignature.Words
}

/// Why the signatures under a seal do not count. The text says who can mend it.
package enum SealRefusal: Error, Hashable, Sendable {
    case unsigned
    /// Only its author signed.
    case onlyProposed(String)
    case notAProposal
    case noAuthor
    case noApprover
    case unknownKey(person: String, fingerprint: String)
    case anotherName(claimed: String, listed: String)
    case falseSignature(String)
    case sameKeyTwice(String)
    case samePersonTwice(String)
    case dutyNotHeld(String, Duty)
    case beforeItsTime(String)
    case retired(String)
    case revoked(String, why: String)

    package var text: String {
        switch self {
        case .unsigned: "nobody signed it"
        case .onlyProposed(let name):
            "only \(name) signed it; another person must approve it (flyball change approve)"
        case .notAProposal: "it is not a proposal: more than its author signed it"
        case .noAuthor: "the first signature is not of an engineer"
        case .noApprover: "no approver signed it"
        case .unknownKey(let person, let fingerprint):
            "it is signed as \"\(person)\" with a key that is not on the list of approvers "
                + "(\(fingerprint))"
        case .anotherName(let claimed, let listed):
            "it is signed as \"\(claimed)\" with the key of \(listed)"
        case .falseSignature(let name):
            "the signature of \(name) is not of his key over this content"
        case .sameKeyTwice(let name): "the key of \(name) signed twice; two people must sign"
        case .samePersonTwice(let name): "\(name) signed twice; two different people must sign"
        case .dutyNotHeld(let name, let duty):
            "\(name) signed as \(duty.rawValue), which the list of approvers does not say he is"
        case .beforeItsTime(let name):
            "the signature of \(name) is older than his key on the list; look at the clocks"
        case .retired(let name):
            "\(name) signed with a key that was retired before; he signs anew with his present one"
        case .revoked(let name, let why):
            "the key of \(name) was revoked (\(why)); nothing that it signed counts: propose and "
                + "approve the twin anew"
        }
    }
}
