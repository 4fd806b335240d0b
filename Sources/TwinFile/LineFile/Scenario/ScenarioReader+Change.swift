import Line
import Quantities
import Scenarios

/// One change of a scenario, by its key.
extension ScenarioReader {
    private var reading: Reading { reader.reading }

    /// Nil if it was refused.
    func change(_ pair: Pair, _ whole: Section) -> Change? {
        switch pair.key {
        case "campaigns": return .campaigns(reader.campaigns(pair))
        case "layout": return layout(pair)
        case "transport speed":
            return .transportSpeed(figure(pair, whole.what(pair.key), .length / .time, "2 m/s"))
        default: break
        }
        guard let table = ScenarioKeys.change[pair.key]?.shape.table,
            let section = Section(
                pair.value, table, whole.what(pair.key), at: pair.keyPlace, in: reading)
        else { return nil }
        return ofStations(pair.key, section) ?? ofTheRest(pair.key, section)
    }

    private func ofStations(_ key: String, _ section: Section) -> Change? {
        let station = section.text("station") ?? ""
        switch key {
        case "add units":
            return .addUnits(
                station: station, units: reader.count(section, "units") ?? 1,
                defects: figure(section, "defects", .one, "1.2 %"))
        case "times": return times(section)
        case "remove failures":
            return .removeFailures(
                at: places(section, "at"), breakdown: section.text("breakdown"),
                share: figure(section, "share", .one, "30 %") ?? 0)  // nil was refused
        case "calendar": return calendar(section)
        case "upkeep":
            guard let pair = section["is"] else { return nil }
            return .upkeep(
                reader.sections(pair.value, section.what("is"), LineKeys.upkeep)
                    .compactMap(reader.upkeep), station: station)
        case "setups":
            guard let pair = section["are"] else { return nil }
            if case .text("none", _) = pair.value.shape { return .setups(nil, station: station) }
            return .setups(reader.setups(pair, section.what("are")), station: station)
        case "order":
            guard let pair = section["is"] else { return nil }
            return .order(reader.order(pair, section), station: station)
        case "queue":
            if case .text("unlimited", _)? = section["places"]?.value.shape {
                return .places(nil, before: station)
            }
            let places = reader.count(section, "places") ?? 0  // nil was refused
            return .places(places, before: station)
        case "speed":
            return .speed(
                at: places(section, "at"), by: figure(section, "by", .one, "105 %") ?? 1)
        default: return nil
        }
    }

    private func ofTheRest(_ key: String, _ section: Section) -> Change? {
        let stock = section.text("stock") ?? ""
        switch key {
        case "people":
            return .people(
                reader.count(section, "people") ?? 1, crew: section.text("crew") ?? "")
        case "add crew": return .addCrew(reader.crew(section.text("name") ?? "", section))
        case "supply time":
            return .supplierLeadTime(
                stock: stock, by: figure(section, "by", .one, "50 %") ?? 1)
        case "supply": return reader.policy(section).map { .supplierPolicy($0, stock: stock) }
        case "demand":
            return .demand(
                of: section.text("of"), by: figure(section, "by", .one, "115 %") ?? 1)
        case "defects":
            let (to, by) = (
                figure(section, "to", .one, "0.5 %"), figure(section, "by", .one, "50 %")
            )
            let amount: Change.Amount
            switch (to, by) {
            case (let to?, nil): amount = .to(to)
            case (nil, let by?): amount = .by(by)
            default:
                reading.refuse(
                    section.place, "\(section.name): one of \"to\" and \"by\" is needed, not both",
                    mend: "write \"to: 0.5 %\"")
                return nil
            }
            return .defects(
                product: section.text("product"), step: section.text("step") ?? "", amount)
        case "release":
            return .release(
                reader.release(section, "is"), product: section.text("product") ?? "")
        default: return nil
        }
    }

    private func places(_ section: Section, _ key: String) -> Change.Places {
        guard let pair = section[key] else { return .all }
        if case .list = pair.value.shape { return .named(reader.texts(section, key)) }
        let text = section.text(key) ?? ""
        return text == "all" ? .all : .named([text])
    }

    private func times(_ section: Section) -> Change? {
        guard let pair = section["of"], let word = reading.text(pair.value, section.what("of"))
        else {
            return nil
        }
        let breakdown = section.text("breakdown")
        let timing: Change.Timing
        switch word {
        case "process": timing = .process
        case "repair": timing = .repair(breakdown)
        case "failures": timing = .untilFailure(breakdown)
        case "setup": timing = .setup
        case "upkeep": timing = .upkeep
        default:
            section.refuse(
                "of", "of is \"\(word)\"",
                note: "one of " + ScenarioKeys.timings.joined(separator: ", "))
            return nil
        }
        if breakdown != nil, !["repair", "failures"].contains(word) {
            section.refuse(
                "breakdown", "a breakdown has no time of \(word)", mend: "leave it out")
        }
        return .time(
            timing, at: places(section, "at"), by: figure(section, "by", .one, "80 %") ?? 1)
    }

    private func calendar(_ section: Section) -> Change? {
        let calendar = reader.calendar(section.text("name") ?? "changed", section)
        guard (section["of"] == nil) != (section["crew"] == nil) else {
            reading.refuse(
                section.place, "\(section.name): one of \"of\" and \"crew\" is needed, not both",
                mend: "write \"of: all\"")
            return nil
        }
        if let crew = section.text("crew") { return .crewCalendar(calendar, crew: crew) }
        return .calendar(calendar, stations: places(section, "of"))
    }

    private func layout(_ pair: Pair) -> Change? {
        let moves = reading.named(pair.value, "layout").compactMap { pair -> Change.Move? in
            let what = "layout: \(pair.key)"
            let lengths = reading.list(pair.value, what).compactMap {
                reading.quantity($0, what, .length, example: "4 m")
            }
            guard lengths.count == 2 else {
                reading.refuse(
                    pair.value.place, "\(what) is no position", note: "such as [4 m, 2 m]")
                return nil
            }
            return Change.Move(pair.key, to: .init(x: lengths[0], y: lengths[1]))
        }
        return .relayout(moves)
    }
}

extension KeyShape {
    /// The keys of a section.
    var table: Table? {
        if case .section(let table) = self { return table }
        return nil
    }
}
