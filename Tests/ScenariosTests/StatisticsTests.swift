import Determinism
import Scenarios
import Testing

/// Laws, intervals and choices against printed tables and known truths.
@Suite struct StatisticsTests {
    @Test(arguments: [
        (0.975, 1.0, 12.7062), (0.975, 2, 4.3027), (0.975, 5, 2.5706), (0.975, 10, 2.2281),
        (0.975, 30, 2.0423), (0.975, 99, 1.9842), (0.95, 10, 1.8125), (0.995, 4, 4.6041),
        (0.9, 20, 1.3253), (0.975, 1e9, 1.9600),
    ])
    func `Student's quantiles are those of the printed table`(
        share: Double, degrees: Double, printed: Double
    ) {
        #expect(abs(studentQuantile(share, degrees: degrees) - printed) < 6e-5)
        #expect(abs(studentQuantile(1 - share, degrees: degrees) + printed) < 6e-5)
    }

    @Test func `an interval is mean and t times the standard error`() throws {
        // Law, example 4.26: ten values, mean 1.34, variance 0.17; 90 % gives 1.34 ± 0.24.
        let values = [1.20, 1.50, 1.68, 1.89, 0.95, 1.49, 1.58, 1.55, 0.50, 1.09]
        let interval = try #require(Interval(of: values, confidence: 0.9))
        #expect(abs(interval.mean - 1.343) < 1e-9)
        #expect(abs(interval.halfWidth - 0.24) < 0.005)
        #expect(Interval(of: [1]) == nil)
        #expect(Interval(of: [1, .nan]) == nil)
    }

    @Test func `pairs tell apart what single values cannot`() throws {
        var stream = RandomStream(seed: 4, purpose: "pairs")
        let a = (0..<20).map { _ in stream.normal(mean: 100, deviation: 10) }
        let b = a.map { $0 + stream.normal(mean: 1, deviation: 0.1) }
        let paired = try #require(Interval(from: a, to: b))
        #expect(paired.excludesZero && paired.low < 1 && paired.high > 1)
        let one = try #require(Interval(of: a))
        #expect(one.halfWidth > 20 * paired.halfWidth)
    }

    @Test func `the median of ten lies between the second and the ninth`() {
        let values = (1...10).map(Double.init)
        #expect(quantileInterval(values, share: 0.5) == 2...9)
        // Nine of ten are not enough to hold a 95th percentile.
        #expect(quantileInterval(values, share: 0.95) == nil)
        #expect(sampleQuantile(values, 0.5) == 5.5)
        #expect(sampleQuantile([1, .infinity], 1) == .infinity)
    }

    @Test func `a share of none or of all has an interval still`() {
        // 59 of 59: the lower end of a one-sided 95 % interval is 0.05^(1/59) = 0.950.
        let all = shareInterval(59, of: 59, confidence: 0.9)
        #expect(abs(all.lowerBound - 0.9505) < 1e-4 && all.upperBound == 1)
        let some = shareInterval(4, of: 20)
        #expect(abs(some.lowerBound - 0.0573) < 1e-4 && abs(some.upperBound - 0.4366) < 1e-4)
    }

    @Test func `Holm's correction is that of the textbook`() {
        let adjusted = holm([0.01, 0.04, 0.03, 0.005])
        for (got, printed) in zip(adjusted, [0.03, 0.06, 0.06, 0.02]) {
            #expect(abs(got - printed) < 1e-12)
        }
        #expect(abs(simultaneous(0.95, comparisons: 5) - 0.99) < 1e-12)
    }

    @Test func `the chance of no difference is uniform where there is none`() {
        var stream = RandomStream(seed: 8, purpose: "no difference")
        var low = 0
        for _ in 0..<2000 {
            let values = (0..<8).map { _ in stream.normal() }
            if let chance = chanceOfNoDifference(values), chance < 0.05 { low += 1 }
        }
        #expect(low > 65 && low < 140, "\(low) of 2000 below 5 %")
        #expect(chanceOfNoDifference([2, 2, 2]) == 0)
        #expect(chanceOfNoDifference([0, 0]) == 1)
    }

    @Test func `checkpoints are fixed before the first run`() {
        let rule = StoppingRule(precision: 0.01, least: 16, most: 100)
        #expect(rule.checkpoints == [16, 24, 40, 64, 96, 100])
        let interval = Interval(mean: 10, halfWidth: 0.098, confidence: 0.95, count: 16)
        #expect(rule.isMet(interval, against: 10))
        let wider = Interval(mean: 10, halfWidth: 0.1, confidence: 0.95, count: 16)
        #expect(!rule.isMet(wider, against: 10))
    }

    @Test func `the chance of being best follows the pairs and not the spread`() {
        var stream = RandomStream(seed: 5, purpose: "best")
        let common = (0..<30).map { _ in stream.normal(mean: 50, deviation: 5) }
        let better = common.map { $0 + 0.2 + stream.normal(deviation: 0.1) }
        let chances = chancesOfBest([common, better, common], seed: 1)
        #expect(chances[1] > 0.999)
        let alike = chancesOfBest([common, common], seed: 1)
        #expect(alike == [0.5, 0.5])
    }

    /// Five systems, the best better by exactly the indifference zone, which is the hardest case;
    /// with common random numbers as simulations have them.
    @Test(arguments: [0.0, 3.0])
    func `the best is selected as often as promised`(common: Double) {
        var right = 0
        var used = 0
        let trials = 300
        for trial in 0..<trials {
            var stream = RandomStream(
                seed: 21, purpose: "selection \(common)", index: UInt64(trial))
            var selection = BestSelection(
                systems: 5, indifference: 0.5, confidence: 0.95, firstStage: 10)
            func draw(_ survivors: [Int], _ count: Int) -> [[Double]] {
                var drawn = survivors.map { _ in [Double]() }
                for _ in 0..<count {
                    let shared = stream.normal(deviation: common)
                    for (place, system) in survivors.enumerated() {
                        drawn[place].append(
                            stream.normal(mean: system == 3 ? 10.5 : 10) + shared)
                    }
                }
                return drawn
            }
            selection.add(draw(selection.survivors, 10))
            used += 50
            while !selection.isDecided {
                used += selection.survivors.count
                selection.add(draw(selection.survivors, 1))
            }
            if selection.survivors == [3] { right += 1 }
        }
        // 0.95 less three standard errors of 300 trials.
        #expect(Double(right) / Double(trials) >= 0.912, "\(right) of \(trials)")
        // The shared part costs nothing: 9 times its variance would ask for ten times the draws.
        #expect(used < trials * 600, "\(used / trials) draws")
    }
}
