import Guard
import Signing
import Tags
import Testing

@testable import Seal

/// Whose signatures make a seal, and every way in which they do not.
@Suite struct SignatureTests {
    let small: SmallSeal

    init() throws { small = try SmallSeal() }

    private func unsigned() throws -> SealFile {
        SealFile(serial: 1, previous: .origin, body: try SmallSeal.kiln.body())
    }

    private func check(_ seal: SealFile, _ refusal: SealRefusal, by list: Approvers? = nil) {
        #expect(throws: refusal) { try (list ?? small.approvers).judge(seal) }
        #expect(!refusal.text.isEmpty)
    }

    @Test func `an engineer and another approver make a seal`() throws {
        let by = try small.approvers.judge(try small.seal())
        #expect(by.author.person == "Anna Berg" && by.approver.person == "Bo Lind")
        #expect(by.author.why == "the winter's limits")
    }

    @Test func `nobody, or the author alone, does not suffice`() throws {
        check(try unsigned(), .unsigned)
        let proposed = try unsigned().signed(by: small.anna, small.words("Anna Berg", .engineer))
        check(proposed, .onlyProposed("Anna Berg"))
        #expect(try small.approvers.judgeProposal(proposed).person == "Anna Berg")
        let sealed = try small.seal()
        #expect(throws: SealRefusal.notAProposal) { try small.approvers.judgeProposal(sealed) }
    }

    @Test func `one person cannot be author and approver`() throws {
        // Cleo may do either, but not both under one seal.
        let twice = try unsigned().signed(by: small.cleo, small.words("Cleo Dahl", .engineer))
            .signed(by: small.cleo, small.words("Cleo Dahl", .approver))
        check(twice, .sameKeyTwice("Cleo Dahl"))
    }

    @Test func `nor with two keys`() throws {
        var list = small.approvers
        let another = PrivateKey()
        let time = small.later
        var change = ApproverChange(
            after: list.head,
            .replace(old: small.cleo.publicKey, new: another.publicKey), at: time
        ).signed(by: another)
        change = change.signed(by: small.anna).signed(by: small.bo)
        try list.take(change)
        let seal = try unsigned()
            .signed(by: small.cleo, small.words("Cleo Dahl", .engineer, at: time - 1))
            .signed(by: another, small.words("Cleo Dahl", .approver, at: time + 1))
        check(seal, .samePersonTwice("Cleo Dahl"), by: list)
    }

    @Test func `an approver cannot propose, nor an engineer approve`() throws {
        let swapped = try unsigned().signed(by: small.bo, small.words("Bo Lind", .approver))
            .signed(by: small.anna, small.words("Anna Berg", .engineer))
        check(swapped, .noAuthor)
        let claimed = try unsigned().signed(by: small.bo, small.words("Bo Lind", .engineer))
            .signed(by: small.anna, small.words("Anna Berg", .approver))
        check(claimed, .dutyNotHeld("Bo Lind", .engineer))
        let two = try unsigned().signed(by: small.anna, small.words("Anna Berg", .engineer))
            .signed(by: small.cleo, small.words("Cleo Dahl", .engineer))
        check(two, .noApprover)
    }

    @Test func `a key that is not on the list does not count`() throws {
        let stranger = PrivateKey()
        let seal = try unsigned().signed(by: small.anna, small.words("Anna Berg", .engineer))
            .signed(by: stranger, small.words("Bo Lind", .approver))
        check(
            seal,
            .unknownKey(person: "Bo Lind", fingerprint: stranger.publicKey.fingerprint))
    }

    @Test func `nobody signs under another's name`() throws {
        let seal = try unsigned().signed(by: small.anna, small.words("Anna Berg", .engineer))
            .signed(by: small.bo, small.words("Cleo Dahl", .approver))
        check(seal, .anotherName(claimed: "Cleo Dahl", listed: "Bo Lind"))
    }

    @Test func `a signature of another content does not count`() throws {
        var edited = SmallSeal.kiln
        edited.rules.handles[0].largestStep = 300
        let other = SealFile(serial: 1, previous: .origin, body: try edited.body())
        let good = try small.seal()
        let seal = try SealFile(other.bytes.dropLast() + good.bytes.suffix(from: good.tail))
        check(seal, .falseSignature("Anna Berg"))
    }

    @Test func `a signature under another serial or another predecessor does not count`() throws {
        let good = try small.seal()
        for (serial, previous) in [(2, Digest.origin), (1, Digest(of: [1]))] as [(UInt64, Digest)] {
            let other = SealFile(serial: serial, previous: previous, body: good.body)
            let moved = try SealFile(other.bytes.dropLast() + good.bytes.suffix(from: good.tail))
            check(moved, .falseSignature("Anna Berg"))
        }
    }

    @Test func `the approver's signature does not stand without the author's`() throws {
        // Another engineer's proposal of the same content, with Bo's signature under Anna's.
        let good = try small.seal()
        var writer = OctetWriter()
        let forged = try unsigned().signed(by: small.cleo, small.words("Cleo Dahl", .engineer))
        writer.put(forged.bytes.prefix(good.tail))
        writer.put(2 as UInt8)
        forged.signatures[0].put(into: &writer)
        good.signatures[1].put(into: &writer)
        check(try SealFile(writer.bytes), .falseSignature("Bo Lind"))
    }

    @Test func `a revoked key's signatures count no more, a retired key's do`() throws {
        let seal = try small.seal()
        var list = small.approvers
        let key = small.bo.publicKey
        try list.change(
            .retire(key, why: "left the works"), at: small.later + 1,
            with: [small.anna, small.cleo])
        #expect(throws: Never.self) { try list.judge(seal) }
        try list.change(
            .revoke(key, why: "the stick was lost"), at: small.later + 2,
            with: [small.anna, small.cleo])
        check(seal, .revoked("Bo Lind", why: "the stick was lost"), by: list)
    }

    @Test func `a retired key signs nothing new, and no key signs before it was listed`() throws {
        var list = small.approvers
        try list.change(
            .retire(small.bo.publicKey, why: "left"), at: small.later - 1,
            with: [small.anna, small.cleo])
        check(try small.seal(), .retired("Bo Lind"), by: list)
        let early = try unsigned()
            .signed(by: small.anna, small.words("Anna Berg", .engineer, at: SmallSeal.start - 1))
            .signed(by: small.bo, small.words("Bo Lind", .approver))
        check(early, .beforeItsTime("Anna Berg"))
    }
}

extension SealFile {
    /// Where the signatures begin: the byte that counts them.
    var tail: Int { SealFile(serial: serial, previous: previous, body: body).bytes.count - 1 }
}

extension SealFile {
    init(_ bytes: some Collection<UInt8>) throws { try self.init(Array(bytes)) }
}
