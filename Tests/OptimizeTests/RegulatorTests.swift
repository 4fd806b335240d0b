import Determinism
import LinearAlgebra
import Modeling
import Quantities
import Simulate
import Tags
import Tape
import Testing

@testable import Optimize

/// A double integrator with quadratic cost: the optimum is a linear law, known from Riccati.
@Suite struct RegulatorTests {
    let step = 0.5

    /// x(t) = Φ(t) x₀ + Γ(t) u under ẍ = u.
    func transition(_ t: Double) -> Matrix {
        Matrix(rows: [[1, t, 0.5 * t * t], [0, 1, t], [0, 0, 1]])
    }

    /// ∫ zᵀ z dt over one step for z = (x, u): the sampled cost, by Gauss' rule of three points.
    var sampledCost: Matrix {
        var total = Matrix(rows: 3, columns: 3)
        let root = 0.6.squareRoot()
        for (node, weight) in [(-root, 5.0 / 9), (0, 8.0 / 9), (root, 5.0 / 9)] {
            let f = transition(0.5 * step * (1 + node))
            total = total + (0.5 * step * weight) * (f.transposed * f)
        }
        return total
    }

    /// The gain of the stationary law u = −K x, by iterating the Riccati equation.
    var gain: [Double] {
        let cost = sampledCost
        let f = transition(step)
        var p = Matrix(rows: 2, columns: 2)
        var gain = [0.0, 0]
        for _ in 0..<2000 {
            var extended = Matrix(rows: 3, columns: 3)
            for i in 0..<2 { for j in 0..<2 { extended[i, j] = p[i, j] } }
            let h = cost + f.transposed * extended * f
            gain = [h[2, 0] / h[2, 2], h[2, 1] / h[2, 2]]
            for i in 0..<2 { for j in 0..<2 { p[i, j] = h[i, j] - h[i, 2] * h[2, j] / h[2, 2] } }
        }
        return gain
    }

    var problem: PlanningProblem {
        let model = PlantModels.linear([[0, 1], [0, 0]], [[0], [1]])
        var graph = model.graph
        let squares = (1...3).map { slot in
            let value = graph.variable(slot)
            return graph.multiply(value, value)
        }
        let rate = graph.sum(squares)
        return PlanningProblem(
            model: model, graph: graph,
            handles: [Handle(tag: TagName("U"), input: 0, unit: .one)], held: [],
            terms: [MoneyTerm(name: "cost", rate: rate)])
    }

    func situation(_ state: [Double]) -> PlanningSituation {
        PlanningSituation(
            time: .seconds(0), state: state, parameters: [], inputs: [0],
            handles: [
                HandleSituation(live: 0, limits: [NamedLimit("limit", Bounds(-100, 100))])
            ], bounds: [], prices: [1])
    }

    @Test(arguments: [[1.0, 0], [0, 1], [-3, 2]])
    func `the first move is the Riccati law's`(state: [Double]) throws {
        let count = 60
        let grid = HorizonGrid(
            lengths: Array(repeating: step, count: count), blocks: Array(0..<count),
            tableau: .threeStages)
        var optimizer = Optimizer(problem, grid: grid)
        var options = SolverOptions()
        options.tolerance = 1e-9
        let answer = optimizer.recommend(situation(state), options: options)
        #expect(answer.status == .optimal)
        let law = -(gain[0] * state[0] + gain[1] * state[1])
        #expect(abs(answer.setpoints[0][0] - law) < 1e-5)
    }
}
