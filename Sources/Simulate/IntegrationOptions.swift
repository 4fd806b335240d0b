/// How exactly, and with how much work, a model is integrated.
package struct IntegrationOptions: Hashable, Sendable {
    /// Local error per step, relative to the state.
    package var relativeTolerance: Double
    /// Local error per step as a share of the state's nominal size.
    package var absoluteTolerance: Double
    /// Steps per call of `step` or `run`, over all its pieces.
    package var stepLimit: Int
    /// No step is longer than this [s].
    package var longestStep: Double

    package init(
        relativeTolerance: Double = 1e-6, absoluteTolerance: Double = 1e-8,
        stepLimit: Int = 100_000, longestStep: Double = .infinity
    ) {
        precondition(
            relativeTolerance > 0 && absoluteTolerance > 0 && stepLimit > 0 && longestStep > 0,
            "tolerances \(relativeTolerance), \(absoluteTolerance), \(stepLimit) steps of at most "
                + "\(longestStep) s")
        self.relativeTolerance = relativeTolerance
        self.absoluteTolerance = absoluteTolerance
        self.stepLimit = stepLimit
        self.longestStep = longestStep
    }
}

/// To what the end states are differentiated along the way.
///
/// Columns of a sensitivity matrix come in one order: states, inputs, parameters.
package struct Sensitivities: Hashable, Sendable {
    /// To the initial states, all of them.
    package var states: Bool
    /// To an offset added to these inputs over the whole time.
    package var inputs: [Int]
    /// To these parameters.
    package var parameters: [Int]

    package init(states: Bool = false, inputs: [Int] = [], parameters: [Int] = []) {
        self.states = states
        self.inputs = inputs
        self.parameters = parameters
    }

    package static let none = Sensitivities()
    package static let states = Sensitivities(states: true)
    package static func parameters(_ positions: [Int]) -> Sensitivities {
        Sensitivities(parameters: positions)
    }

    /// How many columns, for a model with `stateCount` states.
    package func count(stateCount: Int) -> Int {
        (states ? stateCount : 0) + inputs.count + parameters.count
    }
}
