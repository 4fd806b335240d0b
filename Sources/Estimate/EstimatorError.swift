/// Why an estimator cannot be set up. The twin's file or the model must change.
package enum EstimatorError: Error, Hashable, Sendable {
    /// A disturbance names no variable of the kind its place needs.
    case unknownPlace(disturbance: String, place: String)
    /// Two disturbances share a name or a place.
    case namedTwice(String)
    /// A measurement names no variable of the model.
    case unknownMeasurement(String)
    /// A noise level is missing, not positive or not finite.
    case badNoise(of: String, Double)
    /// There are more disturbances than measurements that could tell them apart.
    case tooManyDisturbances([String], measurements: [String])
    /// These disturbances have the same effect on all measurements, or none, in steady state.
    case indistinguishable([String], measurements: [String])
    /// The start values are not finite.
    case badStart(String)
}
