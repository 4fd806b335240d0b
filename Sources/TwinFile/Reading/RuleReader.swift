import Expressions
import Quantities
import Tags

extension TwinReader {
    func readInterlocks() -> [Interlock] {
        guard let pair = root["interlocks"] else { return [] }
        return reading.list(pair.value, "interlocks").enumerated().compactMap { index, entry in
            let name = "interlock \(index + 1)"
            guard
                let section = Section(
                    entry, TwinKeys.interlock, name, at: entry.place, in: reading)
            else { return nil }
            if let then = section.text("then"), then != "no moves" {
                section.refuse("then", "then is \"\(then)\"", note: "expected \"no moves\"")
            }
            guard let when = section["when"].flatMap({ condition($0.value, section.what("when")) }),
                let reason = reason(of: section)
            else { return nil }
            return Interlock(when: when, reason: reason)
        }
    }

    /// Work permits and laboratory holds.
    func readStops() -> [Stop] {
        Stop.Kind.allCases.flatMap { kind -> [Stop] in
            guard let pair = root[kind.rawValue] else { return [] }
            return reading.list(pair.value, kind.rawValue).enumerated().compactMap { index, entry in
                Section(
                    entry, TwinKeys.stop, "\(kind.rawValue): \(index + 1)", at: entry.place,
                    in: reading
                ).flatMap { readStop(kind, $0) }
            }
        }
    }

    private func readStop(_ kind: Stop.Kind, _ section: Section) -> Stop? {
        var stopped: [TagName] = []
        if let pair = section["stops"] {
            guard let handles = handles(pair, section.what("stops")) else { return nil }
            stopped = handles
        }
        guard let when = section["when"].flatMap({ condition($0.value, section.what("when")) }),
            let reason = reason(of: section)
        else { return nil }
        return Stop(kind: kind, when: when, stopped: stopped, reason: reason)
    }

    /// A list of MVs, one or more and each once; nil, with a complaint, if it is something else.
    func handles(_ pair: Pair, _ what: String) -> [TagName]? {
        let items = reading.list(pair.value, what)
        let tags = items.compactMap { item in
            reading.text(item, what).flatMap { tag($0, item.place, what, role: .mv)?.name }
        }
        guard tags.count == items.count else { return nil }
        guard !tags.isEmpty, Set(tags).count == tags.count else {
            reading.refuse(pair.value.place, "\(what) needs one or more MVs, each once")
            return nil
        }
        return tags
    }

    /// The reason of an interlock, permit or hold. The guard and its records know it by that, so a
    /// second one of the same name would never be looked at.
    private func reason(of section: Section) -> String? {
        guard let reason = section.text("reason"), let pair = section["reason"] else { return nil }
        guard let first = reasons[reason] else {
            reasons[reason] = pair.value.place
            return reason
        }
        section.refuse(
            "reason", "the reason \"\(reason)\" stands twice",
            note: "interlocks, permits and holds are told apart by it; it stands in line "
                + "\(first.line), too",
            mend: "say what is different about this one, or join the conditions by \"or\"")
        return nil
    }

    func readPlantModes() -> PlantModeRules {
        guard let section = root.section("plant modes", TwinKeys.plantModes) else {
            return PlantModeRules()
        }
        func rule(_ key: String) -> Formula? {
            section[key].flatMap { condition($0.value, section.what(key)) }
        }
        return PlantModeRules(
            startUp: rule("start-up"), trip: rule("trip"), maintenance: rule("maintenance"))
    }

    func readRegions() -> [Region] {
        guard let pair = root["regions"] else { return [] }
        return reading.named(pair.value, "regions").compactMap { pair in
            guard let placed = reading.formula(pair.value, "regions: \(pair.key)"),
                let when = overModel(
                    placed, "regions: \(pair.key)", expecting: { $0 == .truth })
            else { return nil }
            return Region(name: pair.key, when: when)
        }
    }

