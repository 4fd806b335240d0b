import Line

/// The mean of one long run from means of batches, which are nearly independent where batches are
/// long enough.
package struct BatchMeans: Hashable, Sendable {
    package var batches: Int
    package var batchSize: Int
    package var interval: Interval
    /// Correlation of neighbouring batches.
    package var lagOne: Double
    /// Probability of neighbours at least so alike by chance, were batches independent.
    package var chanceOfLagOne: Double

    /// Batches long enough to pass for independent: halves their number, from 64 down to 8, until
    /// the von Neumann ratio does (one-sided, 10 %). Nil where even 8 batches hang together, or
    /// there are fewer than 128 values: the run is too short.
    ///
    /// C = 1 − Σ (Yᵢ − Yᵢ₊₁)² ∕ (2 Σ (Yᵢ − Ȳ)²) has mean 0 and variance (k − 2) ∕ (k² − 1) for k
    /// independent normal Y (von Neumann 1941; Fishman, Management Science 24(5), 1978).
    package init?(of series: [Double], confidence: Double = 0.95) {
        guard series.count >= 128 else { return nil }
        var count = 64
        while count >= 8 {
            let size = series.count / count
            // What does not fill a batch is left out at the beginning.
            let first = series.count - size * count
            let means = (0..<count).map { batch in
                let from = first + batch * size
                return series[from..<from + size].reduce(0, +) / Double(size)
            }
            let ratio = neighbourLikeness(means)
            let k = Double(count)
            let chance = 1 - normalShare(ratio / ((k - 2) / (k * k - 1)).squareRoot())
            if chance > 0.1, let interval = Interval(of: means, confidence: confidence) {
                batches = count
                batchSize = size
                self.interval = interval
                lagOne = ratio
                chanceOfLagOne = chance
                return
            }
            count /= 2
        }
        return nil
    }
}

/// Von Neumann's C, close to the correlation of neighbours; 0 where all values are equal.
func neighbourLikeness(_ values: [Double]) -> Double {
    let mean = values.reduce(0, +) / Double(values.count)
    let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    guard squares > 0 else { return 0 }
    let steps = zip(values, values.dropFirst()).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
    return 1 - steps / (2 * squares)
}
