import Determinism
import Modeling
import Simulate
import Tape

/// What happens over the horizon under given setpoints, by the model alone. SI and money.
package struct PlanPrediction: Hashable, Codable, Sendable {
    /// Seconds ahead of the points reported.
    package var times: [Double]
    /// States by point.
    package var states: [[Double]]
    /// Values by held variable, then point.
    package var held: [[Double]]
    /// Money by term, over the horizon.
    package var termCosts: [Double]
    /// Price of soft bounds broken, over the horizon.
    package var penalty: Double
    /// Price of the moves themselves.
    package var travel: Double

    /// All money over the horizon.
    package var total: Double { termCosts.reduce(0, +) + penalty + travel }
}

/// Carries a plan forward with the variable-step integrator, on the points of the grid.
///
/// Not with the program's own equations: so a plan is judged by a finer model than it was made
/// with.
struct PlanSimulator: Sendable {
    private let problem: PlanningProblem
    private let grid: HorizonGrid
    private var stepper: RadauStepper
    private let tapes: PlanTapes

    init(_ problem: PlanningProblem, _ grid: HorizonGrid, _ tapes: PlanTapes, tolerance: Double) {
        self.problem = problem
        self.grid = grid
        self.tapes = tapes
        stepper = RadauStepper(problem.model)
        stepper.tolerance = tolerance
    }

    /// The course under `setpoints` (by block, then handle); nil if the model cannot be integrated.
    mutating func predict(
        _ situation: PlanningSituation, setpoints: [[Double]]
    ) -> PlanPrediction? {
        var states: [[Double]] = []
        var inputs: [[Double]] = []
        var state = situation.state
        var time = 0.0
        for (p, next) in grid.pointTimes.enumerated() {
            let block = grid.blocks[p / grid.stages]
            var end = situation.inputs(after: next)
            var start = end
            for forecast in situation.forecasts where forecast.isLinear {
                start[forecast.input] = forecast.value(at: time)
            }
            for (i, handle) in problem.handles.enumerated() {
                start[handle.input] = setpoints[block][i]
                end[handle.input] = setpoints[block][i]
            }
            let stretch = RadauStepper.Stretch(
                start: situation.time.seconds + time, length: next - time, inputsAtStart: start,
                inputsAtEnd: end, parameters: situation.parameters)
            guard stepper.advance(&state, over: stretch), state.allSatisfy(\.isFinite) else {
                return nil
            }
            states.append(state)
            inputs.append(end)
            time = next
        }
        return money(situation, setpoints, states, inputs)
    }

    /// Held variables and money along a course.
    private func money(
        _ situation: PlanningSituation, _ setpoints: [[Double]], _ states: [[Double]],
        _ inputs: [[Double]]
    ) -> PlanPrediction? {
        let n = problem.model.states.count
        var values = ScalarWorkspace(for: tapes.values)
        var terms = ScalarWorkspace(for: tapes.terms)
        let times = grid.pointTimes
        let weights = grid.pointWeights
        var prediction = PlanPrediction(
            times: times, states: states, held: problem.held.map { _ in [] },
            termCosts: problem.terms.map { _ in 0 }, penalty: 0,
            travel: travel(situation, setpoints))
        for p in times.indices {
            let point =
                [situation.time.seconds + times[p]] + states[p] + inputs[p] + situation.parameters
                + situation.prices
            let all = values.evaluate(point)
            for (i, rate) in terms.evaluate(point).enumerated() {
                prediction.termCosts[i] += weights[p] * situation.prices[i] * rate
            }
            for c in problem.held.indices {
                let value = all[n + 1 + c]
                prediction.held[c].append(value)
                if case .soft(let price) = situation.bounds[c].enforcement {
                    let outside = situation.bounds[c].bounds(at: times[p]).violation(of: value)
                    prediction.penalty += weights[p] * price * outside
                }
            }
        }
        return prediction.total.isFinite ? prediction : nil
    }

    private func travel(_ situation: PlanningSituation, _ setpoints: [[Double]]) -> Double {
        var total = 0.0
        for (i, handle) in problem.handles.enumerated() {
            var last = situation.handles[i].live
            for block in setpoints {
                let step = block[i] - last
                total += handle.travelPrice * abs(step) + handle.squaredTravelPrice * step * step
                last = block[i]
            }
        }
        return total
    }
}
