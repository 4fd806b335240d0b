import Expressions
import Line
import Quantities

/// Products, how they come and where they go.
extension LineReader {
    /// How a route says that a part leaves.
    static let finished = "finished"

    func readProduct(_ name: String, _ section: Section) -> LineModel.Product {
        var product = LineModel.Product(
            name, release: release(section), steps: steps(section))
        product.family = section.text("family")
        product.priority = count(section, "priority") ?? 0  // as the reference of keys says
        product.dueAfter = section.duration("due after")
        product.endsIn = section.text("ends in")
        product.margin = money(section, "margin", per: .one, "12 EUR")
        product.materialCost = money(section, "material", per: .one, "3 EUR")
        return product
    }

    // MARK: release

    func release(_ product: Section, _ key: String = "release") -> LineModel.Release {
        guard let pair = product[key] else { return .saturated }
        if case .text(let text, _) = pair.value.shape {
            if text == "saturated" { return .saturated }
            if text == "given" { return .given }
            reading.refuse(
                pair.value.place, "\(product.what(key)) is \(pair.value.shown)",
                note: "saturated, given, or a section with arrivals, circulating, orders or "
                    + "replenishes")
            return .saturated
        }
        guard let section = product.section(key, LineKeys.release) else { return .saturated }
        let kinds = ["arrivals", "circulating", "orders", "replenishes"]
        let said = kinds.filter { section[$0] != nil }
        guard said.count == 1 else {
            reading.refuse(
                section.place,
                "\(section.name) is "
                    + (said.isEmpty ? "in no way" : said.joined(separator: " and ")),
                note: "one of " + kinds.joined(separator: ", "),
                mend: "such as \"arrivals: {exponential: 10 min}\"")
            return .saturated
        }
        for (key, kind) in [("parts", "arrivals"), ("room", "arrivals"), ("up to", "replenishes")]
        where section[key] != nil && said[0] != kind {
            section.refuse(key, "\(key) is for \"\(kind)\"", mend: "leave it out")
        }
        switch said[0] {
        case "arrivals": return arrivals(section)
        case "circulating": return .circulating(count(section, "circulating") ?? 1)
        case "orders": return .orders(customersOrders(section))
        default:
            if section["up to"] == nil {
                reading.refuse(
                    section.place, "\(section.name): \"up to\" is missing",
                    mend: "add \"up to: 20\"")
            }
            return .replenishing(
                stock: section.text("replenishes") ?? "", upTo: count(section, "up to") ?? 1)
        }
    }

    private func arrivals(_ section: Section) -> LineModel.Release {
        let between = law(section, "arrivals") ?? .harmless
        let parts = count(section, "parts") ?? 1
        guard section["room"] != nil else { return .arrivals(between, parts: parts) }
        if section["parts"] != nil {
            section.refuse(
                "parts", "parts that find no room come one by one", mend: "leave \"parts\" out")
        }
        return .lossy(between, most: count(section, "room") ?? 1)
    }

    private func customersOrders(_ section: Section) -> [LineModel.Release.Order] {
        guard let pair = section["orders"] else { return [] }
        return sections(pair.value, section.what("orders"), LineKeys.order1).map { name, order in
            .init(
                name, parts: count(order, "parts") ?? 1,
                released: quantity(order, "released", .time, "6 h") ?? 0,  // as the reference says
                due: quantity(order, "due", .time, "3 d"))
        }
    }

    // MARK: route

    private func steps(_ product: Section) -> [LineModel.Step] {
        guard let pair = product["route"] else { return [] }
        return reading.list(pair.value, product.what("route")).enumerated().compactMap {
            index, entry in
            if case .text = entry.shape {
                return reading.text(entry, product.what("route")).map { .init($0, at: [$0]) }
            }
            let name = "\(product.name): step \(index + 1)"
            return Section(entry, LineKeys.step, name, at: entry.place, in: reading).map(step)
        }
    }

