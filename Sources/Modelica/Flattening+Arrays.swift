import Tape

extension Flattening {
    /// `{a, b, …}`: values of one shape, one dimension higher.
    mutating func array(
        of values: [Value], at node: NodeIndex, _ parts: [NodeIndex]
    ) throws(Refusal) -> Value {
        guard let first = values.first else {
            return Value(type: .integer, shape: [0], elements: [], units: [])
        }
        guard first.shape.count < 2 else {
            throw refuse("arrays have at most two dimensions", at: place(node))
        }
        var type = first.type
        var result = Value(type: type, shape: [values.count] + first.shape, elements: [], units: [])
        try spend(values.count * max(1, first.elements.count), at: place(node))
        for (index, value) in values.enumerated() {
            let part = parts.count == values.count ? parts[index] : parts[0]
            guard value.shape == first.shape,
                (value.type == .boolean) == (first.type == .boolean)
            else {
                throw refuse(
                    "element \(index + 1) of the array is \(value.type.rawValue), "
                        + "\(value.shapeText), the first is \(first.type.rawValue), "
                        + first.shapeText, at: place(part), mend: "give all elements one size")
            }
            if value.type == .real { type = .real }
            result.elements += value.elements
            result.units += value.units
        }
        guard result.elements.count <= largestArray else {
            throw refuse("the array is too large", at: place(node))
        }
        result.type = type
        return result
    }

    /// sum, product, min and max of the elements of an array.
    mutating func total(
        _ name: String, _ arguments: [NodeIndex], at node: NodeIndex
    ) throws(Refusal) -> Value {
        try count(arguments, 1...1, name, at: node)
        let value = try value(of: arguments[0])
        try requireNumber(value, at: arguments[0])
        return try total(name, value, arguments[0])
    }

    /// `sum(expression for i in range)` and its kin.
    mutating func reduction(
        _ name: String, _ arguments: [NodeIndex], _ iterators: [Iterator], at node: NodeIndex
    ) throws(Refusal) -> Value {
        guard ["sum", "product", "min", "max"].contains(name), arguments.count == 1 else {
            throw refuse(
                "\(name) does not take an index", at: place(node),
                mend: "sum, product, min and max do")
        }
        var all = Value(type: .integer, shape: [0], elements: [], units: [])
        for value in try comprehension(arguments[0], iterators) {
            guard value.isScalar else {
                throw refuse("\(name) takes scalars here", at: place(arguments[0]))
            }
            try requireNumber(value, at: arguments[0])
            if value.type == .real { all.type = .real }
            all.elements += value.elements
            all.units += value.units
        }
        all.shape = [all.elements.count]
        return try total(name, all, arguments[0])
    }

    private mutating func total(
        _ name: String, _ value: Value, _ node: NodeIndex
    ) throws(Refusal) -> Value {
        try spend(value.elements.count, at: place(node))
        if value.elements.isEmpty, name == "min" || name == "max" {
            throw refuse("\(name) of no elements", at: place(node))
        }
        var result = graph.constant(name == "product" ? 1 : 0)
        var unit = UnitTerm.literal
        for (index, element) in value.elements.enumerated() {
            switch name {
            case "sum": result = graph.add(result, element)
            case "product": result = graph.multiply(result, element)
            default:
                let operation: Operation = name == "min" ? .minimum : .maximum
                result = index == 0 ? element : graph.binary(operation, result, element)
            }
            if name == "product" {
                unit = unit.times(value.units[index])
            } else {
                unit = check.agree(
                    UnitPair(
                        left: unit, right: value.units[index], leftName: "an element of \(name)",
                        rightName: "another", place: place(node), leftNode: nil, rightNode: node))
            }
        }
        return .scalar(value.type, result, unit)
    }

    /// fill, zeros, ones, linspace and size.
    mutating func arrayFunction(
        _ name: String, _ arguments: [NodeIndex], at node: NodeIndex
    ) throws(Refusal) -> Value {
        switch name {
        case "fill":
            try count(arguments, 2...3, name, at: node)
            let value = try value(of: arguments[0])
            guard value.isScalar else {
                throw refuse("fill takes a scalar", at: place(arguments[0]))
            }
            return try filled(value, Array(arguments.dropFirst()), at: node)
        case "zeros", "ones":
            try count(arguments, 1...2, name, at: node)
            let number = graph.constant(name == "ones" ? 1 : 0)
            return try filled(.scalar(.integer, number), arguments, at: node)
        case "linspace":
            return try evenSteps(arguments, at: node)
        default:
            return try size(arguments, at: node)
        }
    }

    private mutating func filled(
        _ value: Value, _ sizes: [NodeIndex], at node: NodeIndex
    ) throws(Refusal) -> Value {
        var shape: [Int] = []
        for size in sizes {
            let length = try wholeNumber(size, "the size of the array")
            guard length >= 0, length <= largestArray else {
                throw refuse("an array of size \(length)", at: place(size))
            }
            shape.append(length)
        }
        let length = shape.reduce(1, *)
        guard length <= largestArray else {
            throw refuse("the array is too large", at: place(node))
        }
        try spend(length, at: place(node))
        return Value(
            type: value.type, shape: shape,
            elements: Array(repeating: value.elements[0], count: length),
            units: Array(repeating: value.units[0], count: length))
    }

    /// linspace(a, b, n): n numbers from a to b in even steps.
    private mutating func evenSteps(
        _ arguments: [NodeIndex], at node: NodeIndex
    ) throws(Refusal) -> Value {
        try count(arguments, 3...3, "linspace", at: node)
        let (a, b) = (try value(of: arguments[0]), try value(of: arguments[1]))
        let length = try wholeNumber(arguments[2], "the number of steps")
        guard a.isScalar, b.isScalar, a.type != .boolean, b.type != .boolean, length >= 2,
            length <= largestArray
        else {
            throw refuse(
                "linspace takes two numbers and a count of at least 2", at: place(node))
        }
        try spend(length, at: place(node))
        let unit = check.agree(
            UnitPair(
                left: a.units[0], right: b.units[0], leftName: "the first argument of linspace",
                rightName: "the second", place: place(arguments[1]), leftNode: arguments[0],
                rightNode: arguments[1]))
        let span = graph.subtract(b.elements[0], a.elements[0])
        var elements: [Expression] = []
        for k in 0..<length {
            let part = graph.constant(Double(k) / Double(length - 1))
            let step = graph.multiply(part, span)
            elements.append(graph.add(a.elements[0], step))
        }
        return Value(
            type: .real, shape: [length], elements: elements,
            units: Array(repeating: unit, count: length))
    }

    private mutating func size(_ arguments: [NodeIndex], at node: NodeIndex) throws(Refusal)
        -> Value
    {
        try count(arguments, 1...2, "size", at: node)
        let value = try value(of: arguments[0])
        guard arguments.count == 2 else {
            return Value(
                type: .integer, shape: [value.shape.count],
                elements: value.shape.map { graph.constant(Double($0)) },
                units: Array(repeating: .literal, count: value.shape.count))
        }
        let dimension = try wholeNumber(arguments[1], "the dimension")
        guard dimension >= 1, dimension <= value.shape.count else {
            throw refuse(
                "dimension \(dimension) of \(value.shapeText) does not exist",
                at: place(arguments[1]))
        }
        return .scalar(.integer, graph.constant(Double(value.shape[dimension - 1])))
    }
}
