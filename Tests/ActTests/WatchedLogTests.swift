import Act
import Determinism
import Guard
import Tags
import Testing

/// What goes on record of the setpoints, and what a restart makes of it.
@Suite struct WatchedLogTests {
    private let tag = TagName("TIC-1.SP")
    private let start = PlantTime.seconds(1_700_000_000)

    private func live(_ value: Double?, after seconds: Double) -> LivePlant {
        LivePlant(
            readAt: start.later(by: seconds),
            handles: [LiveHandle(tag: tag, setpoint: value, loop: .remote)], interlocks: [],
            plantMode: .normal)
    }

    @Test func `a setpoint at rest is recorded every half gap, a change at once`() {
        var log = WatchedLog(longestGap: 60)
        let recorded = stride(from: 0.0, through: 100, by: 5).compactMap { seconds in
            log.note(live(seconds < 50 ? 80 : 81, after: seconds)).map { _ in seconds }
        }
        #expect(recorded == [0, 30, 50, 80])
    }

    @Test func `the shortest pause that ends a window says how often`() {
        var rules = GuardRules()
        rules.handles = [HandleRules(tag), HandleRules(TagName("TIC-2.SP"))]
        #expect(WatchedLog(rules, readEvery: 10).period == 5)
        rules.longestReadbackGap = 300
        #expect(WatchedLog(rules, readEvery: 10).period == 150)
        rules.inputs = [
            InputRules(tag, ageLimit: 60, deadband: 1),
            InputRules(TagName("X"), ageLimit: 5, deadband: 1),
        ]
        #expect(WatchedLog(rules, readEvery: 10).period == 30)
    }

    @Test func `what could not be read is not recorded, and is recorded once it can be`() {
        var log = WatchedLog(longestGap: 60)
        let recorded = [80, nil, .nan, nil, 80, nil, 80].enumerated().compactMap { i, value in
            log.note(live(value, after: 10 * Double(i))).map { _ in i }
        }
        #expect(recorded == [0, 4])
    }

    @Test func `a clock that was set back is recorded`() {
        var log = WatchedLog(longestGap: 60)
        #expect(log.note(live(80, after: 100)) != nil)
        #expect(log.note(live(80, after: 99)) != nil)
    }

    /// Whoever reads the record after a restart must never think a window calmer or better watched
    /// than who read the plant all the time.
    @Test(arguments: 1...40)
    func `a window rebuilt from the record shows all travel and no more cover`(
        seed: UInt64
    ) throws {
        var chance = RandomStream(seed: seed, purpose: "setpoints")
        let gap = 60.0
        var log = WatchedLog(longestGap: gap)
        var recap = Recap()
        var history = ReadbackHistory()
        var value = 350.0
        var seconds = 0.0
        var isSilent = false
        for _ in 0..<600 {
            seconds += chance.uniform(1, 15)
            if chance.happens(with: 0.02) { isSilent.toggle() }
            if chance.happens(with: 0.1) { value += chance.normal(deviation: 3) }
            let seen = live(isSilent ? nil : value, after: seconds)
            if !isSilent { history.note(try #require(Finite(value)), at: seen.readAt) }
            if let entry = log.note(seen) { recap.take(.watched(entry), at: seen.readAt) }
        }
        let now = start.later(by: seconds)
        let rebuilt = ReadbackHistory(
            recalling: recap.readbacks(of: tag, until: now, gap: gap), until: now, gap: gap)
        for window in [60.0, 300, 900, 1800] {
            let whole = history.covering(window, until: now, gap: gap)
            guard let found = rebuilt.covering(window, until: now, gap: gap) else { continue }
            let all = try #require(whole, "\(window) s is not watched and was called so")
            let values = found.map(\.value)
            #expect(
                values.min() == all.map(\.value).min() && values.max() == all.map(\.value).max())
        }
    }

    @Test func `a hole, a long pause, and readings out of order end what is recalled`() {
        var recap = Recap()
        func take(_ seconds: [Double]) {
            for second in seconds {
                recap.take(
                    .watched(
                        Watched(
                            readAt: start.later(by: second), setpoints: [.init(tag, second)])),
                    at: start)
            }
        }
        func values(at seconds: Double) -> [Double] {
            recap.readbacks(of: tag, until: start.later(by: seconds), gap: 60).map(\.value)
        }
        take([0, 30, 100, 130, 160])
        #expect(values(at: 170) == [100, 130, 160])
        #expect(values(at: 221).isEmpty)
        #expect(values(at: 159).isEmpty)
        take([150])
        #expect(values(at: 170).isEmpty)
        #expect(recap.readbacks(of: TagName("X"), until: start, gap: 60).isEmpty)
    }
}
