package import Determinism
package import Tags

/// What the declared recovery of one handle comes to, here and now.
enum Recovery {
    /// Nothing is moved.
    case stays
    case drives(Drive)
    case unsound(Denial)

    struct Drive {
        /// Where to, in the tag's SI unit; finite.
        let goal: Double
        /// [unit/s]; positive.
        let rate: Double
        /// Between two moves [s]; positive.
        let cycle: Double

        /// The setpoint after one move from here, if `seconds` were there to travel.
        func next(from setpoint: Double, after seconds: Double) -> Double {
            let reach = rate * min(seconds, cycle)
            let distance = goal - setpoint
            if abs(distance) <= reach { return goal }
            return distance > 0 ? setpoint + reach : setpoint - reach
        }
    }
}

extension Hearing {
    /// The declared recovery, with its goal looked up.
    func recovery(of rules: HandleRules) -> Recovery {
        let goal: Double?
        let rate: Double
        switch rules.recovery {
        case nil: return .unsound(.recoveryNotDeclared)
        case .keep, .returnToLocal: return .stays
        case .rampToSafe(let value, let declared): (goal, rate) = (sound(value), declared)
        case .returnToBaseline(let declared):
            guard let baseline = baseline(of: rules.tag, shift: rules.shift) else {
                return .unsound(.baselineUnknown)
            }
            (goal, rate) = (baseline, declared)
        }
        guard let goal, let rate = sound(rate), rate > 0 else {
            return .unsound(.recoveryMalformed)
        }
        guard let cycle = sound(self.rules.recoverability.cycle), cycle > 0 else {
            return .unsound(.limitMissing(.recoverability))
        }
        return .drives(Recovery.Drive(goal: goal, rate: rate, cycle: cycle))
    }

    /// The target of the recovery move that is due, counted from when the proposal was made; nil if
    /// none is. Since the last one it may travel no further than its rate allows.
    func next(_ drive: Recovery.Drive, of tag: TagName, from setpoint: Double) -> Double? {
        var seconds = drive.cycle
        if let last = ledger.recovered[tag] {
            guard let since = proposal.madeAt.elapsed(since: last), since > 0 else { return nil }
            seconds = since
        }
        let target = drive.next(from: setpoint, after: seconds)
        return target == setpoint ? nil : target
    }

    /// Whether the handle is ours to move: in remote, not taken by the operator, and without a work
    /// permit or hold of its own.
    func isOurs(_ tag: TagName) -> Bool {
        if let until = ledger.taken[tag], now < until { return false }
        for hold in rules.holds where hold.handles.contains(tag) {
            guard live.interlocks.first(where: { $0.name == hold.name })?.active == false else {
                return false
            }
        }
        return live.handle(tag)?.loop == .remote
    }
}

extension GuardChain {
    /// The moves that the declared recoveries ask for now, in the order of writing. A handle that
    /// is at its goal, not ours, or not known asks for none.
    package func dueRecovery(
        as id: DecisionID, given circumstances: Circumstances, remembering ledger: GuardLedger,
        at now: PlantTime
    ) -> [ProposedMove] {
        let hearing = Hearing(
            kind: .recovery, proposal: .recovery(as: id, [], madeAt: now), rules: rules,
            circumstances: circumstances, ledger: ledger, now: now, binding: nil)
        return rules.handles.compactMap { handle in
            guard hearing.isOurs(handle.tag), let live = hearing.setpoint(of: handle.tag),
                case .drives(let drive) = hearing.recovery(of: handle),
                let target = hearing.next(drive, of: handle.tag, from: live)
            else { return nil }
            return ProposedMove(tag: handle.tag, from: live, to: target)
        }
    }
}
