import Line
import Scenarios
import Testing

/// A change does what it names, or says what is missing.
@Suite struct ChangeTests {
    private let line: LineModel = {
        var model = LineModel("two")
        var a = LineModel.Station("A")
        a.process = .constant(60)
        a.breakdowns = [
            LineModel.Breakdown("jam", until: .exponential(mean: 700), repair: .constant(10)),
            LineModel.Breakdown("motor", until: .exponential(mean: 7000), repair: .constant(100)),
        ]
        a.setups = LineModel.Setups([LineModel.Change(takes: .constant(30))])
        let b = LineModel.Station("B")
        model.stations = [a, b]
        var steps = [
            LineModel.Step("turn", at: ["A"]),
            LineModel.Step("mill", at: ["A", "B"], process: .constant(20)),
        ]
        steps[0].defects = .share(0.006)
        model.products = [
            LineModel.Product(
                "P", release: .arrivals(.exponential(mean: 60), parts: 1), steps: steps)
        ]
        return model
    }()

    private func changed(
        _ change: Scenarios.Change, _ judgement: Judgement = .likely
    ) throws -> LineModel {
        try Scenario("s", [change]).apply(to: line, under: judgement)
    }

    @Test func `removing a share of failures stretches the time until each`() throws {
        let model = try changed(.removeFailures(at: .at("A"), breakdown: "jam", share: 0.3))
        guard case .exponential(let mean) = model.stations[0].breakdowns[0].until else {
            Issue.record("no exponential law")
            return
        }
        #expect(abs(mean - 1000) < 1e-9)
        #expect(model.stations[0].breakdowns[1] == line.stations[0].breakdowns[1])
    }

    @Test func `a factor on repairs reaches every breakdown that is meant`() throws {
        let model = try changed(.time(.repair(nil), at: .all, by: 0.8))
        #expect(model.stations[0].breakdowns.map(\.repair) == [.constant(8), .constant(80)])
    }

    @Test func `the defects of an added unit are mixed with the old by number`() throws {
        let model = try changed(.addUnits(station: "A", units: 1, defects: nil))
        #expect(model.stations[0].units == 2)
        #expect(model.products[0].steps[0].defects == .share(0.006))
        var alone = line
        alone.products[0].steps[1].stations = ["B"]
        let mixed = try Scenario("s", [.addUnits(station: "A", units: 2, defects: 0.012)])
            .apply(to: alone)
        guard case .share(let share) = mixed.products[0].steps[0].defects else { return }
        #expect(abs(share - 0.01) < 1e-12)
    }

    @Test func `demand times 1.15 brings parts 1.15 times as often`() throws {
        let model = try changed(.demand(of: nil, by: 1.15))
        #expect(model.products[0].release == .arrivals(.exponential(mean: 60 / 1.15), parts: 1))
    }

    @Test func `orders grow so that their sum is right`() throws {
        var model = line
        model.products[0].release = .orders(
            (0..<10).map { LineModel.Release.Order("o\($0)", parts: 3, released: 0, due: nil) })
        let more = try Scenario("s", [.demand(of: "P", by: 1.15)]).apply(to: model)
        guard case .orders(let orders) = more.products[0].release else { return }
        #expect(abs(Double(orders.map(\.parts).reduce(0, +)) - 34.5) <= 0.5)
    }

    @Test(arguments: [
        (Scenarios.Change.addUnits(station: "C", units: 1, defects: nil), ["stations", "C"]),
        (.time(.setup, at: .at("B"), by: 0.7), ["stations", "B"]),
        (.removeFailures(at: .at("A"), breakdown: "belt", share: 0.3), ["stations", "A"]),
        (.people(2, crew: "fitters"), ["crews", "fitters"]),
        (.supplierLeadTime(stock: "steel", by: 2), ["stocks", "steel"]),
        (.campaigns([LineModel.Campaign(of: "Q", parts: 5)]), ["products", "Q"]),
        (.defects(product: nil, step: "paint", .to(0.1)), ["steps", "paint"]),
        (.time(.process, at: .at("B"), by: 0.9), ["products", "P", "mill"]),
        (.demand(of: "Q", by: 1.1), ["demand", "Q"]),
        (.removeFailures(at: .all, breakdown: nil, share: 1), ["share"]),
    ])
    func `what is not there is said with its place`(
        change: Scenarios.Change, path: [String]
    ) throws {
        let complaint = #expect(throws: LineComplaint.self) { try changed(change) }
        #expect(complaint?.path == ["scenarios", "s", "changes", "1"] + path)
    }

    @Test func `one draw gives a figure one value wherever its scenario is used`() throws {
        let law = Law.triangular(low: 0.1, mode: 0.3, high: 0.45)
        let change = Scenarios.Change.removeFailures(at: .all, breakdown: nil, share: Figure(law))
        let draw = Judgement(draw: Judgement.Draw(seed: 3, index: 5))
        let once = try changed(change, draw)
        let again = try Scenario("s", [change, .addUnits(station: "B", units: 1, defects: nil)])
            .apply(to: line, under: draw)
        #expect(once.stations[0] == again.stations[0])
        let other = try changed(change, Judgement(draw: Judgement.Draw(seed: 3, index: 6)))
        #expect(once.stations[0] != other.stations[0])
        let likely = try changed(change)
        let stated = try changed(.removeFailures(at: .all, breakdown: nil, share: 0.3))
        #expect(likely == stated)
    }

    @Test func `a held figure stays where it is held`() throws {
        let law = Law.uniform(low: 0.5, high: 1)
        let scenario = Scenario("s", [.time(.repair(nil), at: .all, by: Figure(law))])
        let key = try #require(scenario.doubts.first?.key)
        let held = Judgement(held: Judgement.Held(key, at: .share(0.5)))
        let model = try scenario.apply(to: line, under: held)
        #expect(model.stations[0].breakdowns[0].repair == .constant(7.5))
    }

    @Test func `figures without sense are found before any run`() {
        var scenario = Scenario("s")
        scenario.effort = Scenario.Effort(hours: 15, people: 12, rate: 35, lostProduction: 1.5)
        #expect(scenario.complaint?.path == ["scenarios", "s", "production lost meanwhile"])
        let share = Figure(Law.uniform(low: 0.5, high: 2))
        scenario = Scenario("s", [.removeFailures(at: .all, breakdown: nil, share: share)])
        #expect(scenario.complaint?.path == ["scenarios", "s", "changes 1"])
        scenario = Scenario("s")
        scenario.investment = Figure(Law.erlang(stages: 2, mean: 3))
        #expect(scenario.complaint != nil)
    }
}
