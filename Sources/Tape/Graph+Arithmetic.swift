extension Graph {
    package mutating func add(_ a: Expression, _ b: Expression) -> Expression {
        if constantValue(a) == 0 { return b }
        if constantValue(b) == 0 { return a }
        if let inner = negated(b) { return subtract(a, inner) }
        if let inner = negated(a) { return subtract(b, inner) }
        return binary(.add, a, b)
    }

    package mutating func subtract(_ a: Expression, _ b: Expression) -> Expression {
        if a == b { return constant(0) }
        if constantValue(b) == 0 { return a }
        if constantValue(a) == 0 { return negate(b) }
        if let inner = negated(b) { return add(a, inner) }
        return binary(.subtract, a, b)
    }

    package mutating func multiply(_ a: Expression, _ b: Expression) -> Expression {
        for (x, y) in [(a, b), (b, a)] {
            switch constantValue(x) {
            case 0: return constant(0)
            case 1: return y
            case -1: return negate(y)
            default: break
            }
            if let inner = negated(x) {
                let product = multiply(inner, y)
                return negate(product)
            }
        }
        return binary(.multiply, a, b)
    }

    package mutating func divide(_ a: Expression, _ b: Expression) -> Expression {
        if constantValue(b) == 1 { return a }
        if constantValue(a) == 0, constantValue(b) != 0 { return constant(0) }
        if let inner = negated(a) {
            let quotient = divide(inner, b)
            return negate(quotient)
        }
        return binary(.divide, a, b)
    }

    package mutating func negate(_ a: Expression) -> Expression {
        if let inner = negated(a) { return inner }
        return unary(.negate, a)
    }

    /// a to the power b. Whole constant powers up to 4 become products, ½ a square root.
    package mutating func power(_ a: Expression, _ b: Expression) -> Expression {
        switch constantValue(b) {
        case 0: return constant(1)
        case 1: return a
        case 2: return multiply(a, a)
        case 3:
            let square = multiply(a, a)
            return multiply(square, a)
        case 4:
            let square = multiply(a, a)
            return multiply(square, square)
        case 0.5: return unary(.sqrt, a)
        case -1:
            let one = constant(1)
            return divide(one, a)
        default: return binary(.power, a, b)
        }
    }

    /// One of `min`, `max`, `atan2` or a comparison.
    package mutating func binary(
        _ operation: Operation, _ a: Expression, _ b: Expression
    ) -> Expression {
        precondition(operation.arity == 2, "\(operation) does not take two operands")
        if let x = constantValue(a), let y = constantValue(b) {
            return constant(Evaluation.binary(operation, x, y))
        }
        return intern(Node(operation: operation, a: a.index, b: b.index))
    }

    /// A function of one operand.
    package mutating func unary(_ operation: Operation, _ a: Expression) -> Expression {
        precondition(operation.arity == 1, "\(operation) does not take one operand")
        if let x = constantValue(a) { return constant(Evaluation.unary(operation, x)) }
        return intern(Node(operation: operation, a: a.index))
    }

    /// `yes` where `condition` is not 0, else `no`.
    package mutating func select(
        _ condition: Expression, _ yes: Expression, _ no: Expression
    ) -> Expression {
        if yes == no { return yes }
        if let known = constantValue(condition) { return known != 0 ? yes : no }
        return intern(
            Node(operation: .select, a: condition.index, b: yes.index, c: no.index))
    }

    /// Table number `table` at x.
    package mutating func interpolate(table: Int, at x: Expression) -> Expression {
        lookUp(.interpolate, table, x)
    }

    mutating func lookUp(_ operation: Operation, _ table: Int, _ x: Expression) -> Expression {
        precondition(tables.indices.contains(table), "no table \(table) of \(tables.count)")
        if let value = constantValue(x) {
            let entry = tables[table]
            return constant(
                operation == .interpolate ? entry.value(at: value) : entry.slope(at: value))
        }
        return intern(Node(operation: operation, a: x.index, bits: UInt64(table)))
    }

    /// The sum of all, in the given order; 0 for none.
    package mutating func sum(_ terms: [Expression]) -> Expression {
        var total = constant(0)
        for term in terms { total = add(total, term) }
        return total
    }

    /// x, if the expression is −x.
    private func negated(_ e: Expression) -> Expression? {
        let node = nodes[Int(e.index)]
        return node.operation == .negate ? Expression(index: node.a) : nil
    }
}
