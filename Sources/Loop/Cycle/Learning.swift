import Determinism
import Guard
import Learn
import Optimize
import Simulate
import Tags

/// Judges forecasts when their time has come.
///
/// What was forecast is what the plant does under its setpoints; where those were moved meanwhile,
/// by the twin or by anyone, the forecast is made again from the same knowledge under the setpoints
/// that were in force. All else stays as it was known then: a disturbance that came is an error.
struct Hindsight: Sendable {
    /// A forecast that waits.
    private struct Waiting: Sendable {
        let start: ForecastStart
        let inputs: [Double]
        let made: PlantTime
        let region: String
        /// Lead times not yet judged [s].
        var leads: [Double]
    }

    private let settings: LoopSettings
    private var waiting: [Waiting] = []
    /// Live setpoints, one a handle, whenever one changed; oldest first.
    private var setpoints: [(at: PlantTime, values: [Double])] = []

    init(_ settings: LoopSettings) { self.settings = settings }

    /// Notes the setpoints in force.
    mutating func watch(_ live: LivePlant) {
        let values = settings.problem.handles.map { live.handle($0.tag)?.setpoint }
        let known = values.compactMap(\.self)
        guard known.count == values.count, setpoints.last?.values != known else { return }
        setpoints.append((live.readAt, known))
    }

    /// Keeps a forecast's knowledge until its last lead time has passed.
    mutating func keep(
        _ start: ForecastStart, _ inputs: [Double], made: PlantTime, in region: String
    ) {
        waiting.append(
            Waiting(
                start: start, inputs: inputs, made: made, region: region,
                leads: settings.lessonLeads))
    }

    /// Judges what has come due by the snapshot, and forgets what is over.
    mutating func judge(
        _ snapshot: Snapshot, by forecaster: Forecaster, into ledger: inout PredictionLedger
    ) -> [PredictionLedger.Judged] {
        let now = snapshot.at
        for i in waiting.indices {
            let age = now.seconds(since: waiting[i].made)
            // What came due while nothing was judged is too late to be measured.
            for lead in waiting[i].leads where age >= lead && age - lead < settings.optimizeEvery {
                expect(waiting[i], lead, by: forecaster, in: &ledger)
            }
            waiting[i].leads.removeAll { age >= $0 }
        }
        waiting.removeAll(where: \.leads.isEmpty)
        forget(before: now)
        return settings.lessons.flatMap { lesson in
            ledger.settle(lesson.tag, measured: snapshot.value(of: lesson.tag), at: now)
        }
    }

    private mutating func forget(before now: PlantTime) {
        let longest = (settings.lessonLeads.last ?? 0) + settings.optimizeEvery  // no lead
        let oldest = now.earlier(by: longest)
        while setpoints.count > 1, setpoints[1].at < oldest { setpoints.removeFirst() }
    }

    /// What will be read is forecast, so the noise of the reading widens the band.
    private func expect(
        _ one: Waiting, _ lead: Double, by forecaster: Forecaster,
        in ledger: inout PredictionLedger
    ) {
        let start = one.start.time
        let forecast = forecaster.forecast(
            from: one.start, under: inputs(since: one, for: lead), at: [start, start + lead])
        guard forecast.means.count == 2 else { return }
        let first = forecast.outputs.count - settings.lessons.count
        for (i, lesson) in settings.lessons.enumerated() {
            let deviation = forecast.deviations[1][first + i]
            let read = (deviation * deviation + lesson.noise * lesson.noise).squareRoot()
            let key = PredictionLedger.Key(
                tag: lesson.tag, region: one.region, horizon: ledger.bucket(of: lead))
            ledger.expect(
                .init(
                    tag: lesson.tag, region: one.region, made: one.made,
                    due: one.made.later(by: lead), mean: forecast.means[1][first + i],
                    deviation: read, widening: ledger.widening(key)))
        }
    }

    /// The inputs as known then, but for the handles, which are as they were set since.
    private func inputs(since one: Waiting, for lead: Double) -> InputSchedule {
        var times = [one.start.time]
        var values = [one.inputs]
        for change in setpoints {
            let after = change.at.seconds(since: one.made)
            guard after > 0, after < lead else { continue }
            var inputs = one.inputs
            for (handle, setpoint) in zip(settings.problem.handles, change.values) {
                inputs[handle.input] = setpoint
            }
            times.append(one.start.time + after)
            values.append(inputs)
        }
        return InputSchedule(times: times, values: values)
    }
}

extension LoopSettings {
    /// A ledger with a bucket for each lead time; a measurement counts for one optimizer cycle.
    var emptyLedger: PredictionLedger {
        PredictionLedger(
            horizonEnds: lessonLeads.map { $0 + senseEvery }, patience: optimizeEvery)
    }
}
