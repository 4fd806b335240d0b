import Quantities
import Tape

extension Flattening {
    private static let known: Set<String> = [
        "unit", "displayUnit", "min", "max", "nominal", "start", "fixed", "quantity", "stateSelect",
    ]

    /// The units a component declares: one for all elements, or one each.
    mutating func declaredUnits(of component: Component) throws(Refusal) -> [Unit?] {
        try refuseUnknownAttributes(component)
        guard let attribute = component.declaration.attributes.first(where: { $0.name == "unit" })
        else { return [nil] }
        if case .array(let parts) = syntax.nodes[attribute.value].kind {
            guard component.shape == [parts.count], !attribute.isEach else {
                throw refuse(
                    "\(component.declaration.name) is \(Value.text(of: component.shape)), "
                        + "its units are [\(parts.count)]", at: place(attribute.value),
                    mend: "give one unit an element, or each unit = \"…\"")
            }
            var units: [Unit?] = []
            for part in parts { units.append(try unit(part)) }
            return units
        }
        try requireEach(attribute, component)
        let unit = try unit(attribute.value)
        checkDisplayUnit(component, unit)
        return [unit]
    }

    private mutating func refuseUnknownAttributes(_ component: Component) throws(Refusal) {
        var seen: Set<String> = []
        for attribute in component.declaration.attributes {
            guard Self.known.contains(attribute.name) else {
                throw refuse(
                    "\(attribute.name) is no attribute of a "
                        + "\(component.declaration.type.rawValue)", at: attribute.place,
                    note: "unit, displayUnit, min, max, nominal, start, fixed or quantity "
                        + "is expected here", mend: closest(attribute.name, to: Self.known.sorted())
                )
            }
            guard seen.insert(attribute.name).inserted else {
                throw refuse(
                    "\(attribute.name) of \(component.declaration.name) is given twice",
                    at: attribute.place, mend: "remove one")
            }
        }
    }

    private mutating func requireEach(
        _ attribute: Declaration.Attribute, _ component: Component
    ) throws(Refusal) {
        if !component.shape.isEmpty, !attribute.isEach {
            throw refuse(
                "\(component.declaration.name) is an array, its \(attribute.name) is one value",
                at: attribute.place, mend: "write each \(attribute.name) = …")
        }
    }

    /// A unit text: coherent SI, for a factor or offset in a formula would hide there.
    private mutating func unit(_ node: NodeIndex) throws(Refusal) -> Unit? {
        guard case .text(let text) = syntax.nodes[node].kind else {
            throw refuse(
                "a unit is a text", at: place(node), mend: "write unit = \"K\"")
        }
        guard !text.isEmpty else { return nil }
        let unit: Unit
        do throws(UnitError) {
            unit = try reader.unit(text)
        } catch {
            throw refuse(
                "unit \"\(text)\" cannot be read: \(error.reason)", at: place(node),
                mend: "write it as in \"kg/s\", \"W/(m2.K)\" or \"J/(kg.K)\"")
        }
        guard unit.scale == 1, unit.offset == 0 else {
            let coherent = names.name(unit.dimension)
            report(
                "unit \"\(text)\" is not a coherent SI unit: equations are written in SI",
                at: place(node), note: "\"\(coherent)\" is expected here",
                mend: "write unit = \"\(coherent)\" and give all numbers in \(coherent); "
                    + "displayUnit = \"\(text)\" shows it in \(text)")
            return Unit(symbol: coherent, dimension: unit.dimension)
        }
        names.declare(unit)
        return unit
    }

    private mutating func checkDisplayUnit(_ component: Component, _ unit: Unit?) {
        guard
            let attribute = component.declaration.attributes.first(where: {
                $0.name == "displayUnit"
            }), case .text(let text) = syntax.nodes[attribute.value].kind
        else { return }
        do throws(UnitError) {
            let shown = try reader.unit(text)
            if let unit, shown.dimension != unit.dimension {
                report(
                    "displayUnit \"\(text)\" does not measure what \"\(unit.symbol)\" measures",
                    at: place(attribute.value),
                    mend: "write a unit that converts to "
                        + unit.symbol)
            }
        } catch {
            report(
                "displayUnit \"\(text)\" cannot be read: \(error.reason)",
                at: place(attribute.value), mend: "write a unit such as \"degC\"")
        }
    }

    /// An attribute's value an element; nil if it is not given.
    mutating func attribute(_ wanted: String, of component: Component) throws(Refusal)
        -> [Expression]?
    {
        guard
            let attribute = component.declaration.attributes.first(where: { $0.name == wanted })
        else { return nil }
        let name = component.declaration.name
        let value = try value(of: attribute.value)
        let expected: ValueType = wanted == "fixed" ? .boolean : component.declaration.type
        try fit(value.type, to: expected, "\(wanted) of \(name)", at: place(attribute.value))
        let count = component.shape.reduce(1, *)
        if value.isScalar {
            try requireEach(attribute, component)
        } else if attribute.isEach || value.shape != component.shape {
            throw refuse(
                "\(name) is \(Value.text(of: component.shape)), its \(wanted) is "
                    + value.shapeText, at: place(attribute.value), mend: nil)
        }
        if wanted != "fixed", component.declaration.type == .real {
            for element in 0..<count {
                _ = check.agree(
                    UnitPair(
                        left: component.units[element],
                        right: value.units[value.isScalar ? 0 : element], leftName: name,
                        rightName: "its \(wanted)", place: place(attribute.value), leftNode: nil,
                        rightNode: attribute.value))
            }
        }
        if wanted == "fixed", component.declaration.prefix == .parameter,
            value.elements.contains(where: { graph.constantValue($0) != 1 })
        {
            throw refuse(
                "parameter \(name) has fixed = false", at: place(attribute.value),
                mend: "give the parameter its value; initial equations determine states only")
        }
        return value.isScalar
            ? Array(repeating: value.elements[0], count: count) : value.elements
    }

    /// Advice that names the nearest of `candidates`, if one is near.
    func closest(_ name: String, to candidates: [String]) -> String? {
        var best: (name: String, distance: Int)?
        for candidate in candidates.prefix(2000) {
            let distance = editDistance(name, candidate)
            if distance <= max(1, name.count / 3), distance < (best?.distance ?? .max) {
                best = (candidate, distance)
            }
        }
        return best.map { "did you mean \($0.name)?" }
    }
}

/// How many letters must be changed, added, dropped or swapped with their neighbour to turn one
/// name into the other; case counts half a change rounded up.
func editDistance(_ a: String, _ b: String) -> Int {
    let (a, b) = (
        Array(a.lowercased().unicodeScalars.prefix(64)),
        Array(b.lowercased().unicodeScalars.prefix(64))
    )
    if abs(a.count - b.count) > 3 { return 99 }
    var before: [Int] = []
    var row = Array(0...b.count)
    for i in 0..<a.count {
        var next = [i + 1]
        for j in 0..<b.count {
            var best = min(row[j] + (a[i] == b[j] ? 0 : 1), row[j + 1] + 1, next[j] + 1)
            if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] {
                best = min(best, before[j - 1] + 1)
            }
            next.append(best)
        }
        (before, row) = (row, next)
    }
    return row[b.count]
}
