package import Act
package import Determinism
package import Tags

/// Which mode the twin is in, which one was asked for, and what leads from one to the next.
///
/// Pure: it is told what is known (`ModeFacts`) and who asks. Down is always granted, up is one
/// rung at a time with nothing against it, and FAILSAFE is never refused. After a fall it goes up
/// again only for a person, with one exception: a hold whose cause ended before the block's
/// watchdog would have noticed.
package struct ModeMachine: Hashable, Sendable {
    package let rules: ModeRules
    /// What was last asked for; above `actual` while something that clears by itself stands
    /// against it.
    package private(set) var requested: Mode
    package private(set) var actual: Mode
    /// Since when it is in `actual`.
    package private(set) var entered: WriteProtocol.Clocks
    /// Optimizer cycles since the last climb to a mode that writes; nil if there was none.
    package private(set) var cyclesSinceClimb: Int?
    /// Somebody pressed FAILSAFE and nobody has re-armed the twin since.
    package private(set) var isFailsafeLatched = false
    private var climbed: PlantTime?
    /// The rung it stood on before it held.
    private var rungBeforeHold: Mode?
    /// When the cause of a hold was last seen, on the wall.
    private var holdCauseSeen: MonotonicInstant?
    /// When it shed by itself, within the lockout window.
    private var sheds: [PlantTime] = []
    private var pending: Pending?

    /// A request that waits for what clears by itself.
    private struct Pending: Hashable, Sendable {
        let request: ModeRequest
        let since: WriteProtocol.Clocks
    }

    /// Starts in `mode`, which the record or the user names, in advisory at most. What it had
    /// fallen into stays: a restart ends neither a shed nor a lockout.
    package init(
        rules: ModeRules, startingIn mode: Mode, after last: ModeEntered?,
        at clocks: WriteProtocol.Clocks
    ) {
        self.rules = rules
        var start = mode.reaches(.supervisory) || mode.rung == nil ? Mode.advisory : mode
        var entered = clocks
        switch last?.mode {
        case .lockout?: start = .lockout
        case .shed?, .backoff?:
            start = .shed
            if let at = last?.at {
                entered = WriteProtocol.Clocks(plant: min(at, clocks.plant), wall: clocks.wall)
            }
        default: break
        }
        requested = start
        actual = start
        self.entered = entered
    }

    /// Whether steps are to be cut short, because the twin has just climbed.
    package var isStartingSoftly: Bool {
        actual.maySend && (cyclesSinceClimb.map { $0 < rules.softStartCycles } ?? false)
    }

    /// Whether the heartbeat is to be sent: in a mode that beats, or while one is being entered.
    package var wantsBeat: Bool { actual.beats || pending?.request.wanted.beats == true }

    // MARK: People

    /// Somebody asks for a mode. Returns what goes on record.
    package mutating func request(
        _ request: ModeRequest, given facts: ModeFacts, at clocks: WriteProtocol.Clocks
    ) -> ModeChange {
        pending = nil
        let blockers = blockers(of: request, given: facts, at: clocks.plant)
        if blockers.isEmpty {
            if request.wanted != actual { enter(request.wanted, at: clocks) }
            requested = request.wanted
        } else if blockers.allSatisfy({ $0.clearedBy == nil }) {
            pending = Pending(request: request, since: clocks)
            requested = request.wanted
        }
        return change(request, blockers)
    }

    /// FAILSAFE: from anywhere, by anybody, at once. A lockout stays what it is.
    package mutating func failsafe(
        by person: Person?, why: String, at clocks: WriteProtocol.Clocks
    ) -> ModeChange {
        pending = nil
        if actual != .lockout { enter(.shed, at: clocks) }
        isFailsafeLatched = true
        requested = actual
        return ModeChange(requested: .shed, actual: actual, by: person, why: why)
    }

    private func change(_ request: ModeRequest, _ blockers: [Blocker]) -> ModeChange {
        ModeChange(
            requested: request.wanted, actual: actual, by: request.by,
            confirmedBy: request.confirmedBy, why: request.why, blockers: blockers)
    }

    // MARK: By itself

    /// Looks at what is wrong and at what waits. Returns what changed, for the record.
    package mutating func tick(
        _ facts: ModeFacts, at clocks: WriteProtocol.Clocks
    ) -> [ModeChange] {
        var changes: [ModeChange] = []
        let troubles =
            facts.troubles + (actual == .automatic ? troublesOfAutomatic(facts) : [])
        if let worst = troubles.max(by: { $0.consequence < $1.consequence }),
            let change = fall(for: worst, at: clocks)
        {
            changes.append(change)
        }
        if actual == .hold { changes += keepHolding(facts, at: clocks) }
        if let change = settlePending(facts, at: clocks) { changes.append(change) }
        return changes
    }

    /// The loop has ended a cycle at `time`; whole cycles of the optimizer are counted.
    package mutating func noteCycle(at time: PlantTime) {
        guard cyclesSinceClimb != nil, let climbed else { return }
        cyclesSinceClimb = Int(max(0, time.seconds(since: climbed)) / rules.cycle)
    }

    private mutating func fall(
        for trouble: Trouble, at clocks: WriteProtocol.Clocks
    ) -> ModeChange? {
        guard var next = destination(of: trouble.consequence) else { return nil }
        var why = trouble.text
        if next == .shed {
            sheds.removeAll { clocks.plant.seconds(since: $0) > rules.lockoutWindow }
            sheds.append(clocks.plant)
            if sheds.count >= rules.shedsToLockout {
                next = .lockout
                why += "; it shed \(sheds.count) times within \(Int(rules.lockoutWindow / 3600)) h"
            }
        }
        if next == .hold { rungBeforeHold = actual }
        pending = nil
        enter(next, at: clocks)
        if next != .hold { requested = next }
        return ModeChange(requested: requested, actual: actual, by: nil, why: why)
    }

    /// Where a trouble leads from here; nil if nowhere.
    private func destination(of consequence: Trouble.Consequence) -> Mode? {
        switch consequence {
        case .asks: actual == .automatic ? .supervisory : nil
        case .hold: actual.maySend ? .hold : nil
        case .advises: actual.maySend || actual == .hold ? .advisory : nil
        case .backoff: actual.maySend || actual == .hold ? .backoff : nil
        case .shed: actual.beats ? .shed : nil
        case .lockout: actual != .lockout && actual != .off ? .lockout : nil
        }
    }

    /// A hold becomes a back-off, or ends by itself.
    private mutating func keepHolding(
        _ facts: ModeFacts, at clocks: WriteProtocol.Clocks
    ) -> [ModeChange] {
        if facts.troubles.contains(where: { $0.consequence == .hold }) {
            holdCauseSeen = clocks.wall
            let held = clocks.plant.seconds(since: entered.plant)
            guard held > rules.holdCycles * rules.cycle else { return [] }
            enter(.backoff, at: clocks)
            requested = .backoff
            return [
                ModeChange(
                    requested: .backoff, actual: .backoff, by: nil,
                    why: "held for \(Int(held)) s and the cause is still there")
            ]
        }
        guard let back = rungBeforeHold, let seen = holdCauseSeen,
            let lasted = seen.elapsed(since: entered.wall), lasted < rules.watchdog,
            blockersOfWriting(facts, at: clocks.plant).isEmpty
        else { return [] }
        enter(back, at: clocks)
        return [
            ModeChange(
                requested: requested, actual: back, by: nil, why: "the cause of the hold is gone")
        ]
    }

    private mutating func settlePending(
        _ facts: ModeFacts, at clocks: WriteProtocol.Clocks
    ) -> ModeChange? {
        guard let pending else { return nil }
        let blockers = blockers(of: pending.request, given: facts, at: clocks.plant)
        if blockers.isEmpty {
            self.pending = nil
            enter(pending.request.wanted, at: clocks)
            return change(pending.request, [])
        }
        // A wait that cannot be told is over.
        let waited = clocks.wall.elapsed(since: pending.since.wall) ?? .infinity
        let watched = clocks.plant.seconds(since: pending.since.plant)
        let isOver = waited > rules.patience && watched > rules.goodCycles * rules.cycle
        guard isOver || blockers.contains(where: { $0.clearedBy != nil }) else { return nil }
        self.pending = nil
        requested = actual
        return change(pending.request, blockers)
    }

    private mutating func enter(_ mode: Mode, at clocks: WriteProtocol.Clocks) {
        let climbs = mode.maySend && !(actual.maySend && actual.reaches(mode))
        if climbs {
            cyclesSinceClimb = 0
            climbed = clocks.plant
        }
        if !mode.maySend, mode != .hold { cyclesSinceClimb = nil }
        if mode == .hold { holdCauseSeen = clocks.wall }
        if mode != .hold { rungBeforeHold = nil }
        if mode.rung != nil { isFailsafeLatched = false }
        actual = mode
        entered = clocks
    }
}

/// Somebody asks for a mode.
package struct ModeRequest: Hashable, Codable, Sendable {
    package let wanted: Mode
    package let by: Person
    /// A second person, where the mode asks for two.
    package let confirmedBy: Person?
    /// Why the twin may start again after it fell.
    package let rearm: RearmReason?
    package let why: String

    package init(
        _ wanted: Mode, by person: Person, confirmedBy: Person? = nil, rearm: RearmReason? = nil,
        why: String
    ) {
        self.wanted = wanted
        by = person
        self.confirmedBy = confirmedBy
        self.rearm = rearm
        self.why = why
    }
}

/// Why a twin that fell may start again; coded, so that reasons can be counted.
package enum RearmReason: String, CaseIterable, Codable, Sendable {
    case causeMended = "cause mended"
    case causeOutside = "cause outside the twin"
    case falseAlarm = "false alarm"
    case test
}
