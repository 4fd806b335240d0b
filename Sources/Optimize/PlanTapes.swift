import Modeling
import Tape

/// The problem's functions at one point of the horizon, with their derivatives, compiled once.
///
/// Columns of derivatives count states first, then handles. `curvature` takes three kinds of inputs
/// beside the model's and the prices: the weight of the money rate, then one factor a state
/// derivative, then one a held variable.
struct PlanTapes: Sendable {
    /// ẋ, money rate, held variables.
    let values: Tape
    /// Their derivatives, those that are not identically 0.
    let slopes: Tape
    /// Entry of a derivative: row 0..<n is ẋ, n the money rate, then held variables.
    let slopeEntries: [Entry]
    /// Second derivatives of weight · rate + Σ λ ẋ + Σ μ held, lower triangle.
    let curvature: Tape
    let curvatureEntries: [Entry]
    /// The rate of each money term.
    let terms: Tape

    struct Entry: Hashable, Sendable {
        let row: Int
        let column: Int
    }

    init(_ problem: PlanningProblem) {
        var graph = problem.graph
        let model = problem.model
        let slots = model.slots
        let prices = slots.count
        let weight = prices + problem.terms.count
        let factors = weight + 1
        let heldFactors = factors + model.states.count
        let count = heldFactors + problem.held.count

        var rate = graph.constant(0)
        for (i, term) in problem.terms.enumerated() {
            let price = graph.variable(prices + i)
            let product = graph.multiply(price, term.rate)
            rate = graph.add(rate, product)
        }
        let rows = model.derivatives + [rate] + problem.held.map(\.value)
        let columns = slots.allStates + problem.handles.map { slots.input($0.input) }
        let first = graph.jacobian(of: rows, withRespectTo: columns)

        let money = graph.variable(weight)
        var lagrangian = graph.multiply(money, rate)
        for (i, value) in (model.derivatives + problem.held.map(\.value)).enumerated() {
            let factor = graph.variable(factors + i)
            let product = graph.multiply(factor, value)
            lagrangian = graph.add(lagrangian, product)
        }
        let second = graph.hessian(of: lagrangian, withRespectTo: columns)

        values = Tape(graph, outputs: rows, inputCount: weight)
        slopes = Tape(graph, outputs: first.map(\.value), inputCount: weight)
        slopeEntries = first.map { Entry(row: $0.row, column: $0.column) }
        curvature = Tape(graph, outputs: second.map(\.value), inputCount: count)
        curvatureEntries = second.map { Entry(row: $0.row, column: $0.column) }
        terms = Tape(graph, outputs: problem.terms.map(\.rate), inputCount: weight)
    }
}
