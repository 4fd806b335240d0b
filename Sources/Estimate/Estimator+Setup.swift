import Determinism
import LinearAlgebra
import Modeling
import Tags
import Tape

extension Estimator {
    /// The model's own initial values under the given inputs and parameters.
    static func initialState(
        of model: Model, _ inputs: [Double], _ parameters: [Double]
    ) -> [Double] {
        guard inputs.count == model.inputs.count else { return [] }
        let tape = Tape(
            model.graph, outputs: model.initialStates, inputCount: model.slots.count)
        var workspace = ScalarWorkspace(for: tape)
        return workspace.evaluate([0] + model.states.map(\.start) + inputs + parameters)
    }

    static func check(_ settings: EstimatorSettings, _ model: Model) throws(EstimatorError) {
        let states = model.states.map(\.name)
        guard settings.driftPerHour.count == states.count,
            settings.initialDeviation.count == states.count
        else { throw .badNoise(of: "the states of \(model.name)", .nan) }
        for (name, value) in zip(states, settings.driftPerHour) {
            guard value >= 0, value.isFinite else { throw .badNoise(of: name, value) }
        }
        for (name, value) in zip(states, settings.initialDeviation) {
            guard value > 0, value.isFinite else { throw .badNoise(of: name, value) }
        }
        for measurement in settings.measurements {
            guard model.find(measurement.variable) != nil else {
                throw .unknownMeasurement(measurement.variable)
            }
            guard measurement.deviation > 0, measurement.deviation.isFinite else {
                throw .badNoise(of: measurement.tag.text, measurement.deviation)
            }
        }
    }

    /// The tape of measured variables, then their slopes; where each slope stands.
    static func outputs(
        of augmented: AugmentedModel, _ measurements: [Measurement]
    ) -> (ScalarWorkspace, [(row: Int, column: Int)]) {
        let model = augmented.model
        var graph = model.graph
        let values = measurements.compactMap { measurement in
            model.find(measurement.variable).map { model.expression($0, in: &graph) }
        }
        let columns = model.slots.allStates + augmented.parameters.map(model.slots.parameter)
        let entries = graph.jacobian(of: values, withRespectTo: columns)
        let tape = Tape(
            graph, outputs: values + entries.map(\.value), inputCount: model.slots.count)
        return (ScalarWorkspace(for: tape), entries.map { ($0.row, $0.column) })
    }

    static func ranges(
        of augmented: AugmentedModel
    ) -> [(name: String, low: Double, high: Double)] {
        let model = augmented.model
        let states = model.states.map { ($0.name, $0.minimum, $0.maximum) }
        let others = zip(augmented.disturbances, augmented.parameters).map {
            disturbance, position in
            let declared = model.parameters[position]
            return (
                disturbance.name, max(declared.minimum, disturbance.minimum),
                min(declared.maximum, disturbance.maximum)
            )
        }
        return states + others
    }

    static func estimate(
        at time: PlantTime, _ mean: [Double], _ parameters: [Double], _ covariance: Matrix,
        _ augmented: AugmentedModel, _ innovations: [Innovation], _ consistency: Consistency,
        _ projected: [String], _ outcome: StateEstimate.Outcome
    ) -> StateEstimate {
        let n = mean.count
        let disturbances = augmented.disturbances.enumerated().map { k, disturbance in
            EstimatedDisturbance(
                name: disturbance.name, value: parameters[augmented.parameters[k]],
                deviation: max(0, covariance[n + k, n + k]).squareRoot())
        }
        return StateEstimate(
            time: time, mean: mean, parameters: parameters, covariance: covariance,
            disturbances: disturbances, innovations: innovations, consistency: consistency,
            projected: projected, outcome: outcome)
    }
}
