package import Determinism
package import Tags

/// What a filter believed about one state or disturbance at one instant.
package struct EstimateRecord: Hashable, Sendable {
    /// The state's name in the model.
    package let state: String
    package let at: PlantTime
    /// In the state's SI unit.
    package let mean: Finite
    /// Standard deviation, in the state's SI unit.
    package let deviation: Finite

    package init(state: String, at: PlantTime, mean: Finite, deviation: Finite) {
        self.state = state
        self.at = at
        self.mean = mean
        self.deviation = deviation
    }
}

/// Under which plan a forecast was made.
package enum PlanKind: String, CaseIterable, Sendable {
    /// The setpoints stay as they are.
    case current
    /// The recommended moves are made.
    case candidate
    /// What was known then, under the setpoints that came to be in force.
    case executed
}

/// One predicted value of one variable.
package struct ForecastRecord: Hashable, Sendable {
    /// A tag or an output of the model.
    package let variable: String
    package let plan: PlanKind
    package let madeAt: PlantTime
    /// The instant the prediction is about; not before `madeAt`.
    package let about: PlantTime
    /// In the variable's SI unit.
    package let mean: Finite
    /// Standard deviation, in the variable's SI unit.
    package let deviation: Finite

    package init(
        variable: String, plan: PlanKind, madeAt: PlantTime, about: PlantTime,
        mean: Finite, deviation: Finite
    ) {
        self.variable = variable
        self.plan = plan
        self.madeAt = madeAt
        self.about = about
        self.mean = mean
        self.deviation = deviation
    }
}

/// A forecast beside what came of it.
package struct ForecastOutcome: Hashable, Sendable {
    package let forecast: ForecastRecord
    /// The value measured at the instant the forecast was about, in the variable's SI unit.
    package let actual: Finite
    /// The operating region the plant was in.
    package let region: String

    package init(forecast: ForecastRecord, actual: Finite, region: String) {
        self.forecast = forecast
        self.actual = actual
        self.region = region
    }

    /// What was measured minus what was predicted, in the variable's SI unit.
    package var error: Double { actual.value - forecast.mean.value }
}

/// One entry of the guard's journal, as the historian keeps it.
package struct IngestedRecord: Hashable, Sendable {
    /// The entry's number in the journal; numbers follow each other without a gap.
    package let sequence: Int64
    /// What the entry is, in the journal's words, such as "intent" or "outcome".
    package let kind: String
    /// The decision it belongs to; nil for entries about the guard itself.
    package let decision: Int64?
    package let at: PlantTime
    /// The entry's content as the journal wrote it.
    package let json: String
    /// The entry's hash in the journal's chain, in hexadecimal digits.
    package let hash: String

    package init(
        sequence: Int64, kind: String, decision: Int64?, at: PlantTime, json: String, hash: String
    ) {
        self.sequence = sequence
        self.kind = kind
        self.decision = decision
        self.at = at
        self.json = json
        self.hash = hash
    }
}

/// All that the journal says about one decision, oldest first.
package struct DecisionRecord: Hashable, Sendable {
    package let decision: Int64
    package let entries: [IngestedRecord]

    /// The last entry of a kind, such as the outcome; nil while there is none.
    package func last(_ kind: String) -> IngestedRecord? { entries.last { $0.kind == kind } }
}

/// The exact inputs of one recommendation, so that it can be calculated again.
package struct KeptAdvice: Hashable, Sendable {
    package let decision: Int64
    package let at: PlantTime
    /// SHA-256 of the bytes, 64 hexadecimal digits.
    package let hash: String
    package let bytes: [UInt8]

    package init(decision: Int64, at: PlantTime, hash: String, bytes: [UInt8]) {
        self.decision = decision
        self.at = at
        self.hash = hash
        self.bytes = bytes
    }
}

/// What kept the loop from estimating and recommending, from an instant on.
package struct TroubleRecord: Hashable, Sendable {
    package let at: PlantTime
    /// As the operator was told; nil when it was over.
    package let text: String?

    package init(at: PlantTime, text: String?) {
        self.at = at
        self.text = text
    }
}

/// One pass of the loop.
package struct CycleRecord: Hashable, Sendable {
    /// Grows by one a cycle, across restarts.
    package let number: Int64
    package let at: PlantTime
    package let mode: Mode
    /// Wall time of each stage [s], by the stage's name.
    package let durations: [String: Finite]
    /// Fingerprint of the cycle's inputs and results (`StateDigest`).
    package let digest: UInt64

    package init(
        number: Int64, at: PlantTime, mode: Mode, durations: [String: Finite], digest: UInt64
    ) {
        self.number = number
        self.at = at
        self.mode = mode
        self.durations = durations
        self.digest = digest
    }
}
