extension Graph {
    /// Partial derivatives of each expression to each wanted input, save those identically 0.
    ///
    /// Forward mode by symbol (Griewank, Walther: Evaluating Derivatives, 2nd ed., ch. 3): a branch
    /// that is not taken never enters, so √ of a negative number behind an `if` does no harm.
    /// Entries come row by row, columns ascending; row = position in `expressions`,
    /// column = position in `slots`.
    package mutating func jacobian(
        of expressions: [Expression], withRespectTo slots: [Int]
    ) -> [SparseEntry] {
        var entries: [SparseEntry] = []
        for (column, slot) in slots.enumerated() {
            let tangents = forward(expressions, withRespectTo: slot)
            for (row, tangent) in tangents.enumerated() where constantValue(tangent) != 0 {
                entries.append(SparseEntry(row: row, column: column, value: tangent))
            }
        }
        return entries.sorted { ($0.row, $0.column) < ($1.row, $1.column) }
    }

    /// The derivative of each expression to one input.
    package mutating func forward(
        _ expressions: [Expression], withRespectTo slot: Int
    ) -> [Expression] {
        // No expressions reach no nodes.
        let limit = expressions.map { Int($0.index) + 1 }.max() ?? 0
        let needed = reachable(from: expressions, limit: limit)
        let zero = constant(0)
        var tangents = [Expression](repeating: zero, count: limit)
        for i in 0..<limit where needed[i] {
            let node = nodes[i]
            switch node.operation {
            case .constant: break
            case .variable: if node.slot == slot { tangents[i] = constant(1) }
            default:
                let partsOfZero = operands(of: node).allSatisfy { tangents[Int($0)] == zero }
                if !partsOfZero { tangents[i] = tangent(of: i, tangents) }
            }
        }
        return expressions.map { tangents[Int($0.index)] }
    }

    /// The gradient of one expression to the wanted inputs, all entries, by reverse mode.
    ///
    /// One sweep however many inputs (Griewank, Walther, ch. 3.2). Where a branch that is not taken
    /// has an infinite slope (√ at 0), the product 0 · ∞ is NaN; `jacobian` has no such trap.
    package mutating func gradient(
        of expression: Expression, withRespectTo slots: [Int]
    ) -> [Expression] {
        let limit = Int(expression.index) + 1
        let needed = reachable(from: [expression], limit: limit)
        let zero = constant(0)
        var adjoints = [Expression](repeating: zero, count: limit)
        adjoints[limit - 1] = constant(1)
        for i in stride(from: limit - 1, through: 0, by: -1) where needed[i] {
            let adjoint = adjoints[i]
            if adjoint == zero { continue }
            for (operand, partial) in weighted(i, by: adjoint) {
                adjoints[Int(operand)] = add(adjoints[Int(operand)], partial)
            }
        }
        return slots.map { slot in
            guard let i = node(ofVariable: slot), i < limit else { return zero }
            return adjoints[i]
        }
    }

    /// Second derivatives of one expression to the wanted inputs: the lower triangle's entries that
    /// are not identically 0, row by row. Forward over reverse.
    package mutating func hessian(
        of expression: Expression, withRespectTo slots: [Int]
    ) -> [SparseEntry] {
        let first = gradient(of: expression, withRespectTo: slots)
        return jacobian(of: first, withRespectTo: slots).filter { $0.column <= $0.row }
    }

    private func reachable(from expressions: [Expression], limit: Int) -> [Bool] {
        var needed = [Bool](repeating: false, count: limit)
        for e in expressions { needed[Int(e.index)] = true }
        for i in stride(from: limit - 1, through: 0, by: -1) where needed[i] {
            for operand in operands(of: nodes[i]) { needed[Int(operand)] = true }
        }
        return needed
    }

    /// The tangent of node i from those of its operands.
    private mutating func tangent(of i: Int, _ tangents: [Expression]) -> Expression {
        let node = nodes[i]
        if node.operation == .select {
            return select(
                Expression(index: node.a), tangents[Int(node.b)], tangents[Int(node.c)])
        }
        var total = constant(0)
        for (operand, position) in zip(operands(of: node), 0...) {
            let tangent = tangents[Int(operand)]
            if constantValue(tangent) == 0 { continue }
            let product = multiply(partial(of: i, at: position), tangent)
            total = add(total, product)
        }
        return total
    }

    /// What node i passes back to each operand when its own adjoint is `adjoint`.
    private mutating func weighted(
        _ i: Int, by adjoint: Expression
    ) -> [(operand: Int32, value: Expression)] {
        let node = nodes[i]
        if node.operation == .select {
            let condition = Expression(index: node.a)
            let zero = constant(0)
            return [
                (node.b, select(condition, adjoint, zero)),
                (node.c, select(condition, zero, adjoint)),
            ]
        }
        var passed: [(operand: Int32, value: Expression)] = []
        for (operand, position) in zip(operands(of: node), 0...) {
            let slope = partial(of: i, at: position)
            if constantValue(slope) == 0 { continue }
            passed.append((operand, multiply(adjoint, slope)))
        }
        return passed
    }
}

/// One entry of a sparse matrix of expressions.
package struct SparseEntry: Hashable, Sendable {
    package let row: Int
    package let column: Int
    package let value: Expression
}
