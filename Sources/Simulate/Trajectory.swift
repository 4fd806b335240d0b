package import LinearAlgebra
package import Modeling

/// A run of a model: what every variable was at each asked time, up to where it ended.
package struct Trajectory: Sendable {
    /// The times reached [s].
    package internal(set) var times: [Double] = []
    /// One row a time, one column a state.
    package internal(set) var states: [[Double]] = []
    /// One row a time, one column an input; at a jump the values after it.
    package internal(set) var inputs: [[Double]] = []
    /// One row a time, one column an algebraic variable of the model.
    package internal(set) var algebraics: [[Double]] = []
    /// One matrix a time, states × columns of the asked `Sensitivities`; empty if none were asked.
    package internal(set) var sensitivities: [Matrix] = []
    package internal(set) var status = SimulationStatus.finished

    package init() {}

    /// A variable over time; a parameter has no course and gives nil.
    package func series(_ found: Model.Found) -> [Double]? {
        switch found {
        case .state(let i): states.map { $0[i] }
        case .input(let i): inputs.map { $0[i] }
        case .algebraic(let i): algebraics.map { $0[i] }
        case .parameter: nil
        }
    }
}

/// The end of one short integration.
package struct IntegrationStep: Sendable {
    package let status: SimulationStatus
    /// At the end; where the integration failed, as far as it came.
    package let states: [Double]
    /// ∂x(end)/∂x(start), states × states; without rows if not asked.
    package let byStates: Matrix
    /// ∂x(end)/∂u of the asked inputs.
    package let byInputs: Matrix
    /// ∂x(end)/∂p of the asked parameters.
    package let byParameters: Matrix
}
