import Determinism
import Testing

@testable import Line

/// One meaning: whatever two tiers can express gives the same outcome in both, to the last bit.
@Suite struct OutcomeTests {
    /// A line of chance that the recursion can express.
    private func line(_ seed: UInt64) -> LineModel {
        var chance = RandomStream(seed: seed, purpose: "line")
        func pick(_ count: Int) -> Int { Int(chance.uniform(0, Double(count))) }
        func law(_ mean: Double) -> Law {
            switch pick(6) {
            case 0: .constant(mean)
            case 1: .exponential(mean: mean)
            case 2: .erlang(stages: 2, mean: mean)
            case 3: .uniform(low: 0, high: 2 * mean)
            case 4: .triangular(low: 0, mode: mean, high: 2 * mean)
            // Whole seconds: full of ties.
            default: .empirical([.init(mean, probability: 0.5), .init(2, probability: 0.5)])
            }
        }
        let count = 1 + pick(5)
        var model = serialLine(
            release: pick(2) == 0 ? .saturated : .arrivals(law(1.4), parts: 1),
            process: (0..<count).map { _ in law(1) },
            places: (1..<max(2, count)).map { _ in pick(5) == 0 ? nil : pick(4) })
        for index in 0..<count {
            model.stations[index].power.working = 1000
            model.stations[index].power.down = 10
            for way in 0..<pick(3) {
                var breakdown = LineModel.Breakdown(
                    "way \(way)", until: law(20), repair: law(2))
                breakdown.isMicroStop = pick(2) == 0
                model.stations[index].breakdowns.append(breakdown)
            }
        }
        return model
    }

    private let windows = [
        LineWindow(warmUp: 0, length: 300), LineWindow(warmUp: 100, length: 2_000),
        LineWindow(warmUp: 3_000, length: 1_000, interval: 50),
    ]

    /// Events are each tier's own count.
    private func comparable(_ outcomes: [LineOutcome]) -> [LineOutcome] {
        outcomes.map { outcome in
            var same = outcome
            same.events = 0
            return same
        }
    }

    @Test(arguments: 0..<60)
    func `a line of chance gives the same outcome by recursion and by slots`(seed: Int) {
        let model = line(UInt64(seed))
        let (fast, slow) = (CompiledLine(model), CompiledLine(model, noFasterThan: .slots))
        #expect(fast.notes.allSatisfy { $0.tier == .recursion })
        #expect(slow.notes.allSatisfy { $0.tier == .slots })
        for window in windows {
            let one = fast.outcomes(seed: 5, replications: 0..<3, window: window)
            let other = slow.outcomes(seed: 5, replications: 0..<3, window: window)
            let isSame = comparable(one) == comparable(other)
            #expect(isSame, "seed \(seed), \(window)")
        }
    }

    @Test(arguments: 0..<10)
    func `states of a station sum to the time that counts`(seed: Int) {
        for outcome in CompiledLine(line(UInt64(100 + seed))).outcomes(
            seed: 6, replications: 0..<8, window: windows[1])
        {
            for station in outcome.stations {
                #expect(abs(station.times.all - outcome.span * Double(station.units)) < 1e-6)
            }
        }
    }

    @Test func `a replication is the same whichever others are run beside it`() {
        let model = line(3)
        let all = CompiledLine(model).outcomes(
            seed: 1, replications: 0..<12, window: windows[1])
        let some = CompiledLine(model).outcomes(
            seed: 1, replications: 5..<7, window: windows[1])
        let isSame = comparable(some) == comparable([all[5], all[6]])
        #expect(isSame)
    }
}
