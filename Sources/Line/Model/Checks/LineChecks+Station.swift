import Expressions
import Quantities

/// Stations and stocks, each by itself.
extension LineChecks {
    mutating func check(_ station: LineModel.Station) {
        let path = ["stations", station.name]
        if station.units < 1 { complain(path + ["units"], "\(station.units) units: at least 1") }
        if !(station.speed > 0 && station.speed <= 10) {
            complain(
                path + ["speed"], "a speed of \(percent(station.speed)): above 0 %, up to 1000 %")
        }
        if let process = station.process { check(process, path + ["process"]) }
        needCalendar(station.calendar, path)
        check(station.queue, path + ["queue"])
        if let batch = station.batch { check(batch, path + ["batch"]) }
        if let setups = station.setups { check(setups, path + ["setups"]) }
        checkStops(of: station, path)
        for (key, need) in [
            ("work", station.hands.work), ("setup", station.hands.setup),
            ("repair", station.hands.repair), ("upkeep", station.hands.upkeep),
        ] {
            if let need { check(need, path + ["hands", key]) }
        }
        let power = station.power
        for (key, watts) in [
            ("working", power.working), ("setup", power.setup), ("idle", power.idle),
            ("down", power.down), ("off shift", power.off),
        ] {
            needNotNegative(watts, path + ["power", key], "a power")
        }
    }

    private mutating func check(_ queue: LineModel.Queue, _ path: [String]) {
        if let places = queue.places, places < 0 {
            complain(
                path + ["places"], "a buffer of \(places) places",
                mend: "0 places is none; leave it out for as many as are needed")
        }
        if let conveyor = queue.conveyor, !(conveyor.travel > 0 && conveyor.travel < 1e6) {
            complain(
                path + ["conveyor", "travel"],
                "a travel of \(conveyor.travel) s: above 0, up to "
                    + "1e6 s")
        }
        switch queue.order {
        case .sequence(let names):
            if names.isEmpty { complain(path + ["order", "sequence"], "a sequence of nothing") }
            for name in names {
                need(
                    name, among: model.products.map(\.name), path + ["order", "sequence"],
                    "the product")
            }
        case .least(let rule): check(rule, path + ["order", "least"], expecting: .number)
        default: break
        }
    }

    private mutating func check(_ batch: LineModel.Batch, _ path: [String]) {
        if batch.least < 1 || batch.most < batch.least {
            complain(
                path, "batches of \(batch.least) to \(batch.most) parts",
                mend: "at least 1, and the most not below the least: an empty batch is never begun")
        }
        if let wait = batch.longestWait, !(wait > 0 && wait < LineChecks.longest) {
            complain(path + ["longest wait"], "a wait of \(wait) s: above 0")
        }
    }

    private mutating func check(_ setups: LineModel.Setups, _ path: [String]) {
        for (index, change) in setups.changes.enumerated() {
            let from = change.from ?? "", to = change.to ?? ""
            let item = path + ["changes", "\(index + 1)"]
            for (key, name, cell) in [
                ("from", change.from, ["matrix", from]), ("to", change.to, ["matrix", from, to]),
            ] {
                guard let name, !families.contains(name) else { continue }
                need(name, among: families.sorted(), item + [key] + cell, "the family")
            }
            // A law alone stands for any change.
            let isAny = change.from == nil && change.to == nil
            let place = isAny ? ["otherwise"] : ["takes", "matrix", from, to]
            check(change.duration, isAny ? path + place : item + place)
        }
    }

    private mutating func checkStops(of station: LineModel.Station, _ path: [String]) {
        let names = station.breakdowns.map(\.name)
        check(names, under: "stations", station.name, "breakdowns", what: "the breakdown")
        check(
            station.upkeep.map(\.name), under: "stations", station.name, "upkeep",
            what: "the upkeep")
        for breakdown in station.breakdowns {
            let path = path + ["breakdowns", breakdown.name]
            check(
                breakdown.until, path + ["every"], isAboveZero: true,
                isTime: breakdown.clock != .parts)
            check(breakdown.repair, path + ["repair"])
        }
        for upkeep in station.upkeep {
            let path = path + ["upkeep", upkeep.name]
            check(upkeep.duration, path + ["takes"])
            switch upkeep.trigger {
            case .every(let amount, _):
                if !(amount > 0 && amount < LineChecks.longest) {
                    complain(path + ["every"], "every \(amount): above 0")
                }
            case .condition(let rule): check(rule, path + ["when"], expecting: .truth)
            }
            for name in upkeep.renews {
                need(name, among: names, path + ["renews"], "the breakdown")
            }
        }
    }

