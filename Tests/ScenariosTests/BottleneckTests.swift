import Line
import Scenarios
import Testing

/// Which station holds the line back, and when nobody does.
@Suite struct BottleneckTests {
    private func look(
        _ model: LineModel, periods: [[ActivePeriod]]? = nil
    ) throws -> Bottleneck {
        var model = model
        model.run.leastReplications = 20
        model.run.mostReplications = 20
        let comparison = try Comparison(Study([]), of: model, by: PlainLine())
        return try #require(Bottleneck(of: comparison, by: PlainLine(), periods: periods))
    }

    @Test(arguments: [
        (Plants.lossesAtA, "A", [0.985, 0.015, 0.02]),
        (Plants.lossesAtB, "B", [0.20, 0.735, 0.025]),
    ])
    func `the same utilizations have different bottlenecks`(
        model: LineModel, name: String, published: [Double]
    ) throws {
        let found = try look(model)
        guard case .station(let station, let agreeing, let against) = found.verdict else {
            Issue.record("\(found.verdict)")
            return
        }
        #expect(station == name)
        #expect(agreeing == [.sensitivity, .arrows, .activeShare] && against.isEmpty)
        for (evidence, share) in zip(found.stations, published) {
            #expect(
                abs(evidence.sensitivity.mean - share) < 0.03 + evidence.sensitivity.halfWidth,
                "\(evidence.name): \(evidence.sensitivity)")
        }
        #expect(found.stations.map { ($0[.working].mean * 100).rounded() }.count == 3)
        #expect(abs(found.allStations.mean - 1) < 0.05 + found.allStations.halfWidth)
    }

    @Test func `a line that waits for customers has no bottleneck among its stations`() throws {
        #expect(try look(Plants.demandLimited).verdict == .notTheStations)
    }

    @Test func `stations that are alike are no unique bottleneck`() throws {
        var model = Plants.lossesAtA
        model.stations[1] = model.stations[0]
        model.stations[1].name = "B"
        model.stations[1].queue.places = 2
        guard case .several(let names) = try look(model).verdict else {
            Issue.record("one of two that are alike")
            return
        }
        #expect(names == ["A", "B"])
    }

    @Test func `arrows meet at the bottleneck, and unclear ones keep both ends`() {
        func arrow(_ from: String, _ to: String, _ mean: Double) -> Bottleneck.Arrow {
            Bottleneck.Arrow(
                from: from, to: to,
                difference: Interval(mean: mean, halfWidth: 0.1, confidence: 0.95, count: 9))
        }
        #expect(arrow("A", "B", 0.2).direction == .downstream)
        #expect(arrow("A", "B", -0.2).direction == .upstream)
        #expect(arrow("A", "B", 0.05).direction == .unclear)
        let meet = [arrow("A", "B", 0.2), arrow("B", "C", -0.2)]
        #expect(Bottleneck.turningPoints(meet) == ["B"])
        let part = [arrow("A", "B", -0.2), arrow("B", "C", 0.2)]
        #expect(Bottleneck.turningPoints(part) == ["A", "C"])
        let unclear = [arrow("A", "B", 0.2), arrow("B", "C", 0)]
        #expect(Bottleneck.turningPoints(unclear) == ["B", "C"])
        #expect(Bottleneck.turningPoints([]).isEmpty)
    }

    /// A works 0 to 10, B 8 to 30, C 2 to 6: A alone until 8, shift until 10, then B alone.
    @Test func `the bottleneck shifts where long active periods overlap`() {
        let shares = shiftingBottleneck([
            [ActivePeriod(from: 0, to: 10)], [ActivePeriod(from: 8, to: 30)],
            [ActivePeriod(from: 2, to: 6)],
        ])
        #expect(abs(shares[0].sole - 8.0 / 30) < 1e-12)
        #expect(abs(shares[0].shifting - 2.0 / 30) < 1e-12)
        #expect(abs(shares[1].sole - 20.0 / 30) < 1e-12)
        #expect(shares[2].sole == 0 && shares[2].shifting == 0)
    }

    @Test func `a trace shows where the bottleneck shifts`() throws {
        for (model, name) in [(Plants.lossesAtA, "A"), (Plants.lossesAtB, "B")] {
            var run = GeneralRun(GeneralPlan(model), seed: 1, isTraced: true)
            run.run(until: Ticks(seconds: 100 * 3600))
            let traced = run.trace
            let trace = try #require(traced)
            let periods = ActivePeriod.periods(in: trace, of: model, until: 100 * 3600)
            let shares = shiftingBottleneck(periods).map { $0.sole + $0.shifting }
            #expect(shares.indices.max { shares[$0] < shares[$1] } == (name == "A" ? 0 : 1))
            let found = try look(model, periods: periods)
            guard case .station(name, let agreeing, _) = found.verdict else {
                Issue.record("\(found.verdict)")
                return
            }
            #expect(agreeing.contains(.activePeriod))
        }
    }
}
