import Determinism
import Testing

@testable import Line

/// One meaning: a model that fits a faster tier gives the same outcome by the general one, to the
/// last bit.
@Suite struct GeneralTierTests {
    private func law(_ mean: Double, _ chance: inout RandomStream) -> Law {
        switch Int(chance.uniform(0, 7)) {
        case 0: .constant(mean)
        case 1: .exponential(mean: mean)
        case 2: .erlang(stages: 2, mean: mean)
        case 3: .lognormal(mean: mean, squaredVariation: 0.3)
        case 4: .triangular(low: 0, mode: mean, high: 2 * mean)
        // Whole seconds: full of ties.
        case 5: .constant(mean.rounded(.up))
        default: .empirical([.init(1, probability: 0.5), .init(2, probability: 0.5)])
        }
    }

    private func breakdowns(_ chance: inout RandomStream) -> [LineModel.Breakdown] {
        (0..<Int(chance.uniform(0, 3))).map { way in
            var breakdown = LineModel.Breakdown(
                "way \(way)", until: law(20, &chance), repair: law(2, &chance))
            breakdown.isMicroStop = chance.uniform(0, 1) < 0.5
            return breakdown
        }
    }

    /// A line that the recursion can express.
    private func line(_ seed: UInt64) -> LineModel {
        var chance = RandomStream(seed: seed, purpose: "line")
        let count = 1 + Int(chance.uniform(0, 5))
        var model = serialLine(
            release: chance.uniform(0, 1) < 0.5
                ? .saturated : .arrivals(law(1.4, &chance), parts: 1),
            process: (0..<count).map { _ in law(1, &chance) },
            places: (1..<max(2, count)).map { _ in
                chance.uniform(0, 1) < 0.2 ? nil : Int(chance.uniform(0, 4))
            })
        for index in 0..<count {
            model.stations[index].power.working = 1000
            model.stations[index].speed = chance.uniform(0, 1) < 0.5 ? 1 : 0.93
            model.stations[index].breakdowns = breakdowns(&chance)
        }
        return model
    }

    /// Stations with several units between which products take routes of their own.
    private func shop(_ seed: UInt64) -> LineModel {
        var chance = RandomStream(seed: seed, purpose: "shop")
        var model = LineModel("shop")
        let count = 2 + Int(chance.uniform(0, 4))
        for index in 0..<count {
            var station = LineModel.Station("station \(index)")
            station.units = 1 + Int(chance.uniform(0, 3))
            station.process = law(1, &chance)
            if index > 0, chance.uniform(0, 1) < 0.6 {
                station.queue.places = Int(chance.uniform(0, 6))
            }
            station.breakdowns = breakdowns(&chance)
            model.stations.append(station)
        }
        for product in 0..<1 + Int(chance.uniform(0, 3)) {
            let release: LineModel.Release
            switch Int(chance.uniform(0, 4)) {
            case 0 where product == 0: release = .saturated
            case 1: release = .lossy(law(2, &chance), most: 3)
            case 2: release = .circulating(4)
            default: release = .arrivals(law(2.5, &chance), parts: 1)
            }
            // The first product passes all stations; all begin where the queue has no limit.
            var places = product == 0 ? Array(0..<count) : [0]
            for _ in 0..<1 + Int(chance.uniform(0, 4)) {
                places.append(Int(chance.uniform(0, Double(count))))
            }
            var steps = places.enumerated().map { index, place in
                LineModel.Step("step \(index)", at: ["station \(place)"])
            }
            if chance.uniform(0, 1) < 0.5 {
                // Rework: forward more often than back.
                steps[1].next = .shares([
                    .init(0.2, to: "step 0"), .init(0.1, to: nil),
                    .init(0.7, to: steps.count > 2 ? "step 2" : nil),
                ])
            }
            model.products.append(
                LineModel.Product("product \(product)", release: release, steps: steps))
        }
        return model
    }

    private let windows = [
        LineWindow(warmUp: 0, length: 300), LineWindow(warmUp: 100, length: 2_000),
        LineWindow(warmUp: 600, length: 1_000, interval: 70),
    ]

