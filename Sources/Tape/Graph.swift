/// A number of an expression graph: a node, by index. Only the graph that made it can read it.
package struct Expression: Hashable, Comparable, Sendable {
    package let index: Int32

    package static func < (a: Expression, b: Expression) -> Bool { a.index < b.index }
}

/// One node: an operation and its operands, which always stand before it in the graph.
struct Node: Hashable, Sendable {
    var operation: Operation
    var a: Int32 = 0
    var b: Int32 = 0
    var c: Int32 = 0
    /// The bits of a constant; hashed by bits, so −0 and 0 stay apart.
    var bits: UInt64 = 0

    /// The slot of a variable or the index of a table.
    var slot: Int { Int(bits) }
}

/// Expressions with common parts shared: asking twice for the same sum gives the same node.
///
/// Operands precede results, so the node order is an evaluation order.
/// Simplification on the way in keeps derivatives small: constants fold, x + 0, x · 1, x · 0, x − x
/// and −(−x) vanish. (x · 0 = 0 is meant algebraically: it also drops an x that would be NaN.)
package struct Graph: Sendable {
    var nodes: [Node] = []
    private var known: [Node: Int32] = [:]
    /// Tables of `interpolate`, by index.
    package private(set) var tables: [InterpolationTable] = []

    package init() {}

    /// How many nodes it holds, dead ones included.
    package var count: Int { nodes.count }

    /// Input number `slot` of every tape compiled from this graph; slots count from 0.
    package mutating func variable(_ slot: Int) -> Expression {
        intern(Node(operation: .variable, bits: UInt64(slot)))
    }

    package mutating func constant(_ value: Double) -> Expression {
        intern(Node(operation: .constant, bits: value.bitPattern))
    }

    /// Keeps a table for `interpolate`; equal tables are kept once.
    package mutating func table(_ table: InterpolationTable) -> Int {
        if let index = tables.firstIndex(of: table) { return index }
        tables.append(table)
        return tables.count - 1
    }

    /// The number a node stands for, if it is a constant.
    package func constantValue(_ e: Expression) -> Double? {
        let node = nodes[Int(e.index)]
        return node.operation == .constant ? Double(bitPattern: node.bits) : nil
    }

    /// The slot, if the node is an input.
    package func slot(_ e: Expression) -> Int? {
        let node = nodes[Int(e.index)]
        return node.operation == .variable ? node.slot : nil
    }

    /// The input slots that a set of expressions depends on, in ascending order.
    package func slots(of expressions: [Expression]) -> [Int] {
        var seen = [Bool](repeating: false, count: nodes.count)
        var stack = expressions.map { Int($0.index) }
        var found: Set<Int> = []
        while let i = stack.popLast() {
            if seen[i] { continue }
            seen[i] = true
            let node = nodes[i]
            if node.operation == .variable { found.insert(node.slot) }
            stack.append(contentsOf: operands(of: node).map { Int($0) })
        }
        return found.sorted()
    }

    /// The node that stands for input `slot`, if any expression has used it.
    func node(ofVariable slot: Int) -> Int? {
        known[Node(operation: .variable, bits: UInt64(slot))].map { Int($0) }
    }

    func operands(of node: Node) -> [Int32] {
        switch node.operation.arity {
        case 0: []
        case 1: [node.a]
        case 2: [node.a, node.b]
        default: [node.a, node.b, node.c]
        }
    }

    mutating func intern(_ node: Node) -> Expression {
        var node = node
        if node.operation.commutes, node.b < node.a { swap(&node.a, &node.b) }
        if let index = known[node] { return Expression(index: index) }
        let index = Int32(nodes.count)
        nodes.append(node)
        known[node] = index
        return Expression(index: index)
    }
}
