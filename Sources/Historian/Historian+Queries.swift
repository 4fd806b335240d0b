package import Determinism
import Foundation
import GRDB
package import Tags

/// What can be asked of the record. Ranges of time include both ends.
extension Historian {
    /// Samples of a tag, oldest first, at most `limit`.
    package func samples(
        of tag: TagName, in range: ClosedRange<PlantTime>, limit: Int = 1_000_000
    ) throws(HistorianError) -> [Sample] {
        try file.read { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT t_ns, value, quality, reason FROM samples
                    WHERE tag = (SELECT number FROM tags WHERE name = ?)
                        AND t_ns BETWEEN ? AND ?
                    ORDER BY t_ns LIMIT ?
                    """,
                arguments: [
                    tag.text, range.lowerBound.nanoseconds, range.upperBound.nanoseconds, limit,
                ]
            ).map { Sample(tag, $0) }
        }
    }

    /// The newest sample of a tag, whatever its quality; nil if there is none.
    package func lastSample(of tag: TagName) throws(HistorianError) -> Sample? {
        try file.read { db in
            try Row.fetchOne(
                db,
                sql: """
                    SELECT t_ns, value, quality, reason FROM samples
                    WHERE tag = (SELECT number FROM tags WHERE name = ?)
                    ORDER BY t_ns DESC LIMIT 1
                    """,
                arguments: [tag.text]
            ).map { Sample(tag, $0) }
        }
    }

    /// Names of all tags that were ever stored, sorted.
    package func tags() throws(HistorianError) -> [TagName] {
        try file.read { db in
            try String.fetchAll(db, sql: "SELECT name FROM tags ORDER BY name").map(TagName.init)
        }
    }

    /// Decisions with an entry in the range, by number, each with all its entries.
    package func decisions(
        in range: ClosedRange<PlantTime>
    ) throws(HistorianError) -> [DecisionRecord] {
        let entries = try file.read { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT \(IngestedRecord.columns) FROM journal
                    WHERE decision IN (SELECT decision FROM journal WHERE t_ns BETWEEN ? AND ?)
                    ORDER BY decision, sequence
                    """,
                arguments: [range.lowerBound.nanoseconds, range.upperBound.nanoseconds]
            ).map(IngestedRecord.init)
        }
        var decisions: [DecisionRecord] = []
        for entry in entries {
            guard let decision = entry.decision else { continue }
            if let open = decisions.last, open.decision == decision {
                decisions[decisions.count - 1] = DecisionRecord(
                    decision: decision, entries: open.entries + [entry])
            } else {
                decisions.append(DecisionRecord(decision: decision, entries: [entry]))
            }
        }
        return decisions
    }

    /// The number of the newest journal entry; nil before the first.
    package func lastJournalSequence() throws(HistorianError) -> Int64? {
        try file.read { db in try Int64.fetchOne(db, sql: "SELECT max(sequence) FROM journal") }
    }

    /// The number of the newest cycle; nil before the first.
    package func lastCycleNumber() throws(HistorianError) -> Int64? {
        try file.read { db in try Int64.fetchOne(db, sql: "SELECT max(number) FROM cycles") }
    }

    /// Wall time of the stages of a cycle [s]; empty if there is no such cycle.
    package func durations(ofCycle number: Int64) throws(HistorianError) -> [String: Double] {
        let rows = try file.read { db in
            try Row.fetchAll(
                db, sql: "SELECT stage, seconds FROM cycle_durations WHERE cycle = ?",
                arguments: [number])
        }
        return Dictionary(
            rows.map { ($0["stage"], $0["seconds"]) }, uniquingKeysWith: { first, _ in first })
    }

    /// Forecasts of a variable beside what came of them, by the instant they were about.
    package func forecastOutcomes(
        of variable: String, in range: ClosedRange<PlantTime>
    ) throws(HistorianError) -> [ForecastOutcome] {
        try file.read { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT * FROM forecast_outcomes
                    WHERE variable = ? AND for_ns BETWEEN ? AND ? ORDER BY for_ns, made_ns, plan
                    """,
                arguments: [
                    variable, range.lowerBound.nanoseconds, range.upperBound.nanoseconds,
                ]
            ).compactMap(ForecastOutcome.init)
        }
    }

    /// What the filter believed at each instant of the range, by time and state.
    package func estimates(
        in range: ClosedRange<PlantTime>
    ) throws(HistorianError) -> [EstimateRecord] {
        try file.read { db in
            try Row.fetchAll(
                db,
                sql: "SELECT * FROM estimates WHERE t_ns BETWEEN ? AND ? ORDER BY t_ns, state",
                arguments: [range.lowerBound.nanoseconds, range.upperBound.nanoseconds]
            ).compactMap(EstimateRecord.init)
        }
    }

    /// What kept the loop from recommending, oldest first.
    package func troubles(
        in range: ClosedRange<PlantTime>
    ) throws(HistorianError) -> [TroubleRecord] {
        try file.read { db in
            try Row.fetchAll(
                db, sql: "SELECT * FROM troubles WHERE t_ns BETWEEN ? AND ? ORDER BY t_ns, rowid",
                arguments: [range.lowerBound.nanoseconds, range.upperBound.nanoseconds]
            ).map { TroubleRecord(at: PlantTime(nanoseconds: $0["t_ns"]), text: $0["text"]) }
        }
    }

    /// The bytes kept under a hash; nil if there are none. Whether they still fit it is the
    /// reader's to check.
    package func adviceInputs(hash: String) throws(HistorianError) -> [UInt8]? {
        try file.read { db in
            try Data.fetchOne(
                db, sql: "SELECT bytes FROM advice_inputs WHERE hash = ?", arguments: [hash]
            ).map { [UInt8]($0) }
        }
    }

    /// Samples that were refused because storing was too far behind, over the whole record.
    package func refusedSamples() throws(HistorianError) -> Int {
        try file.read { db in
            // A sum over no rows is NULL: nothing was refused.
            try Int.fetchOne(db, sql: "SELECT sum(samples) FROM gaps") ?? 0
        }
    }
}
