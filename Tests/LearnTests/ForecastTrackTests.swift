import Determinism
import Learn
import Tags
import Testing

/// Bias and coverage of forecasts, in the deviations that were stated with them.
@Suite struct ForecastTrackTests {
    private let tag = TagName("TI-1")

    @Test func `bias and coverage are counted in stated deviations, region by region`() throws {
        var track = ForecastTrack()
        // Off by 1, -1, 3 and 2 deviations of 2 K.
        for error in [2.0, -2, 6, 4] {
            track.take(tag, in: "full", mean: 100, deviation: 2, measured: 100 + error)
        }
        track.take(tag, in: "cold", mean: 0, deviation: 1, measured: 0)
        track.take(TagName("A"), in: "full", mean: 0, deviation: 1, measured: 1)
        let scores = track.scores(in: "full")
        #expect(scores.map(\.tag) == [TagName("A"), tag])
        #expect(scores[1].count == 4 && scores[1].bias == 1.25 && scores[1].coverage == 0.5)
        #expect(track.scores(in: "nowhere").isEmpty)
    }

    @Test func `what is no number, or bears no deviation, does not count`() {
        var track = ForecastTrack()
        for (mean, deviation, measured) in [
            (Double.nan, 1.0, 0.0), (0, 0, 1), (0, -1, 1), (0, .nan, 1), (0, 1, .infinity),
        ] { track.take(tag, in: "full", mean: mean, deviation: deviation, measured: measured) }
        #expect(track.scores(in: "full").isEmpty)
    }

    @Test(arguments: [1 as UInt64, 2, 3])
    func `honest forecasts show no bias, and nine tenths in the band`(seed: UInt64) {
        var chance = RandomStream(seed: seed, purpose: "forecasts")
        var track = ForecastTrack()
        for _ in 0..<4000 {
            let deviation = chance.uniform(0.5, 5)
            track.take(
                tag, in: "full", mean: 1200, deviation: deviation,
                measured: 1200 + chance.normal(deviation: deviation))
        }
        let score = track.scores(in: "full")[0]
        // Four deviations of the mean and of the share.
        #expect(abs(score.bias) < 4 / 63.2 && abs(score.coverage - 0.9) < 4 * 0.0047)
    }
}
