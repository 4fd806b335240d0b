/// An interval that holds a mean with a stated confidence.
package struct Interval: Hashable, Sendable {
    package var mean: Double
    package var halfWidth: Double
    package var confidence: Double
    /// Independent values behind it.
    package var count: Int

    package init(mean: Double, halfWidth: Double, confidence: Double, count: Int) {
        (self.mean, self.halfWidth) = (mean, halfWidth)
        (self.confidence, self.count) = (confidence, count)
    }

    package var low: Double { mean - halfWidth }
    package var high: Double { mean + halfWidth }
    package var excludesZero: Bool { low > 0 || high < 0 }

    /// Student's interval for the mean of independent values; nil of fewer than two, or where one
    /// is no number. Differences of pairs under common random numbers are such values too
    /// (Law, Simulation Modeling and Analysis, 5th ed., sections 4.5 and 10.2.1).
    package init?(of values: [Double], confidence: Double = 0.95) {
        precondition(confidence > 0 && confidence < 1, "a confidence of \(confidence)")
        let sample = Sample(values)
        guard sample.count >= 2, sample.mean.isFinite, sample.variance.isFinite else { return nil }
        let t = studentQuantile((1 + confidence) / 2, degrees: Double(sample.count - 1))
        self.init(
            mean: sample.mean, halfWidth: t * sample.standardError, confidence: confidence,
            count: sample.count)
    }

    /// Of the differences b − a, pair by pair.
    package init?(from a: [Double], to b: [Double], confidence: Double = 0.95) {
        precondition(a.count == b.count, "\(a.count) values against \(b.count): no pairs")
        self.init(of: zip(a, b).map { $1 - $0 }, confidence: confidence)
    }

    package func scaled(by factor: Double) -> Interval {
        Interval(
            mean: mean * factor, halfWidth: halfWidth * abs(factor), confidence: confidence,
            count: count)
    }
}

/// Mean and variance of independent values.
package struct Sample: Hashable, Sendable {
    package private(set) var count: Int
    package private(set) var mean: Double
    /// With count − 1 below; 0 of fewer than two.
    package private(set) var variance: Double

    package init(_ values: [Double]) {
        count = values.count
        let mean = values.isEmpty ? 0 : values.reduce(0, +) / Double(values.count)
        self.mean = mean
        let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        variance = values.count > 1 ? squares / Double(values.count - 1) : 0
    }

    package var standardError: Double { (variance / Double(max(1, count))).squareRoot() }
}

/// An interval for a quantile from order statistics, without any assumption on the law: the
/// smallest ranks around it that hold it with at least the confidence (Conover, Practical
/// Nonparametric Statistics, 3rd ed., section 3.2). Nil where there are too few values.
package func quantileInterval(
    _ values: [Double], share: Double, confidence: Double = 0.95
) -> ClosedRange<Double>? {
    precondition(share > 0 && share < 1, "a quantile of \(share)")
    let sorted = values.sorted()
    let n = sorted.count
    // P(at most j values lie below the quantile), binomial, by I_{1−p}(n − j, j + 1).
    func below(_ j: Int) -> Double {
        j < 0 ? 0 : j >= n ? 1 : incompleteBeta(1 - share, Double(n - j), Double(j + 1))
    }
    let side = (1 - confidence) / 2
    guard n > 0, below(0) <= side, 1 - below(n - 1) <= side else { return nil }
    // Ranks from 1: the lower r has P(B ≤ r − 1) ≤ side, the upper s has P(B ≥ s) ≤ side.
    var lower = 1
    while lower < n, below(lower) <= side { lower += 1 }
    var upper = n
    while upper > lower, 1 - below(upper - 2) <= side { upper -= 1 }
    return sorted[lower - 1]...sorted[upper - 1]
}

/// The value at a share of sorted values, between neighbours by straight line (type 7 of Hyndman
/// and Fan, The American Statistician 50, 1996); nil of none.
package func sampleQuantile(_ values: [Double], _ share: Double) -> Double? {
    let sorted = values.sorted()
    guard let last = sorted.last else { return nil }
    let place = share * Double(sorted.count - 1)
    let index = Int(place)
    guard index + 1 < sorted.count else { return last }
    let (a, b) = (sorted[index], sorted[index + 1])
    // Without the guard, equal infinities would give no number.
    return a == b ? a : a + (place - Double(index)) * (b - a)
}

/// An interval for a probability from so many of so many (Clopper and Pearson, Biometrika 26,
/// 1934).
package func shareInterval(
    _ hits: Int, of count: Int, confidence: Double = 0.95
) -> ClosedRange<Double> {
    precondition(hits >= 0 && hits <= count, "\(hits) of \(count)")
    let side = (1 - confidence) / 2
    let (h, n) = (Double(hits), Double(count))
    let low = hits == 0 ? 0 : betaQuantile(side, h, n - h + 1)
    let high = hits == count ? 1 : betaQuantile(1 - side, h + 1, n - h)
    return low...high
}
