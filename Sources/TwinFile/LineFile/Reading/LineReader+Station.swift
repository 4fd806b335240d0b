import Expressions
import Line
import Quantities

/// Stations, and what stops them.
extension LineReader {
    func readStation(_ name: String, _ section: Section) -> LineModel.Station {
        var station = LineModel.Station(name)
        station.process = law(section, "process")
        if let units = count(section, "units") { station.units = units }
        if let pair = section["queue"] { station.queue = queue(pair, section) }
        station.batch = section["batch"].flatMap { batch($0, section) }
        if let speed = quantity(section, "speed", .one, "95 %") { station.speed = speed }
        station.setups = section["setups"].map { setups($0, section.what("setups")) }
        if let pair = section["breakdowns"] {
            station.breakdowns = sections(
                pair.value, section.what("breakdowns"), LineKeys.breakdown
            ).map(breakdown)
        }
        if let pair = section["upkeep"] {
            station.upkeep = sections(pair.value, section.what("upkeep"), LineKeys.upkeep)
                .compactMap(upkeep)
        }
        station.calendar = section.text("calendar")
        if let pair = section["at closing"],
            let closing: LineModel.AtClosing = reading.word(pair.value, section.what("at closing"))
        {
            station.atClosing = closing
        }
        station.hands = hands(section.section("hands", LineKeys.hands))
        station.power = power(section)
        station.position = position(section)
        return station
    }

    // MARK: what waits

    private func queue(_ pair: Pair, _ station: Section) -> LineModel.Queue {
        var queue = LineModel.Queue()
        guard case .map = pair.value.shape else {
            queue.places = count(station, "queue")
            return queue
        }
        guard let section = station.section("queue", LineKeys.queue) else { return queue }
        queue.places = count(section, "places")
        if let pair = section["order"] { queue.order = order(pair, section) }
        queue.conveyor = section.section("conveyor", LineKeys.conveyor).flatMap(conveyor)
        return queue
    }

    func order(_ pair: Pair, _ queue: Section) -> LineModel.Order {
        if case .map = pair.value.shape {
            guard let section = queue.section(pair.key, LineKeys.order) else { return .firstCome }
            guard (section["sequence"] == nil) != (section["least"] == nil) else {
                reading.refuse(
                    section.place, "\(section.name) is none of sequence and least, or both",
                    mend: "write \"least: due - remaining\" or \"sequence: [a, b]\"")
                return .firstCome
            }
            if section["sequence"] != nil { return .sequence(texts(section, "sequence")) }
            return rule(section, "least").map { .least($0) } ?? .firstCome
        }
        guard let text = reading.text(pair.value, queue.what(pair.key)) else { return .firstCome }
        switch text {
        case "first come": return .firstCome
        case "shortest work": return .shortestWork
        case "due date": return .dueDate
        case "priority": return .priority
        case "same setup": return .sameSetup
        default:
            reading.refuse(
                pair.value.place, "\(queue.what(pair.key)) is \(pair.value.shown)",
                note: "one of " + LineKeys.orders.joined(separator: ", ")
                    + ", or {sequence: …}, {least: …}",
                mend: nearestName(to: text, among: LineKeys.orders).map { "did you mean \($0)?" })
            return .firstCome
        }
    }

    /// A formula; its names are checked with the whole model.
    func rule(_ section: Section, _ key: String) -> LineModel.Rule? {
        section[key].flatMap { reading.formula($0.value, section.what(key))?.formula }
    }

    private func conveyor(_ section: Section) -> LineModel.Conveyor? {
        let accumulates = truth(section, "accumulates") ?? true  // as the reference of keys says
        let isByLength = section["length"] != nil || section["speed"] != nil
        guard isByLength != (section["travel"] != nil) else {
            reading.refuse(
                section.place, "\(section.name) says its travel in no way, or in two",
                mend: "write \"travel: 12 s\" or \"length: 6 m, speed: 0.5 m/s\"")
            return nil
        }
        if !isByLength {
            return section.duration("travel").map {
                LineModel.Conveyor(travel: $0, accumulates: accumulates)
            }
        }
        for key in ["length", "speed"] where section[key] == nil {
            reading.refuse(
                section.place, "\(section.name): \"\(key)\" is missing",
                mend: "add \"\(key): \(section.table[key]?.example ?? "…")\"")
        }
        func positive(_ key: String, _ dimension: Dimension, _ example: String) -> Double? {
            section[key].flatMap {
                reading.positive($0.value, section.what(key), dimension, example: example)
            }
        }
        guard let length = positive("length", .length, "6 m"),
            let speed = positive("speed", .length / .time, "0.5 m/s")
        else { return nil }
        return LineModel.Conveyor(travel: length / speed, accumulates: accumulates)
    }

    private func batch(_ pair: Pair, _ station: Section) -> LineModel.Batch? {
        guard case .map = pair.value.shape else {
            return count(station, "batch").map { LineModel.Batch(least: $0, most: $0) }
        }
        guard let section = station.section("batch", LineKeys.batch),
            let most = count(section, "most")
        else { return nil }
        return LineModel.Batch(
            least: count(section, "least") ?? 1, most: most,
            longestWait: section.duration("longest wait"))
    }

    // MARK: what stops it

