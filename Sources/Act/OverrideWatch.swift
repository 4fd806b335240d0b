package import Determinism
package import Guard
package import Tags

/// Sees when someone else moves a setpoint, and leaves that handle alone for a while: no fight.
///
/// It knows what each live setpoint should be, as we or the operator last left it. Any other value
/// is the operator's, and the handle is his for `rest` seconds after his last touch or until he
/// hands it back. A bare value cannot show a setpoint that was moved and moved back between two
/// readings; that takes a change counter in the control system.
package struct OverrideWatch: Hashable, Sendable {
    /// How long a taken handle is left alone, in plant time [s].
    package let rest: Double
    /// What each live setpoint should be, in SI.
    package private(set) var expected: [TagName: Double] = [:]
    /// Targets of writes that were sent and not yet seen to arrive or fail.
    package private(set) var underWay: [TagName: Double] = [:]
    /// Handles the operator has, and until when.
    package private(set) var taken: [TagName: PlantTime] = [:]

    package init(rest: Double = 1800) { self.rest = rest }

    /// Judges one reading of a live setpoint. Returns what to put on record if the operator took
    /// the handle. The first reading ever is adopted.
    package mutating func observe(
        _ tag: TagName, _ setpoint: Finite, tolerance: Double, at now: PlantTime
    ) -> Override? {
        let seen = setpoint.value
        guard let known = expected[tag] else {
            expected[tag] = seen
            return nil
        }
        if abs(seen - known) <= tolerance { return nil }
        if let target = underWay[tag], abs(seen - target) <= tolerance {
            expected[tag] = seen
            underWay[tag] = nil
            return nil
        }
        return take(tag, seen: seen, decision: nil, at: now)
    }

    /// A write is being sent: its target is now as rightful as the old value.
    package mutating func note(sent move: ReleasedMove) { underWay[move.tag] = move.to.value }

    /// An earlier run may have sent this and died: its target is as rightful as the old value.
    package mutating func note(maybeSent move: ProposedMove) { underWay[move.tag] = move.to }

    /// What became of the writes. Returns the handles the operator took meanwhile, for the record.
    package mutating func note(_ outcome: Outcome, at now: PlantTime) -> [Override] {
        var overrides: [Override] = []
        for move in outcome.moves {
            switch move.result {
            case .verified, .mismatch:
                underWay[move.tag] = nil
                if let seen = move.seen { expected[move.tag] = seen }
            case .rejected: underWay[move.tag] = nil
            case .overridden:
                underWay[move.tag] = nil
                overrides.append(
                    take(move.tag, seen: move.seen, decision: outcome.decision, at: now))
            // An unknown write may still arrive: its target stays rightful.
            case .unknown, .notSent: break
            }
        }
        return overrides
    }

    /// The twin lets go of a handle, because a write of it failed. Returns the record.
    package mutating func shed(_ tag: TagName, after decision: DecisionID) -> Override {
        underWay[tag] = nil
        taken[tag] = Override.untilHandedBack
        return Override(
            tag: tag, expected: expected[tag], seen: expected[tag],
            until: Override.untilHandedBack, decision: decision, handedBackBy: nil)
    }

    /// The operator gives a handle back: what he took, or what was shed. Returns the record.
    package mutating func handBack(
        _ tag: TagName, by person: Person, because reason: HandBackReason? = nil,
        why: String? = nil, at now: PlantTime
    ) -> Override {
        taken[tag] = nil
        var record = Override(
            tag: tag, expected: expected[tag], seen: expected[tag], until: now, decision: nil,
            handedBackBy: person)
        record.reason = reason
        record.why = why
        return record
    }

    /// Whether the twin may move the handle.
    package func isFree(_ tag: TagName, at now: PlantTime) -> Bool {
        guard let until = taken[tag] else { return true }
        return now >= until
    }

    /// Tells the guard what it needs to know.
    package func brief(_ ledger: inout GuardLedger) {
        ledger.expected = expected
        ledger.taken = taken
    }

    /// Takes up what an earlier run left: `seen` is where the setpoint was left.
    package mutating func restore(_ tag: TagName, seen: Double?, takenUntil: PlantTime?) {
        if let seen {
            expected[tag] = seen
            underWay[tag] = nil
        }
        taken[tag] = takenUntil
    }

    private mutating func take(
        _ tag: TagName, seen: Double?, decision: DecisionID?, at now: PlantTime
    ) -> Override {
        let known = expected[tag]
        if let seen { expected[tag] = seen }
        // What was shed stays shed until somebody hands it back, whoever touches it meanwhile.
        let isShed = taken[tag] == Override.untilHandedBack
        let until = isShed ? Override.untilHandedBack : now.later(by: rest)
        taken[tag] = until
        return Override(
            tag: tag, expected: known, seen: seen, until: until, decision: decision,
            handedBackBy: nil)
    }
}
