import Determinism
import Tape
import Testing

@Suite struct DerivativeTests {
    /// Central difference of the tape's first output to slot `slot`.
    func slope(_ tape: Tape, at point: [Double], slot: Int) -> Double {
        var workspace = ScalarWorkspace(for: tape)
        let step = 1e-6
        var up = point
        var down = point
        up[slot] += step
        down[slot] -= step
        return (workspace.evaluate(up)[0] - workspace.evaluate(down)[0]) / (2 * step)
    }

    @Test(arguments: 0..<200 as Range<UInt64>)
    func `forward, reverse and finite differences agree`(seed: UInt64) {
        var source = ExpressionSource(seed: seed, variables: 4)
        let expression = source.draw(depth: 5)
        let point = (0..<4).map { _ in source.chance.uniform(0.2, 1.5) }
        let slots = [0, 1, 2, 3]
        let gradient = source.graph.gradient(of: expression, withRespectTo: slots)
        let forward = slots.map {
            source.graph.forward([expression], withRespectTo: $0)[0]
        }
        let tape = Tape(source.graph, outputs: [expression] + gradient + forward, inputCount: 4)
        var workspace = ScalarWorkspace(for: tape)
        let values = workspace.evaluate(point)
        for slot in slots {
            let scale = max(1, abs(values[1 + slot]))
            #expect(abs(values[1 + slot] - values[5 + slot]) <= 1e-10 * scale, "seed \(seed)")
            let numeric = slope(tape, at: point, slot: slot)
            // Near a kink (max, select) the difference straddles it; those few draws are skipped.
            if abs(numeric - values[1 + slot]) > 1e-4 * scale {
                let left = slope(tape, at: shifted(point, slot, -1e-3), slot: slot)
                let right = slope(tape, at: shifted(point, slot, 1e-3), slot: slot)
                #expect(abs(left - right) > 1e-2 * scale, "seed \(seed), slot \(slot)")
            }
        }
    }

    func shifted(_ point: [Double], _ slot: Int, _ step: Double) -> [Double] {
        var moved = point
        moved[slot] += step
        return moved
    }

    @Test func `the hessian of a quadratic form is its matrix`() {
        var graph = Graph()
        let x = graph.variable(0)
        let y = graph.variable(1)
        let xx = graph.multiply(x, x)
        let xy = graph.multiply(x, y)
        let three = graph.constant(3)
        let threeXX = graph.multiply(three, xx)
        let form = graph.add(threeXX, xy)
        let entries = graph.hessian(of: form, withRespectTo: [0, 1])
        #expect(entries.map { [$0.row, $0.column] } == [[0, 0], [1, 0]])
        let tape = Tape(graph, outputs: entries.map(\.value), inputCount: 2)
        var workspace = ScalarWorkspace(for: tape)
        #expect(workspace.evaluate([0.3, -2]) == [6, 1])
    }

    @Test func `a branch that is not taken does not poison the forward derivative`() {
        var graph = Graph()
        let x = graph.variable(0)
        let zero = graph.constant(0)
        let positive = graph.binary(.less, zero, x)
        let root = graph.unary(.sqrt, x)
        let guarded = graph.select(positive, root, zero)
        let slope = graph.forward([guarded], withRespectTo: 0)
        let tape = Tape(graph, outputs: slope, inputCount: 1)
        var workspace = ScalarWorkspace(for: tape)
        #expect(workspace.evaluate([-1]) == [0])
        #expect(workspace.evaluate([4]) == [0.25])
    }

    @Test func `the jacobian names only entries that can differ from zero`() {
        var graph = Graph()
        let x = graph.variable(0)
        let y = graph.variable(1)
        let product = graph.multiply(x, y)
        let entries = graph.jacobian(of: [x, product], withRespectTo: [0, 1])
        #expect(entries.map { [$0.row, $0.column] } == [[0, 0], [1, 0], [1, 1]])
    }
}
