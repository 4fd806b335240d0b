import Determinism
import Testing

@testable import Journal

/// What is remembered of the last records' hashes.
@Suite struct HeadTrailTests {
    private func hash(_ number: UInt64) -> String {
        let digits = String(number &* 0x9E37_79B9 & 0xFFFF_FFFF, radix: 16)
        return String(repeating: "0", count: 8 - digits.count) + digits
    }

    private func kept(_ number: UInt64) -> UInt32? { UInt32(hash(number), radix: 16) }

    @Test func `so many last records are remembered as are promised, and older ones are not`() {
        var trail = HeadTrail()
        let count = UInt64(2 * HeadTrail.least + 5)
        for number in 1...count { trail.note(number, hash(number)) }
        #expect(trail.hash(of: count) == kept(count))
        let oldest = count - UInt64(HeadTrail.least) + 1
        #expect(trail.hash(of: oldest) == kept(oldest))
        for number in [0, 1, count + 1, .max] { #expect(trail.hash(of: number) == nil) }
    }

    @Test func `a head that is not a record of this journal is complained about`() throws {
        let (journal, _) = try open(try written())
        let head = HeadTag(journal.head)
        #expect(journal.complaint(about: head) == nil)
        #expect(journal.complaint(about: try tag(0, 0)) == nil)
        #expect(journal.complaint(about: try tag(head.sequence, head.hash ^ 1)) != nil)
        #expect(journal.complaint(about: try tag(head.sequence + 1, head.hash)) != nil)
        #expect(journal.complaint(about: try tag(1, head.hash)) != nil)
        #expect(journal.complaint(about: try tag(0, 1)) != nil)
        #expect(HeadTag(registers: head.registers) == head)
        #expect(HeadTag(registers: [1, 2, 3]) == nil)
    }

    private func tag(_ sequence: UInt32, _ hash: UInt32) throws -> HeadTag {
        try #require(
            HeadTag(
                registers: [sequence, hash].flatMap {
                    [UInt16($0 >> 16), UInt16(truncatingIfNeeded: $0)]
                }))
    }
}