    func setups(_ pair: Pair, _ what: String) -> LineModel.Setups {
        let isSection: Bool
        if case .map(let pairs) = pair.value.shape {
            isSection = !pairs.contains { LineKeys.lawTable[$0.key] != nil }
        } else {
            isSection = false
        }
        guard isSection else {
            return LineModel.Setups([.init(takes: law(pair.value, what))])
        }
        guard
            let section = Section(
                pair.value, LineKeys.setups, what, at: pair.keyPlace, in: reading)
        else { return LineModel.Setups([]) }
        var changes: [LineModel.Change] = []
        if let pair = section["changes"] {
            for (index, entry) in reading.list(pair.value, section.what("changes")).enumerated() {
                let name = "\(section.what("changes")): \(index + 1)"
                guard
                    let change = Section(
                        entry, LineKeys.change, name, at: entry.place, in: reading)
                else { continue }
                changes.append(
                    .init(
                        from: change.text("from"), to: change.text("to"),
                        takes: law(change, "takes") ?? .harmless))
            }
        }
        if let pair = section["matrix"] {
            for row in reading.named(pair.value, section.what("matrix")) {
                let name = "\(section.what("matrix")): \(row.key)"
                for cell in reading.named(row.value, name) {
                    changes.append(
                        .init(
                            from: row.key, to: cell.key,
                            takes: law(cell.value, "\(name): \(cell.key)")))
                }
            }
        }
        if let otherwise = law(section, "otherwise") { changes.append(.init(takes: otherwise)) }
        return LineModel.Setups(
            changes, isSetAtStart: truth(section, "first part") ?? false)  // as the reference says
    }

    private func clock(_ section: Section) -> LineModel.Clock {
        guard let pair = section["clock"] else { return .working }
        return reading.word(pair.value, section.what("clock")) ?? .working
    }

    private func breakdown(_ name: String, _ section: Section) -> LineModel.Breakdown {
        let clock = clock(section)
        var breakdown = LineModel.Breakdown(
            name, clock: clock,
            until: law(section, "every", clock == .parts ? .one : .time) ?? .harmless,
            repair: law(section, "repair") ?? .harmless)
        if let pair = section["part under work"],
            let work: LineModel.WorkUnderWay = reading.word(
                pair.value, section.what("part under work"))
        {
            breakdown.workUnderWay = work
        }
        breakdown.isMicroStop = truth(section, "micro-stop") ?? false  // as the reference says
        return breakdown
    }

    func upkeep(_ name: String, _ section: Section) -> LineModel.Upkeep? {
        guard (section["every"] == nil) != (section["when"] == nil) else {
            reading.refuse(
                section.place, "\(name): one of \"every\" and \"when\" is needed, not both",
                mend: "write \"every: 200 h\"")
            return nil
        }
        let trigger: LineModel.Upkeep.Trigger?
        if section["when"] != nil {
            trigger = rule(section, "when").map { .condition($0) }
        } else {
            let clock = clock(section)
            trigger = quantity(
                section, "every", clock == .parts ? .one : .time,
                clock == .parts ? "5000 pcs" : "200 h"
            ).map { .every($0, clock) }
        }
        guard let trigger else { return nil }
        var upkeep = LineModel.Upkeep(
            name, when: trigger, takes: law(section, "takes") ?? .harmless)
        upkeep.renews = texts(section, "renews")
        return upkeep
    }

    private func hands(_ section: Section?) -> LineModel.Hands {
        var hands = LineModel.Hands()
        guard let section else { return hands }
        func need(_ key: String) -> LineModel.Hands.Need? {
            guard let pair = section[key] else { return nil }
            guard case .map = pair.value.shape else {
                return section.text(key).map { .init($0) }
            }
            guard let need = section.section(key, LineKeys.need), let skill = need.text("skill")
            else { return nil }
            return .init(skill, people: count(need, "people") ?? 1)
        }
        (hands.work, hands.setup) = (need("work"), need("setup"))
        (hands.repair, hands.upkeep) = (need("repair"), need("upkeep"))
        return hands
    }

    // MARK: power and place

    private func power(_ station: Section) -> LineModel.Power {
        var power = LineModel.Power()
        guard let pair = station["power"] else { return power }
        func watts(_ section: Section, _ key: String) -> Double {
            quantity(section, key, .power, "12 kW") ?? 0  // as the reference of keys says
        }
        guard case .map = pair.value.shape else {
            power.working = watts(station, "power")
            return power
        }
        guard let section = station.section("power", LineKeys.power) else { return power }
        power.working = watts(section, "working")
        power.setup = watts(section, "setup")
        power.idle = watts(section, "idle")
        power.down = watts(section, "down")
        power.off = watts(section, "off shift")
        return power
    }

    private func position(_ station: Section) -> LineModel.Position? {
        guard let pair = station["position"] else { return nil }
        let what = station.what("position")
        let lengths = reading.list(pair.value, what).compactMap {
            reading.quantity($0, what, .length, example: "12 m")
        }
        guard lengths.count == 2 else {
            station.refuse(
                "position", "position is \(pair.value.shown)", note: "such as [12 m, 4 m]")
            return nil
        }
        return .init(x: lengths[0], y: lengths[1])
    }
}
