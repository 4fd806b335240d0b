import Quantities
import Tape

/// The deepest chain of expressions and of bindings that one value may rest on.
private let deepestValue = 200

extension Flattening {
    /// The value of a node of the syntax tree.
    mutating func value(of node: NodeIndex) throws(Refusal) -> Value {
        depth += 1
        defer { depth -= 1 }
        guard depth <= deepestValue else {
            throw refuse(
                "this value rests on a chain of more than \(deepestValue) expressions",
                at: place(node), mend: "give some of the values as numbers")
        }
        try spend(1, at: place(node))
        let value = try rawValue(of: node)
        for element in value.elements {
            if let number = graph.constantValue(element), !number.isFinite {
                throw refuse(
                    "this is not a finite number", at: place(node),
                    mend: "look for a division by zero or the root or logarithm of a number "
                        + "below zero")
            }
        }
        return value
    }

    private mutating func rawValue(of node: NodeIndex) throws(Refusal) -> Value {
        let syntaxNode = syntax.nodes[node]
        switch syntaxNode.kind {
        case .number(let number, let whole):
            return .scalar(whole ? .integer : .real, graph.constant(number))
        case .truth(let isTrue):
            return .scalar(.boolean, graph.constant(isTrue ? 1 : 0))
        case .text:
            throw refuse(
                "a text stands where a value is expected", at: syntaxNode.place, mend: nil)
        case .name(let name, let subscripts):
            return try valueOfName(name, subscripts, at: syntaxNode.place)
        case .call(let name, let arguments, let iterators):
            return try valueOfCall(name, arguments, iterators, at: node)
        case .array(let parts):
            var values: [Value] = []
            for part in parts { values.append(try value(of: part)) }
            return try array(of: values, at: node, parts)
        case .comprehension(let inner, let iterators):
            guard iterators.count == 1 else {
                throw refuse(
                    "an array built by several indices is not read", at: syntaxNode.place,
                    mend: "use one index, or a for equation")
            }
            let values = try comprehension(inner, iterators)
            return try array(of: values, at: node, [inner])
        case .negate(let inner):
            return try negated(try value(of: inner), at: inner)
        case .chain(let first, let rest):
            return try valueOfChain(first, rest)
        case .power(let base, let exponent, let elementwise):
            return try valueOfPower(base, exponent, elementwise: elementwise, at: node)
        case .not, .all, .any, .relation:
            return try valueOfLogic(node)
        case .choice(let branches, let otherwise):
            return try valueOfChoice(branches, otherwise)
        case .range(let from, let step, let to):
            return try valueOfRange(from, step, to, at: node)
        case .everything:
            throw refuse("\":\" stands where a value is expected", at: syntaxNode.place)
        case .last:
            guard let last = ends.last else {
                throw refuse("\"end\" has a meaning in subscripts only", at: syntaxNode.place)
            }
            return .scalar(.integer, graph.constant(Double(last)))
        }
    }

    // MARK: Names

    private mutating func valueOfName(
        _ name: String, _ subscripts: [NodeIndex], at place: Place
    ) throws(Refusal) -> Value {
        if let index = indices.last(where: { $0.name == name }) {
            guard subscripts.isEmpty else {
                throw refuse("index \(name) is a number, not an array", at: place)
            }
            return .scalar(.integer, graph.constant(Double(index.value)))
        }
        if name == "time", subscripts.isEmpty {
            return .scalar(.real, graph.variable(Self.timeSlot), .of(.time, []))
        }
        if let constant = NaturalConstant.all[name], subscripts.isEmpty {
            return .scalar(.real, graph.constant(constant.value), .of(constant.dimension, []))
        }
        guard let index = byName[name] else {
            if name.contains(".") {
                throw refuse(
                    "\(name) is not known", at: place,
                    mend: "of other packages only constants of Modelica.Constants and functions "
                        + "of Modelica.Math are read (docs/modelica.md lists them)")
            }
            // A declaration that could not be read has been reported; its names are not missing.
            if syntax.hasLostDeclarations { throw Refusal() }
            let candidates = components.map(\.declaration.name) + indices.map(\.name)
            throw refuse(
                "undefined variable \(name)", at: place, note: "no declaration has this name",
                mend: closest(name, to: candidates) ?? "declare it: Real \(name)(unit = \"…\");")
        }
        try settle(index, from: place)
        let component = components[index]
        if subscripts.isEmpty {
            try spend(component.elements.count, at: place)
            return Value(
                type: component.declaration.type, shape: component.shape,
                elements: component.elements, units: component.units)
        }
        return try pick(from: component, subscripts, at: place)
    }

    private mutating func pick(
        from component: Component, _ subscripts: [NodeIndex], at place: Place
    ) throws(Refusal) -> Value {
        let name = component.declaration.name
        guard subscripts.count == component.shape.count else {
            throw refuse(
                "\(name) is \(Value.text(of: component.shape)), it has \(subscripts.count) "
                    + (subscripts.count == 1 ? "subscript" : "subscripts") + " here", at: place,
                mend: component.shape.isEmpty
                    ? "drop the subscript, or declare \(name)[n]"
                    : "write one subscript a dimension")
        }
        var positions: [Int] = [0]
        var shape: [Int] = []
        for (node, size) in zip(subscripts, component.shape) {
            let picked = try subscriptValues(node, size: size, of: name)
            if let count = picked.count { shape.append(count) }
            try spend(positions.count * picked.values.count, at: place)
            positions = positions.flatMap { start in
                picked.values.map { start * size + $0 - 1 }
            }
        }
        return Value(
            type: component.declaration.type, shape: shape,
            elements: positions.map { component.elements[$0] },
            units: positions.map { component.units[$0] })
    }

