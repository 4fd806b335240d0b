import Determinism
import Learn
import Simulate
import Tags

extension LoopSettings {
    /// A ledger with a bucket for each lead time; a measurement counts for one optimizer cycle.
    var emptyLedger: PredictionLedger {
        PredictionLedger(
            horizonEnds: lessonLeads.map { $0 + senseEvery }, patience: optimizeEvery)
    }
}

extension PredictionLedger {
    /// Judges what has come due by what the snapshot says.
    mutating func compare(with snapshot: Snapshot, _ lessons: [LoopSettings.Lesson]) -> [Judged] {
        lessons.flatMap { lesson in
            settle(lesson.tag, measured: snapshot.value(of: lesson.tag), at: snapshot.at)
        }
    }

    /// Notes what a forecast says of each measured variable at each lead time: what will be read, so
    /// the noise of the reading widens the band.
    mutating func expect(_ forecast: Forecast, _ settings: LoopSettings, in region: String) {
        guard let start = forecast.trajectory.times.first else { return }
        let first = forecast.outputs.count - settings.lessons.count
        for (i, lesson) in settings.lessons.enumerated() {
            for (row, time) in forecast.trajectory.times.enumerated() {
                let lead = time - start
                guard settings.lessonLeads.contains(where: { abs($0 - lead) < 0.5 }) else {
                    continue
                }
                let deviation = forecast.deviations[row][first + i]
                let read = (deviation * deviation + lesson.noise * lesson.noise).squareRoot()
                let key = Key(tag: lesson.tag, region: region, horizon: bucket(of: lead))
                expect(
                    Expectation(
                        tag: lesson.tag, region: region, made: .seconds(start),
                        due: .seconds(time), mean: forecast.means[row][first + i],
                        deviation: read, widening: widening(key)))
            }
        }
    }
}
