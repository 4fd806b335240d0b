import Determinism
import Scenarios
import Testing

/// Warm-up, batches and stopping on series whose truth is known.
@Suite struct SteadyStateTests {
    /// Yₜ = φ Yₜ₋₁ + ε, begun at `start`; its long-run variance is 1 ∕ (1 − φ)².
    private func autoregression(
        _ phi: Double, start: Double, count: Int, seed: UInt64
    ) -> [Double] {
        var stream = RandomStream(seed: seed, purpose: "AR(1)")
        var value = start
        return (0..<count).map { _ in
            value = phi * value + stream.normal()
            return value
        }
    }

    /// Waits of an M/M/1 queue after Lindley, from empty; ρ = `load`, mean work 1.
    private func waits(_ load: Double, count: Int, seed: UInt64) -> [Double] {
        var stream = RandomStream(seed: seed, purpose: "M/M/1")
        var wait = 0.0
        return (0..<count).map { _ in
            defer {
                wait = max(
                    0, wait + stream.exponential(mean: 1) - stream.exponential(mean: 1 / load))
            }
            return wait
        }
    }

    @Test func `MSER-5 is the minimum of its formula`() throws {
        let series = autoregression(0.5, start: 20, count: 400, seed: 3)
        let found = try #require(mser5(series))
        // By the definition, without any cleverness.
        let means = (0..<80).map { series[$0 * 5..<$0 * 5 + 5].reduce(0, +) / 5 }
        func value(_ d: Int) -> Double {
            let rest = means[d...]
            let mean = rest.reduce(0, +) / Double(rest.count)
            let squares = rest.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
            return squares / Double(rest.count * rest.count)
        }
        let best = (0...60).min { value($0) < value($1) }
        #expect(found.values == best.map { $0 * 5 })
        #expect(found.isValid && found.values >= 5 && found.values <= 60)
    }

    @Test func `a start far from the rest is cut away, and little else`() throws {
        var cut: [Int] = []
        for seed in 0..<20 {
            let series = autoregression(0.9, start: 60, count: 2000, seed: UInt64(seed))
            cut.append(try #require(mser5(series)).values)
        }
        // 60 · 0.9^t falls below one standard deviation (2.3) after 31 steps.
        #expect(cut.allSatisfy { $0 >= 20 })
        #expect(cut.reduce(0, +) / cut.count < 200)
    }

    @Test func `a series that never settles is rejected`() throws {
        let rising = (0..<500).map { Double($0) }
        let found = try #require(mser5(rising))
        #expect(!found.isValid)
        #expect(mser5([1, 2, 3]) == nil)
        let level = try #require(mser5([Double](repeating: 4, count: 100)))
        #expect(level.values == 0 && level.isValid)
    }

    @Test func `batches that pass for independent give intervals that hold`() throws {
        var held = 0
        var sum = 0.0
        for seed in 0..<100 {
            let series = autoregression(0.8, start: 0, count: 8192, seed: UInt64(seed))
            let batches = try #require(BatchMeans(of: series))
            #expect(batches.chanceOfLagOne > 0.1 && batches.batchSize >= 128)
            if batches.interval.low < 0, batches.interval.high > 0 { held += 1 }
            sum += batches.interval.halfWidth
        }
        // Long-run deviation 1 ∕ (1 − 0.8) = 5 over √8192, times t: 0.108 to 0.131.
        #expect(abs(sum / 100 - 0.117) < 0.015, "mean half width \(sum / 100)")
        #expect(held >= 88, "\(held) of 100")
        // A random walk hangs together at any length of batch.
        #expect(BatchMeans(of: autoregression(1, start: 0, count: 4096, seed: 1)) == nil)
    }

    @Test func `replications are added until the mean is known well enough`() throws {
        let rule = StoppingRule(precision: 0.02, least: 16, most: 256)
        var values: [Double] = []
        var met: Interval?
        for checkpoint in rule.checkpoints {
            while values.count < checkpoint {
                let run = waits(0.8, count: 20_000, seed: UInt64(values.count + 1))
                values.append(run[2000...].reduce(0, +) / 18_000)
            }
            let interval = try #require(Interval(of: values))
            if rule.isMet(interval, against: interval.mean) {
                met = interval
                break
            }
        }
        let interval = try #require(met)
        // Wq = ρ ∕ (1 − ρ) = 4 (Pollaczek and Khinchine).
        #expect(interval.count > 16 && interval.count < 256)
        #expect(abs(interval.mean - 4) < 4 * 0.02 * 2, "\(interval)")
    }
}
