package import Quantities

/// A value that is held between bounds, measured or not.
package struct Hold: Hashable, Sendable {
    package enum Firmness: Hashable, Sendable {
        /// No plan may leave the bounds.
        case hard
        /// Leaving them costs this much: EUR per second and SI unit of difference.
        case soft(price: Double)
    }

    /// The variable of the model.
    package var variable: String
    /// Bounds in SI; at least one is there.
    package var low: Double?
    package var high: Double?
    /// The unit its bounds are written in, for showing.
    package var unit: Unit
    package var firmness: Firmness
    package var owner: String
    package var reason: String
}
