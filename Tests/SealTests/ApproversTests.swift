import Signing
import Tags
import Testing

@testable import Seal

/// The list of approvers: how it begins, who may change it, and that nobody else can.
@Suite struct ApproversTests {
    let small: SmallSeal

    init() throws { small = try SmallSeal() }

    private func check(
        _ refusal: ApproverRefusal, _ change: (inout Approvers) throws(ApproverRefusal) -> Void
    ) {
        var list = small.approvers
        #expect(throws: refusal) { try change(&list) }
        #expect(list == small.approvers && !refusal.text.isEmpty)
    }

    @Test func `the list comes back as it was written`() throws {
        #expect(try Approvers(small.approvers.bytes) == small.approvers)
        #expect(try Approvers(Approvers().bytes) == Approvers())
    }

    @Test func `a list with any byte changed is refused`() throws {
        let bytes = small.approvers.bytes
        for place in bytes.indices {
            var changed = bytes
            changed[place] ^= 1
            #expect(throws: ApproverRefusal.self) { try Approvers(changed) }
        }
        for count in bytes.indices {
            #expect(throws: ApproverRefusal.self) { try Approvers(Array(bytes[..<count])) }
        }
        #expect(throws: ApproverRefusal.self) { try Approvers(bytes + [0]) }
    }

    /// A new hash over a forged change, as somebody with write access could make it.
    @Test func `a forged change with a right hash is refused`() throws {
        let mallory = PrivateKey()
        let change = ApproverChange(
            after: small.approvers.head,
            .add(person: "Mallory", duties: [.approver], key: mallory.publicKey),
            at: small.later
        ).signed(by: mallory)
        var writer = OctetWriter()
        let bytes = small.approvers.bytes.dropLast(Digest.length)
        writer.put(bytes)
        change.put(into: &writer)
        var forged = writer.bytes
        forged[15] += 1
        forged += Digest(of: forged).bytes
        #expect(throws: ApproverRefusal.tooFew) { try Approvers(forged) }
    }

    @Test func `the first two vouch for themselves, the third needs both`() throws {
        var list = Approvers()
        try list.add("A", [.engineer], small.anna, at: 1)
        #expect(!list.isFounded)
        try list.add("B", [.approver], small.bo, at: 2)
        #expect(list.isFounded)
        #expect(throws: ApproverRefusal.tooFew) {
            try list.add("C", [.operator], small.cleo, at: 3)
        }
        #expect(throws: ApproverRefusal.tooFew) {
            try list.add("C", [.operator], small.cleo, at: 3, with: [small.bo])
        }
        try list.add("C", [.operator], small.cleo, at: 3, with: [small.anna, small.bo])
    }

    @Test func `one person with both duties does not found a list`() throws {
        var list = Approvers()
        try list.add("A", [.engineer, .approver], small.anna, at: 1)
        #expect(!list.isFounded)
        #expect(throws: ApproverRefusal.notFounded) {
            try list.change(.revoke(small.anna.publicKey, why: ""), at: 2, with: [small.anna])
        }
    }

    @Test func `a list that lost its people is not founded anew`() throws {
        var list = small.approvers
        try list.change(
            .revoke(small.bo.publicKey, why: "lost"), at: small.later,
            with: [small.anna, small.cleo])
        try list.change(
            .retire(small.cleo.publicKey, why: "left"), at: small.later,
            with: [small.anna, small.cleo])
        #expect(list.isFounded)
        let stranger = PrivateKey()
        #expect(throws: ApproverRefusal.tooFew) {
            try list.add("Dora", [.approver], stranger, at: small.later)
        }
    }

    @Test func `a change needs two different people of the list, one an approver`() throws {
        let what = ApproverChange.What.retire(small.anna.publicKey, why: "left")
        check(.tooFew) { list throws(ApproverRefusal) in
            try list.change(what, at: small.later, with: [small.bo])
        }
        check(.sameKeyTwice) { list throws(ApproverRefusal) in
            try list.change(what, at: small.later, with: [small.bo, small.bo])
        }
        check(.notListed) { list throws(ApproverRefusal) in
            try list.change(what, at: small.later, with: [small.bo, PrivateKey()])
        }
        var list = small.approvers
        let dan = PrivateKey()
        try list.add(
            "Dan", [.engineer], dan, at: small.later, with: [small.anna, small.bo])
        #expect(throws: ApproverRefusal.noApprover) {
            try list.change(what, at: small.later, with: [small.anna, dan])
        }
        let eve = PrivateKey()
        try list.add(
            "Eve", [.operator], eve, at: small.later, with: [small.anna, small.bo])
        #expect(throws: ApproverRefusal.notListed) {
            try list.change(what, at: small.later, with: [small.bo, eve])
        }
    }

    @Test func `the new key must sign for itself`() throws {
        let change = ApproverChange(
            after: small.approvers.head,
            .add(person: "Dora", duties: [.engineer], key: PrivateKey().publicKey),
            at: small.later
        ).signed(by: small.anna).signed(by: small.bo)
        check(.newKeyUnsigned) { list throws(ApproverRefusal) in try list.take(change) }
    }

    @Test func `a name that looks like another's, or like nothing, is refused`() throws {
        func add(_ name: String, _ refusal: ApproverRefusal) {
            let key = PrivateKey()
            check(refusal) { list throws(ApproverRefusal) in
                try list.add(
                    name, [.approver], key, at: small.later, with: [small.anna, small.bo])
            }
        }
        add("ANNA  berg.", .personListed("ANNA  berg."))
        add("", .name(""))
        add(" Dora", .name(" Dora"))
        add("Dora\u{1B}[31m", .name("Dora\u{1B}[31m"))
        add("Dora\nBo", .name("Dora\nBo"))
        let stack = "a" + String(repeating: "\u{301}", count: 300)
        add(stack, .name(stack))
    }

    @Test func `a change is taken once, in its place, and not back in time`() throws {
        var list = small.approvers
        let key = PrivateKey()
        let change = ApproverChange(
            after: list.head,
            .add(person: "Dora", duties: [.engineer], key: key.publicKey), at: small.later
        ).signed(by: key).signed(by: small.anna).signed(by: small.bo)
        try list.take(change)
        #expect(throws: ApproverRefusal.notNext) { try list.take(change) }
        #expect(throws: ApproverRefusal.backInTime) {
            try list.change(
                .retire(key.publicKey, why: ""), at: small.later - 1,
                with: [small.anna, small.bo])
        }
    }

    @Test func `a reason of any length leaves a list that can be read`() throws {
        var list = small.approvers
        try list.change(
            .retire(small.cleo.publicKey, why: String(repeating: "ü", count: 9000)),
            at: small.later, with: [small.anna, small.bo])
        #expect(try Approvers(list.bytes) == list)
    }

    @Test func `a replaced key passes its person and duties on`() throws {
        var list = small.approvers
        let new = PrivateKey()
        let change = ApproverChange(
            after: list.head,
            .replace(old: small.bo.publicKey, new: new.publicKey), at: small.later
        ).signed(by: new).signed(by: small.bo).signed(by: small.anna)
        try list.take(change)
        let entry = try #require(list.entry(of: new.publicKey))
        #expect(entry.person == "Bo Lind" && entry.duties == [.approver] && entry.end == nil)
        #expect(
            list.entry(of: small.bo.publicKey)?.end
                == .retired(at: small.later, why: "replaced"))
    }
}
