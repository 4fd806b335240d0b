import Determinism
import Estimate
import Guard
import GuardSide
import LinearAlgebra
import Modeling
import Optimize
import Simulate
import Tags

/// Asks the optimizer: states the situation, back-off from the forecast's bands included.
struct Advisor {
    let settings: LoopSettings
    private var optimizer: Optimizer
    let forecaster: Forecaster
    /// What the last plan left for the next.
    var former: FormerPlan? {
        get { optimizer.former }
        set { optimizer.former = newValue }
    }
    /// The forecast's outputs: held variables first, then the lessons' variables.
    private let heldOutputs: [Int?]

    init(_ settings: LoopSettings) {
        self.settings = settings
        optimizer = Optimizer(
            settings.problem, grid: settings.grid, settings: settings.optimizer)
        let model = settings.problem.model
        let held = settings.problem.held.map { model.find($0.tag.text) }
        let outputs = held.compactMap(\.self) + settings.lessons.map(\.variable)
        var position = 0
        heldOutputs = held.map { found in
            guard found != nil else { return nil }
            defer { position += 1 }
            return position
        }
        forecaster = Forecaster(
            model, outputs: outputs,
            uncertain: Sensitivities(states: true, parameters: Self.disturbed(settings)))
    }

    /// Parameters that stand for estimated disturbances, then those for inputs' courses to come.
    private static func disturbed(_ settings: LoopSettings) -> [Int] {
        (settings.disturbances + settings.wandering).compactMap { disturbance in
            let name: String
            if case .parameter(let parameter) = disturbance.place {
                name = parameter
            } else {
                name = disturbance.name
            }
            guard case .parameter(let i) = settings.problem.model.find(name) else { return nil }
            return i
        }
    }

    /// The bands of everything held or judged, under inputs that stay as they are.
    func forecast(from believed: Believed) -> Forecast {
        let start = start(from: believed)
        let times = Set(settings.lessonLeads + settings.grid.pointTimes).sorted()
        return forecaster.forecast(
            from: start, under: .constant(believed.inputs),
            at: [start.time] + times.map { start.time + $0 })
    }

    /// What is known now, and how well.
    func start(from believed: Believed) -> ForecastStart {
        let state = believed.state
        return ForecastStart(
            time: state.time.seconds, states: state.mean,
            parameters: settings.parameters(of: state),
            covariance: widened(state.covariance), processNoise: growth)
    }

    /// The estimate's covariance with room for the wandering inputs, which are known now.
    private func widened(_ covariance: Matrix) -> Matrix {
        let size = covariance.rows + settings.wandering.count
        var wide = Matrix(rows: size, columns: size)
        for j in 0..<covariance.columns {
            for i in 0..<covariance.rows { wide[i, j] = covariance[i, j] }
        }
        return wide
    }

    /// Variance gained per second by states, disturbances and wandering inputs.
    private var growth: Matrix {
        let drifts =
            settings.estimator.driftPerHour + settings.disturbances.map(\.driftPerHour)
            + settings.wandering.map(\.driftPerHour)
        return Matrix(diagonal: drifts.map { $0 * $0 / 3600 })
    }

    /// The best moves from here, under the limits in force.
    mutating func recommend(
        _ believed: Believed, _ live: LivePlant, _ desk: DeskView, _ forecast: Forecast,
        _ options: SolverOptions
    ) -> (PlanningSituation, Recommendation) {
        let situation = situation(believed, live, desk, forecast: forecast)
        return (situation, optimizer.recommend(situation, options: options))
    }

    /// What the gain is worth if the estimated disturbances are one standard deviation elsewhere:
    /// the root of the summed squares of its changes [money/h].
    mutating func gainDeviation(
        _ recommendation: Recommendation, _ situation: PlanningSituation, _ believed: Believed
    ) -> Double? {
        let hours = settings.grid.horizon / 3600
        var variance = 0.0
        for (i, parameter) in Self.disturbed(settings).enumerated()
        where i < settings.disturbances.count {
            var other = situation
            other.parameters[parameter] += believed.state.disturbances[i].deviation
            guard let (left, moved) = predict(recommendation.setpoints, other) else { return nil }
            let change = (left.total - moved.total) / hours - recommendation.gainPerHour
            variance += change * change
        }
        return variance.squareRoot()
    }

    /// The course of a plan already made, from what is believed now.
    mutating func predict(
        _ setpoints: [[Double]], _ situation: PlanningSituation
    ) -> (left: PlanPrediction, moved: PlanPrediction)? {
        guard !setpoints.isEmpty, let left = optimizer.predictUntouched(situation),
            let moved = optimizer.predict(situation, setpoints: setpoints)
        else { return nil }
        return (left, moved)
    }

    // MARK: The situation

    func situation(
        _ believed: Believed, _ live: LivePlant, _ desk: DeskView, forecast: Forecast?
    ) -> PlanningSituation {
        let now = believed.state.time
        return PlanningSituation(
            time: now, state: believed.state.mean,
            parameters: settings.parameters(of: believed.state),
            inputs: believed.inputs,
            forecasts: settings.expected.map {
                $0.course(from: believed.inputs[$0.input], at: settings.grid.pointTimes)
            },
            handles: settings.problem.handles.indices.map { handle($0, live, desk, believed, now) },
            bounds: settings.holds.indices.map { bounds($0, forecast) },
            prices: settings.prices)
    }

    private func bounds(_ i: Int, _ forecast: Forecast?) -> HeldBounds {
        var bounds = settings.holds[i]
        guard let forecast, let column = heldOutputs[i] else { return bounds }
        let start = forecast.trajectory.times.first ?? 0  // an empty forecast has no rows below
        bounds.margin = .init(
            times: forecast.trajectory.times.map { $0 - start },
            deviations: forecast.deviations.map { $0[column] }, coverage: settings.backOff)
        return bounds
    }
}

extension LoopSettings {
    /// All parameters of the problem's model: estimated ones at their present value.
    func parameters(of state: StateEstimate) -> [Double] {
        state.parameters + problem.model.parameterValues[state.parameters.count...]
    }
}
