import Determinism

extension Law {
    /// The value that a draw stays below with probability `share`, for shares strictly between 0
    /// and 1; in the law's own unit. Not for an Erlang law, which has no inverse in closed form and
    /// is drawn as a sum.
    package func quantile(_ share: Double) -> Double {
        switch self {
        case .constant(let value): return value
        case .uniform(let low, let high): return low + share * (high - low)
        case .triangular(let low, let mode, let high):
            let width = high - low
            let left = (mode - low) / width
            return share < left
                ? low + (share * width * (mode - low)).squareRoot()
                : high - ((1 - share) * width * (high - mode)).squareRoot()
        case .exponential(let mean): return -mean * plainLogarithm(1 - share)
        case .erlang: preconditionFailure("an Erlang law is drawn as a sum, it has no inverse")
        case .lognormal(let mean, let variation):
            let spread = logarithm(1 + variation)
            let middle = logarithm(mean) - spread / 2
            return Determinism.exponential(middle + spread.squareRoot() * normalQuantile(share))
        case .weibull(let scale, let shape):
            return scale * power(-plainLogarithm(1 - share), 1 / shape)
        case .truncatedNormal(let mean, let deviation):
            let below = normalShare(-mean / deviation)
            // Rounding may carry the share to 1 or the value below 0 by an ulp.
            let within = min(below + share * (1 - below), 1 - 0x1p-53)
            return max(0, mean + deviation * normalQuantile(within))
        case .empirical(let outcomes):
            var sum = 0.0
            for outcome in outcomes {
                sum += outcome.probability
                if sum >= share { return outcome.value }
            }
            return outcomes[outcomes.count - 1].value
        }
    }
}
