extension Graph {
    /// The partial derivative of node i to its operand at `position` (0 = a, 1 = b).
    ///
    /// Where a derivative does not exist (kinks of |x|, min, max, steps) it is that of one side.
    mutating func partial(of i: Int, at position: Int) -> Expression {
        let node = nodes[i]
        let a = Expression(index: node.a)
        let b = Expression(index: node.b)
        let whole = Expression(index: Int32(i))
        switch node.operation {
        case .add: return constant(1)
        case .subtract: return constant(position == 0 ? 1 : -1)
        case .multiply: return position == 0 ? b : a
        case .divide:
            if position == 0 {
                let one = constant(1)
                return divide(one, b)
            }
            let quotient = divide(whole, b)
            return negate(quotient)
        case .power: return partialOfPower(a, b, whole, position)
        case .minimum: return selected(position == 0 ? (a, b) : (b, a), strictly: position == 1)
        case .maximum: return selected(position == 0 ? (b, a) : (a, b), strictly: position == 1)
        case .arctangent2: return partialOfArctangent2(a, b, position)
        case .interpolate: return lookUp(.interpolateSlope, node.slot, a)
        default: return slope(node.operation, a, whole)
        }
    }

    /// 1 where x is below y (or equal, unless strictly), else 0.
    private mutating func selected(
        _ pair: (x: Expression, y: Expression), strictly: Bool
    ) -> Expression {
        binary(strictly ? .less : .lessOrEqual, pair.x, pair.y)
    }

    private mutating func partialOfPower(
        _ a: Expression, _ b: Expression, _ whole: Expression, _ position: Int
    ) -> Expression {
        if position == 0 {
            let one = constant(1)
            let less = subtract(b, one)
            let lowered = power(a, less)
            return multiply(b, lowered)
        }
        let logarithm = unary(.log, a)
        return multiply(whole, logarithm)
    }

    private mutating func partialOfArctangent2(
        _ y: Expression, _ x: Expression, _ position: Int
    ) -> Expression {
        let xx = multiply(x, x)
        let yy = multiply(y, y)
        let square = add(xx, yy)
        if position == 0 { return divide(x, square) }
        let quotient = divide(y, square)
        return negate(quotient)
    }

    /// The slope of a function of one operand; `whole` is its value.
    private mutating func slope(
        _ operation: Operation, _ a: Expression, _ whole: Expression
    ) -> Expression {
        let one = constant(1)
        switch operation {
        case .negate: return constant(-1)
        case .exp: return whole
        case .log: return divide(one, a)
        case .sqrt:
            let half = constant(0.5)
            return divide(half, whole)
        case .sin: return unary(.cos, a)
        case .cos:
            let sine = unary(.sin, a)
            return negate(sine)
        case .tan:
            let square = multiply(whole, whole)
            return add(one, square)
        case .asin, .acos:
            let square = multiply(a, a)
            let rest = subtract(one, square)
            let root = unary(.sqrt, rest)
            let slope = divide(one, root)
            return operation == .asin ? slope : negate(slope)
        case .atan:
            let square = multiply(a, a)
            let sum = add(one, square)
            return divide(one, sum)
        case .sinh: return unary(.cosh, a)
        case .cosh: return unary(.sinh, a)
        case .tanh:
            let square = multiply(whole, whole)
            return subtract(one, square)
        case .abs: return unary(.sign, a)
        // Sign, floor, comparisons and table slopes are flat almost everywhere.
        default: return constant(0)
        }
    }
}
