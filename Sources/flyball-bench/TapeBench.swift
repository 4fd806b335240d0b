import Determinism
import Tape

/// The right-hand side of the Klatt–Engell CSTR, the expressions that the peer evaluates too.
///
/// Klatt, Engell: Gain-scheduling trajectory control of a continuous stirred tank reactor,
/// Computers & Chemical Engineering 22 (1998); constants as in do-mpc's example.
/// Inputs: concentrations a and b, temperatures of reactor and jacket, feed, cooling, α, β.
func reactor(_ graph: inout Graph) -> [Expression] {
    let v = (0..<8).map { graph.variable($0) }
    func c(_ value: Double) -> Expression { graph.constant(value) }
    let kelvin = graph.add(v[2], c(273.15))
    let one = graph.divide(c(1), kelvin)
    let rate12 = graph.multiply(
        c(1.287e12), graph.unary(.exp, graph.multiply(one, c(-9758.3))))
    let scaled = graph.multiply(graph.multiply(v[6], one), c(-8560))
    let rate3 = graph.multiply(c(9.043e9), graph.unary(.exp, scaled))
    let r1 = graph.multiply(graph.multiply(v[7], rate12), v[0])
    let r2 = graph.multiply(rate12, v[1])
    let r3 = graph.multiply(graph.multiply(rate3, v[0]), v[0])
    let capacity = 0.9342 * 3.01
    let cooling = 4032.0 * 0.215
    let heat = graph.sum([
        graph.multiply(r1, c(4.2)), graph.multiply(r2, c(-11)), graph.multiply(r3, c(-41.85)),
    ])
    let feedA = graph.multiply(v[4], graph.subtract(c(5.1), v[0]))
    let a = graph.subtract(graph.subtract(feedA, r1), r3)
    let b = graph.subtract(graph.subtract(r1, graph.multiply(v[4], v[1])), r2)
    let gap = graph.subtract(v[3], v[2])
    let reactor = graph.sum([
        graph.multiply(heat, c(-1 / capacity)),
        graph.multiply(v[4], graph.subtract(c(130), v[2])),
        graph.multiply(gap, c(cooling / (capacity * 10.01))),
    ])
    let jacket = graph.multiply(
        graph.subtract(v[5], graph.multiply(gap, c(cooling))), c(0.1))
    return [a, b, reactor, jacket]
}

/// Nanoseconds per point of the CSTR's right-hand side and of its Jacobian, over 32 lanes.
func benchTape() {
    var graph = Graph()
    let derivatives = reactor(&graph)
    let jacobian = graph.jacobian(of: derivatives, withRespectTo: Array(0..<8)).map(\.value)
    let cases = [
        ("right-hand side", derivatives), ("right-hand side + Jacobian", derivatives + jacobian),
    ]
    for (name, outputs) in cases {
        let tape = Tape(graph, outputs: outputs, inputCount: 8)
        let points = 3200
        var chance = RandomStream(seed: 1, purpose: "bench")
        let typical = [0.8, 0.5, 134.14, 130, 18, -2000, 1, 1]
        let inputs = typical.flatMap { x in (0..<points).map { _ in x * chance.uniform(0.9, 1.1) } }
        var outputs = [Double](repeating: 0, count: tape.outputCount * points)
        var lanes = LaneWorkspace(for: tape)
        let timing = Timing(runs: 200) {
            var span = outputs.mutableSpan
            lanes.evaluate(points: points, inputs: inputs.span, into: &span)
        }
        let perPoint = timing.text(unit: 1e-9 * Double(points), digits: 2)
        let perOperation = timing.median / Double(points * tape.length) * 1e9
        print(
            "tape, CSTR \(name): \(tape.length) operations, \(perPoint) ns per point, "
                + "\(rounded(perOperation, 3)) ns per operation and lane")
    }
}
