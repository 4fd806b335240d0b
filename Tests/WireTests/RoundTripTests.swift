import Act
import Determinism
import Guard
import Tags
import Testing
import Wire

/// Drawn values of all types that cross the process border.
@Suite struct RoundTripTests {
    private static let seed: UInt64 = 20_261_121

    /// There and back, compared by the bytes: NaN is not equal to itself.
    private static func check<Value: Codable>(_ value: Value, _ draw: Int) throws {
        let bytes = try wireBytes(value)
        let back = try wireValue(Value.self, from: bytes)
        #expect(try wireBytes(back) == bytes, "\(Value.self), seed \(seed), draw \(draw)")
        // What the text of a value shows, such as NaN or an absent number, must be the same too.
        #expect("\(back)" == "\(value)", "\(Value.self), seed \(seed), draw \(draw)")
    }

    private static func checks(_ count: Int, _ check: (inout Drawn, Int) throws -> Void) throws {
        for draw in 0..<count {
            var drawn = Drawn(seed: seed, index: UInt64(draw))
            try check(&drawn, draw)
        }
    }

    @Test func `proposals and certificates go there and back`() throws {
        try Self.checks(1000) { drawn, draw in
            try Self.check(drawn.proposal(), draw)
            try Self.check(drawn.certificate(), draw)
            try Self.check(drawn.acceptance(), draw)
        }
    }

    @Test func `verdicts with every denial go there and back`() throws {
        try Self.checks(500) { drawn, draw in try Self.check(drawn.verdict(), draw) }
        try Self.checks(10) { drawn, draw in
            for denial in drawn.denials() { try Self.check(denial, draw) }
        }
    }

    @Test func `what was read of the plant goes there and back`() throws {
        try Self.checks(1000) { drawn, draw in
            try Self.check(drawn.circumstances(), draw)
            try Self.check(
                RawSample(tag: drawn.tag(), value: drawn.maybe { $0.number() }, at: drawn.time()),
                draw)
            try Self.check(
                Move(tag: drawn.tag(), from: drawn.finite(), to: drawn.finite()), draw)
        }
    }

    @Test func `records go there and back`() throws {
        try Self.checks(500) { drawn, draw in
            try Self.check(drawn.outcome(), draw)
            try Self.check(drawn.override(), draw)
            var back = drawn.override()
            back.reason = drawn.maybe { $0.one(of: HandBackReason.allCases) }
            back.why = drawn.maybe { $0.text() }
            try Self.check(back, draw)
            try Self.check(drawn.modelReport(), draw)
            try Self.check(drawn.settled(), draw)
            try Self.check(drawn.modeChange(), draw)
            try Self.check(drawn.rejection(), draw)
            try Self.check(drawn.answered(), draw)
            try Self.check(drawn.readback(), draw)
            try Self.check(drawn.opened(), draw)
            try Self.check(Judged(drawn.verdict()), draw)
            try Self.check(Recommended(drawn.proposal()), draw)
            try Self.check(Intent(drawn.proposal(), by: drawn.maybe { $0.person() }), draw)
        }
    }

    @Test func `a usable sample without a value is no sample, nor a bad one with one`() throws {
        struct Wrong: Encodable {
            var tag = "a"
            var value: Double?
            var quality: Quality
            var at = 0
        }
        for wrong in [
            Wrong(value: nil, quality: .good), Wrong(value: 1, quality: .bad(.stale)),
            Wrong(value: .nan, quality: .good),
        ] {
            let error = #expect(throws: WireError.self) {
                try wireValue(Sample.self, from: wireBytes(wrong))
            }
            #expect(error?.path == (wrong.value?.isNaN == true ? "value" : "quality"))
        }
        #expect(throws: Never.self) {
            try wireValue(
                Sample.self, from: wireBytes(Wrong(value: 1, quality: .uncertain(.frozen))))
        }
    }

    @Test func `a snapshot out of order or with a tag twice is refused`() throws {
        struct Wrong: Encodable {
            var at = 0
            var samples: [Sample]
        }
        let a = Sample(TagName("a"), absentBecause: .stale, at: .seconds(0))
        let b = Sample(TagName("b"), absentBecause: .stale, at: .seconds(0))
        for samples in [[b, a], [a, a]] {
            #expect(throws: WireError.self) {
                try wireValue(Snapshot.self, from: wireBytes(Wrong(samples: samples)))
            }
        }
        #expect(throws: Never.self) {
            try wireValue(Snapshot.self, from: wireBytes(Wrong(samples: [a, b])))
        }
    }
}
