/// How long something takes, or how much: a law of chance over numbers that are not negative.
///
/// Times are in seconds. A law draws one uniform number a draw where it can be inverted (an Erlang
/// law one a stage), so that two runs under common random numbers stay side by side.
package enum Law: Hashable, Sendable {
    case constant(Double)
    /// Between `low` and `high`, each alike.
    case uniform(low: Double, high: Double)
    case triangular(low: Double, mode: Double, high: Double)
    case exponential(mean: Double)
    /// Sum of `stages` exponential stages with `mean` in all.
    case erlang(stages: Int, mean: Double)
    /// By its own mean and squared coefficient of variation (variance over mean squared).
    case lognormal(mean: Double, squaredVariation: Double)
    /// Scale λ and shape k: P(X > x) = exp(−(x/λ)ᵏ).
    case weibull(scale: Double, shape: Double)
    /// Normal, taken anew from the same number's own half where below zero: truncated at zero.
    case truncatedNormal(mean: Double, deviation: Double)
    /// Values that were seen, each with its probability; probabilities sum to one.
    case empirical([Outcome])

    /// One value that was seen.
    package struct Outcome: Hashable, Sendable {
        package var value: Double
        package var probability: Double

        package init(_ value: Double, probability: Double) {
            self.value = value
            self.probability = probability
        }
    }
}
