package import Determinism
package import Guard
package import Tags

/// What the journal says of earlier runs: which decisions are open, which numbers and tokens are
/// used, what was written, who has which handle. Fed record by record, in order.
package struct Recap: Hashable, Sendable {
    /// The highest decision number on record.
    package private(set) var lastDecision: DecisionID?
    /// In the order of their intents.
    package private(set) var open: [OpenDecision] = []
    /// Where each setpoint was last seen, in SI.
    package private(set) var lastSeen: [TagName: Double] = [:]
    /// Handles the operator had, and until when.
    package private(set) var taken: [TagName: PlantTime] = [:]
    /// The last mode on record, and when it was entered.
    package private(set) var lastMode: ModeEntered?
    /// How many records there are of each outcome.
    package private(set) var outcomes: [Outcome.Result: Int] = [:]
    /// What the twin has shown so far.
    package private(set) var record = TrackRecord()
    private var ledger = GuardLedger()
    /// As the guard read them, oldest first; at most `mostReadings` a tag.
    private var watched: [TagName: [ReadbackHistory.Reading]] = [:]
    /// A day of changes at every sense period; what is older covers no window.
    private static let mostReadings = 20_000

    package init() {}

    /// Whether records of this kind say anything that is kept here, beside their decision's number.
    package static func heeds(_ kind: RecordKind) -> Bool {
        switch kind {
        case .opened, .closed, .mode, .acceptance, .rejection, .verdict, .intent, .permit, .outcome,
            .settled, .overridden, .watched, .modelReport:
            true
        case .recommendation, .writeStatus, .readback, .grounds, .checkpoint: false
        }
    }

    /// Takes a record of a kind that is not heeded: a number on record is not given again.
    package mutating func take(numberOf decision: DecisionID?, at time: PlantTime) {
        record.pass(to: time)
        note(numberOf: decision)
    }

    private mutating func note(numberOf decision: DecisionID?) {
        if let decision { lastDecision = max(decision, lastDecision ?? decision) }
    }

    package mutating func take(_ entry: JournalEntry, at time: PlantTime) {
        note(numberOf: entry.decision)
        record.take(entry, at: time)
        switch entry {
        case .mode(let change):
            if lastMode?.mode != change.actual {
                lastMode = ModeEntered(mode: change.actual, at: time)
            }
        case .acceptance(let acceptance):
            ledger.spend(token: acceptance.token, until: acceptance.expiresAt, now: time)
        case .intent(let intent):
            open.append(
                OpenDecision(decision: intent.decision, moves: intent.moves, permitted: false))
        case .permit(let permit):
            open.removeAll { $0.decision == permit.decision }
            open.append(
                OpenDecision(decision: permit.decision, moves: permit.moves, permitted: true))
            ledger.lastPermitted = max(permit.decision, ledger.lastPermitted ?? permit.decision)
            ledger.noteWrites(permit.moves.count, at: time)
        case .outcome(let outcome):
            outcomes[outcome.result, default: 0] += 1
            for move in outcome.moves { lastSeen[move.tag] = move.seen ?? lastSeen[move.tag] }
            if outcome.result != .unknown {
                open.removeAll { $0.decision == outcome.decision }
            }
        case .settled(let settled):
            for move in settled.moves { lastSeen[move.tag] = move.seen ?? lastSeen[move.tag] }
            if settled.isWhole { open.removeAll { $0.decision == settled.decision } }
        case .overridden(let override):
            lastSeen[override.tag] = override.seen ?? lastSeen[override.tag]
            taken[override.tag] = override.handedBackBy == nil ? override.until : nil
            // Where a failed write left it was nobody's choice.
            if override.handedBackBy == nil, !override.isShed,
                let seen = override.seen.flatMap(Finite.init)
            {
                ledger.noteOperator(left: override.tag, at: seen, since: time)
            }
        case .watched(let watched): note(watched)
        case .opened, .recommendation, .verdict, .rejection, .writeStatus, .readback, .closed,
            .grounds, .checkpoint, .modelReport:
            break
        }
    }

    private mutating func note(_ seen: Watched) {
        for setpoint in seen.setpoints {
            guard let value = Finite(setpoint.value) else { continue }
            // Where the twin found it when it first came was the operator's choice.
            if ledger.operatorLeft[setpoint.tag] == nil {
                ledger.noteOperator(left: setpoint.tag, at: value, since: seen.readAt)
            }
            watched[setpoint.tag, default: []].append(
                ReadbackHistory.Reading(value, at: seen.readAt))
            // Half at once, so that forgetting costs little a record.
            if watched[setpoint.tag, default: []].count >= 2 * Self.mostReadings {
                watched[setpoint.tag]?.removeFirst(Self.mostReadings)
            }
        }
    }

    /// What earlier runs read of a setpoint, oldest first, as far back from `now` as it goes
    /// without a hole longer than `gap` [s], the pause until now included.
    ///
    /// Nothing if readings stand out of order or later than now: then clocks cannot be trusted.
    package func readbacks(
        of tag: TagName, until now: PlantTime, gap: Double
    ) -> [ReadbackHistory.Reading] {
        guard let earlier = watched[tag] else { return [] }
        return ReadbackHistory(recalling: earlier, until: now, gap: gap, reach: .infinity).readings
    }

    /// The guard's memory to start with; its readbacks come from `readbacks(of:until:gap:)`.
    package func startingLedger() -> GuardLedger {
        var start = ledger
        overrideWatch().brief(&start)
        return start
    }

    /// The watch to start with: a setpoint found elsewhere than we left it, or may have sent it,
    /// counts as taken.
    package func overrideWatch(rest: Double = 1800) -> OverrideWatch {
        var watch = OverrideWatch(rest: rest)
        for (tag, seen) in lastSeen { watch.restore(tag, seen: seen, takenUntil: nil) }
        for (tag, until) in taken { watch.restore(tag, seen: nil, takenUntil: until) }
        for decision in open where decision.permitted {
            for move in decision.moves { watch.note(maybeSent: move) }
        }
        return watch
    }
}

/// A mode and when the twin entered it.
package struct ModeEntered: Hashable, Sendable {
    package let mode: Mode
    package let at: PlantTime

    package init(mode: Mode, at: PlantTime) {
        self.mode = mode
        self.at = at
    }
}
