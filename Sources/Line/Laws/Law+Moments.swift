import Determinism

extension Law {
    /// The mean, in the law's own unit.
    package var mean: Double {
        switch self {
        case .constant(let value): value
        case .uniform(let low, let high): (low + high) / 2
        case .triangular(let low, let mode, let high): (low + mode + high) / 3
        case .exponential(let mean), .erlang(_, let mean), .lognormal(let mean, _): mean
        case .weibull(let scale, let shape):
            scale * Determinism.exponential(logGamma(1 + 1 / shape))
        case .truncatedNormal(let mean, let deviation):
            // Johnson, Kotz, Balakrishnan, Continuous Univariate Distributions 1, section 10.1.
            mean + deviation * normalDensity(mean / deviation) / normalShare(mean / deviation)
        case .empirical(let outcomes): outcomes.reduce(0) { $0 + $1.value * $1.probability }
        }
    }

    /// The same law with every value multiplied: a machine that is 2 % faster, a repair that is
    /// 20 % shorter. Under one stream each draw is multiplied.
    package func scaled(by factor: Double) -> Law {
        precondition(factor > 0 && factor.isFinite, "a law scaled by \(factor)")
        switch self {
        case .constant(let value): return .constant(value * factor)
        case .uniform(let low, let high): return .uniform(low: low * factor, high: high * factor)
        case .triangular(let low, let mode, let high):
            return .triangular(low: low * factor, mode: mode * factor, high: high * factor)
        case .exponential(let mean): return .exponential(mean: mean * factor)
        case .erlang(let stages, let mean): return .erlang(stages: stages, mean: mean * factor)
        case .lognormal(let mean, let variation):
            return .lognormal(mean: mean * factor, squaredVariation: variation)
        case .weibull(let scale, let shape):
            return .weibull(scale: scale * factor, shape: shape)
        case .truncatedNormal(let mean, let deviation):
            return .truncatedNormal(mean: mean * factor, deviation: deviation * factor)
        case .empirical(let outcomes):
            return .empirical(
                outcomes.map { Outcome($0.value * factor, probability: $0.probability) })
        }
    }
}

/// log Γ(x) for x > 0: Lanczos' series with g = 7 and nine terms (Numerical Recipes, 3rd ed.,
/// section 6.1, coefficients after Godfrey), relative error below 1e-13.
package func logGamma(_ x: Double) -> Double {
    let series: [Double] = [
        0.999_999_999_999_809_93, 676.520_368_121_885_1, -1259.139_216_722_402_8,
        771.323_428_777_653_13, -176.615_029_162_140_59, 12.507_343_278_686_905,
        -0.138_571_095_265_720_12, 9.984_369_578_019_571_6e-6, 1.505_632_735_149_311_6e-7,
    ]
    let t = x - 1
    var sum = series[0]
    for i in 1..<series.count { sum += series[i] / (t + Double(i)) }
    let base = t + 7.5
    return 0.5 * logarithm(2 * Double.pi) + (t + 0.5) * logarithm(base) - base + logarithm(sum)
}
