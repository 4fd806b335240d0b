import Determinism

/// Laws by the figures that people give, where these are not the law's own.
extension Law {
    /// A Weibull law by its mean: scale λ = mean / Γ(1 + 1/k).
    package static func weibull(mean: Double, shape: Double) -> Law {
        .weibull(scale: mean / Determinism.exponential(logGamma(1 + 1 / shape)), shape: shape)
    }

    /// A lognormal law by mean and standard deviation of the values themselves.
    package static func lognormal(mean: Double, deviation: Double) -> Law {
        .lognormal(mean: mean, squaredVariation: (deviation / mean) * (deviation / mean))
    }

    /// Values that were seen, each as probable as it was frequent.
    ///
    /// - Parameter values: at least one, finite, at least 0.
    package static func empirical(of values: [Double]) -> Law {
        precondition(!values.isEmpty, "an empirical law of no values")
        var outcomes: [Outcome] = []
        let share = 1 / Double(values.count)
        var run = 0
        let sorted = values.sorted()
        for (index, value) in sorted.enumerated() {
            run += 1
            if index + 1 < sorted.count, sorted[index + 1] == value { continue }
            outcomes.append(Outcome(value, probability: Double(run) * share))
            run = 0
        }
        return .empirical(outcomes)
    }
}
