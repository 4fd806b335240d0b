package import Estimate
package import Tags

/// Why the loop has no estimate of the plant, and so neither forecasts nor recommends.
package enum Obstacle: Hashable, Sendable {
    /// These inputs of the model had no good value since the start. The instrument shop looks.
    case inputsNeverSeen([TagName])
    /// The filter cannot be set up. The twin's file or the model must change.
    case setUp(EstimatorError)
    /// The model cannot be carried on from its last state under the present inputs.
    case modelFails
    /// The last measurements gave a correction that is no number.
    case correctionFails
}
