package import LinearAlgebra
package import Modeling

/// What is known, and how well, at the moment a forecast starts.
package struct ForecastStart: Sendable {
    /// The time now [s].
    package var time: Double
    /// Expected states.
    package var states: [Double]
    package var parameters: [Double]
    /// Covariance of what is uncertain: all states, then the forecaster's uncertain inputs and
    /// parameters.
    package var covariance: Matrix
    /// Growth of that covariance by what the model does not know [per s], of the same size.
    package var processNoise: Matrix

    package init(
        time: Double, states: [Double], parameters: [Double], covariance: Matrix,
        processNoise: Matrix
    ) {
        self.time = time
        self.states = states
        self.parameters = parameters
        self.covariance = covariance
        self.processNoise = processNoise
    }
}

/// What will happen under one plan, and how sure that is.
package struct Forecast: Sendable {
    /// Which variables were asked for.
    package let outputs: [Model.Found]
    /// The expected course; its status says whether it reached the end.
    package internal(set) var trajectory = Trajectory()
    /// One row a time of the trajectory, one column an output.
    package internal(set) var means: [[Double]] = []
    /// Standard deviations of the prediction (of the true value, without measurement noise).
    package internal(set) var deviations: [[Double]] = []
}

/// Predicts chosen variables of a model over a horizon, with bands.
///
/// The covariance follows the linearization along the expected course (Gelb: Applied Optimal
/// Estimation, 1974, §6.1): P⁺ = F P Fᵀ + Δt/2 (F Q Fᵀ + Q), where F holds the exact
/// sensitivities of each interval and the uncertain inputs and parameters stay where they are.
package final class Forecaster {
    /// Inputs and parameters that are uncertain; the states always are.
    package let uncertain: Sensitivities
    private var stepper: RadauStepper
    private var map: OutputMap
    private var algebraics: OutputMap

    package init(
        _ model: Model, outputs: [Model.Found], uncertain: Sensitivities = .states,
        tolerance: Double = 1e-6
    ) {
        var uncertain = uncertain
        uncertain.states = true
        self.uncertain = uncertain
        stepper = RadauStepper(
            model, sensitiveTo: uncertain.parameters, inputs: uncertain.inputs)
        stepper.tolerance = tolerance
        map = OutputMap(model, outputs: outputs, sensitivities: uncertain)
        algebraics = OutputMap(model, outputs: model.algebraics.indices.map { .algebraic($0) })
    }

    /// The forecast at the given times, the first of which is the start's.
    ///
    /// - Parameter times: ascending strictly, from `start.time` on [s].
    package func forecast(
        from start: ForecastStart, under plan: InputSchedule, at times: [Double]
    ) -> Forecast {
        let n = stepper.model.states.count
        let size = uncertain.count(stateCount: n)
        precondition(
            start.covariance.rows == size && start.processNoise.rows == size
                && times.first == start.time,
            "\(size) uncertain values with covariances of \(start.covariance.rows) and "
                + "\(start.processNoise.rows); times \(times.prefix(1)), not \(start.time)"
        )
        var result = Forecast(outputs: map.outputs)
        var covariance = start.covariance
        var states = start.states
        note(start.time, states, plan, start.parameters, covariance, in: &result)
        for (from, to) in zip(times, times.dropFirst()) {
            guard
                let flow = carry(&states, from: from, to: to, plan, start.parameters, size: size)
            else {
                result.trajectory.status = .notFinite(at: from)
                break
            }
            let noise = 0.5 * (to - from) * start.processNoise
            covariance = flow.congruence(of: covariance + noise) + noise
            note(to, states, plan, start.parameters, covariance, in: &result)
        }
        return result
    }

    /// Carries the states from one time to another, anew at each jump or bend of the inputs.
    /// Returns [∂x/∂x ∂x/∂θ; 0 I] over the whole way; nil if the model cannot be carried on.
    private func carry(
        _ states: inout [Double], from: Double, to: Double, _ plan: InputSchedule,
        _ parameters: [Double], size: Int
    ) -> Matrix? {
        var whole = Matrix.identity(size)
        var time = from
        while time < to {
            let end = min(plan.nextBreak(after: time), to)
            let atEnd = plan.course == .hold ? plan.values(at: time) : plan.values(at: end)
            let stretch = RadauStepper.Stretch(
                start: time, length: end - time, inputsAtStart: plan.values(at: time),
                inputsAtEnd: atEnd, parameters: parameters)
            guard stepper.advance(&states, over: stretch, withSensitivities: true) else {
                return nil
            }
            whole = flow(size: size) * whole
            time = end
        }
        return whole
    }

    private func flow(size: Int) -> Matrix {
        var flow = Matrix.identity(size)
        let n = stepper.transition.rows
        for i in 0..<n {
            for j in 0..<n { flow[i, j] = stepper.transition[i, j] }
            for j in n..<size { flow[i, j] = stepper.parameterTransition[i, j - n] }
        }
        return flow
    }

    private func note(
        _ time: Double, _ states: [Double], _ plan: InputSchedule, _ parameters: [Double],
        _ covariance: Matrix, in result: inout Forecast
    ) {
        let inputs = plan.values(at: time)
        result.trajectory.times.append(time)
        result.trajectory.states.append(states)
        result.trajectory.inputs.append(inputs)
        result.trajectory.algebraics.append(
            algebraics.values(at: time, states: states, inputs: inputs, parameters: parameters))
        result.means.append(
            map.values(at: time, states: states, inputs: inputs, parameters: parameters))
        let slopes = map.derivatives(
            at: time, states: states, inputs: inputs, parameters: parameters)
        // Rounding may leave a variance just below 0; one that is not a number stays so.
        result.deviations.append(
            slopes.congruence(of: covariance).diagonal.map { ($0 < 0 ? 0 : $0).squareRoot() })
    }
}
