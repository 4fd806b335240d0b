import Quantities
import Tape

extension Flattening {
    /// Applies a function of two scalars to all elements; a scalar goes with every element.
    mutating func elementwise(
        _ a: Value, _ b: Value, type: ValueType, at place: Place, called name: String,
        _ apply: (inout Flattening, (Expression, UnitTerm), (Expression, UnitTerm))
            throws(Refusal) -> (Expression, UnitTerm)
    ) throws(Refusal) -> Value {
        guard a.shape == b.shape || a.isScalar || b.isScalar else {
            throw refuse(
                "arrays of different sizes: left of \"\(name)\" is \(a.shapeText), right is "
                    + b.shapeText, at: place, mend: "use arrays of one size")
        }
        let shape = a.isScalar ? b.shape : a.shape
        let count = shape.reduce(1, *)
        try spend(count, at: place)
        var result = Value(type: type, shape: shape, elements: [], units: [])
        for k in 0..<count {
            let i = a.isScalar ? 0 : k
            let j = b.isScalar ? 0 : k
            let (element, unit) = try apply(
                &self, (a.elements[i], a.units[i]), (b.elements[j], b.units[j]))
            result.elements.append(element)
            result.units.append(unit)
        }
        return result
    }

    /// Applies a function of one scalar to all elements.
    mutating func map(
        _ a: Value, type: ValueType, at place: Place,
        _ apply: (inout Flattening, Expression, UnitTerm) throws(Refusal) -> (Expression, UnitTerm)
    ) throws(Refusal) -> Value {
        try spend(a.elements.count, at: place)
        var result = Value(type: type, shape: a.shape, elements: [], units: [])
        for (element, unit) in zip(a.elements, a.units) {
            let (mapped, mappedUnit) = try apply(&self, element, unit)
            result.elements.append(mapped)
            result.units.append(mappedUnit)
        }
        return result
    }

    mutating func requireNumber(_ value: Value, at node: NodeIndex) throws(Refusal) {
        if value.type == .boolean {
            throw refuse(
                "a Boolean stands where a number is expected", at: place(node),
                mend: "write if … then 1 else 0")
        }
    }

    mutating func requireTruth(_ value: Value, at node: NodeIndex) throws(Refusal) {
        guard value.type == .boolean, value.isScalar else {
            throw refuse(
                "found \(value.type.rawValue), \(value.shapeText), where a condition is expected",
                at: place(node), note: "a Boolean is expected here",
                mend: "compare: x > 0")
        }
    }

    mutating func negated(_ value: Value, at node: NodeIndex) throws(Refusal) -> Value {
        try requireNumber(value, at: node)
        return try map(value, type: value.type, at: place(node)) {
            (model, element, unit) throws(Refusal) in
            (model.graph.negate(element), unit)
        }
    }

    // MARK: Sums and products

    mutating func valueOfChain(
        _ first: NodeIndex, _ rest: [SyntaxNode.Link]
    ) throws(Refusal) -> Value {
        var total = try value(of: first)
        try requireNumber(total, at: first)
        var left = first
        for link in rest {
            let next = try value(of: link.operand)
            try requireNumber(next, at: link.operand)
            switch link.operation {
            case .add, .subtract: total = try sum(total, link, next, left, first)
            case .multiply: total = try product(total, link, next)
            case .divide: total = try quotient(total, link, next)
            }
            left = link.operand
        }
        return total
    }

    private mutating func sum(
        _ a: Value, _ link: SyntaxNode.Link, _ b: Value, _ left: NodeIndex, _ first: NodeIndex
    ) throws(Refusal) -> Value {
        let isSum = link.operation == .add
        let sign = (link.elementwise ? "." : "") + link.operation.rawValue
        let place = place(link.operand)
        if !link.elementwise, a.shape != b.shape {
            throw refuse(
                "left of \"\(sign)\" is \(a.shapeText), right is \(b.shapeText)", at: place,
                mend: a.isScalar || b.isScalar
                    ? "write \".\(sign)\" to use a scalar with all elements"
                    : "use arrays of one size")
        }
        let type: ValueType = a.type == .integer && b.type == .integer ? .integer : .real
        let leftName = "left of \"\(sign)\""
        return try elementwise(a, b, type: type, at: place, called: sign) {
            (model, x, y) throws(Refusal) in
            let unit = model.check.agree(
                UnitPair(
                    left: x.1, right: y.1, leftName: leftName, rightName: "right", place: place,
                    leftNode: left, rightNode: link.operand))
            return (isSum ? model.graph.add(x.0, y.0) : model.graph.subtract(x.0, y.0), unit)
        }
    }

