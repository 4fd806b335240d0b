import Determinism
import Foundation
import GRDB
import Tags

/// How each record becomes rows. All of it runs inside a transaction of `RecordFile`.
extension Database {
    /// Inserts samples; returns how many were new. Unknown tags get the next number.
    func insert(_ samples: [Sample], numbers: inout [TagName: Int64]) throws -> Int {
        for sample in samples where numbers[sample.tag] == nil {
            numbers[sample.tag] = try findTag(sample.tag) ?? insertTag(sample.tag)
        }
        let statement = try cachedStatement(
            sql: "INSERT INTO samples VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING")
        let before = totalChangesCount
        for (number, index) in inTableOrder(samples, numbers: numbers) {
            let sample = samples[index]
            let (code, reason) = sample.quality.stored
            try statement.execute(arguments: [
                number, sample.at.nanoseconds, sample.value?.value, code, reason,
            ])
        }
        return totalChangesCount - before
    }

    /// Tag numbers and positions of samples, by tag and then as they came: neighbours in the table
    /// are written together, and of two samples of one instant the first stays.
    private func inTableOrder(
        _ samples: [Sample], numbers: [TagName: Int64]
    ) -> [(number: Int64, index: Int)] {
        samples.indices.compactMap { index in
            numbers[samples[index].tag].map { (number: $0, index: index) }
        }.sorted { ($0.number, $0.index) < ($1.number, $1.index) }
    }

    private func findTag(_ tag: TagName) throws -> Int64? {
        try Int64.fetchOne(
            self, sql: "SELECT number FROM tags WHERE name = ?", arguments: [tag.text])
    }

    private func insertTag(_ tag: TagName) throws -> Int64 {
        try execute(sql: "INSERT INTO tags (name) VALUES (?)", arguments: [tag.text])
        return lastInsertedRowID
    }

    func insertGap(_ gap: Intake.Gap, notedAt now: PlantTime) throws {
        try execute(
            sql: "INSERT INTO gaps VALUES (?, ?, ?, ?)",
            arguments: [now.nanoseconds, gap.from.nanoseconds, gap.to.nanoseconds, gap.count])
    }

    func insert(_ estimate: EstimateRecord) throws {
        try cachedStatement(sql: "INSERT INTO estimates VALUES (?, ?, ?, ?)").execute(arguments: [
            estimate.at.nanoseconds, estimate.state, estimate.mean.value, estimate.deviation.value,
        ])
    }

    func insert(_ forecast: ForecastRecord) throws {
        try cachedStatement(sql: "INSERT INTO forecasts VALUES (?, ?, ?, ?, ?, ?)")
            .execute(arguments: [
                forecast.madeAt.nanoseconds, forecast.plan.rawValue, forecast.variable,
                forecast.about.nanoseconds, forecast.mean.value, forecast.deviation.value,
            ])
    }

    func insert(_ outcome: ForecastOutcome) throws {
        let forecast = outcome.forecast
        try cachedStatement(sql: "INSERT INTO forecast_outcomes VALUES (?, ?, ?, ?, ?, ?, ?, ?)")
            .execute(arguments: [
                forecast.variable, forecast.about.nanoseconds, forecast.madeAt.nanoseconds,
                forecast.plan.rawValue, forecast.mean.value, forecast.deviation.value,
                outcome.actual.value, outcome.region,
            ])
    }

    func insert(_ cycle: CycleRecord) throws {
        let digits = String(cycle.digest, radix: 16)
        let digest = String(repeating: "0", count: 16 - digits.count) + digits
        try cachedStatement(sql: "INSERT INTO cycles VALUES (?, ?, ?, ?)").execute(arguments: [
            cycle.number, cycle.at.nanoseconds, cycle.mode.rawValue, digest,
        ])
        let statement = try cachedStatement(sql: "INSERT INTO cycle_durations VALUES (?, ?, ?)")
        for (stage, seconds) in cycle.durations.sorted(by: { $0.key < $1.key }) {
            try statement.execute(arguments: [cycle.number, stage, seconds.value])
        }
    }

    func insert(_ trouble: TroubleRecord) throws {
        try cachedStatement(sql: "INSERT INTO troubles VALUES (?, ?)").execute(arguments: [
            trouble.at.nanoseconds, trouble.text,
        ])
    }

    func insert(_ kept: KeptAdvice) throws {
        // The same bytes twice are kept once.
        try cachedStatement(
            sql: "INSERT INTO advice_inputs VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING"
        ).execute(arguments: [kept.hash, kept.decision, kept.at.nanoseconds, Data(kept.bytes)])
    }

    func ingest(_ entries: [IngestedRecord], at now: PlantTime) throws -> Int {
        var last = try Int64.fetchOne(self, sql: "SELECT max(sequence) FROM journal")
        var new = 0
        for entry in entries {
            if let end = last, entry.sequence <= end {
                try checkUnchanged(entry)
                continue
            }
            if let end = last, entry.sequence != end + 1 {
                throw HistorianError.missingEntries(expected: end + 1, found: entry.sequence)
            }
            try cachedStatement(sql: "INSERT INTO journal VALUES (?, ?, ?, ?, ?, ?, ?)")
                .execute(arguments: [
                    entry.sequence, entry.kind, entry.decision, entry.at.nanoseconds,
                    entry.json, entry.hash, now.nanoseconds,
                ])
            last = entry.sequence
            new += 1
        }
        return new
    }

    private func checkUnchanged(_ entry: IngestedRecord) throws {
        let sql = "SELECT \(IngestedRecord.columns) FROM journal WHERE sequence = ?"
        let row = try Row.fetchOne(self, sql: sql, arguments: [entry.sequence])
        guard let row, IngestedRecord(row) == entry else {
            throw HistorianError.rewrittenEntry(sequence: entry.sequence)
        }
    }
}

extension Quality {
    /// As the table holds it: 0 good, 1 uncertain, 2 bad; and the reason in words.
    var stored: (code: Int, reason: String?) {
        switch self {
        case .good: (0, nil)
        case .uncertain(let reason): (1, reason.rawValue)
        case .bad(let reason): (2, reason.rawValue)
        }
    }
}