    private func check(_ model: LineModel, _ tier: LineTier, _ what: String) {
        let compiled = CompiledLine(model, noFasterThan: tier)
        if !model.lockingCircles.isEmpty {
            // Only the general tier says that a line stands still.
            #expect(compiled.notes.contains { $0.tier == .general }, "\(what)")
            return
        }
        #expect(compiled.notes.allSatisfy { $0.tier == tier }, "\(what): \(compiled.notes)")
        let plan = GeneralPlan(model)
        for window in windows {
            let fast = compiled.outcomes(seed: 5, replications: 0..<3, window: window)
            for replication in 0..<3 {
                var one = fast[replication]
                var other = plan.outcome(
                    seed: 5, replication: UInt64(replication), window: window)
                if tier == .slots { #expect(one.events == other.events) }
                (one.events, other.events) = (0, 0)
                #expect(one.stations == other.stations, "\(what), \(window)")
                #expect(one.products == other.products, "\(what), \(window)")
                other.standstill = nil
                let isSame = one == other
                #expect(isSame, "\(what), \(window)")
            }
        }
    }

    @Test(arguments: 0..<40)
    func `a line gives the same outcome as by recursion`(seed: Int) {
        check(line(UInt64(seed)), .slots, "line \(seed)")
        check(line(UInt64(seed)), .recursion, "line \(seed)")
    }

    /// Two machines make what a third joins; the second's parts are counted in a stock.
    private func assembly(_ places: (Int, Int), _ laws: [Law]) -> (SerialFlow, LineModel) {
        let stop = LineModel.Breakdown(
            "stop", until: .exponential(mean: 20), repair: .erlang(stages: 2, mean: 3))
        let flow = SerialFlow(
            stations: [
                SerialFlow.Station("a", process: laws[0], failures: [.init(stop)]),
                SerialFlow.Station("b", process: laws[1], failures: [.init(stop)]),
                SerialFlow.Station(
                    "c",
                    feeds: [
                        SerialFlow.Feed(from: 0, places: places.0),
                        SerialFlow.Feed(from: 1, places: places.1),
                    ], process: laws[2], failures: [.init(stop)]),
            ], source: .saturated, products: ["part"])
        var model = LineModel("assembly")
        for (index, name) in ["a", "b", "c"].enumerated() {
            var station = LineModel.Station(name)
            station.process = laws[index]
            station.breakdowns = [stop]
            model.stations.append(station)
        }
        model.stations[2].queue.places = places.0
        model.stocks = [LineModel.Stock("joined")]
        model.stocks[0].room = places.1
        // One name for both, since the recursion knows one product.
        var main = LineModel.Product(
            "part", release: .saturated,
            steps: [.init("make", at: ["a"]), .init("join", at: ["c"])])
        main.steps[1].takes = [.init("joined")]
        var joined = LineModel.Product(
            "part", release: .saturated, steps: [.init("make", at: ["b"])])
        joined.endsIn = "joined"
        model.products = [main, joined]
        return (flow, model)
    }

    // Without any place between, the recursion lets a part into a free station that still lacks
    // the other one; here it waits where it is.
    @Test(arguments: [(1, 1), (3, 2), (1, 5)])
    func `parts that are joined leave when the recursion says`(places: (Int, Int)) {
        for laws: [Law] in [
            [.constant(1), .constant(1), .constant(1)],
            [
                .exponential(mean: 1), .uniform(low: 0, high: 2),
                .lognormal(mean: 1, squaredVariation: 1),
            ],
        ] {
            let (flow, model) = assembly(places, laws)
            var recursion = FlowRecursion(
                flow, seed: 3,
                window: .init(from: Ticks(Int64(1) << 51), to: Ticks(Int64(1) << 52)))
            var departures: [Int64] = []
            for _ in 0..<4 {
                _ = recursion.run(atMost: recursion.parts + 1)
                for part in 0..<FlowRecursion.block {
                    departures.append(Int64(recursion.exits[part][0]))
                }
            }
            var run = GeneralRun(GeneralPlan(model), seed: 3)
            var seen: [Int64] = []
            while seen.count < departures.count {
                run.run(until: Ticks(Int64(1) << 50), departures: run.departed + 1)
                while run.books.products[0].finished > seen.count { seen.append(run.now) }
            }
            let isSame = seen == departures
            #expect(isSame, "\(places)")
        }
    }

    @Test(arguments: 0..<80)
    func `a shop gives the same outcome as by slots`(seed: Int) {
        check(shop(UInt64(seed)), .slots, "shop \(seed)")
    }
}
