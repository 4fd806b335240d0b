import Expressions
import Quantities
import Tags

extension TwinReader {
    /// Reads which tag is which variable; every MV, CV and DV once.
    func readMap() -> [MapEntry] {
        guard let pair = root["map"] else { return [] }
        var entries: [MapEntry] = []
        for pair in reading.named(pair.value, "map") {
            guard let variable = reading.text(pair.value, "map: \(pair.key)"),
                let tag = tag(pair.key, pair.keyPlace, "map")
            else { continue }
            if let other = entries.first(where: { $0.variable == variable }) {
                reading.refuse(
                    pair.value.place, "map: \(variable) already stands for \(other.tag)",
                    note: "one tag is one variable")
            }
            checkMapped(tag, variable, pair.value.place)
            entries.append(MapEntry(tag: tag.name, variable: variable))
        }
        for tag in declared where [.mv, .cv, .dv].contains(tag.role) {
            guard !entries.contains(where: { $0.tag == tag.name }) else { continue }
            reading.refuse(
                tag.section.place, "\(tag.name) is a \(tag.role.rawValue) but not in the map",
                note: "the model must know what it is",
                mend: "add \"\(tag.name): its model variable\" to \"map\", or change the role")
        }
        return entries
    }

    private func checkMapped(_ tag: DeclaredTag, _ variable: String, _ place: Place) {
        guard let found = modelVariable(variable, place, "map") else { return }
        if tag.role == .mv || tag.role == .dv, found.kind != .input {
            reading.refuse(
                place, "map: \(variable) is not an input of the model",
                note: "a \(tag.role.rawValue) enters the model")
        }
        if tag.role == .cv, found.kind == .input || found.kind == .parameter {
            reading.refuse(
                place, "map: \(variable) is an \(found.kind) of the model",
                note: "a CV comes out of it")
        }
        if let unit = found.unit, unit.dimension != tag.unit.dimension {
            reading.refuse(
                place,
                "map: units do not agree: \(tag.name) is in \(tag.unit.symbol), \(variable) in "
                    + unit.symbol)
        }
    }

    /// A variable of the model, or a complaint; nil without complaint where the model is not known.
    func modelVariable(_ name: String, _ place: Place, _ what: String) -> ModelNames.Variable? {
        guard let model else { return nil }
        if let variable = model[name] { return variable }
        reading.refuse(
            place, "\(what): the model has no variable \(name)",
            mend: nearestName(to: name, among: model.variables.map(\.name)).map {
                "did you mean \($0)?"
            })
        return nil
    }

    // MARK: hold

    func readHolds() -> [Hold] {
        guard let pair = root["hold"] else { return [] }
        return reading.named(pair.value, "hold").compactMap { pair in
            guard
                let section = Section(
                    pair.value, TwinKeys.hold, pair.key, at: pair.keyPlace, in: reading)
            else { return nil }
            return readHold(pair, section)
        }
    }

    private func readHold(_ pair: Pair, _ section: Section) -> Hold? {
        var variable = pair.key
        var dimension: Dimension?
        if let tag = self[pair.key] {
            dimension = tag.unit.dimension
            guard let mapped = map.first(where: { $0.tag == tag.name }) else {
                reading.refuse(pair.keyPlace, "hold: \(pair.key) is not in the map")
                return nil
            }
            variable = mapped.variable
        } else {
            dimension = modelVariable(pair.key, pair.keyPlace, "hold")?.unit?.dimension
        }
        guard let bounds = readBounds(section, dimension) else { return nil }
        guard let firmness = readFirmness(section, bounds.unit), let owner = section.text("owner"),
            let reason = section.text("reason")
        else { return nil }
        return Hold(
            variable: variable, low: bounds.low, high: bounds.high, unit: bounds.unit,
            firmness: firmness, owner: owner, reason: reason)
    }

