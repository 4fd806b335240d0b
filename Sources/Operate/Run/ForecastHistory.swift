import Act
import Determinism
import Foundation
import Historian
import Learn
import Loop
import Tags

/// How the forecasts of earlier runs did, from the historian, as far back as the same model ran.
struct ForecastHistory {
    private let historian: Historian
    private let settings: LoopSettings

    init(_ historian: Historian, _ settings: LoopSettings) {
        self.historian = historian
        self.settings = settings
    }

    /// - Parameter model: hash of the model's text.
    func track(
        of model: String, until now: PlantTime
    ) async throws(HistorianError) -> ForecastTrack {
        var track = ForecastTrack()
        guard let since = try await beginning(of: model), since < now else { return track }
        for lesson in settings.lessons {
            let outcomes = try await historian.forecastOutcomes(
                of: lesson.tag.text, in: since...now)
            for one in outcomes {
                track.take(
                    lesson.tag, in: one.region, mean: one.forecast.mean.value,
                    deviation: one.forecast.deviation.value, measured: one.actual.value)
            }
        }
        return track
    }

    /// Since when no other model ran; nil if the last one was another, or nobody knows.
    private func beginning(of model: String) async throws(HistorianError) -> PlantTime? {
        var since: PlantTime?
        for opening in try await historian.openings() {
            // One that is not understood names no model.
            let opened = try? JSONDecoder().decode(Opened.self, from: Data(opening.json.utf8))
            let named = opened?.settings.first { $0.name == TrackRecord.modelSetting }?.hash
            if named != model { since = nil } else if since == nil { since = opening.at }
        }
        return since
    }
}
