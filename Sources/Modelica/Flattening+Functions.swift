import Quantities
import Tape

extension Flattening {
    /// Functions of a number without unit.
    private static let plain: [String: Operation] = [
        "exp": .exp, "log": .log, "sin": .sin, "cos": .cos, "tan": .tan, "asin": .asin,
        "acos": .acos, "atan": .atan, "sinh": .sinh, "cosh": .cosh, "tanh": .tanh,
    ]

    static let functionNames: [String] =
        plain.keys.sorted() + [
            "log10", "sqrt", "abs", "sign", "floor", "ceil", "integer", "min", "max", "mod",
            "atan2", "sum", "product", "fill", "zeros", "ones", "size", "linspace", "der",
            "noEvent", "smooth",
        ]

    func isInterpolation(_ name: String) -> Bool { name == "Modelica.Math.Vectors.interpolate" }

    mutating func valueOfCall(
        _ fullName: String, _ arguments: [NodeIndex], _ iterators: [Iterator], at node: NodeIndex
    ) throws(Refusal) -> Value {
        let prefix = "Modelica.Math."
        let isMath = fullName.hasPrefix(prefix) && !fullName.dropFirst(prefix.count).contains(".")
        let name = isMath ? String(fullName.dropFirst(prefix.count)) : fullName
        if isInterpolation(name) { return try interpolation(arguments, at: node) }
        if !iterators.isEmpty { return try reduction(name, arguments, iterators, at: node) }
        switch name {
        case "der": return try derivative(try only(arguments, name, at: node), at: node)
        case "noEvent": return try value(of: try only(arguments, name, at: node))
        case "smooth":
            try count(arguments, 2...2, name, at: node)
            return try value(of: arguments[1])
        case "fill", "zeros", "ones", "linspace", "size":
            return try arrayFunction(name, arguments, at: node)
        case "sum", "product": return try total(name, arguments, at: node)
        case "min", "max":
            if arguments.count == 1 { return try total(name, arguments, at: node) }
            return try twofold(name, arguments, at: node)
        case "mod", "atan2": return try twofold(name, arguments, at: node)
        default: return try onefold(name, arguments, at: node)
        }
    }

    mutating func count(
        _ arguments: [NodeIndex], _ expected: ClosedRange<Int>, _ name: String, at node: NodeIndex
    ) throws(Refusal) {
        guard expected.contains(arguments.count) else {
            let wanted =
                expected.lowerBound == expected.upperBound
                ? "\(expected.lowerBound)" : "\(expected.lowerBound) or more"
            throw refuse(
                "\(name) has \(arguments.count) arguments here, it takes \(wanted)",
                at: place(node))
        }
    }

    private mutating func only(
        _ arguments: [NodeIndex], _ name: String, at node: NodeIndex
    ) throws(Refusal) -> NodeIndex {
        try count(arguments, 1...1, name, at: node)
        return arguments[0]
    }

    // MARK: One argument

    private mutating func onefold(
        _ name: String, _ arguments: [NodeIndex], at node: NodeIndex
    ) throws(Refusal) -> Value {
        guard Self.functionNames.contains(name) else { throw unknownFunction(name, at: node) }
        let argument = try only(arguments, name, at: node)
        let value = try value(of: argument)
        try requireNumber(value, at: argument)
        let place = place(node)
        if let operation = Self.plain[name] {
            return try map(value, type: .real, at: place) { (model, x, unit) throws(Refusal) in
                model.requireNoUnit(unit, "the argument of \(name)", at: argument)
                return (model.graph.unary(operation, x), unit == .literal ? .literal : .one)
            }
        }
        switch name {
        case "log10":
            return try map(value, type: .real, at: place) { (model, x, unit) throws(Refusal) in
                model.requireNoUnit(unit, "the argument of log10", at: argument)
                let natural = model.graph.unary(.log, x)
                let ten = model.graph.constant(10)
                let scale = model.graph.unary(.log, ten)
                return (model.graph.divide(natural, scale), unit == .literal ? .literal : .one)
            }
        case "sqrt":
            return try map(value, type: .real, at: place) { (model, x, unit) throws(Refusal) in
                (model.graph.unary(.sqrt, x), unit.raised(toTwelfths: 6) ?? .open)
            }
        case "abs":
            return try map(value, type: value.type, at: place) { (model, x, unit) throws(Refusal) in
                (model.graph.unary(.abs, x), unit)
            }
        case "sign":
            return try map(value, type: .integer, at: place) { (model, x, _) throws(Refusal) in
                (model.graph.unary(.sign, x), .one)
            }
        default:
            return try rounded(name, value, at: place)
        }
    }

