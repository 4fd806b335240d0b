package import Determinism
package import Tags

/// What the guard remembers between judgements. All but the clocks is rebuilt from the record and
/// from readings of the plant, so that a restart resets no limit.
package struct GuardLedger: Hashable, Sendable {
    /// The highest decision that was ever permitted; it and all lower ones are used.
    package var lastPermitted: DecisionID?
    /// Tokens that stood before a binding judgement, with when they would have expired.
    package private(set) var spentTokens: [String: PlantTime] = [:]
    /// When writes were released, oldest first; older than an hour is forgotten.
    package private(set) var writes: [PlantTime] = []
    /// What was read of each setpoint.
    package var readbacks: [TagName: ReadbackHistory] = [:]
    /// The newest good reading of each input.
    package private(set) var lastGood: [TagName: ReadbackHistory.Reading] = [:]
    /// What each live setpoint should be: as we or the operator last left it, in SI.
    package var expected: [TagName: Double] = [:]
    /// Handles an operator has taken, and until when they stay his.
    package var taken: [TagName: PlantTime] = [:]
    /// What the operator last set each handle to, and when: the baseline from which drift counts.
    package internal(set) var operatorLeft: [TagName: ReadbackHistory.Reading] = [:]
    /// When a recovery move of each handle was last released.
    package internal(set) var recovered: [TagName: PlantTime] = [:]
    /// The last binding judgement in this process run.
    package var lastJudged: (plant: PlantTime, monotonic: MonotonicInstant)? {
        guard let lastJudgedPlant, let lastJudgedMonotonic else { return nil }
        return (lastJudgedPlant, lastJudgedMonotonic)
    }
    private var lastJudgedPlant: PlantTime?
    private var lastJudgedMonotonic: MonotonicInstant?

    package init() {}

    init(
        lastPermitted: DecisionID?, spentTokens: [String: PlantTime], writes: [PlantTime],
        lastGood: [TagName: ReadbackHistory.Reading],
        judged: (plant: PlantTime?, monotonic: MonotonicInstant?)
    ) {
        self.lastPermitted = lastPermitted
        self.spentTokens = spentTokens
        self.writes = writes
        self.lastGood = lastGood
        lastJudgedPlant = judged.plant
        lastJudgedMonotonic = judged.monotonic
    }

    /// A token that came before a binding judgement is spent, whatever the verdict.
    package mutating func spend(token: String, until expiry: PlantTime, now: PlantTime) {
        spentTokens = spentTokens.filter { $0.value >= now }
        spentTokens[token] = expiry
    }

    package mutating func noteWrites(_ count: Int, at now: PlantTime) {
        // A difference that does not fit keeps the entry: forgetting would enlarge the budget.
        writes.removeAll { write in now.elapsed(since: write).map { $0 > 3600 } == true }
        writes.append(contentsOf: repeatElement(now, count: count))
    }

    package mutating func noteJudgement(plant: PlantTime, monotonic: MonotonicInstant) {
        lastJudgedPlant = max(plant, lastJudgedPlant ?? plant)
        lastJudgedMonotonic = max(monotonic, lastJudgedMonotonic ?? monotonic)
    }

    /// Notes what one snapshot shows of the inputs.
    package mutating func noteInputs(_ inputs: [InputRules], in snapshot: Snapshot) {
        for input in inputs {
            guard let sample = snapshot[input.tag], sample.quality.isGood, let value = sample.value
            else { continue }
            lastGood[input.tag] = ReadbackHistory.Reading(value, at: sample.at)
        }
    }

    /// Notes one reading of a live setpoint, whose checks look back so far [s].
    package mutating func noteReadback(
        of tag: TagName, _ value: Finite, at time: PlantTime, lookBack: Double = 3600
    ) {
        readbacks[tag, default: ReadbackHistory(reach: lookBack)].note(value, at: time)
    }

    /// The operator moved a setpoint himself, or left it here: drift counts from it.
    package mutating func noteOperator(left tag: TagName, at value: Finite, since time: PlantTime) {
        operatorLeft[tag] = ReadbackHistory.Reading(value, at: time)
    }

    /// Recovery moves of these handles were released.
    package mutating func noteRecovery(of tags: [TagName], at now: PlantTime) {
        for tag in tags { recovered[tag] = now }
    }
}
