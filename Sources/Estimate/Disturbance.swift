/// Something unmeasured that keeps the plant off the model: a random walk at a declared place.
///
/// Each one integrates, so that a lasting difference between model and plant is learned and does
/// not stay in the predictions (offset-free: Pannocchia, Rawlings: AIChE J. 49, 2003).
package struct Disturbance: Hashable, Sendable {
    /// Where it enters.
    package enum Place: Hashable, Sendable {
        /// Added to an input wherever the model uses it, in the input's unit.
        case input(String)
        /// Added to a state's derivative, in the state's unit per second.
        case derivative(String)
        /// Added to an algebraic variable's value where it is read, not where other equations use
        /// it.
        case output(String)
        /// A parameter of the model that drifts, in its own unit; starts at the model's value.
        case parameter(String)
    }

    package let name: String
    package let place: Place
    /// Standard deviation of the change over one hour, in the place's SI unit; positive.
    package let driftPerHour: Double
    /// Standard deviation of what is not known at the start; positive.
    package let initialDeviation: Double
    /// Range it is kept in; the model's own limits of a parameter apply beside it.
    package let minimum: Double
    package let maximum: Double

    package init(
        name: String, place: Place, driftPerHour: Double, initialDeviation: Double,
        minimum: Double = -.infinity, maximum: Double = .infinity
    ) {
        precondition(
            driftPerHour > 0 && initialDeviation > 0 && driftPerHour.isFinite
                && initialDeviation.isFinite && minimum <= maximum,
            "disturbance \(name): drift \(driftPerHour), deviation \(initialDeviation), "
                + "range \(minimum)...\(maximum)")
        self.name = name
        self.place = place
        self.driftPerHour = driftPerHour
        self.initialDeviation = initialDeviation
        self.minimum = minimum
        self.maximum = maximum
    }
}
