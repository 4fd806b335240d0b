import Determinism

/// A law fitted to values by maximum likelihood.
package struct LawFit: Hashable, Sendable {
    package var law: Law
    package var logLikelihood: Double
    /// Parameters that were free.
    package var parameters: Int

    /// Akaike's criterion, 2k − 2 log L; of laws for the same values the least is best.
    package var criterion: Double { 2 * Double(parameters) - 2 * logLikelihood }
}

extension LawFit {
    /// Laws that can be fitted.
    package enum Family: String, Hashable, Sendable, CaseIterable {
        case exponential
        case lognormal
        case weibull
        /// The Erlang law with the most likely number of stages: a gamma law whose shape is whole.
        case gamma
    }

    /// Why nothing can be fitted.
    package enum Obstacle: Error, Hashable, Sendable {
        /// Fewer than three values.
        case tooFew(Int)
        /// All values are the same: a constant.
        case allAlike
        /// A value that is zero or below, or no number.
        case notPositive(Double)
    }

    /// The law of a family under which the values are most likely.
    package init(_ family: Family, to values: [Double]) throws(Obstacle) {
        let summary = try Summary(values)
        switch family {
        case .exponential:
            self.init(
                law: .exponential(mean: summary.mean),
                logLikelihood: -summary.count * (logarithm(summary.mean) + 1), parameters: 1)
        case .lognormal: self = LawFit.lognormal(summary)
        case .weibull: self = LawFit.weibull(summary)
        case .gamma: self = LawFit.erlang(summary)
        }
    }

    /// The best of all families, by Akaike's criterion; of equals the first.
    package static func best(for values: [Double]) throws(Obstacle) -> LawFit {
        var best = try LawFit(.exponential, to: values)
        for family in Family.allCases.dropFirst() {
            let fit = try LawFit(family, to: values)
            if fit.criterion < best.criterion { best = fit }
        }
        return best
    }

    /// What the likelihoods need of the values.
    private struct Summary {
        let values: [Double]
        let logs: [Double]
        let count: Double
        let mean: Double
        let meanLog: Double

        init(_ values: [Double]) throws(Obstacle) {
            guard values.count >= 3 else { throw .tooFew(values.count) }
            for value in values where !(value > 0 && value < .infinity) {
                throw .notPositive(value)
            }
            guard values.contains(where: { $0 != values[0] }) else { throw .allAlike }
            self.values = values
            logs = values.map(logarithm)
            count = Double(values.count)
            mean = values.reduce(0, +) / count
            meanLog = logs.reduce(0, +) / count
        }
    }

    /// μ and σ² are mean and variance of the logarithms (Johnson, Kotz and Balakrishnan, Continuous
    /// Univariate Distributions 1, section 14.4).
    private static func lognormal(_ summary: Summary) -> LawFit {
        let spread =
            summary.logs.reduce(0) { $0 + ($1 - summary.meanLog) * ($1 - summary.meanLog) }
            / summary.count
        let likelihood =
            -summary.count
            * (summary.meanLog + 0.5 * logarithm(2 * Double.pi * spread) + 0.5)
        let law = Law.lognormal(
            mean: exponential(summary.meanLog + spread / 2),
            squaredVariation: exponential(spread) - 1)
        return LawFit(law: law, logLikelihood: likelihood, parameters: 2)
    }

    /// The shape k is the root of Σ xᵏ ln x / Σ xᵏ − 1/k − mean ln x, which grows with k, found by
    /// halving; the scale follows: λᵏ = Σ xᵏ / n (Johnson, Kotz and Balakrishnan, section 21.4).
    private static func weibull(_ summary: Summary) -> LawFit {
        // Powers of values over the largest one cannot overflow.
        let top = summary.logs.reduce(-Double.infinity) { max($0, $1) }
        func sums(_ shape: Double) -> (plain: Double, byLog: Double) {
            summary.logs.reduce((0, 0)) { sum, log in
                let power = exponential(shape * (log - top))
                return (sum.0 + power, sum.1 + power * log)
            }
        }
        func slope(_ shape: Double) -> Double {
            let (plain, byLog) = sums(shape)
            return byLog / plain - 1 / shape - summary.meanLog
        }
        var (low, high) = (1e-3, 1.0)
        while slope(high) < 0, high < 1e6 { high *= 2 }
        for _ in 0..<100 {
            let middle = (low + high) / 2
            if slope(middle) < 0 { low = middle } else { high = middle }
        }
        let shape = (low + high) / 2
        let logScale = top + logarithm(sums(shape).plain / summary.count) / shape
        let likelihood =
            summary.count
            * (logarithm(shape) - shape * logScale + (shape - 1) * summary.meanLog - 1)
        return LawFit(
            law: .weibull(scale: exponential(logScale), shape: shape), logLikelihood: likelihood,
            parameters: 2)
    }

    /// For a given number of stages k the most likely mean is the values' own, which leaves
    /// n (k ln(k/mean) − ln Γ(k) + (k − 1) mean ln x − k): concave in k, so that it is climbed.
    private static func erlang(_ summary: Summary) -> LawFit {
        func likelihood(_ stages: Int) -> Double {
            let k = Double(stages)
            return summary.count
                * (k * logarithm(k / summary.mean) - logGamma(k) + (k - 1) * summary.meanLog - k)
        }
        var stages = 1
        var best = likelihood(1)
        while stages < 1000 {
            let next = likelihood(stages + 1)
            guard next > best else { break }
            stages += 1
            best = next
        }
        return LawFit(
            law: .erlang(stages: stages, mean: summary.mean), logLikelihood: best, parameters: 2)
    }
}
