import Determinism
import Expressions
import Quantities

@testable import Line

/// A formula of plain numbers for tests.
func rule(_ text: String) -> LineModel.Rule {
    struct NoUnits: UnitReader {
        func unit(_ text: String) throws(UnitError) -> Unit {
            throw UnitError(text: text, reason: "rules of tests have no units")
        }
    }
    do {
        return try Formula(text, units: NoUnits())
    } catch {
        preconditionFailure("\(text): \(error)")
    }
}

/// Models of chance that draw which features exist.
struct ModelLottery {
    private var chance: RandomStream
    private var model: LineModel

    private init(_ seed: UInt64) {
        chance = RandomStream(seed: seed, purpose: "model")
        model = LineModel("lottery \(seed)")
    }

    /// A line of anything that a model can declare.
    static func anything(_ seed: UInt64) -> LineModel {
        var lottery = ModelLottery(seed)
        lottery.draw(losesNothing: false)
        return lottery.model
    }

    /// Orders that are all worked off: no part is scrapped, nothing waits for ever.
    static func orders(_ seed: UInt64) -> LineModel {
        var lottery = ModelLottery(seed)
        lottery.draw(losesNothing: true)
        return lottery.model
    }

    private mutating func yes(_ share: Double = 0.5) -> Bool { chance.uniform(0, 1) < share }

    private mutating func pick(_ range: ClosedRange<Int>) -> Int {
        range.lowerBound + Int(chance.uniform(0, Double(range.count)))
    }

    private mutating func law(_ mean: Double) -> Law {
        switch pick(0...4) {
        case 0: .constant(mean)
        case 1: .exponential(mean: mean)
        case 2: .erlang(stages: 3, mean: mean)
        case 3: .uniform(low: 0.5 * mean, high: 1.5 * mean)
        // Whole seconds: full of ties.
        default: .empirical([.init(1, probability: 0.6), .init(2, probability: 0.4)])
        }
    }

    private mutating func draw(losesNothing: Bool) {
        if yes() { model.transportSpeed = 2 }
        if yes() {
            model.calendars = [
                LineModel.Calendar("day", period: 100, open: [.init(from: 10, to: 70)]),
                LineModel.Calendar(
                    "night", period: 100, open: [.init(from: 0, to: 20), .init(from: 60, to: 100)]),
            ]
        }
        if yes() {
            model.crews = [
                LineModel.Crew("early", people: 2, skills: ["run", "mend"]),
                LineModel.Crew("late", people: 1, skills: ["run"]),
            ]
            if !model.calendars.isEmpty, yes() { model.crews[0].calendar = "day" }
        }
        for index in 0..<pick(2...5) { model.stations.append(station(index, losesNothing)) }
        if !losesNothing, yes() { drawStocks() }
        for index in 0..<pick(1...3) { model.products.append(product(index, losesNothing)) }
    }

    private mutating func station(_ index: Int, _ losesNothing: Bool) -> LineModel.Station {
        var station = LineModel.Station("S\(index)")
        station.units = pick(1...3)
        station.process = law(1)
        if index > 0, yes() { station.queue.places = pick(0...4) }
        if losesNothing { station.queue.places = nil }
        switch pick(0...9) {
        case 0: station.queue.order = .shortestWork
        case 1: station.queue.order = .dueDate
        case 2: station.queue.order = .priority
        case 3: station.queue.order = .sameSetup
        case 4: station.queue.order = .least(rule("0 - waited + 3 * needs_setup + work"))
        default: break
        }
        if yes(0.2) {
            station.queue.conveyor = LineModel.Conveyor(travel: 1.5, accumulates: yes())
        }
        if yes(0.2) {
            station.batch = LineModel.Batch(
                least: 2, most: 4, longestWait: losesNothing || yes() ? 3 : nil)
        }
        if yes(0.3) {
            station.setups = LineModel.Setups(
                [
                    .init(from: "P0", to: "P1", takes: law(2)),
                    .init(to: "P0", takes: law(0.5)), .init(takes: law(1)),
                ], isSetAtStart: yes())
        }
        for way in 0..<pick(0...2) {
            var breakdown = LineModel.Breakdown(
                "way \(way)",
                // Longer than any work, which else might be repeated for ever.
                clock: [.working, .calendar, .parts][pick(0...2)],
                until: yes() ? .exponential(mean: 15) : .uniform(low: 10, high: 20),
                repair: law(1.5))
            breakdown.isMicroStop = yes()
            breakdown.workUnderWay =
                [.resume, .repeat, losesNothing ? .resume : .scrap][pick(0...2)]
            station.breakdowns.append(breakdown)
        }
        if yes(0.3) {
            station.upkeep = [
                LineModel.Upkeep(
                    "grease", when: .every(20, [.working, .calendar, .parts][pick(0...2)]),
                    takes: law(2))
            ]
            station.upkeep[0].renews = station.breakdowns.map(\.name)
            if yes() {
                station.upkeep.append(
                    LineModel.Upkeep(
                        "clean", when: .condition(rule("parts_since_upkeep >= 7 and S0.queue < 9")),
                        takes: .constant(0.25)))
            }
        }
        if !model.calendars.isEmpty, yes() { station.calendar = yes() ? "day" : "night" }
        station.atClosing = yes() ? .pause : .finish
        if !model.crews.isEmpty, yes() {
            station.hands.work = .init("run", people: pick(1...2))
            if yes() { station.hands.setup = .init("run") }
            if yes() { station.hands.repair = .init("mend") }
            if yes() { station.hands.upkeep = .init("mend", people: 2) }
        }
        if yes() { station.position = .init(x: Double(3 * index), y: 0) }
        if yes() { station.speed = 0.9 }
        return station
    }

