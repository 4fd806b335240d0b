import Determinism
import Line

/// P(T ≤ t) of Student's law; relative error about 1e-13.
///
/// Through the incomplete beta function: Abramowitz and Stegun, 26.7.1 and 26.5.27.
package func studentShare(_ t: Double, degrees: Double) -> Double {
    precondition(degrees > 0, "Student's law with \(degrees) degrees of freedom")
    if t.isInfinite { return t > 0 ? 1 : 0 }
    if degrees > 1e8 { return normalShare(t) }
    let tail = 0.5 * incompleteBeta(degrees / (degrees + t * t), degrees / 2, 0.5)
    return t > 0 ? 1 - tail : tail
}

/// The t with P(T ≤ t) = `share`, for shares strictly between 0 and 1, by halving.
package func studentQuantile(_ share: Double, degrees: Double) -> Double {
    precondition(share > 0 && share < 1, "a quantile of \(share)")
    if share == 0.5 { return 0 }
    if share < 0.5 { return -studentQuantile(1 - share, degrees: degrees) }
    var high = 2.0
    while studentShare(high, degrees: degrees) < share, high < 1e300 { high *= 2 }
    return halve(0, high) { studentShare($0, degrees: degrees) < share }
}

/// The x with I_x(a, b) = `share`: quantile of the beta law, by halving.
package func betaQuantile(_ share: Double, _ a: Double, _ b: Double) -> Double {
    halve(0, 1) { incompleteBeta($0, a, b) < share }
}

/// Where `isBelow` changes from true to false between two ends.
func halve(_ low: Double, _ high: Double, _ isBelow: (Double) -> Bool) -> Double {
    var (low, high) = (low, high)
    for _ in 0..<200 {
        let middle = (low + high) / 2
        if middle <= low || middle >= high { break }
        if isBelow(middle) { low = middle } else { high = middle }
    }
    return (low + high) / 2
}

/// The regularized incomplete beta function I_x(a, b) for a, b > 0 and 0 ≤ x ≤ 1.
///
/// Continued fraction after Lentz (Press et al., Numerical Recipes, 3rd ed., section 6.4).
package func incompleteBeta(_ x: Double, _ a: Double, _ b: Double) -> Double {
    precondition(x >= 0 && x <= 1 && a > 0 && b > 0, "I_\(x)(\(a), \(b))")
    if x == 0 || x == 1 { return x }
    let front = exponential(
        logGamma(a + b) - logGamma(a) - logGamma(b) + a * logarithm(x) + b * logarithm(1 - x))
    // The fraction converges quickly on this side only.
    return x < (a + 1) / (a + b + 2)
        ? front * betaFraction(x, a, b) / a : 1 - front * betaFraction(1 - x, b, a) / b
}

private func betaFraction(_ x: Double, _ a: Double, _ b: Double) -> Double {
    let tiny = 1e-300
    func away(_ value: Double) -> Double { abs(value) < tiny ? tiny : value }
    var c = 1.0
    var d = 1 / away(1 - (a + b) * x / (a + 1))
    var fraction = d
    for step in 1...10_000 {
        let m = Double(step)
        let even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        d = 1 / away(1 + even * d)
        c = away(1 + even / c)
        fraction *= d * c
        let odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        d = 1 / away(1 + odd * d)
        c = away(1 + odd / c)
        fraction *= d * c
        if abs(d * c - 1) < 1e-15 { break }
    }
    return fraction
}
