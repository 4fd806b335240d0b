/// Where the part of a series begins that is not marked by the start any more.
package struct Truncation: Hashable, Sendable {
    /// Values to leave out.
    package var values: Int
    /// Of all values.
    package var share: Double
    /// False where more than half would go: the series is too short, or has no steady state.
    package var isValid: Bool
}

/// MSER-5: leaves out so many values that the mean of the rest is as sure as can be.
///
///     minimize over d   1 ∕ (m − d)²  Σ (Zᵢ − Z̄(m, d))²,   i = d + 1 … m
///
/// over m means Z of five values each (White, Simulation 69(6), 1997; White, Cobb and Spratt,
/// Winter Simulation Conference 2000). The last quarter is no candidate: a few values that happen
/// to be alike say nothing. A minimum beyond the half is rejected, as they advise. Nil of fewer
/// than 50 values.
package func mser5(_ series: [Double]) -> Truncation? {
    let m = series.count / 5
    guard m >= 10 else { return nil }
    let means = (0..<m).map { batch in
        series[batch * 5..<batch * 5 + 5].reduce(0, +) / 5
    }
    // From the end: mean and sum of squares of what is left (Welford).
    var (mean, squares) = (0.0, 0.0)
    var (best, least) = (0, Double.infinity)
    for d in (0..<m).reversed() {
        let count = Double(m - d)
        let difference = means[d] - mean
        mean += difference / count
        squares += difference * (means[d] - mean)
        guard d <= 3 * m / 4 else { continue }
        let value = squares / (count * count)
        // Ties keep more of the series.
        if value <= least { (best, least) = (d, value) }
    }
    return Truncation(
        values: 5 * best, share: Double(best) / Double(m), isValid: 2 * best <= m)
}
