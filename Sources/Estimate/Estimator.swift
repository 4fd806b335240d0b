package import Determinism
import LinearAlgebra
package import Modeling
import Simulate
import Tape

/// Extended Kalman filter on the model's own equations, with integrating disturbances.
///
/// Between measurements the mean follows the model and the covariance its exact sensitivities; the
/// correction is in Joseph's form, which keeps the covariance positive (Simon: Optimal State
/// Estimation, 2006, ch. 13 and 5.1). Only measurements that are present correct anything.
package struct Estimator: Sendable {
    package let augmented: AugmentedModel
    package let settings: EstimatorSettings
    package private(set) var latest: StateEstimate

    private var stepper: RadauStepper
    private var outputs: ScalarWorkspace
    private let pattern: [(row: Int, column: Int)]
    private var gatherer: ConsistencyGatherer
    /// Variance per second of states, then disturbances.
    private let noise: [Double]
    /// The ranges of states, then disturbances.
    private let ranges: [(name: String, low: Double, high: Double)]

    /// Starts from `state` (the model's initial values if nil) under `inputs`, at `time`.
    ///
    /// - Throws: `EstimatorError` that names what is wrong with model, noise or disturbances.
    package init(
        model: Model, disturbances: [Disturbance], settings: EstimatorSettings,
        inputs: [Double], state: [Double]? = nil, at time: PlantTime
    ) throws(EstimatorError) {
        augmented = try AugmentedModel(model, disturbances: disturbances)
        self.settings = settings
        try Self.check(settings, augmented.model)
        let model = augmented.model
        let parameters = model.parameterValues
        let start = state ?? Self.initialState(of: model, inputs, parameters)
        guard start.count == model.states.count,
            (start + inputs + parameters).allSatisfy(\.isFinite)
        else { throw .badStart(model.name) }
        try Distinguishability.check(
            augmented, settings.measurements, at: [0] + start + inputs + parameters)
        stepper = RadauStepper(model, sensitiveTo: augmented.parameters)
        stepper.tolerance = settings.propagationTolerance
        (outputs, pattern) = Self.outputs(of: augmented, settings.measurements)
        gatherer = ConsistencyGatherer(
            tags: settings.measurements.map(\.tag), window: settings.consistencyWindow)
        let drifts = settings.driftPerHour + disturbances.map(\.driftPerHour)
        noise = drifts.map { $0 * $0 / 3600 }
        ranges = Self.ranges(of: augmented)
        let deviations = settings.initialDeviation + disturbances.map(\.initialDeviation)
        latest = Self.estimate(
            at: time, start, parameters, Matrix(diagonal: deviations.map { $0 * $0 }), augmented,
            [], gatherer.consistency, [], .predicted)
    }

    /// Carries the estimate on by `seconds` under `inputs` and corrects it with what was measured.
    ///
    /// - Parameter measurements: as many as in the settings, SI; nil where no good value is
    ///   present. A value that is not finite counts as absent.
    package mutating func update(
        inputs: [Double], measurements: [Double?], over seconds: Double
    ) -> StateEstimate {
        precondition(
            measurements.count == settings.measurements.count,
            "\(measurements.count) values for \(settings.measurements.count) measurements")
        precondition(seconds >= 0, "an update over \(seconds) s")
        let time = latest.time.later(by: seconds)
        guard inputs.allSatisfy(\.isFinite),
            var (vector, covariance) = predict(inputs, over: seconds)
        else {
            latest = unchanged(at: time, .propagationFailed)
            return latest
        }
        var projected = project(&vector)
        let present = measurements.indices.filter { measurements[$0]?.isFinite == true }
        var innovations: [Innovation] = []
        var outcome = StateEstimate.Outcome.predicted
        if !present.isEmpty {
            let readings = present.compactMap { measurements[$0] }
            if let corrected = correct(vector, covariance, inputs, present, readings, at: time) {
                (vector, covariance, innovations) = corrected
                projected += project(&vector)
                outcome = .updated
            } else {
                outcome = .correctionFailed
            }
        }
        latest = Self.estimate(
            at: time, Array(vector[..<augmented.model.states.count]), parameters(vector),
            covariance, augmented, innovations, gatherer.consistency,
            Array(Set(projected)).sorted(), outcome)
        return latest
    }

    // MARK: prediction

    /// States then disturbances, and their covariance, `seconds` on; nil if the model cannot.
    private mutating func predict(
        _ inputs: [Double], over seconds: Double
    ) -> (vector: [Double], covariance: Matrix)? {
        var state = latest.mean
        let stretch = RadauStepper.Stretch(
            start: latest.time.seconds, length: seconds, inputs: inputs,
            parameters: latest.parameters)
        guard stepper.advance(&state, over: stretch, withSensitivities: true),
            state.allSatisfy(\.isFinite)
        else { return nil }
        let n = state.count
        let total = n + augmented.parameters.count
        var transition = Matrix.identity(total)
        for j in 0..<n { for i in 0..<n { transition[i, j] = stepper.transition[i, j] } }
        for j in n..<total {
            for i in 0..<n { transition[i, j] = stepper.parameterTransition[i, j - n] }
        }
        var covariance = transition.congruence(of: latest.covariance)
        for i in 0..<total { covariance[i, i] += noise[i] * seconds }
        guard covariance.isFinite else { return nil }
        return (state + augmented.parameters.map { latest.parameters[$0] }, covariance)
    }

    // MARK: correction

    private mutating func correct(
        _ vector: [Double], _ covariance: Matrix, _ inputs: [Double], _ present: [Int],
        _ readings: [Double], at time: PlantTime
    ) -> (vector: [Double], covariance: Matrix, innovations: [Innovation])? {
        let (predicted, slopes) = measured(vector, inputs, present, at: time)
        let residual = zip(readings, predicted).map { $0 - $1 }
        var spread = slopes.congruence(of: covariance)
        let variances = present.map {
            settings.measurements[$0].deviation * settings.measurements[$0].deviation
        }
        for i in present.indices { spread[i, i] += variances[i] }
        guard let factor = Cholesky(spread) else { return nil }
        let gain = factor.solve(slopes * covariance).transposed
        let rest = Matrix.identity(vector.count) - gain * slopes
        let corrected =
            (rest.congruence(of: covariance)
            + gain.congruence(of: Matrix(diagonal: variances))).symmetrized
        let shifted = zip(vector, gain * residual).map { $0 + $1 }
        let joint = dot(residual, factor.solve(residual))
        guard corrected.isFinite, shifted.allSatisfy(\.isFinite), joint.isFinite else { return nil }
        let innovations = present.indices.map { i in
            Innovation(
                tag: settings.measurements[present[i]].tag, value: residual[i],
                deviation: spread[i, i].squareRoot())
        }
        gatherer.note(
            zip(present, innovations).map { ($0, $1.normalized) }, joint: joint)
        return (shifted, corrected, innovations)
    }

    /// Predicted measurements and their slopes to states, then disturbances.
    private mutating func measured(
        _ vector: [Double], _ inputs: [Double], _ present: [Int], at time: PlantTime
    ) -> (values: [Double], slopes: Matrix) {
        let n = augmented.model.states.count
        let point = [time.seconds] + vector[..<n] + inputs + parameters(vector)
        let all = outputs.evaluate(point)
        let count = settings.measurements.count
        var slopes = Matrix(rows: present.count, columns: vector.count)
        for (entry, value) in zip(pattern, all[count...]) {
            if let row = present.firstIndex(of: entry.row) { slopes[row, entry.column] = value }
        }
        return (present.map { all[$0] }, slopes)
    }

    // MARK: parts

    private func parameters(_ vector: [Double]) -> [Double] {
        var values = latest.parameters
        let n = augmented.model.states.count
        for (k, position) in augmented.parameters.enumerated() { values[position] = vector[n + k] }
        return values
    }

    /// Moves values back into their ranges; the names of those that were moved.
    private func project(_ vector: inout [Double]) -> [String] {
        var names: [String] = []
        for (i, range) in ranges.enumerated() {
            if vector[i] < range.low {
                vector[i] = range.low
                names.append(range.name)
            } else if vector[i] > range.high {
                vector[i] = range.high
                names.append(range.name)
            }
        }
        return names
    }

    private func unchanged(
        at time: PlantTime, _ outcome: StateEstimate.Outcome
    ) -> StateEstimate {
        Self.estimate(
            at: time, latest.mean, latest.parameters, latest.covariance, augmented, [],
            gatherer.consistency, [], outcome)
    }
}
