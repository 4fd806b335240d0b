import Swarm
import Testing

struct SwarmTests {
    /// As many seeds of 8 plant hours as a commit can wait for.
    private static let seeds: UInt64 = 500

    @Test func `every property holds in every seed, and every fault is met twenty times`() async {
        let clock = ContinuousClock()
        let start = clock.now
        let report = await SwarmReport.run(seeds: 1...Self.seeds, hours: 8)
        print(report.text(wallSeconds: start.duration(to: clock.now) / .seconds(1)))
        #expect(report.violations.isEmpty)
        #expect(report.writes > 1000)
        #expect(report.handBacks >= 20)
        // Automatic is earned, written in and left in every way that the modes know.
        #expect(report.fenced >= 100)
        #expect(report.automatic.entered >= 500 && report.automatic.writes >= 1000)
        for mode in ["supervisory", "advisory", "hold", "backoff", "shed", "lockout", "restart"] {
            #expect(report.automatic.left[mode, default: 0] >= 10, "\(mode)")
        }
        // Checks that the swarm's cards and plants meet, and the soft start among them.
        for reason in [
            "act, rate: step too large (soft start)", "card, rate: step too large",
            "act, absolute limits: above limit", "act, plant state: interlocked",
        ] {
            #expect(report.denials[reason, default: 0] >= 5, "\(reason)")
        }
        for fault in SwarmFault.allCases {
            #expect(report.count(of: fault) >= 20, "\(fault.rawValue)")
        }
    }

    @Test(arguments: [false, true])
    func `a seed gives the same run each time`(isFenced: Bool) async throws {
        let seed = try #require((1...40).first { SwarmAsset.asset(seed: $0).isFenced == isFenced })
        let first = await swarmResult(seed: seed, hours: 3)
        let second = await swarmResult(seed: seed, hours: 3)
        #expect(first.isFenced == isFenced)
        #expect(first.automatic == second.automatic)
        #expect(first.writes == second.writes)
        #expect(first.records == second.records)
        #expect(first.met == second.met)
        #expect(first.outcomes == second.outcomes)
    }
}