    private func step(_ section: Section) -> LineModel.Step {
        let stations: [String]
        if let pair = section["at"], case .list = pair.value.shape {
            stations = texts(section, "at")
        } else {
            stations = section.text("at").map { [$0] } ?? []
        }
        var step = LineModel.Step(
            section.text("step") ?? stations.first ?? "", at: stations,
            process: law(section, "process"))
        if let pair = section["choice"] { step.choice = choice(pair, section) }
        step.takes = amounts(section, "takes")
        step.gives = amounts(section, "gives")
        if let pair = section["defects"] { step.defects = defects(pair, section) }
        step.inspection = section.section("inspection", LineKeys.inspection).map(inspection)
        if let pair = section["next"] { step.next = next(pair, section) }
        return step
    }

    private func choice(_ pair: Pair, _ step: Section) -> LineModel.Choice {
        let what = step.what("choice")
        if case .list(let items) = pair.value.shape {
            return .shares(
                items.map { share($0, what, "60 %") ?? 1 })
        }
        switch reading.text(pair.value, what) {
        case "first free": return .firstFree
        case "cycle": return .cycle
        case "shortest queue", nil: return .shortestQueue
        default:
            reading.refuse(
                pair.value.place, "\(what) is \(pair.value.shown)",
                note: "one of first free, shortest queue, cycle, or shares such as [60 %, 40 %]")
            return .shortestQueue
        }
    }

    private func amounts(_ step: Section, _ key: String) -> [LineModel.Amount] {
        guard let pair = step[key] else { return [] }
        guard case .map(let pairs) = pair.value.shape else {
            return step.text(key).map { [.init($0)] } ?? []
        }
        return pairs.compactMap { pair in
            reading.whole(pair.value, "\(step.what(key)): \(pair.key)", 1...LineKeys.mostParts)
                .map { .init(pair.key, pieces: $0) }
        }
    }

    /// A share such as "0.6 %", or a formula: whatever is no number and its unit.
    private func defects(_ pair: Pair, _ step: Section) -> LineModel.Defects {
        guard case .text(let text, _) = pair.value.shape else {
            _ = reading.text(pair.value, step.what("defects"))
            return .share(0)  // was refused
        }
        let words = text.split(separator: " ", omittingEmptySubsequences: true)
        if words.count <= 2, let first = words.first, Double(first) != nil {
            return .share(quantity(step, "defects", .one, "0.6 %") ?? 0)  // nil was refused
        }
        return rule(step, "defects").map { .rule($0) } ?? .share(0)  // nil was refused
    }

    private func inspection(_ section: Section) -> LineModel.Inspection {
        var inspection = LineModel.Inspection()
        if let finds = quantity(section, "finds", .one, "95 %") { inspection.finds = finds }
        if let alarms = quantity(section, "false alarms", .one, "0.5 %") {
            inspection.falseAlarms = alarms
        }
        inspection.rework = section.text("rework")
        if let most = count(section, "most reworks") { inspection.mostReworks = most }
        return inspection
    }

    private func next(_ pair: Pair, _ step: Section) -> LineModel.Next {
        let what = step.what("next")
        if case .text = pair.value.shape {
            guard let text = reading.text(pair.value, what) else { return .following }
            return .shares([.init(1, to: target(text))])
        }
        let ways = reading.list(pair.value, what).enumerated().compactMap { index, entry in
            Section(entry, LineKeys.way, "\(what): \(index + 1)", at: entry.place, in: reading)
        }
        let byShare = ways.filter { $0["share"] != nil }
        let byRule = ways.filter { $0["when"] != nil }
        if byRule.isEmpty, byShare.count == ways.count, !ways.isEmpty {
            return .shares(
                byShare.map { way in
                    .init(
                        quantity(way, "share", .one, "90 %") ?? 1,
                        to: target(way.text("to") ?? Self.finished))
                })
        }
        guard byShare.isEmpty, byRule.count == ways.count - 1, let last = ways.last,
            last["when"] == nil
        else {
            reading.refuse(
                pair.value.place,
                "\(what) mixes shares and conditions, or does not say where to "
                    + "go otherwise",
                note: "all ways have a share, or all but the last a condition",
                mend: "such as [{when: reworks > 1, to: finished}, {to: pack}]")
            return .following
        }
        return .rules(
            byRule.compactMap { way in
                rule(way, "when").map {
                    .init(when: $0, to: target(way.text("to") ?? Self.finished))
                }
            }, otherwise: target(last.text("to") ?? Self.finished))
    }

    private func target(_ text: String) -> String? { text == Self.finished ? nil : text }
}