    private mutating func check(_ need: LineModel.Hands.Need, _ path: [String]) {
        if need.people < 1 { complain(path + ["people"], "\(need.people) people: at least 1") }
        guard let people = skills[need.skill] else {
            let known = skills.keys.sorted()
            return complain(
                path + ["skill"], "nobody has the skill \(need.skill)",
                mend: nearest(need.skill, known).map { "did you mean \($0)?" }
                    ?? "add it to the skills of a crew")
        }
        if need.people > people {
            complain(
                path + ["people"],
                "\(need.people) people are needed, and \(people) "
                    + "\(people == 1 ? "has" : "have") the skill \(need.skill)")
        }
    }

    // MARK: stocks

    mutating func check(_ stock: LineModel.Stock) {
        let path = ["stocks", stock.name]
        if stock.initial < 0 {
            complain(path + ["initial"], "\(stock.initial) pieces at the start: at least 0")
        }
        if let room = stock.room, stock.initial > room {
            complain(
                path + ["initial"], "\(stock.initial) pieces at the start, and room for \(room)")
        }
        needNotNegative(stock.price, path + ["price"], "a price")
        needNotNegative(stock.holding, path + ["holding"], "a cost")
        if let supplier = stock.supplier { check(supplier, stock, path + ["supplier"]) }
        if let demand = stock.demand {
            check(demand.between, path + ["demand", "every"], isAboveZero: true)
            if demand.pieces < 1 {
                complain(
                    path + ["demand", "pieces"], "\(demand.pieces) pieces a customer: at least 1")
            }
        }
    }

    private mutating func check(
        _ supplier: LineModel.Supplier, _ stock: LineModel.Stock, _ path: [String]
    ) {
        check(supplier.leadTime, path + ["lead time"])
        needNotNegative(supplier.orderCost, path + ["order cost"], "a cost")
        switch supplier.policy {
        case .fixedQuantity(_, let quantity):
            if quantity < 1 { complain(path + ["order"], "an order of \(quantity): at least 1") }
        case .upTo(let least, let upTo, let review):
            if upTo < least {
                complain(
                    path + ["up to"], "up to \(upTo), below \(least)",
                    mend: "\"up to\" is at least \"below\"")
            }
            if let review, !(review > 0 && review < LineChecks.longest) {
                complain(path + ["review"], "a review every \(review) s: above 0")
            }
            if let room = stock.room, upTo > room {
                complain(path + ["up to"], "up to \(upTo), and room for \(room)")
            }
        }
    }

    // MARK: rules

    /// What a rule must yield.
    enum Wanted { case number, plainNumber, truth }

    mutating func check(_ rule: LineModel.Rule, _ path: [String], expecting wanted: Wanted) {
        do throws(FormulaError) {
            let kind = try rule.kind(in: vocabulary)
            switch (wanted, kind) {
            case (.truth, .truth), (.number, .quantity), (.plainNumber, .plainNumber): return
            default: break
            }
            let expected =
                switch wanted {
                case .truth: "a condition, true or false"
                case .number: "a number"
                case .plainNumber: "a plain number, without a unit"
                }
            complain(path, "the rule is \(kind.text); expected \(expected)")
        } catch {
            let note = error.note.map { " (\($0))" } ?? ""
            found.append(
                LineComplaint(
                    path, error.message + note, mend: error.mend, within: error.at))
        }
    }

    /// All names that rules may use.
    private var vocabulary: Vocabulary {
        var names = RuleWord.plain.map { ($0.name, $0.kind) }
        for station in model.stations {
            names.append(("\(station.name).queue", .plainNumber))
            names.append(("\(station.name).in_work", .plainNumber))
        }
        for stock in model.stocks { names.append(("\(stock.name).stock", .plainNumber)) }
        return Vocabulary("names that rules may use", names)
    }
}

extension RuleWord {
    /// Names without a station or a stock, and what each is.
    static let plain: [(name: String, kind: Kind)] = [
        ("now", .seconds), ("due", .seconds), ("released", .seconds), ("priority", .plainNumber),
        ("work", .seconds), ("remaining", .seconds), ("reworks", .plainNumber),
        ("waited", .seconds), ("needs_setup", .plainNumber), ("parts_since_setup", .plainNumber),
        ("time_since_setup", .seconds), ("parts_since_upkeep", .plainNumber),
        ("work_since_upkeep", .seconds),
    ]
}

extension Kind {
    fileprivate static let seconds = Kind.quantity(.time, levels: nil)
}

/// The nearest of some names, if any is near.
func nearest(_ name: String, _ names: [String]) -> String? { nearestName(to: name, among: names) }
