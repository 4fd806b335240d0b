import Quantities
import Tape

extension Flattening {
    private static let reservedNames: Set<String> = [
        "time", "Real", "Integer", "Boolean", "String",
    ]

    /// Enters all names, and finds those that must be known before all else.
    mutating func declare() {
        for declaration in syntax.declarations {
            if let first = byName[declaration.name] {
                let line = components[first].declaration.place.line
                report(
                    "\(declaration.name) is declared twice", at: declaration.place,
                    note: "declared before in line \(line)", mend: "remove one, or rename it")
                isIncomplete = true
                continue
            }
            if Self.reservedNames.contains(declaration.name) {
                report(
                    "\(declaration.name) has a meaning of its own in Modelica",
                    at: declaration.place, mend: "choose another name")
                isIncomplete = true
                continue
            }
            byName[declaration.name] = components.count
            components.append(Component(declaration: declaration))
        }
        fixTableKnots()
    }

    /// Names below the first two arguments of `interpolate`, and what these are bound to in turn.
    private mutating func fixTableKnots() {
        var open: [NodeIndex] = []
        for node in syntax.nodes {
            if case .call(let name, let arguments, _) = node.kind, isInterpolation(name) {
                open += arguments.prefix(2)
            }
        }
        while let node = open.popLast() {
            for name in variableNames(below: node) where fixedNames.insert(name).inserted {
                guard let index = byName[name] else { continue }
                if let binding = components[index].declaration.binding { open.append(binding) }
            }
        }
    }

    /// Every name below a node, once each, in the order of the text.
    func variableNames(below root: NodeIndex) -> [String] {
        var found: [String] = []
        var stack = [root]
        while let index = stack.popLast(), found.count < 1000 {
            if case .name(let name, _) = syntax.nodes[index].kind, !found.contains(name) {
                found.append(name)
            }
            stack += syntax.children(of: index).reversed()
        }
        return found
    }

    /// Whether the value must be a number before the model is taken apart.
    private func isFixed(_ declaration: Declaration) -> Bool {
        switch declaration.prefix {
        case .constant: true
        case .parameter: declaration.type != .real || fixedNames.contains(declaration.name)
        case .none, .input, .output: false
        }
    }

    /// Works out shape, unit and elements of a component, at most once.
    mutating func settle(_ index: Int, from place: Place) throws(Refusal) {
        let declaration = components[index].declaration
        switch components[index].stage {
        case .settled: return
        case .refused: throw Refusal()
        case .underway:
            throw refuse(
                "\(declaration.name) depends on itself", at: declaration.place,
                mend: "give one of the values in this circle as a number")
        case .untouched: break
        }
        components[index].stage = .underway
        // Loop indices of the place that asks do not reach into the declaration.
        let around = (indices, ends)
        (indices, ends) = ([], [])
        defer { (indices, ends) = around }
        do throws(Refusal) {
            try settleShape(index)
            try settleUnits(index)
            if isFixed(declaration) {
                try settleConstants(index)
            } else {
                try allocate(index)
            }
            components[index].stage = .settled
        } catch {
            components[index].stage = .refused
            throw error
        }
    }

    private mutating func settleShape(_ index: Int) throws(Refusal) {
        let declaration = components[index].declaration
        var shape: [Int] = []
        for (dimension, size) in declaration.sizes.enumerated() {
            if case .everything = syntax.nodes[size].kind {
                let value = try boundValue(index)
                guard let value, value.shape.count == declaration.sizes.count else {
                    throw refuse(
                        "the size of \(declaration.name) is not known", at: place(size),
                        mend: "write the size in place of \":\"")
                }
                shape.append(value.shape[dimension])
            } else {
                let count = try wholeNumber(size, "the size of \(declaration.name)")
                guard count >= 0, count <= largestArray else {
                    throw refuse(
                        "\(declaration.name) has size \(count)", at: place(size),
                        note: "0 to \(largestArray) is expected here", mend: nil)
                }
                shape.append(count)
            }
        }
        guard shape.count <= 2 else {
            throw refuse(
                "\(declaration.name) has \(shape.count) dimensions", at: declaration.place,
                mend: "use arrays of one or two dimensions")
        }
        let count = shape.reduce(1, *)
        guard count <= largestArray else {
            throw refuse(
                "\(declaration.name) has \(count) elements", at: declaration.place,
                mend: "an array may have \(largestArray)")
        }
        try spend(count + 1, at: declaration.place)
        components[index].shape = shape
    }

    /// The value of the binding, kept; nil if there is none.
    private mutating func boundValue(_ index: Int) throws(Refusal) -> Value? {
        if let known = components[index].bound { return known }
        guard let binding = components[index].declaration.binding else { return nil }
        let value = try value(of: binding)
        components[index].bound = value
        return value
    }

    /// Units of Real elements: declared, or unknown until inferred.
    private mutating func settleUnits(_ index: Int) throws(Refusal) {
        let count = components[index].shape.reduce(1, *)
        guard components[index].declaration.type == .real else {
            components[index].units = Array(repeating: .literal, count: count)
            return
        }
        let declared = try declaredUnits(of: components[index])
        components[index].declaredUnits = declared
        var units: [UnitTerm] = []
        units.reserveCapacity(count)
        for element in 0..<count {
            if let unit = declared.count == 1 ? declared[0] : declared[element] {
                units.append(.of(unit.dimension, []))
            } else {
                units.append(.of(.one, [UnitPower(unknown: unknownUnits, twelfths: 12)]))
                unknownUnits += 1
            }
        }
        components[index].units = units
    }