    private mutating func product(
        _ a: Value, _ link: SyntaxNode.Link, _ b: Value
    ) throws(Refusal) -> Value {
        let place = place(link.operand)
        if !link.elementwise, !a.isScalar, !b.isScalar {
            return try matrixProduct(a, b, at: link.operand)
        }
        let type: ValueType = a.type == .integer && b.type == .integer ? .integer : .real
        return try elementwise(a, b, type: type, at: place, called: ".*") {
            (model, x, y) throws(Refusal) in
            (model.graph.multiply(x.0, y.0), x.1.times(y.1))
        }
    }

    private mutating func quotient(
        _ a: Value, _ link: SyntaxNode.Link, _ b: Value
    ) throws(Refusal) -> Value {
        let place = place(link.operand)
        if !link.elementwise, !b.isScalar {
            throw refuse(
                "division by an array", at: place, mend: "write \"./\" to divide element by element"
            )
        }
        return try elementwise(a, b, type: .real, at: place, called: "./") {
            (model, x, y) throws(Refusal) in
            if model.graph.constantValue(y.0) == 0 {
                throw model.refuse("division by zero", at: place)
            }
            return (model.graph.divide(x.0, y.0), x.1.times(y.1, sign: -1))
        }
    }

    /// Vector and matrix products: Σ a[i,k] · b[k,j].
    private mutating func matrixProduct(
        _ a: Value, _ b: Value, at node: NodeIndex
    ) throws(Refusal) -> Value {
        let inner = a.shape[a.shape.count - 1]
        guard inner == b.shape[0] else {
            throw refuse(
                "the product of \(a.shapeText) and \(b.shapeText) does not exist", at: place(node),
                mend: "write \".*\" to multiply element by element")
        }
        let rows = a.shape.count == 2 ? a.shape[0] : 1
        let columns = b.shape.count == 2 ? b.shape[1] : 1
        try spend(rows * columns * max(1, inner), at: place(node))
        let shape = Array(a.shape.dropLast()) + Array(b.shape.dropFirst())
        let type: ValueType = a.type == .integer && b.type == .integer ? .integer : .real
        var result = Value(type: type, shape: shape, elements: [], units: [])
        for i in 0..<rows {
            for j in 0..<columns {
                var total = graph.constant(0)
                var unit = UnitTerm.literal
                for k in 0..<inner {
                    let (p, q) = (i * inner + k, k * columns + j)
                    let term = graph.multiply(a.elements[p], b.elements[q])
                    total = graph.add(total, term)
                    unit = check.agree(
                        UnitPair(
                            left: unit, right: a.units[p].times(b.units[q]),
                            leftName: "a term of the product", rightName: "another",
                            place: place(node), leftNode: nil, rightNode: node))
                }
                result.elements.append(total)
                result.units.append(unit)
            }
        }
        return result
    }

    // MARK: Powers

    mutating func valueOfPower(
        _ base: NodeIndex, _ exponent: NodeIndex, elementwise isElementwise: Bool,
        at node: NodeIndex
    ) throws(Refusal) -> Value {
        let a = try value(of: base)
        let b = try value(of: exponent)
        try requireNumber(a, at: base)
        try requireNumber(b, at: exponent)
        if !isElementwise, !a.isScalar || !b.isScalar {
            throw refuse(
                "powers of matrices are not read", at: place(node),
                mend: "write \".^\" to raise each element")
        }
        return try elementwise(a, b, type: .real, at: place(node), called: ".^") {
            (model, x, y) throws(Refusal) in
            let unit = model.unitOfPower(x.1, y, base, exponent)
            return (model.graph.power(x.0, y.0), unit)
        }
    }

    private mutating func unitOfPower(
        _ unit: UnitTerm, _ power: (expression: Expression, unit: UnitTerm), _ base: NodeIndex,
        _ exponent: NodeIndex
    ) -> UnitTerm {
        requireNoUnit(power.unit, "an exponent", at: exponent)
        if case .literal = unit { return .literal }
        if let number = graph.constantValue(power.expression), abs(number) <= 80 {
            let twelfths = (number * 12).rounded()
            if abs(twelfths - number * 12) < 1e-9,
                let raised = unit.raised(toTwelfths: Int(twelfths))
            {
                return raised
            }
        }
        requireNoUnit(unit, "the base of a power that is no simple fraction", at: base)
        return .one
    }