    /// What a twin that moves something must also say.
    func checkWhatMovesNeed() {
        guard let moved = declared.first(where: { $0.role == .mv }) else { return }
        for key in ["connections", "hold", "objective", "modes"] where root[key] == nil {
            reading.refuse(
                root.place, "the file: \"\(key)\" is missing",
                note: "needed because \(moved.name) is an MV",
                mend: "add \"\(key): \(TwinKeys.twin[key]?.example ?? "")\"")
        }
    }

    // MARK: objective

    func readObjective() -> Objective {
        var objective = Objective(terms: [], movePrices: [], worthActingAbove: 0)
        guard let pair = root["objective"], case .map(let pairs) = pair.value.shape else {
            if let pair = root["objective"] {
                reading.refuse(
                    pair.value.place, "objective is \(pair.value.shown)",
                    note: "expected costs by name")
            }
            return objective
        }
        var hasThreshold = false
        for pair in pairs {
            switch pair.key {
            case "moves": objective.movePrices = readMovePrices(pair)
            case "worth acting above":
                hasThreshold = true
                if let value = reading.quantity(
                    pair.value, "objective: worth acting above", .money / .time, example: "8 EUR/h")
                {
                    objective.worthActingAbove = value
                    if value < 0 {
                        reading.refuse(pair.value.place, "worth acting above is below zero")
                    }
                }
            default:
                guard
                    let section = Section(
                        pair.value, TwinKeys.cost, pair.key, at: pair.keyPlace, in: reading)
                else { continue }
                if let term = readCost(pair.key, section) { objective.terms.append(term) }
            }
        }
        if !hasThreshold {
            reading.refuse(
                pair.keyPlace, "objective: \"worth acting above\" is missing",
                mend: "add \"worth acting above: 8 EUR/h\"")
        }
        return objective
    }

    private func readMovePrices(_ pair: Pair) -> [MovePrice] {
        reading.named(pair.value, "objective: moves").compactMap { pair in
            let what = "objective: moves: \(pair.key)"
            guard let tag = tag(pair.key, pair.keyPlace, "objective: moves", role: .mv),
                let price = reading.quantity(
                    pair.value, what, .money / tag.unit.dimension, example: "0.4 EUR/K")
            else { return nil }
            if price < 0 { reading.refuse(pair.value.place, "\(what) is below zero") }
            return MovePrice(tag: tag.name, price: price)
        }
    }

    private func readCost(_ name: String, _ section: Section) -> CostTerm? {
        let given = ["price", "income"].filter { section[$0] != nil }
        guard given.count == 1, let key = given.first, let pair = section[key] else {
            reading.refuse(
                section.place,
                "\(name) has \(given.isEmpty ? "no price" : "a price and an income")",
                mend: "add \"price: 32 EUR/MWh\", or \"income: …\" for what is earned")
            return nil
        }
        guard let of = section["of"].flatMap({ reading.formula($0.value, section.what("of")) }),
            let measured = reading.measured(pair.value, section.what(key))
        else { return nil }
        let price = measured.si(.difference)
        if !(price > 0 && price.isFinite) {
            section.refuse(key, "\(key) is \(pair.value.shown)", note: "must be above zero")
        }
        var dimension: Dimension?
        let formula = overModel(of, section.what("of")) { kind in
            if case .quantity(let found, _) = kind { dimension = found }
            return kind != .truth
        }
        if let dimension, dimension * measured.unit.dimension != .money / .time {
            section.refuse(
                key,
                "units do not agree: of × price is "
                    + "\((dimension * measured.unit.dimension).text), "
                    + "expected money per time (EUR.s-1)",
                note: "of is \(dimension.text), the price \(measured.unit.dimension.text)")
        } else if measured.unit.dimension.twelfths[7] != 12 {
            section.refuse(
                key, "\(key) is in \(measured.unit.symbol), which is not money per something")
        }
        guard let formula, let owner = section.text("owner"),
            let validFor = section.duration("valid for")
        else { return nil }
        return CostTerm(
            name: name, of: formula, price: key == "income" ? -price : price,
            priceUnit: measured.unit, owner: owner, validFor: validFor)
    }
}
