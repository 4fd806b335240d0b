import Determinism
import Tags
import Testing

@testable import Guard

/// How much room an accepted check says it left.
@Suite struct MarginTests {
    private func margins(
        _ change: (inout World) -> Void = { _ in }
    ) -> [Margin] {
        var world = World.constant
        change(&world)
        let verdict = world.judged().verdict
        #expect(verdict.isAccepted)
        return verdict.findings.compactMap { finding in
            if case .accepted(let margin?) = finding.result { margin } else { nil }
        }
    }

    private func margin(_ what: String, _ change: (inout World) -> Void) -> Margin? {
        margins(change).first { $0.what == what }
    }

    @Test func `every margin has its room and its unit`() {
        let expected: [Margin] = [
            Margin("self-test", left: 3_000, of: 3_600, .seconds),
            Margin("acceptance", left: 64, .seconds), Margin("lease", left: 6, .seconds),
            Margin("moves", left: 1, of: 2, .count),
            Margin("snapshot", left: 28, of: 32, .seconds),
            Margin("live readings", left: 30, of: 32, .seconds),
            Margin("card", left: 128, of: 192, .seconds),
            Margin("prediction", left: 56, of: 64, .seconds),
            Margin("input since the solve", left: 2, of: 4, .tag),
            Margin("high limit (operator)", left: 390, of: 800, .tag),
            Margin("step", left: 30, of: 40, .tag),
            Margin("ramp over 600.0 s", left: 50, of: 60, .tag),
            Margin("drift", left: 30, of: 50, .tag), Margin("reversals", left: 3, of: 3, .count),
            Margin("joint limit", left: 90, of: 700, .joint),
            Margin("predicted band", left: 72, of: 200, .tag),
            Margin("recovery", left: 79.568359375, of: 200, .tag),
            Margin("model quality", left: 3_072, of: 4_096, .seconds),
            Margin("gap", left: 0.521484375, of: 1, .objective),
            Margin("gain", left: 12, .moneyPerHour),
            Margin("writes", left: 9, of: 12, .count),
            Margin("second reading", left: 31, of: 32, .seconds),
        ]
        #expect(margins() == expected)
    }

    @Test func `the nearer side counts`() {
        let low = margin("low limit (engineering)") {
            $0.withH1 { $0.engineering = Band(508, 1_000) }
        }
        #expect(low == Margin("low limit (engineering)", left: 2, of: 392, .tag))
        let even = margin("high limit (operator)") { $0.live.handles[0].operatorLow = 120 }
        #expect(even == Margin("high limit (operator)", left: 390, of: 780, .tag))
        #expect(
            margin("joint limit") { $0.rules.jointLimits[0].low = 605 }
                == Margin("joint limit", left: 5, of: 95, .joint))
        #expect(
            margin("joint limit") { $0.rules.jointLimits[0].high = nil }
                == Margin("joint limit", left: 610, .joint))
        #expect(
            margin("predicted band") {
                $0.rules.hardLimits[0].low = 990
                $0.withH1 { $0.recovery = .keep }
            } == Margin("predicted band", left: 8, of: 110, .tag))
        #expect(
            margin("recovery") { $0.rules.hardLimits[0].high = 1_030 }
                == Margin("recovery", left: 10.642578125, of: 130, .tag))
        #expect(
            margin("recovery") {
                $0.rules.hardLimits[0].low = nil
                $0.rules.hardLimits[0].high = 1_030
            } == Margin("recovery", left: 10.642578125, .tag))
    }

    @Test func `what is used up is taken off`() {
        #expect(
            margin("reversals") { $0.watch(World.hour { $0 > 1_800 ? 505 : 500 }) }
                == Margin("reversals", left: 2, of: 3, .count))
        #expect(
            margin("drift") {
                $0.withH1 { $0.drift = .most(16, shift: Shift(length: 3_600, offset: 0)) }
            } == Margin("drift", left: 6, of: 16, .tag))
        #expect(
            margin("gain") { $0.certificate.gainDeviation = 64 }
                == Margin("gain", left: 4, .moneyPerHour))
        #expect(
            margin("writes") { $0.addH2() } == Margin("writes", left: 8, of: 12, .count))
        #expect(margin("acceptance") { $0.expiresAt = $0.now.later(by: 32) }?.left == 32)
        #expect(
            margin("stand-in") {
                $0.addInput(nil)
                $0.addStandIn(age: 12, ownAge: 8)
            } == Margin("stand-in", left: 20, of: 32, .seconds))
        #expect(
            margin("gap") { $0.certificate.bounds += $0.certificate.bounds }
                == Margin("gap", left: 1 - 980 * 0x1p-10, of: 1, .objective))
        let other = World.constant
        #expect(other.previewed().findings.contains { $0.check == .guardItself })
    }

    @Test func `a negative gap leaves room too`() {
        let left = margin("gap") {
            $0.certificate.bounds[0] = CertifiedBound(
                name: "x", value: -0x1p-20, low: 0, high: nil, lowMultiplier: 0x1p18,
                highMultiplier: 0)
            $0.certificate.gap = -0.25
        }
        #expect(left == Margin("gap", left: 0.75, of: 1, .objective))
    }

    @Test func `room that is no number is the largest one`() {
        #expect(
            Margin("x", left: .infinity, of: .nan, .tag)
                == Margin("x", left: .greatestFiniteMagnitude, .tag))
    }

    @Test func `no limit at all on one thing leaves nothing to be tightest`() throws {
        let verdict = Verdict(
            kind: .preview, decision: DecisionID(1),
            findings: [
                .accepted(.form), .accepted(.rate, nil, Margin("no room", left: 0, of: 0, .tag)),
                .accepted(.time, nil, Margin("second", left: 1, of: 4, .tag)),
                .accepted(.rate, nil, Margin("equal", left: 2, of: 8, .tag)),
                .accepted(.group, nil, Margin("wider", left: 1, of: 2, .tag)),
            ])
        #expect(verdict.tightest?.check == .time)
        #expect(!Verdict(kind: .binding, decision: DecisionID(1), findings: []).isAccepted)
    }
}
