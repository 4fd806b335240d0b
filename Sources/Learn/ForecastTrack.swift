import Determinism
package import Tags

/// How forecasts did so far, one controlled variable and one operating region at a time, over all
/// lead times, in units of the deviation that was stated with them.
///
/// Forecasts of neighbouring turns overlap, so that counts are generous.
package struct ForecastTrack: Hashable, Sendable {
    /// Half width of the 90 % band of a normal distribution, in standard deviations.
    package static let bandHalfWidth = 1.644_853_626_951_5

    /// How the forecasts of one variable did.
    package struct Score: Hashable, Sendable {
        package let tag: TagName
        /// Forecasts that were compared with what was measured.
        package let count: Int
        /// Mean of (measured − predicted) / deviation.
        package let bias: Double
        /// Share of what was measured inside the 90 % band.
        package let coverage: Double
    }

    private struct Key: Hashable, Sendable {
        let tag: TagName
        let region: String
    }

    private struct Sums: Hashable, Sendable {
        var count = 0
        var errors = 0.0
        var inside = 0
    }

    private var sums: [Key: Sums] = [:]

    package init() {}

    /// Takes one forecast and what was measured when its time had come. What is not finite, or
    /// bears no deviation, does not count.
    package mutating func take(
        _ tag: TagName, in region: String, mean: Double, deviation: Double, measured: Double
    ) {
        let error = (measured - mean) / deviation
        guard deviation > 0, error.isFinite else { return }
        var sum = sums[Key(tag: tag, region: region), default: Sums()]
        sum.count += 1
        sum.errors += error
        if abs(error) <= Self.bandHalfWidth { sum.inside += 1 }
        sums[Key(tag: tag, region: region)] = sum
    }

    package mutating func take(_ judged: PredictionLedger.Judged) {
        let expected = judged.expectation
        take(
            expected.tag, in: expected.region, mean: expected.mean,
            deviation: expected.deviation * expected.widening, measured: judged.measured)
    }

    /// What was shown in a region, by the name of the variable.
    package func scores(in region: String) -> [Score] {
        sums.filter { $0.key.region == region }.sorted { $0.key.tag < $1.key.tag }.map {
            let count = Double($0.value.count)
            return Score(
                tag: $0.key.tag, count: $0.value.count, bias: $0.value.errors / count,
                coverage: Double($0.value.inside) / count)
        }
    }
}
