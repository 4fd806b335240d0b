import Act
package import Determinism
import Estimate
package import Historian
import Journal
import Learn
package import Loop
import Modeling
import Optimize
import Simulate
package import Tags

/// Copies what a run finds out into the historian, and the guard's journal after it.
package actor RunRecorder {
    private nonisolated let historian: Historian
    private let journalPath: String
    private var position = JournalReader.Position()
    private var number: Int64
    /// Samples that the historian had refused when that was last told.
    private var refused = 0
    private let settings: LoopSettings

    package init(
        _ historian: Historian, journal path: String, _ settings: LoopSettings
    ) async throws {
        self.historian = historian
        journalPath = path
        self.settings = settings
        number = (try await historian.lastCycleNumber() ?? 0) + 1  // 0: no cycle was ever recorded
    }

    /// Takes over what was read, to be stored at the next turn.
    nonisolated func take(_ snapshot: Snapshot) {
        // What it refuses is counted there.
        _ = historian.intake.offer(snapshot.samples)
    }

    /// Records one turn. Returns what is wrong if it could not.
    ///
    /// - Parameter durations: wall time of its stages [s].
    package func record(
        _ outcome: CycleOutcome, mode: Mode, durations: [String: Finite]
    ) async -> String? {
        do {
            // At every turn, so that a kill costs no more than one turn's readings.
            _ = try await historian.drain()
            let lost = historian.intake.lag.refused - refused
            refused += lost
            let trouble = lost > 0 ? "the historian lags: \(lost) samples were refused" : nil
            guard let advice = outcome.advice else { return trouble }
            if let believed = outcome.believed {
                try await historian.store(estimates(of: believed))
            }
            try await historian.store(forecasts(of: advice, at: outcome.snapshot.at))
            try await historian.store(outcome.lessons.compactMap(Self.judged))
            try await historian.store(
                CycleRecord(
                    number: number, at: outcome.snapshot.at, mode: mode, durations: durations,
                    digest: outcome.digest))
            number += 1
            try await ingestJournal()
            return trouble
        } catch { return "\(error)" }
    }

    /// Records what keeps the loop from recommending; nil when that is over. Returns what is wrong
    /// if it could not.
    package func record(obstacle text: String?, at now: PlantTime) async -> String? {
        do {
            try await historian.store(TroubleRecord(at: now, text: text))
            return nil
        } catch { return "\(error)" }
    }

    package func close() async {
        do {
            _ = try await historian.drain()
            try await ingestJournal()
            try await historian.close()
        } catch {
            // The journal is the record; the historian catches up from it at the next start.
        }
    }

    /// A forecast and what was measured when its time had come.
    private static func judged(_ lesson: PredictionLedger.Judged) -> ForecastOutcome? {
        let expected = lesson.expectation
        guard let mean = Finite(expected.mean), let actual = Finite(lesson.measured),
            let deviation = Finite(expected.deviation * expected.widening)
        else { return nil }
        return ForecastOutcome(
            forecast: ForecastRecord(
                variable: expected.tag.text, plan: .executed, madeAt: expected.made,
                about: expected.due, mean: mean, deviation: deviation),
            actual: actual, region: expected.region)
    }

    private func ingestJournal() async throws {
        var reader = try JournalReader(path: journalPath, from: position)
        var entries: [IngestedRecord] = []
        while let record = try reader.next() {
            entries.append(
                IngestedRecord(
                    sequence: Int64(record.sequence), kind: record.kindName,
                    decision: record.decision.map { Int64($0.number) }, at: record.plantTime,
                    json: record.json, hash: record.hash))
        }
        guard !entries.isEmpty else { return }
        _ = try await historian.ingest(entries)
        position = reader.position
    }

    /// What happens if nothing is moved, at the lead times that are judged later; and the plan.
    private func forecasts(
        of advice: CycleOutcome.Advice, at now: PlantTime
    ) -> [ForecastRecord] {
        var records: [ForecastRecord] = []
        func add(_ name: String, _ plan: PlanKind, _ ahead: Double, _ mean: Double, _ sd: Double) {
            guard let mean = Finite(mean), let deviation = Finite(sd) else { return }
            records.append(
                ForecastRecord(
                    variable: name, plan: plan, madeAt: now, about: now.later(by: ahead),
                    mean: mean, deviation: deviation))
        }
        let model = settings.problem.model
        let start = now.seconds
        for (row, time) in advice.forecast.trajectory.times.enumerated()
        where settings.lessonLeads.contains(where: { abs($0 - (time - start)) < 0.5 }) {
            // What is both held and judged is forecast twice, and kept once.
            for (column, found) in advice.forecast.outputs.enumerated()
            where !advice.forecast.outputs[..<column].contains(found) {
                add(
                    model.variable(found).name, .current, time - start,
                    advice.forecast.means[row][column], advice.forecast.deviations[row][column])
            }
        }
        if let plan = advice.recommendation.certificate {
            for course in plan.trajectories {
                for (i, time) in course.times.enumerated() {
                    add(course.tag.text, .candidate, time, course.means[i], course.deviations[i])
                }
            }
        }
        return records
    }

    private func estimates(of believed: Believed) -> [EstimateRecord] {
        let state = believed.state
        var records: [EstimateRecord] = []
        func add(_ name: String, _ mean: Double, _ deviation: Double) {
            guard let mean = Finite(mean), let deviation = Finite(deviation) else { return }
            records.append(
                EstimateRecord(state: name, at: state.time, mean: mean, deviation: deviation))
        }
        for (i, one) in settings.model.states.enumerated() {
            add(one.name, state.mean[i], state.deviations[i])
        }
        for one in state.disturbances { add(one.name, one.value, one.deviation) }
        return records
    }
}
