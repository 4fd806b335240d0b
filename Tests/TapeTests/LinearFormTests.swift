import Determinism
import Tape
import Testing

@Suite struct LinearFormTests {
    /// The value of an expression at a point.
    func value(_ graph: Graph, _ expression: Expression, at point: [Double]) -> Double {
        var workspace = ScalarWorkspace(
            for: Tape(graph, outputs: [expression], inputCount: point.count))
        return workspace.evaluate(point)[0]
    }

    @Test(arguments: 0..<200 as Range<UInt64>)
    func `a straight line has the value of its expression everywhere`(
        seed: UInt64
    ) throws {
        var source = ExpressionSource(seed: 500 + seed, variables: 3)
        let expression = source.draw(depth: 3)
        var walk = GraphWalk()
        let point = (0..<3).map { _ in source.chance.uniform(0.2, 1.5) }
        guard let form = source.graph.linearForm(of: expression, in: 1, walk: &walk) else { return }
        #expect(!source.graph.slots(of: [form.slope, form.rest]).contains(1), "seed \(seed)")
        for x in [-2.0, 0, 0.7, 5] {
            var moved = point
            moved[1] = x
            let line =
                value(source.graph, form.slope, at: moved) * x
                + value(source.graph, form.rest, at: moved)
            let whole = value(source.graph, expression, at: moved)
            #expect(abs(line - whole) <= 1e-12 * max(1, abs(whole)), "seed \(seed), x \(x)")
        }
    }

    @Test func `what is no straight line is not taken for one`() {
        var graph = Graph()
        var walk = GraphWalk()
        let x = graph.variable(0)
        let y = graph.variable(1)
        let square = graph.multiply(x, x)
        let inverse = graph.divide(y, x)
        let sine = graph.unary(.sin, x)
        let switched = graph.binary(.less, x, y)
        let chosen = graph.select(switched, x, y)
        for curve in [square, inverse, sine, chosen] {
            #expect(graph.linearForm(of: curve, in: 0, walk: &walk) == nil)
        }
        #expect(graph.linearForm(of: inverse, in: 1, walk: &walk) != nil)
    }

    @Test(arguments: 0..<100 as Range<UInt64>)
    func `a copy with its inputs replaced has the value of the original there`(
        seed: UInt64
    ) throws {
        var source = ExpressionSource(seed: 900 + seed, variables: 3)
        let expression = source.draw(depth: 5)
        var target = Graph()
        let u = target.variable(0)
        let two = target.constant(2)
        let double = target.multiply(two, u)
        let root = target.unary(.sqrt, u)
        let replacements = [u, double, root]
        var walk = GraphWalk()
        var copies: [Int32: Expression] = [:]
        let copy = try #require(
            target.copy(
                expression, from: source.graph, walk: &walk, copies: &copies,
                replacing: { replacements[$0] }))
        let at = source.chance.uniform(0.3, 2)
        let original = value(source.graph, expression, at: [at, 2 * at, at.squareRoot()])
        let copied = value(target, copy, at: [at])
        #expect(abs(copied - original) <= 1e-12 * max(1, abs(original)), "seed \(seed)")
    }

    @Test func `an input without replacement ends the copy`() {
        var source = Graph()
        let x = source.variable(7)
        let sine = source.unary(.sin, x)
        var target = Graph()
        var walk = GraphWalk()
        var copies: [Int32: Expression] = [:]
        let copy = target.copy(
            sine, from: source, walk: &walk, copies: &copies, replacing: { _ in nil })
        #expect(copy == nil)
    }
}