    /// The positions a subscript asks for, from 1; `count` is nil for a single number.
    private mutating func subscriptValues(
        _ node: NodeIndex, size: Int, of name: String
    ) throws(Refusal) -> (values: [Int], count: Int?) {
        if case .everything = syntax.nodes[node].kind { return (Array(1..<size + 1), size) }
        ends.append(size)
        defer { ends.removeLast() }
        let value = try value(of: node)
        guard value.type == .integer, value.shape.count <= 1 else {
            throw refuse(
                "a subscript of \(name) is \(value.type.rawValue), \(value.shapeText)",
                at: place(node), note: "a whole number or a range is expected here")
        }
        var values: [Int] = []
        for element in value.elements {
            guard let number = graph.constantValue(element), let index = Int(exactly: number) else {
                throw refuse(
                    "a subscript of \(name) varies with time", at: place(node),
                    mend: "use a number, a loop index or an Integer parameter")
            }
            guard index >= 1, index <= size else {
                throw refuse(
                    "subscript \(index) of \(name) is outside 1 to \(size)", at: place(node),
                    note: "1 to \(size) is expected here", mend: nil)
            }
            values.append(index)
        }
        return (values, value.isScalar ? nil : values.count)
    }

    // MARK: Numbers that must be known

    /// A whole number that does not vary.
    mutating func wholeNumber(_ node: NodeIndex, _ purpose: String) throws(Refusal) -> Int {
        let value = try value(of: node)
        guard value.isScalar, value.type == .integer,
            let number = graph.constantValue(value.elements[0]), let whole = Int(exactly: number),
            abs(number) <= 1e9
        else {
            throw refuse(
                "\(purpose) is not a fixed whole number", at: place(node),
                mend: "use a number or an Integer parameter")
        }
        return whole
    }

    private mutating func valueOfRange(
        _ from: NodeIndex, _ step: NodeIndex?, _ to: NodeIndex, at node: NodeIndex
    ) throws(Refusal) -> Value {
        let values = try range(from, step, to, at: node)
        return Value(
            type: .integer, shape: [values.count],
            elements: values.map { graph.constant(Double($0)) },
            units: Array(repeating: .literal, count: values.count))
    }

    private mutating func range(
        _ from: NodeIndex, _ step: NodeIndex?, _ to: NodeIndex, at node: NodeIndex
    ) throws(Refusal) -> [Int] {
        let first = try wholeNumber(from, "the beginning of the range")
        let last = try wholeNumber(to, "the end of the range")
        var by = 1
        if let step { by = try wholeNumber(step, "the step of the range") }
        guard by != 0 else { throw refuse("the step of the range is 0", at: place(node)) }
        let (span, overflow) = last.subtractingReportingOverflow(first)
        guard !overflow, abs(span / by) < largestArray else {
            throw refuse(
                "the range is too long", at: place(node),
                mend: "a range may have \(largestArray) numbers")
        }
        try spend(abs(span / by) + 1, at: place(node))
        return Array(stride(from: first, through: last, by: by))
    }

    /// The whole numbers an index runs over.
    mutating func indexValues(_ iterator: Iterator) throws(Refusal) -> [Int] {
        let value = try value(of: iterator.range)
        guard value.type == .integer, value.shape.count == 1 else {
            throw refuse(
                "the range of index \(iterator.name) is \(value.type.rawValue), \(value.shapeText)",
                at: place(iterator.range), mend: "write \(iterator.name) in 1:n")
        }
        return try value.elements.map { element throws(Refusal) in
            guard let number = graph.constantValue(element), let whole = Int(exactly: number),
                abs(number) <= 1e9
            else {
                throw refuse(
                    "the range of index \(iterator.name) varies with time",
                    at: place(iterator.range), mend: "use numbers and Integer parameters")
            }
            return whole
        }
    }

    /// The values of `inner` for all values of the indices, the last index running fastest.
    mutating func comprehension(
        _ inner: NodeIndex, _ iterators: [Iterator]
    ) throws(Refusal) -> [Value] {
        guard let iterator = iterators.first else { return [try value(of: inner)] }
        var values: [Value] = []
        for index in try indexValues(iterator) {
            indices.append((iterator.name, index))
            defer { indices.removeLast() }
            values += try comprehension(inner, Array(iterators.dropFirst()))
        }
        return values
    }
}

/// A constant of Modelica.Constants, by its full name; values of Modelica 4.0 (CODATA 2018).
struct NaturalConstant: Sendable {
    let value: Double
    let dimension: Dimension

    static let all: [String: NaturalConstant] = [
        "Modelica.Constants.pi": .init(value: .pi, dimension: .one),
        "Modelica.Constants.e": .init(value: 2.718_281_828_459_045, dimension: .one),
        "Modelica.Constants.R": .init(
            value: 8.314_462_618_153_24,
            dimension: Dimension(length: 2, mass: 1, time: -2, temperature: -1, amount: -1)),
        "Modelica.Constants.sigma": .init(
            value: 5.670_374_419e-8, dimension: Dimension(mass: 1, time: -3, temperature: -4)),
        "Modelica.Constants.g_n": .init(
            value: 9.806_65, dimension: Dimension(length: 1, time: -2)),
        "Modelica.Constants.F": .init(
            value: 96_485.332_123_310_02, dimension: Dimension(time: 1, current: 1, amount: -1)),
    ]
}
