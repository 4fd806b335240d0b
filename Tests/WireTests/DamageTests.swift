import Act
import Determinism
@testable import Guard
import Tags
import Testing
import Wire

/// Damaged messages: each ends in an error, or in a value whose bytes these are.
@Suite struct DamageTests {
    private func check<Value: Codable>(
        _ type: Value.Type, _ bytes: some Collection<UInt8>, _ what: @autoclosure () -> String
    ) -> Bool {
        do throws(WireError) {
            let value = try wireValue(type, from: bytes)
            let again = try wireBytes(value)
            #expect(again.elementsEqual(bytes), "\(what())")
            return true
        } catch {
            if let offset = error.offset {
                #expect(offset >= 0 && offset <= bytes.count, "\(what()): \(error)")
            } else {
                Issue.record("\(what()): no place in \(error)")
            }
            return false
        }
    }

    /// Every byte with every other value, and every length. Returns how many were values.
    private func damage<Value: Codable>(_ value: Value) throws -> (accepted: Int, of: Int) {
        let whole = try wireBytes(value)
        var accepted = 0
        for at in whole.indices {
            #expect(!check(Value.self, whole[..<at], "cut at \(at)"))
            for byte in UInt8.min...UInt8.max where byte != whole[at] {
                var damaged = whole
                damaged[at] = byte
                if check(Value.self, damaged, "\(byte) at \(at)") { accepted += 1 }
            }
        }
        return (accepted, whole.count * 255)
    }

    @Test func `every change of one byte is an error or another value`() throws {
        var drawn = Drawn(seed: 1, index: 0)
        let verdict = Verdict(
            kind: .binding, decision: DecisionID(7),
            findings: [
                Finding(check: .rate, about: "a", result: .denied(because: .noReadback(window: 1)))
            ])
        let counts = [
            try damage(drawn.move()), try damage(drawn.override()), try damage(verdict),
            try damage(drawn.sample()), try damage(drawn.answered()), try damage(drawn.person()),
        ]
        print("one byte changed, (accepted as another value, of):", counts)
        // Digits of numbers and letters of texts may change; heads and keys may not.
        #expect(counts.allSatisfy { $0.accepted > 0 && $0.accepted < $0.of / 2 })
    }

    /// Bytes thrown together, cut out, doubled and overwritten.
    @Test func `twenty thousand mutilated messages end in errors or in values`() throws {
        var chance = RandomStream(seed: 2, purpose: "mutilated")
        func below(_ count: Int) -> Int { Int(chance.next() % UInt64(max(count, 1))) }
        var accepted = 0
        for index in 0..<20_000 {
            var drawn = Drawn(seed: 3, index: UInt64(index % 200))
            var bytes = try wireBytes(drawn.outcome())
            for _ in 0...below(4) {
                let from = below(bytes.count)
                let count = min(below(9), bytes.count - from)
                switch below(4) {
                case 0: bytes.removeSubrange(from..<from + count)
                case 1: bytes.insert(contentsOf: bytes[from..<from + count], at: below(bytes.count))
                case 2: if from < bytes.count { bytes[from] = UInt8(below(256)) }
                default: bytes.insert(UInt8(below(256)), at: from)
                }
            }
            if check(Outcome.self, bytes, "mutilated \(index)") { accepted += 1 }
        }
        print("mutilated messages accepted as values: \(accepted) of 20000")
        #expect(accepted > 0 && accepted < 10_000)
    }

    @Test func `bytes of chance end in errors`() {
        for index in 0..<20_000 {
            var chance = RandomStream(seed: 4, purpose: "bytes", index: UInt64(index))
            let bytes = (0..<chance.next() % 64).map { _ in UInt8(chance.next() >> 56) }
            _ = check(Verdict.self, bytes, "chance \(index)")
        }
    }
}
