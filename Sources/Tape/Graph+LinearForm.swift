/// Room for walking the part of a graph below one expression; reused between walks.
package struct GraphWalk: Sendable {
    private var marks: [Int32] = []
    private var mark: Int32 = 0
    private var stack: [Int32] = []

    package init() {}

    /// The nodes below an expression, itself included, operands first.
    mutating func nodes(below root: Expression, in graph: Graph) -> [Int32] {
        if marks.count < graph.count {
            marks.append(contentsOf: repeatElement(0, count: graph.count - marks.count))
        }
        mark += 1
        var found: [Int32] = []
        stack.append(root.index)
        while let i = stack.popLast() {
            if marks[Int(i)] == mark { continue }
            marks[Int(i)] = mark
            found.append(i)
            let node = graph.nodes[Int(i)]
            let arity = node.operation.arity
            if arity > 0 { stack.append(node.a) }
            if arity > 1 { stack.append(node.b) }
            if arity > 2 { stack.append(node.c) }
        }
        return found.sorted()
    }

    /// The input slots below an expression, in the order in which they entered the graph.
    package mutating func slots(below root: Expression, in graph: Graph) -> [Int] {
        nodes(below: root, in: graph).compactMap { i in
            let node = graph.nodes[Int(i)]
            return node.operation == .variable ? node.slot : nil
        }
    }
}

/// An expression as slope · x + rest, with slope and rest free of x.
package struct LinearForm: Sendable {
    package let slope: Expression
    package let rest: Expression
}

extension Graph {
    /// a and b of a − b and of a + b, else the expression alone.
    package func sides(of root: Expression) -> [Expression] {
        let node = nodes[Int(root.index)]
        guard node.operation == .subtract || node.operation == .add else { return [root] }
        return [Expression(index: node.a), Expression(index: node.b)]
    }

    /// The expression as a straight line in input `slot`; nil where it is none.
    package mutating func linearForm(
        of root: Expression, in slot: Int, walk: inout GraphWalk
    ) -> LinearForm? {
        let zero = constant(0)
        var forms: [Int32: LinearForm] = [:]
        for i in walk.nodes(below: root, in: self) {
            let node = nodes[Int(i)]
            if node.operation == .variable, node.slot == slot {
                forms[i] = LinearForm(slope: constant(1), rest: zero)
                continue
            }
            let parts = operands(of: node)
            guard parts.contains(where: { forms[$0] != nil }) else { continue }
            let full = parts.map { forms[$0] ?? LinearForm(slope: zero, rest: .init(index: $0)) }
            let varies = parts.map { forms[$0] != nil }
            guard let form = linear(node.operation, full, varies) else { return nil }
            forms[i] = form
        }
        return forms[root.index] ?? LinearForm(slope: zero, rest: root)
    }

    /// The straight line of one operation on straight lines.
    private mutating func linear(
        _ operation: Operation, _ parts: [LinearForm], _ varies: [Bool]
    ) -> LinearForm? {
        switch operation {
        case .add:
            return LinearForm(
                slope: add(parts[0].slope, parts[1].slope), rest: add(parts[0].rest, parts[1].rest))
        case .subtract:
            return LinearForm(
                slope: subtract(parts[0].slope, parts[1].slope),
                rest: subtract(parts[0].rest, parts[1].rest))
        case .negate:
            return LinearForm(slope: negate(parts[0].slope), rest: negate(parts[0].rest))
        case .multiply where !varies[0] || !varies[1]:
            let (line, factor) = varies[0] ? (parts[0], parts[1]) : (parts[1], parts[0])
            return LinearForm(
                slope: multiply(line.slope, factor.rest), rest: multiply(line.rest, factor.rest))
        case .divide where !varies[1]:
            return LinearForm(
                slope: divide(parts[0].slope, parts[1].rest),
                rest: divide(parts[0].rest, parts[1].rest))
        case .select where !varies[0]:
            let condition = parts[0].rest
            return LinearForm(
                slope: select(condition, parts[1].slope, parts[2].slope),
                rest: select(condition, parts[1].rest, parts[2].rest))
        default:
            return nil
        }
    }

    /// Brings an expression of `source` over to this graph, its inputs replaced.
    ///
    /// - Parameters:
    ///   - copies: what nodes of `source` have become so far, by index; keep it between calls
    ///     as long as `replacement` does not change its mind.
    ///   - replacement: what takes the place of an input slot; nil ends the copy.
    /// - Returns: nil if a slot has no replacement.
    package mutating func copy(
        _ root: Expression, from source: Graph, walk: inout GraphWalk,
        copies: inout [Int32: Expression], replacing replacement: (Int) -> Expression?
    ) -> Expression? {
        if let known = copies[root.index] { return known }
        for i in walk.nodes(below: root, in: source) where copies[i] == nil {
            let node = source.nodes[Int(i)]
            let parts = source.operands(of: node).compactMap { copies[$0] }
            switch node.operation {
            case .constant: copies[i] = intern(node)
            case .variable:
                guard let replaced = replacement(node.slot) else { return nil }
                copies[i] = replaced
            default: copies[i] = rebuild(node, of: source, parts)
            }
        }
        return copies[root.index]
    }

    /// A node of `source` made anew in this graph from its operands here.
    mutating func rebuild(
        _ node: Node, of source: Graph, _ parts: [Expression]
    ) -> Expression {
        switch node.operation {
        case .add: return add(parts[0], parts[1])
        case .subtract: return subtract(parts[0], parts[1])
        case .multiply: return multiply(parts[0], parts[1])
        case .divide: return divide(parts[0], parts[1])
        case .power: return power(parts[0], parts[1])
        case .negate: return negate(parts[0])
        case .select: return select(parts[0], parts[1], parts[2])
        case .interpolate, .interpolateSlope:
            let index = table(source.tables[node.slot])
            return lookUp(node.operation, index, parts[0])
        default:
            return parts.count == 1
                ? unary(node.operation, parts[0]) : binary(node.operation, parts[0], parts[1])
        }
    }
}
