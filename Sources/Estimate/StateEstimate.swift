package import Determinism
package import LinearAlgebra
package import Tags

/// What the twin believes about the plant at one instant, and how sure it is.
package struct StateEstimate: Hashable, Codable, Sendable {
    package let time: PlantTime
    /// The states, in the model's order, SI.
    package let mean: [Double]
    /// All parameters of the augmented model, estimated ones at their present value.
    package let parameters: [Double]
    /// Covariance of states, then disturbances; symmetric, positive semidefinite.
    package let covariance: Matrix
    /// The disturbances with their present values, in the order they were declared.
    package let disturbances: [EstimatedDisturbance]
    /// One a measurement that was present, in the order of the settings.
    package let innovations: [Innovation]
    package let consistency: Consistency
    /// Variables that were moved back into the range the model allows.
    package let projected: [String]
    /// Whether the update could be made at all.
    package let outcome: Outcome

    /// How an update ended. Only `.updated` and `.predicted` carry new knowledge.
    package enum Outcome: Hashable, Codable, Sendable {
        case updated
        /// No measurement was present: the model alone carried the state on.
        case predicted
        /// The model could not be integrated: mean and covariance are those before.
        case propagationFailed
        /// The correction was not finite and was left out.
        case correctionFailed
    }

    /// Standard deviations of the states.
    package var deviations: [Double] {
        mean.indices.map { max(0, covariance[$0, $0]).squareRoot() }
    }
}

/// One disturbance as estimated, in the SI unit of its place.
package struct EstimatedDisturbance: Hashable, Codable, Sendable {
    package let name: String
    package let value: Double
    package let deviation: Double
}

/// What a measurement said beyond what was predicted.
package struct Innovation: Hashable, Codable, Sendable {
    package let tag: TagName
    /// Measured minus predicted, SI.
    package let value: Double
    /// What its standard deviation should be, by the filter's own account, SI.
    package let deviation: Double
    /// value / deviation: about standard normal if model and noise levels are right.
    package var normalized: Double { value / deviation }
}
