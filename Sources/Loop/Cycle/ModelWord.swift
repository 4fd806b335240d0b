import Act
import Determinism
import Guard
import Learn
import Tags

/// What the forecasts must have shown for the loop to call its model good: the figures that the
/// guard judges by too (section `modes: automatic` of the twin's file).
package struct QualityLimits: Hashable, Sendable {
    /// Forecasts of each variable that were judged, at least.
    package var leastCount = 200
    /// Bias, in standard deviations as stated.
    package var mostBias = 1.0
    /// What the 90 % bands cover.
    package var leastCoverage = 0.85
    package var mostCoverage = 0.95

    package init() {}

    /// Green if all of `tags` have shown it; amber while one has not shown enough.
    func gate(_ scores: [ForecastTrack.Score], of tags: [TagName]) -> QualityGate {
        var gate = tags.isEmpty ? QualityGate.amber : .green
        for tag in tags {
            guard let score = scores.first(where: { $0.tag == tag }), score.count >= leastCount
            else {
                gate = .amber
                continue
            }
            guard abs(score.bias) <= mostBias,
                score.coverage >= leastCoverage && score.coverage <= mostCoverage
            else { return .red }
        }
        return gate
    }
}

extension LoopSettings {
    /// Where no regions are declared there is one, which is everywhere.
    static let everywhere = "everywhere"

    /// A region as the guard hears of it; nil if it is none that is declared.
    func spoken(_ region: String) -> String? {
        if regions.isEmpty { return Self.everywhere }
        return region == OperatingRegions.elsewhere ? nil : region
    }

    /// What the guard is told of the model after a turn.
    func report(in region: String, _ track: ForecastTrack) -> ModelReport {
        ModelReport(
            region: spoken(region),
            forecasts: track.scores(in: region).map {
                ForecastFigures(
                    tag: $0.tag, count: $0.count, bias: $0.bias, coverage: $0.coverage)
            })
    }

    /// Where the model stands, for a plan that no person looks at.
    func standing(in region: String, _ track: ForecastTrack, at now: PlantTime) -> ModelStanding {
        ModelStanding(
            region: spoken(region),
            gate: quality.gate(track.scores(in: region), of: lessons.map(\.tag)), judgedAt: now)
    }
}
