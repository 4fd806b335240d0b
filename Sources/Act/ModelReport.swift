package import Tags

/// What the loop says of its model now: where the plant runs, and how its forecasts did there.
///
/// The guard has no model and cannot check it: it is the loop's claim, kept as such, and judged
/// against the sealed figures before the twin may write without a person.
package struct ModelReport: Hashable, Codable, Sendable {
    /// The region of operation; nil if it is none in which the model is judged.
    package let region: String?
    /// Of this region, one a controlled variable; one without a judged forecast is left out.
    package let forecasts: [ForecastFigures]

    package init(region: String?, forecasts: [ForecastFigures]) {
        self.region = region
        self.forecasts = forecasts
    }
}

/// How the forecasts of one controlled variable did in one region, over all lead times.
package struct ForecastFigures: Hashable, Codable, Sendable {
    package let tag: TagName
    /// Forecasts that were compared with what was measured.
    package let count: Int
    /// Mean of (measured − predicted) / stated standard deviation.
    package let bias: Double
    /// Share of what was measured inside the 90 % band as it was stated.
    package let coverage: Double

    package init(tag: TagName, count: Int, bias: Double, coverage: Double) {
        self.tag = tag
        self.count = count
        self.bias = bias
        self.coverage = coverage
    }
}
