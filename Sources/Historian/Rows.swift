import Determinism
import GRDB
import Tags

/// How rows become records again. Columns are NOT NULL unless said otherwise in `Schema`.
extension Sample {
    /// From t_ns, value, quality, reason.
    init(_ tag: TagName, _ row: Row) {
        let at = PlantTime(nanoseconds: row["t_ns"])
        let value: Double? = row["value"]
        let text: String? = row["reason"]
        // A reason that this version does not know came from a newer one: the value is not trusted.
        let reason = text.map { QualityReason(rawValue: $0) ?? .missing }
        guard let finite = value.flatMap(Finite.init) else {
            self.init(tag, absentBecause: reason ?? .missing, at: at)
            return
        }
        self.init(tag, finite, reason.map(Quality.uncertain) ?? .good, at: at)
    }
}

extension IngestedRecord {
    static let columns = "sequence, kind, decision, t_ns, json, hash"

    init(_ row: Row) {
        self.init(
            sequence: row["sequence"], kind: row["kind"], decision: row["decision"],
            at: PlantTime(nanoseconds: row["t_ns"]), json: row["json"], hash: row["hash"])
    }
}

extension EstimateRecord {
    /// Nil if a number is not finite, which the table's checks exclude.
    init?(_ row: Row) {
        guard let mean = Finite(row["mean"]), let deviation = Finite(row["sd"]) else { return nil }
        self.init(
            state: row["state"], at: PlantTime(nanoseconds: row["t_ns"]),
            mean: mean, deviation: deviation)
    }
}

extension ForecastOutcome {
    /// Nil if a number is not finite or the plan is unknown, which the table's checks exclude.
    init?(_ row: Row) {
        guard let mean = Finite(row["predicted"]), let deviation = Finite(row["sd"]),
            let actual = Finite(row["actual"]), let plan = PlanKind(rawValue: row["plan"])
        else { return nil }
        self.init(
            forecast: ForecastRecord(
                variable: row["variable"], plan: plan,
                madeAt: PlantTime(nanoseconds: row["made_ns"]),
                about: PlantTime(nanoseconds: row["for_ns"]), mean: mean, deviation: deviation),
            actual: actual, region: row["region"])
    }
}
