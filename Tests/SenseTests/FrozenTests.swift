import Determinism
import Sense
import Tags
import Testing

@Suite struct FrozenTests {
    let tag = TagName("TI-1")

    /// Runs a signal every 20 s for so many days; counts snapshots by reason.
    func check(
        days: Double, _ rule: SenseRule, _ signal: (Int) -> Double
    ) -> [QualityReason: Int] {
        var stage = SenseStage(rules: [rule])
        var counts: [QualityReason: Int] = [:]
        for step in 0..<Int(days * 4320) {
            let now = PlantTime.seconds(1e6 + 20 * Double(step))
            let raw = RawSample(tag: tag, value: signal(step), at: now)
            let sample = stage.snapshot(of: [raw], at: now).samples[0]
            if let reason = sample.quality.reason { counts[reason, default: 0] += 1 }
        }
        return counts
    }

    func rule(frozenAfter: Double?) -> SenseRule {
        SenseRule(
            tag: tag, range: 0...2000, rate: 25, staleAfter: 60, frozenAfter: frozenAfter, spike: 40
        )
    }

    @Test
    func `a live signal that stops changing is frozen after its time, and good when it moves`() {
        let values = [300.0, 301, 302] + Array(repeating: 303, count: 62) + [304]
        var frozenAt: [Int] = []
        var stage = SenseStage(rules: [rule(frozenAfter: 600)])
        for (step, value) in values.enumerated() {
            let now = PlantTime.seconds(1e6 + 10 * Double(step))
            let raw = RawSample(tag: tag, value: value, at: now)
            if stage.snapshot(of: [raw], at: now)[tag]?.quality == .bad(.frozen) {
                frozenAt.append(step)
            }
        }
        // Unchanged since step 3; 600 s are 60 steps.
        #expect(frozenAt == [63, 64])
    }

    @Test func `a state that truly stands still is not flagged where no rule is declared`() {
        #expect(check(days: 30, rule(frozenAfter: nil)) { _ in 3 } == [:])
    }

    @Test(arguments: [1 as UInt64, 2, 3])
    func `thirty days of noise give no false flag`(seed: UInt64) {
        var noise = RandomStream(seed: seed, purpose: "noise")
        let counts = check(days: 30, rule(frozenAfter: 600)) { step in
            // Six deviations are 12 K; the spike limit is 40 K from the median.
            1200 + 50 * sine(Double(step) / 500) + noise.normal(deviation: 2)
        }
        #expect(counts == [:])
    }

    @Test(arguments: [1 as UInt64, 2, 3])
    func `a coarse signal that changes rarely is not frozen while it lives`(seed: UInt64) {
        var noise = RandomStream(seed: seed, purpose: "coarse")
        // Whole degrees from noise of 0.2 K: a change every few minutes, silences up to hours.
        let counts = check(days: 30, rule(frozenAfter: 7200)) { _ in
            (1200.2 + noise.normal(deviation: 0.15)).rounded()
        }
        #expect(counts == [:])
    }

    @Test
    func
        `a coarse signal that freezes is found in time`()
    {
        var noise = RandomStream(seed: 9, purpose: "coarse")
        let counts = check(days: 2, rule(frozenAfter: 7200)) { step in
            step < 4320 ? (1200.3 + noise.normal(deviation: 0.3)).rounded() : 1200
        }
        #expect((counts[.frozen] ?? 0) >= 3900)
    }

    /// Noise of a live signal, which changes with every sample.
    private func lively(_ seed: UInt64) -> () -> Double {
        var noise = RandomStream(seed: seed, purpose: "lively")
        return { 1200 + noise.normal(deviation: 2) }
    }

    @Test(arguments: [1.0, 10, 1000])
    func `one long freeze does not make the next one pass`(hours: Double) {
        let noise = lively(3)
        let (first, long) = (4320, Int(hours * 180))
        // Live, frozen for long, live for an hour, frozen once more for an hour.
        var second = 0
        var stage = SenseStage(rules: [rule(frozenAfter: 600)])
        for step in 0..<first + long + 360 {
            let now = PlantTime.seconds(1e6 + 20 * Double(step))
            let isFrozen = step >= first && step < first + long || step >= first + long + 180
            let raw = RawSample(tag: tag, value: isFrozen ? 1200 : noise(), at: now)
            let quality = stage.snapshot(of: [raw], at: now)[tag]?.quality
            if step >= first + long + 180, quality == .bad(.frozen) { second += 1 }
        }
        // 600 s are 30 samples of 180.
        #expect(second >= 149, "flagged \(second) of 180 samples")
    }

    @Test func `a signal that truly grows quiet is believed again within a day`() {
        let noise = lively(4)
        var value = 1200.0
        var flags: [Int] = []
        var stage = SenseStage(rules: [rule(frozenAfter: 600)])
        for step in 0..<4320 * 4 {
            let now = PlantTime.seconds(1e6 + 20 * Double(step))
            // From the second day on a change every quarter of an hour.
            if step < 4320 || step % 45 == 0 { value = noise() }
            let raw = RawSample(tag: tag, value: value, at: now)
            if stage.snapshot(of: [raw], at: now)[tag]?.quality == .bad(.frozen) {
                flags.append(step)
            }
        }
        #expect((flags.last ?? 0) < 4320 * 2 && !flags.isEmpty)
    }

    @Test func `the same samples give the same snapshots`() {
        func run() -> UInt64 {
            var noise = RandomStream(seed: 4, purpose: "digest")
            var stage = SenseStage(rules: [rule(frozenAfter: 60)])
            var digest = StateDigest()
            for step in 0..<2000 {
                let now = PlantTime.seconds(1e6 + 10 * Double(step))
                let raw = (0..<3).map { _ in
                    RawSample(
                        tag: tag,
                        value: noise.happens(with: 0.05) ? .nan : noise.uniform(0, 90).rounded(),
                        at: now.earlier(by: noise.uniform(-5, 20)))
                }
                let sample = stage.snapshot(of: raw, at: now).samples[0]
                digest.mix(sample.value?.value ?? -1)
                digest.mix(sample.quality.reason?.rawValue ?? "good")
            }
            return digest.value
        }
        #expect(run() == run())
    }
}