    private mutating func drawStocks() {
        var screws = LineModel.Stock("screws")
        screws.initial = 5
        screws.supplier = LineModel.Supplier(
            yes()
                ? .fixedQuantity(reorderPoint: 3, quantity: 6)
                : .upTo(least: 4, upTo: 9, review: yes() ? 5 : nil), leadTime: law(3))
        var goods = LineModel.Stock("goods")
        goods.room = yes() ? pick(1...5) : nil
        goods.demand = LineModel.Demand(
            between: law(2), pieces: pick(1...2), isBackordered: yes())
        model.stocks = [screws, goods]
    }

    private mutating func product(_ index: Int, _ losesNothing: Bool) -> LineModel.Product {
        let count = pick(1...4)
        var steps: [LineModel.Step] = []
        for number in 0..<count {
            var at = [model.stations[pick(0...model.stations.count - 1)].name]
            let other = model.stations[pick(0...model.stations.count - 1)].name
            if yes(0.3), other != at[0] { at.append(other) }
            var step = LineModel.Step("step \(number)", at: at)
            if at.count > 1 {
                step.choice =
                    [
                        .firstFree, .shortestQueue, .cycle, .shares([0.3, 0.7]),
                    ][pick(0...3)]
            }
            if yes(0.3) { step.process = law(0.7) }
            if yes(0.3) {
                step.defects =
                    yes() ? .share(0.2) : .rule(rule("0.1 + 0.01 * parts_since_setup"))
            }
            if yes(0.3) {
                var inspection = LineModel.Inspection()
                (inspection.finds, inspection.falseAlarms) = (0.9, 0.05)
                inspection.rework = number == 0 || yes() ? nil : "step \(pick(0...number - 1))"
                if !losesNothing { step.inspection = inspection }
            }
            if !model.stocks.isEmpty, yes(0.3) { step.takes = [.init("screws")] }
            if !model.stocks.isEmpty, yes(0.2) { step.gives = [.init("goods")] }
            steps.append(step)
        }
        if count > 2, yes(0.4) {
            steps[1].next =
                yes()
                ? .shares([.init(0.2, to: "step 0"), .init(0.8, to: "step 2")])
                : .rules([.init(when: rule("S0.queue > 2"), to: nil)], otherwise: "step 2")
        }
        let release: LineModel.Release
        switch losesNothing ? 5 : pick(0...5) {
        case 0: release = .arrivals(law(4), parts: pick(1...2))
        case 1: release = .lossy(law(3), most: 4)
        case 2: release = .saturated
        case 3: release = .circulating(pick(1...6))
        case 4 where !model.stocks.isEmpty:
            release = .replenishing(stock: "goods", upTo: pick(1...4))
        default:
            release = .orders(
                (0..<10).map { order in
                    .init(
                        "order \(order)", parts: pick(1...4), released: Double(order * 8),
                        due: yes() ? Double(order * 8 + 30) : nil)
                })
        }
        var product = LineModel.Product("P\(index)", release: release, steps: steps)
        product.priority = pick(0...2)
        if yes() { product.dueAfter = 20 }
        if case .replenishing = release {
            product.endsIn = "goods"
        } else if !model.stocks.isEmpty, yes(0.3) {
            product.endsIn = "goods"
        }
        return product
    }
}
