extension Graph {
    /// The expressions with inputs replaced, as in f(u) → f(u + d); shared parts are rebuilt once.
    ///
    /// Replacements are not looked into again, so u → u + d is no circle.
    package mutating func substitute(
        _ replacements: [(slot: Int, by: Expression)], in expressions: [Expression]
    ) -> [Expression] {
        let limit = expressions.map { Int($0.index) + 1 }.max() ?? 0  // none: nothing to rebuild
        var needed = [Bool](repeating: false, count: limit)
        for e in expressions { needed[Int(e.index)] = true }
        for i in stride(from: limit - 1, through: 0, by: -1) where needed[i] {
            for operand in operands(of: nodes[i]) { needed[Int(operand)] = true }
        }
        var rebuilt = (0..<limit).map { Expression(index: Int32($0)) }
        for i in 0..<limit where needed[i] {
            let node = nodes[i]
            if node.operation == .variable {
                if let found = replacements.first(where: { $0.slot == node.slot }) {
                    rebuilt[i] = found.by
                }
            } else if operands(of: node).contains(where: { rebuilt[Int($0)].index != $0 }) {
                rebuilt[i] = rebuild(node, rebuilt)
            }
        }
        return expressions.map { rebuilt[Int($0.index)] }
    }

    private mutating func rebuild(_ node: Node, _ rebuilt: [Expression]) -> Expression {
        let a = rebuilt[Int(node.a)]
        switch node.operation {
        case .add: return add(a, rebuilt[Int(node.b)])
        case .subtract: return subtract(a, rebuilt[Int(node.b)])
        case .multiply: return multiply(a, rebuilt[Int(node.b)])
        case .divide: return divide(a, rebuilt[Int(node.b)])
        case .power: return power(a, rebuilt[Int(node.b)])
        case .negate: return negate(a)
        case .select: return select(a, rebuilt[Int(node.b)], rebuilt[Int(node.c)])
        case .interpolate, .interpolateSlope: return lookUp(node.operation, node.slot, a)
        default:
            return node.operation.arity == 1
                ? unary(node.operation, a) : binary(node.operation, a, rebuilt[Int(node.b)])
        }
    }
}
