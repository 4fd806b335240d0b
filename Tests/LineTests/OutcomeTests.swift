import Determinism
import Testing

@testable import Line

/// One meaning: whatever several tiers can express gives the same outcome in each, to the last bit.
@Suite struct OutcomeTests {
    private let windows = [
        LineWindow(warmUp: 0, length: 300), LineWindow(warmUp: 100, length: 2_000),
        LineWindow(warmUp: 3_000, length: 1_000, interval: 50),
    ]

    /// Where two outcomes differ; nil if nowhere. Events are each tier's own count.
    private func difference(_ a: [LineOutcome], _ b: [LineOutcome]) -> String? {
        for (replication, (x, y)) in zip(a, b).enumerated() {
            for (one, other) in zip(x.stations, y.stations) where one != other {
                return "replication \(replication): \(one) and \(other)"
            }
            for (one, other) in zip(x.products, y.products) where one != other {
                let leads = [one, other].map { "\($0.leadTime.count), \($0.leadTime.mean)" }
                return "replication \(replication): \(one.name) begun \(one.begun), "
                    + "\(other.begun); lead times \(leads)"
            }
            if x.workInProcess != y.workInProcess {
                return "work in process \(x.workInProcess), \(y.workInProcess)"
            }
            if x.series != y.series { return "series" }
            if x.span != y.span { return "span \(x.span), \(y.span)" }
        }
        return a.count == b.count ? nil : "\(a.count) and \(b.count) outcomes"
    }

    /// Expects that `fastest` carries all of the model, and that it and every slower tier of
    /// `tiers` give the same.
    private func compare(
        _ model: LineModel, _ tiers: [LineTier], windows: [LineWindow], _ what: String
    ) {
        let lines = tiers.map { CompiledLine(model, noFasterThan: $0) }
        for (line, tier) in zip(lines, tiers) {
            let reasons = line.notes.filter {
                $0.tier != tier && $0.reasons != ["no product passes"]
            }
            #expect(reasons.isEmpty, "\(what): \(reasons)")
        }
        for window in windows {
            let all = lines.map { $0.outcomes(seed: 5, replications: 0..<3, window: window) }
            for (tier, outcomes) in zip(tiers, all).dropFirst() {
                let found = difference(all[0], outcomes)
                #expect(found == nil, "\(what), \(tiers[0]) and \(tier), \(window)")
            }
        }
    }

    @Test(arguments: 0..<60)
    func `a line of chance gives the same outcome in every tier`(seed: Int) {
        var chance = ChanceModel(seed: seed)
        compare(
            chance.line(), [.recursion, .slots, .general], windows: windows, "seed \(seed)")
    }

    @Test(arguments: 0..<30)
    func `campaigns with setups give the same by recursion as by the general tier`(seed: Int) {
        var chance = ChanceModel(seed: 1000 + seed)
        compare(chance.campaigns(), [.recursion, .general], windows: windows, "seed \(seed)")
    }

    @Test(arguments: 0..<60)
    func `a net of chance gives the same by slots as by the general tier`(seed: Int) {
        var chance = ChanceModel(seed: 2000 + seed)
        compare(chance.net(), [.slots, .general], windows: windows, "seed \(seed)")
    }

    /// Two stations without places between them, round which every part goes twice.
    @Test func `a circle of limited queues is left to the tier that sees it stand still`() {
        var model = LineModel("circle")
        for name in ["A", "B"] {
            var station = LineModel.Station(name)
            station.process = .constant(1)
            station.queue.places = 0
            model.stations.append(station)
        }
        model.products = [
            LineModel.Product(
                "part", release: .saturated,
                steps: [
                    .init("first", at: ["A"]), .init("second", at: ["B"]),
                    .init("again", at: ["A"]),
                ])
        ]
        let line = CompiledLine(model)
        #expect(line.notes.map(\.tier) == [.general, .general])
        #expect(line.notes[0].reasons.contains("A, B may wait for one another"))
        let outcomes = line.outcomes(
            seed: 1, replications: 0..<1, window: LineWindow(warmUp: 0, length: 100))
        #expect(outcomes[0].standstill?.stations == ["A", "B"])
    }

    @Test(arguments: 0..<10)
    func `states of a station sum to the time that counts`(seed: Int) {
        var chance = ChanceModel(seed: 3000 + seed)
        let line = CompiledLine(seed < 5 ? chance.line() : chance.net())
        for outcome in line.outcomes(seed: 6, replications: 0..<8, window: windows[1]) {
            for station in outcome.stations {
                #expect(abs(station.times.all - outcome.span * Double(station.units)) < 1e-6)
            }
        }
    }

    @Test(arguments: 0..<10)
    func `what waits and what is on the line obey Little's law`(seed: Int) {
        // Exact where the line is empty at both ends of the window: all that came has left.
        var chance = ChanceModel(seed: 4000 + seed)
        var model = chance.line()
        model.products[0].release = .arrivals(
            .empirical([.init(1, probability: 0.9), .init(400, probability: 0.1)]), parts: 1)
        let window = LineWindow(warmUp: 0, length: 20_000)
        for outcome in CompiledLine(model).outcomes(seed: 6, replications: 0..<8, window: window)
        where outcome.products[0].begun == outcome.products[0].finished {
            let product = outcome.products[0]
            let stay = product.leadTime.mean * Double(product.finished)
            #expect(abs(outcome.workInProcess * outcome.span - stay) <= 1e-9 * stay)
        }
    }

    @Test func `a replication is the same whichever others are run beside it`() {
        var chance = ChanceModel(seed: 3)
        let line = CompiledLine(chance.line())
        let all = line.outcomes(seed: 1, replications: 0..<12, window: windows[1])
        let some = line.outcomes(seed: 1, replications: 5..<7, window: windows[1])
        #expect(difference(some, [all[5], all[6]]) == nil)
    }
}