    /// Requires a number without unit, such as the argument of exp.
    mutating func requireNoUnit(_ unit: UnitTerm, _ name: String, at node: NodeIndex) {
        _ = check.agree(
            UnitPair(
                left: .one, right: unit, leftName: "", rightName: name, place: place(node),
                leftNode: nil, rightNode: node))
    }

    // MARK: Conditions

    mutating func valueOfLogic(_ node: NodeIndex) throws(Refusal) -> Value {
        switch syntax.nodes[node].kind {
        case .not(let inner):
            let value = try value(of: inner)
            try requireTruth(value, at: inner)
            let one = graph.constant(1)
            return .scalar(.boolean, graph.subtract(one, value.elements[0]))
        case .all(let parts), .any(let parts):
            var isAll = true
            if case .any = syntax.nodes[node].kind { isAll = false }
            var total: Expression?
            for part in parts {
                let value = try value(of: part)
                try requireTruth(value, at: part)
                let next = value.elements[0]
                total =
                    total.map {
                        isAll ? graph.multiply($0, next) : graph.binary(.maximum, $0, next)
                    } ?? next
            }
            return .scalar(.boolean, total ?? graph.constant(1))
        case .relation(let relation, let left, let right):
            return try valueOfRelation(relation, left, right)
        default:
            throw refuse("a condition is expected", at: place(node))
        }
    }

    private mutating func valueOfRelation(
        _ relation: Relation, _ left: NodeIndex, _ right: NodeIndex
    ) throws(Refusal) -> Value {
        let a = try value(of: left)
        let b = try value(of: right)
        guard a.isScalar, b.isScalar, (a.type == .boolean) == (b.type == .boolean) else {
            throw refuse(
                "left of \"\(relation.rawValue)\" is \(a.type.rawValue), \(a.shapeText), right is "
                    + "\(b.type.rawValue), \(b.shapeText)", at: place(right),
                mend: "compare two scalars of one type")
        }
        let isEquality = relation == .equal || relation == .unequal
        if isEquality, a.type == .real || b.type == .real {
            throw refuse(
                "\"\(relation.rawValue)\" between Real values is never certain", at: place(right),
                mend: "compare with <= or >=, or abs(a - b) < tolerance")
        }
        _ = check.agree(
            UnitPair(
                left: a.units[0], right: b.units[0], leftName: "left of \"\(relation.rawValue)\"",
                rightName: "right", place: place(right), leftNode: left, rightNode: right))
        let (x, y) = (a.elements[0], b.elements[0])
        let result: Expression
        switch relation {
        case .less: result = graph.binary(.less, x, y)
        case .lessOrEqual: result = graph.binary(.lessOrEqual, x, y)
        case .greater: result = graph.binary(.less, y, x)
        case .greaterOrEqual: result = graph.binary(.lessOrEqual, y, x)
        case .equal: result = graph.binary(.equal, x, y)
        case .unequal:
            let one = graph.constant(1)
            let same = graph.binary(.equal, x, y)
            result = graph.subtract(one, same)
        }
        return .scalar(.boolean, result)
    }

    mutating func valueOfChoice(
        _ branches: [SyntaxNode.Branch], _ otherwise: NodeIndex
    ) throws(Refusal) -> Value {
        // A branch that is known never to be taken may hold what does not fit, such as x[0].
        var open: [(choice: Expression, node: NodeIndex)] = []
        var totalNode = otherwise
        for branch in branches {
            let condition = try value(of: branch.condition)
            try requireTruth(condition, at: branch.condition)
            let choice = condition.elements[0]
            if let known = graph.constantValue(choice) {
                if known == 0 { continue }
                totalNode = branch.value
                break
            }
            open.append((choice, branch.value))
        }
        var total = try value(of: totalNode)
        for (choice, node) in open.reversed() {
            let value = try value(of: node)
            guard value.shape == total.shape, (value.type == .boolean) == (total.type == .boolean)
            else {
                throw refuse(
                    "\"then\" is \(value.type.rawValue), \(value.shapeText), \"else\" is "
                        + "\(total.type.rawValue), \(total.shapeText)", at: place(node),
                    mend: "give both branches one type and size")
            }
            let type = value.type == total.type ? value.type : .real
            let (yes, no) = (node, totalNode)
            let place = place(no)
            total = try elementwise(value, total, type: type, at: place, called: "then") {
                (model, x, y) throws(Refusal) in
                let unit = model.check.agree(
                    UnitPair(
                        left: x.1, right: y.1, leftName: "\"then\"", rightName: "\"else\"",
                        place: place, leftNode: yes, rightNode: no))
                return (model.graph.select(choice, x.0, y.0), unit)
            }
            totalNode = node
        }
        return total
    }
}
