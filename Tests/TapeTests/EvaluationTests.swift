import Determinism
import Tape
import Testing

@Suite struct EvaluationTests {
    @Test(arguments: 0..<40 as Range<UInt64>)
    func `lanes agree with single points at any count of points`(seed: UInt64) {
        var source = ExpressionSource(seed: 1000 + seed, variables: 3)
        let outputs = [source.draw(depth: 6), source.draw(depth: 4)]
        let tape = Tape(source.graph, outputs: outputs, inputCount: 3)
        let points = [1, 7, 32, 33, 100][Int(seed % 5)]
        let inputs = (0..<3 * points).map { _ in source.chance.uniform(-2, 2) }
        var batch = [Double](repeating: 0, count: 2 * points)
        var lanes = LaneWorkspace(for: tape)
        var span = batch.mutableSpan
        lanes.evaluate(points: points, inputs: inputs.span, into: &span)
        var scalar = ScalarWorkspace(for: tape)
        for p in 0..<points {
            let single = scalar.evaluate([0, 1, 2].map { inputs[$0 * points + p] })
            for row in 0..<2 {
                let lane = batch[row * points + p]
                #expect(abs(lane - single[row]) <= 1e-12 * max(1, abs(single[row])))
            }
        }
    }

    @Test func `lane exponential is within 2 ulp, and right at its edges`() {
        var graph = Graph()
        let x = graph.variable(0)
        let e = graph.unary(.exp, x)
        let tape = Tape(graph, outputs: [e], inputCount: 1)
        var lanes = LaneWorkspace(for: tape)
        let edges = [0, -0.0, .nan, .infinity, -.infinity, 709.7, 709.79, 1000, -1000]
        let inputs = (0..<4000).map { -707 + 1416 * Double($0) / 4000 } + edges
        var outputs = [Double](repeating: 0, count: inputs.count)
        var span = outputs.mutableSpan
        lanes.evaluate(points: inputs.count, inputs: inputs.span, into: &span)
        for (x, y) in zip(inputs, outputs) {
            let exact = exponential(x)
            if exact.isNaN {
                #expect(y.isNaN)
            } else if exact.isInfinite || exact < 1e-307 {
                #expect(y == exact || (exact < 1e-307 && y == 0))
            } else {
                #expect(abs(y - exact) <= 2 * exact.ulp, "exp(\(x))")
            }
        }
    }

    @Test func `equal expressions are one node and constants fold`() {
        var graph = Graph()
        let x = graph.variable(0)
        let y = graph.variable(1)
        let sumOne = graph.add(x, y)
        let sumOther = graph.add(y, x)
        #expect(sumOne == sumOther)
        let two = graph.constant(2)
        let three = graph.constant(3)
        let product = graph.multiply(two, three)
        #expect(graph.constantValue(product) == 6)
        let nothing = graph.subtract(x, x)
        #expect(graph.constantValue(nothing) == 0)
        let minus = graph.negate(y)
        let sum = graph.add(x, minus)
        let difference = graph.subtract(x, y)
        #expect(sum == difference)
    }

    @Test func `a table runs straight between its knots and flat outside`() throws {
        let table = try #require(
            InterpolationTable(arguments: [0, 1, 3], values: [10, 20, 0]))
        #expect([-1, 0, 0.5, 1, 2, 3, 9].map(table.value(at:)) == [10, 10, 15, 20, 10, 0, 0])
        #expect([-1, 0, 0.5, 1, 2, 3].map(table.slope(at:)) == [0, 10, 10, -10, -10, 0])
        #expect(InterpolationTable(arguments: [0, 0], values: [1, 2]) == nil)
    }

    @Test func `registers of dead values are reused`() {
        var graph = Graph()
        var value = graph.variable(0)
        for _ in 0..<100 { value = graph.unary(.sin, value) }
        let tape = Tape(graph, outputs: [value], inputCount: 1)
        #expect(tape.length == 100)
        #expect(tape.registersUsed <= 3)
    }
}
