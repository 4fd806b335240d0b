/// How many replications: looked at only at checkpoints that are fixed beforehand, so that luck
/// does not end a run early at whim; each half as many again as the one before.
package struct StoppingRule: Hashable, Sendable {
    /// Half width that is wanted, relative to what it is measured against.
    package var precision: Double
    package var confidence: Double
    package let checkpoints: [Int]

    package init(precision: Double, confidence: Double = 0.95, least: Int, most: Int) {
        precondition(precision > 0 && least >= 2 && most >= least, "\(precision), \(least)…\(most)")
        (self.precision, self.confidence) = (precision, confidence)
        var points = [least]
        var next = least
        while next < most {
            // Whole eights: the lanes of the recursion.
            next = min(most, (next * 3 / 2 + 7) / 8 * 8)
            points.append(next)
        }
        checkpoints = points
    }

    /// Whether the half width is small enough against `size`: γ ∕ (1 + γ) for a wanted γ, since the
    /// true value is not known (Law, section 9.4.1).
    package func isMet(_ interval: Interval, against size: Double) -> Bool {
        interval.halfWidth <= precision / (1 + precision) * abs(size)
    }
}
