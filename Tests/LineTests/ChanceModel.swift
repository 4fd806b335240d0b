import Determinism

@testable import Line

/// Makes small models by chance, full of ties and corners.
struct ChanceModel {
    private var chance: RandomStream

    init(seed: Int) { chance = RandomStream(seed: UInt64(seed), purpose: "model") }

    mutating func pick(_ count: Int) -> Int { Int(chance.uniform(0, Double(count))) }

    mutating func law(_ mean: Double) -> Law {
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

    /// A line that the recursion can express.
    mutating func line() -> LineModel {
        let count = 1 + pick(5)
        var model = serialLine(
            release: pick(2) == 0 ? .saturated : .arrivals(law(1.4), parts: 1),
            process: (0..<count).map { _ in law(1) },
            places: (1..<max(2, count)).map { _ in pick(5) == 0 ? nil : pick(4) })
        for index in 0..<count { furnish(&model.stations[index]) }
        return model
    }

    /// Power and ways to fail.
    private mutating func furnish(_ station: inout LineModel.Station) {
        station.power.working = 1000
        station.power.down = 10
        station.speed = pick(3) == 0 ? 0.9 : 1
        for way in 0..<pick(3) {
            var breakdown = LineModel.Breakdown("way \(way)", until: law(20), repair: law(2))
            breakdown.isMicroStop = pick(2) == 0
            station.breakdowns.append(breakdown)
        }
    }

    /// A line of several products that take turns, with setups between them.
    mutating func campaigns() -> LineModel {
        var model = line()
        let steps = model.products[0].steps
        model.products = (0..<2 + pick(2)).map { index in
            var product = LineModel.Product("P\(index)", release: .saturated, steps: steps)
            product.family = pick(3) == 0 ? "shared" : nil
            for step in steps.indices where pick(3) == 0 {
                product.steps[step].process = law(1.2)
            }
            for step in steps.indices where pick(3) == 0 {
                product.steps[step].defects = .share(0.1)
            }
            if pick(2) == 0 {
                var inspection = LineModel.Inspection()
                if pick(2) == 0 { (inspection.finds, inspection.falseAlarms) = (0.8, 0.05) }
                product.steps[steps.count - 1].inspection = inspection
            }
            return product
        }
        model.campaigns = (0..<2 + pick(3)).map { _ in
            LineModel.Campaign(of: "P\(pick(model.products.count))", parts: 1 + pick(7))
        }
        for index in model.stations.indices where pick(3) > 0 {
            var changes = [LineModel.Change(takes: law(3))]
            if pick(2) == 0 { changes.insert(.init(from: "P0", takes: law(1)), at: 0) }
            if pick(2) == 0 { changes.insert(.init(from: "P1", to: "P0", takes: law(2)), at: 0) }
            if pick(4) == 0 { changes.removeLast() }
            model.stations[index].setups = LineModel.Setups(changes, isSetAtStart: pick(2) == 0)
        }
        return model
    }

    /// Stations with routes of their own, several units, rework by shares.
    mutating func net() -> LineModel {
        var model = LineModel("net")
        for index in 0..<2 + pick(4) {
            var station = LineModel.Station("S\(index)")
            station.units = 1 + pick(3)
            // Routes that go round could lock up with few places.
            station.queue.places = nil
            furnish(&station)
            model.stations.append(station)
        }
        let isForward = pick(2) == 0
        if isForward {
            for index in model.stations.indices where pick(2) == 0 {
                model.stations[index].queue.places = pick(3)
            }
        }
        for index in 0..<1 + pick(3) {
            let visits =
                isForward
                ? model.stations.indices.filter { _ in pick(3) > 0 }
                : (0..<1 + pick(4)).map { _ in pick(model.stations.count) }
            let route = visits.isEmpty ? [0] : visits
            var product = LineModel.Product(
                "P\(index)", release: release(index, model.stations[route[0]]),
                steps: route.enumerated().map { place, station in
                    LineModel.Step("step \(place)", at: ["S\(station)"], process: law(0.8))
                })
            if pick(2) == 0, !isForward {
                product.steps[route.count - 1].next = .shares([
                    .init(0.75, to: nil), .init(0.25, to: "step \(pick(route.count))"),
                ])
            }
            model.products.append(product)
        }
        return model
    }

    private mutating func release(
        _ product: Int, _ first: LineModel.Station
    ) -> LineModel.Release {
        switch pick(4) {
        case 0 where product == 0: return .saturated
        case 1 where first.queue.places == nil: return .circulating(1 + pick(5))
        case 2: return .lossy(law(1.5), most: 1 + pick(4))
        default: return .arrivals(law(4), parts: 1)
        }
    }
}
