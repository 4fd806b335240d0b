package import LinearAlgebra
package import Modeling
import Tape

/// Chosen variables of a model and their exact derivatives: y = h(t, x, u, p), H = ∂h/∂x and so on.
///
/// A variable that is itself a state, an input or a parameter is an output like any other.
package struct OutputMap: Sendable {
    package let outputs: [Model.Found]
    package let sensitivities: Sensitivities
    private let slots: Slots
    private var values: ScalarWorkspace
    private var derivatives: ScalarWorkspace
    private let places: [(row: Int, column: Int)]

    /// - Parameter sensitivities: to what `linearized` differentiates; columns in its order.
    package init(
        _ model: Model, outputs: [Model.Found], sensitivities: Sensitivities = .states
    ) {
        self.outputs = outputs
        self.sensitivities = sensitivities
        slots = model.slots
        var graph = model.graph
        let expressions = outputs.map { model.expression($0, in: &graph) }
        let wanted =
            (sensitivities.states ? model.slots.allStates : [])
            + sensitivities.inputs.map(model.slots.input)
            + sensitivities.parameters.map(model.slots.parameter)
        let entries = graph.jacobian(of: expressions, withRespectTo: wanted)
        places = entries.map { ($0.row, $0.column) }
        values = ScalarWorkspace(
            for: Tape(graph, outputs: expressions, inputCount: model.slots.count))
        derivatives = ScalarWorkspace(
            for: Tape(graph, outputs: entries.map(\.value), inputCount: model.slots.count))
    }

    /// The outputs at one point.
    package mutating func values(
        at time: Double, states: [Double], inputs: [Double], parameters: [Double]
    ) -> [Double] {
        values.evaluate([time] + states + inputs + parameters)
    }

    /// ∂y/∂θ at one point, with everything else held: outputs × columns of `sensitivities`.
    package mutating func derivatives(
        at time: Double, states: [Double], inputs: [Double], parameters: [Double]
    ) -> Matrix {
        let found = derivatives.evaluate([time] + states + inputs + parameters)
        var result = Matrix(
            rows: outputs.count, columns: sensitivities.count(stateCount: slots.states))
        for (k, place) in places.enumerated() { result[place.row, place.column] = found[k] }
        return result
    }
}