    /// `between`, `below` or `above`, in SI; the dimension is checked where it is known.
    func readBounds(
        _ section: Section, _ dimension: Dimension?
    ) -> (low: Double?, high: Double?, unit: Unit)? {
        let given = ["between", "below", "above"].filter { section[$0] != nil }
        guard given.count == 1, let key = given.first, let pair = section[key] else {
            reading.refuse(
                section.place, "\(section.name) has \(given.count) kinds of bounds",
                note: "exactly one of between, below, above", mend: "add \"below: 35 K\"")
            return nil
        }
        var items = [pair.value]
        if key == "between" {
            items = reading.list(pair.value, section.what(key))
            if items.count != 2 {
                section.refuse(
                    key, "between has \(items.count) values", note: "expected [low, high]")
                return nil
            }
        }
        let measured = items.compactMap { reading.measured($0, section.what(key)) }
        guard measured.count == items.count, let first = measured.first else { return nil }
        let values = measured.compactMap {
            reading.si(
                $0, section.what(key), dimension ?? first.unit.dimension, .level,
                example: dimension == .temperature ? "1200 degC" : "a number and its unit")
        }
        guard values.count == measured.count else { return nil }
        if values.count == 2 {
            guard values[0] < values[1] else {
                section.refuse(
                    key, "the low end is not below the high end", mend: "write [low, high]")
                return nil
            }
            return (values[0], values[1], first.unit)
        }
        return key == "below" ? (nil, values[0], first.unit) : (values[0], nil, first.unit)
    }

    private func readFirmness(_ section: Section, _ unit: Unit) -> Hold.Firmness? {
        let isHard = section["hard"].flatMap { reading.truth($0.value, section.what("hard")) }
        if isHard == false {
            section.refuse("hard", "hard is false", mend: "leave it out and give \"soft\" a price")
            return nil
        }
        guard (section["soft"] != nil) != (isHard == true) else {
            reading.refuse(
                section.place, "\(section.name) is neither hard nor soft, or both",
                mend: "write \"hard: true\" or \"soft: 40 EUR/(h.K)\"")
            return nil
        }
        guard let pair = section["soft"] else { return .hard }
        return reading.positive(
            pair.value, section.what("soft"), .money / .time / unit.dimension,
            example: "40 EUR/(h.\(unit.difference.symbol))"
        ).map { .soft(price: $0) }
    }

    // MARK: groups and joint limits

    func readGroups() -> [MoveGroup] {
        guard let pair = root["groups"] else { return [] }
        return reading.named(pair.value, "groups").compactMap { pair in
            let items = reading.list(pair.value, "groups: \(pair.key)")
            let tags = items.compactMap { item -> TagName? in
                guard let name = reading.text(item, "groups: \(pair.key)") else { return nil }
                return tag(name, item.place, "groups: \(pair.key)", role: .mv)?.name
            }
            guard tags.count == items.count else { return nil }
            if tags.count < 2 || Set(tags).count < tags.count {
                reading.refuse(
                    pair.value.place, "groups: \(pair.key) needs two or more MVs, each once")
                return nil
            }
            return MoveGroup(name: pair.key, tags: tags)
        }
    }

    func readJointLimits() -> [JointLimit] {
        guard let pair = root["joint"] else { return [] }
        return reading.named(pair.value, "joint").compactMap { pair in
            guard
                let section = Section(
                    pair.value, TwinKeys.joint, pair.key, at: pair.keyPlace, in: reading)
            else { return nil }
            return readJointLimit(pair.key, section)
        }
    }

    private func readJointLimit(_ name: String, _ section: Section) -> JointLimit? {
        guard let pair = section["of"], let placed = reading.formula(pair.value, section.what("of"))
        else { return nil }
        let moved = Vocabulary(
            "MVs", declared.filter { $0.role == .mv }.map { ($0.name.text, .level(in: $0.unit)) })
        let dimension: Dimension
        do {
            guard case .quantity(let found, _) = try placed.formula.kind(in: moved) else {
                section.refuse("of", "it is true or false, not a sum of setpoints")
                return nil
            }
            dimension = found
        } catch {
            reading.report(error, in: placed.formula.text, placed.place)
            return nil
        }
        guard let form = placed.formula.linearForm, !form.parts.isEmpty else {
            section.refuse(
                "of", "it is not a sum of setpoints, each times a number",
                note: "such as TIC-202.SP - TIC-201.SP")
            return nil
        }
        guard let bounds = readBounds(section, dimension), let owner = section.text("owner"),
            let reason = section.text("reason")
        else { return nil }
        return JointLimit(
            name: name,
            parts: form.parts.map { .init(tag: TagName($0.name), coefficient: $0.coefficient) },
            low: bounds.low.map { $0 - form.constant },
            high: bounds.high.map { $0 - form.constant },
            owner: owner, reason: reason)
    }
}