    private mutating func rounded(
        _ name: String, _ value: Value, at place: Place
    ) throws(Refusal) -> Value {
        let isInteger = name == "integer" || value.type == .integer
        return try map(value, type: isInteger ? .integer : .real, at: place) {
            (model, x, unit) throws(Refusal) in
            if name != "ceil" {
                return (model.graph.unary(.floor, x), name == "integer" ? .literal : unit)
            }
            let minus = model.graph.negate(x)
            let below = model.graph.unary(.floor, minus)
            return (model.graph.negate(below), unit)
        }
    }

    private mutating func unknownFunction(_ name: String, at node: NodeIndex) -> Refusal {
        let mends = [
            "delay": "add states that carry the delay, such as a chain of first-order lags",
            "pre": "events are outside the part of Modelica that is read",
            "edge": "events are outside the part of Modelica that is read",
            "initial": "use initial equation",
            "cat": "write the array with braces", "String": "texts are not computed",
            "homotopy": "write its first argument alone",
            "semiLinear": "write if x >= 0 then x * a else x * b",
            "rem": "use mod", "div": "use integer(a / b)",
            "transpose": "write the elements with for",
        ]
        let advice =
            mends[name] ?? closest(name, to: Self.functionNames)
            ?? "docs/modelica.md lists the functions that are read"
        return refuse("function \(name) is not known", at: place(node), mend: advice)
    }

    // MARK: Two arguments

    private mutating func twofold(
        _ name: String, _ arguments: [NodeIndex], at node: NodeIndex
    ) throws(Refusal) -> Value {
        try count(arguments, 2...2, name, at: node)
        let (a, b) = (try value(of: arguments[0]), try value(of: arguments[1]))
        try requireNumber(a, at: arguments[0])
        try requireNumber(b, at: arguments[1])
        let isWhole = a.type == .integer && b.type == .integer && name != "atan2"
        let place = place(arguments[1])
        let nodes = (arguments[0], arguments[1])
        return try elementwise(
            a, b, type: isWhole ? .integer : .real, at: place, called: name
        ) { (model, x, y) throws(Refusal) in
            let unit = model.check.agree(
                UnitPair(
                    left: x.1, right: y.1, leftName: "the first argument of \(name)",
                    rightName: "the second", place: place, leftNode: nodes.0, rightNode: nodes.1))
            return (model.twofold(name, x.0, y.0), name == "atan2" ? .one : unit)
        }
    }

    private mutating func twofold(
        _ name: String, _ x: Expression, _ y: Expression
    ) -> Expression {
        switch name {
        case "min": return graph.binary(.minimum, x, y)
        case "max": return graph.binary(.maximum, x, y)
        case "atan2": return graph.binary(.arctangent2, x, y)
        default:
            // mod(x, y) = x − floor(x / y) y
            let ratio = graph.divide(x, y)
            let whole = graph.unary(.floor, ratio)
            let removed = graph.multiply(whole, y)
            return graph.subtract(x, removed)
        }
    }

    // MARK: Derivatives and tables

