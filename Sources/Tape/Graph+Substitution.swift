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
        let source = self
        var rebuilt = (0..<limit).map { Expression(index: Int32($0)) }
        for i in 0..<limit where needed[i] {
            let node = nodes[i]
            if node.operation == .variable {
                if let found = replacements.first(where: { $0.slot == node.slot }) {
                    rebuilt[i] = found.by
                }
            } else if operands(of: node).contains(where: { rebuilt[Int($0)].index != $0 }) {
                rebuilt[i] = rebuild(node, of: source, operands(of: node).map { rebuilt[Int($0)] })
            }
        }
        return expressions.map { rebuilt[Int($0.index)] }
    }
}