    /// The value of a component that must be a number before all else.
    private mutating func settleConstants(_ index: Int) throws(Refusal) {
        let declaration = components[index].declaration
        guard let binding = declaration.binding, let value = try boundValue(index) else {
            throw refuse(
                "\(declaration.name) has no value", at: declaration.place,
                mend: "write \(declaration.name) = value")
        }
        try fit(value, to: index, at: place(binding))
        for element in value.elements where graph.constantValue(element) == nil {
            let isKnot = declaration.prefix == .parameter && declaration.type == .real
            let why =
                isKnot
                ? "is the table of an interpolation"
                : "is \(declaration.type.rawValue)"
                    + (declaration.prefix == .constant ? " constant" : " parameter")
            throw refuse(
                "\(declaration.name) \(why) and must not depend on tunable parameters or variables",
                at: place(binding), mend: "give its value in numbers and constants")
        }
        components[index].elements = value.elements
    }

    private mutating func allocate(_ index: Int) throws(Refusal) {
        let declaration = components[index].declaration
        let count = components[index].shape.reduce(1, *)
        guard scalars.count + count <= largestArray else {
            throw refuse(
                "the model has more than \(largestArray) scalars", at: declaration.place,
                mend: "use smaller arrays")
        }
        components[index].firstScalar = scalars.count
        for element in 0..<count {
            components[index].elements.append(graph.variable(scalars.count))
            scalars.append((index, element))
            roles.append(declaration.prefix == .input ? .input : .variable)
            isState.append(false)
        }
    }

    /// Checks that a binding suits its component in type, shape and unit.
    mutating func fit(_ value: Value, to index: Int, at place: Place) throws(Refusal) {
        let component = components[index]
        let name = component.declaration.name
        try fit(value.type, to: component.declaration.type, name, at: place)
        guard value.shape == component.shape else {
            let mend =
                value.isScalar
                ? "write fill(value, \(component.shape.map(String.init).joined(separator: ", ")))"
                : nil
            throw refuse(
                "\(name) is \(Value.text(of: component.shape)), its value is \(value.shapeText)",
                at: place, mend: mend)
        }
        for element in value.elements.indices {
            _ = check.agree(
                UnitPair(
                    left: component.units[element], right: value.units[element],
                    leftName: name, rightName: "its value", place: place, leftNode: nil,
                    rightNode: component.declaration.binding))
        }
    }

    mutating func fit(
        _ found: ValueType, to expected: ValueType, _ name: String, at place: Place
    ) throws(Refusal) {
        guard found == expected || (found == .integer && expected == .real) else {
            throw refuse(
                "\(name) is \(expected.rawValue), its value is \(found.rawValue)", at: place,
                mend: found == .real && expected == .integer ? "write integer(value)" : nil)
        }
    }

    /// Turns a binding into a parameter's number or an equation.
    mutating func bind(_ index: Int) throws(Refusal) {
        let declaration = components[index].declaration
        guard let first = components[index].firstScalar else { return }
        guard let binding = declaration.binding, let value = try boundValue(index) else {
            if declaration.prefix == .parameter { try takeStart(index, first) }
            return
        }
        if declaration.prefix == .input {
            throw refuse(
                "input \(declaration.name) has a value of its own", at: place(binding),
                note: "an input is given from outside",
                mend: "give start = value, or declare it parameter")
        }
        try fit(value, to: index, at: place(binding))
        for (element, expression) in value.elements.enumerated() {
            let scalar = first + element
            if declaration.prefix == .parameter {
                try bindParameter(scalar, to: expression, declaration, at: place(binding))
            } else {
                let residual = graph.subtract(components[index].elements[element], expression)
                let whole = declaration.place.through(place(binding))
                equations.append(FlatEquation(residual: residual, place: whole, owner: nil))
            }
        }
    }

    private mutating func bindParameter(
        _ scalar: Int, to expression: Expression, _ declaration: Declaration, at place: Place
    ) throws(Refusal) {
        if let number = graph.constantValue(expression), !declaration.isFinal {
            roles[scalar] = .tunable(number)
            return
        }
        for slot in walk.slots(below: expression, in: graph) {
            guard slot < scalars.count,
                components[scalars[slot].component].declaration.prefix == .parameter
            else {
                throw refuse(
                    "parameter \(declaration.name) depends on \(name(ofSlot: slot)), which varies",
                    at: place,
                    mend: "bind it to numbers and parameters, or drop \"parameter\"")
            }
        }
        roles[scalar] = .dependent
        let variable = graph.variable(scalar)
        let residual = graph.subtract(variable, expression)
        equations.append(FlatEquation(residual: residual, place: place, owner: scalar))
    }

    /// A parameter without binding has its start value.
    private mutating func takeStart(_ index: Int, _ first: Int) throws(Refusal) {
        let declaration = components[index].declaration
        guard let start = try attribute("start", of: components[index]) else {
            throw refuse(
                "parameter \(declaration.name) has no value", at: declaration.place,
                mend: "write \(declaration.name) = value")
        }
        for (element, expression) in start.enumerated() {
            try bindParameter(first + element, to: expression, declaration, at: declaration.place)
        }
    }

    /// What a slot of the flat graph is called.
    func name(ofSlot slot: Int) -> String {
        if slot == Self.timeSlot { return "time" }
        if slot >= Self.derivativeSlots {
            return "der(" + name(ofScalar: slot - Self.derivativeSlots) + ")"
        }
        return name(ofScalar: slot)
    }
}