    private mutating func derivative(
        _ argument: NodeIndex, at node: NodeIndex
    ) throws(Refusal) -> Value {
        let value = try value(of: argument)
        return try map(value, type: .real, at: place(node)) {
            (model, element, unit) throws(Refusal) in
            let slot = model.graph.slot(element)
            guard let slot, slot < model.scalars.count else {
                throw model.refuse(
                    "der() of an expression is not read", at: model.place(argument),
                    note: "a variable is expected here",
                    mend: "give the expression a name and an equation, or differentiate by hand")
            }
            let declaration = model.components[model.scalars[slot].component].declaration
            guard declaration.type == .real,
                declaration.prefix == .none || declaration.prefix == .output
            else {
                throw model.refuse(
                    "\(model.name(ofScalar: slot)) cannot be a state: it is "
                        + (declaration.type == .real
                            ? "\(declaration.prefix)" : declaration.type.rawValue),
                    at: model.place(argument), mend: "take der() of Real variables only")
            }
            if !model.isInitial { model.isState[slot] = true }
            return (
                model.graph.variable(Self.derivativeSlots + slot),
                unit.times(.of(.time, []), sign: -1)
            )
        }
    }

    /// `interpolate(x, y, xi)`: straight lines between knots, the outer ones prolonged, as in the
    /// Modelica Standard Library.
    private mutating func interpolation(
        _ arguments: [NodeIndex], at node: NodeIndex
    ) throws(Refusal) -> Value {
        try count(arguments, 3...3, "interpolate", at: node)
        let knots = try value(of: arguments[0])
        let values = try value(of: arguments[1])
        let at = try value(of: arguments[2])
        try requireNumber(at, at: arguments[2])
        guard at.isScalar, knots.shape.count == 1, knots.shape == values.shape else {
            throw refuse(
                "interpolate takes two vectors of one size and a number; found "
                    + "\(knots.shapeText), \(values.shapeText) and \(at.shapeText)", at: place(node)
            )
        }
        let x = knots.elements.compactMap { graph.constantValue($0) }
        let y = values.elements.compactMap { graph.constantValue($0) }
        guard x.count == knots.elements.count, y.count == x.count else {
            throw refuse(
                "the table of interpolate varies", at: place(node),
                mend: "use arrays of numbers, or parameters and constants bound to numbers")
        }
        guard let table = InterpolationTable(arguments: x, values: y) else {
            throw refuse(
                "the table of interpolate does not ascend", at: place(arguments[0]),
                note: "numbers that ascend strictly are expected here")
        }
        var unit = UnitTerm.literal
        for index in x.indices {
            _ = check.agree(
                UnitPair(
                    left: knots.units[index], right: at.units[0], leftName: "the table's knots",
                    rightName: "the place asked for", place: place(arguments[2]),
                    leftNode: arguments[0], rightNode: arguments[2]))
            unit = check.agree(
                UnitPair(
                    left: unit, right: values.units[index], leftName: "a value of the table",
                    rightName: "another", place: place(arguments[1]), leftNode: nil,
                    rightNode: arguments[1]))
        }
        return .scalar(.real, prolonged(table, at: at.elements[0]), unit)
    }

    /// The table inside its knots, and its first and last line outside.
    private mutating func prolonged(
        _ table: InterpolationTable, at x: Expression
    ) -> Expression {
        let index = graph.table(table)
        var total = graph.interpolate(table: index, at: x)
        let last = table.arguments.count - 1
        guard last > 0 else { return total }
        let ends = [(0, 1, Operation.minimum), (last, last - 1, .maximum)]
        for (end, inner, limit) in ends {
            let rise = table.values[end] - table.values[inner]
            let slope = graph.constant(rise / (table.arguments[end] - table.arguments[inner]))
            let edge = graph.constant(table.arguments[end])
            let reached = graph.binary(limit, x, edge)
            let beyond = graph.subtract(reached, edge)
            let extra = graph.multiply(slope, beyond)
            total = graph.add(total, extra)
        }
        return total
    }
}
