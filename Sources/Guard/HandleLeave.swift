package import Determinism
package import Tags

/// What the guard would let pass of one handle now, beside limits, ramps, rest and reversals, which
/// the loop works out from readings: told to it so that it plans no step that is denied anyway. It
/// binds nobody; every move is judged by itself.
package struct HandleLeave: Hashable, Codable, Sendable {
    package let tag: TagName
    /// The largest step of the next move, in the tag's SI unit, soft start included; nil: none may
    /// be made.
    package var largestStep: Double?
    /// Where drift in this shift lets the target lie; nil: drift is not limited.
    package var drift: Band?
    /// Why no move would pass; nil if one might.
    package var heldBecause: String?

    package init(
        tag: TagName, largestStep: Double?, drift: Band? = nil, heldBecause: String? = nil
    ) {
        self.tag = tag
        self.largestStep = largestStep
        self.drift = drift
        self.heldBecause = heldBecause
    }
}

extension GuardChain {
    /// What is left of every handle of the write list, in its order.
    ///
    /// In a mode that sends nothing no start is soft: advice for people's own hands is not cut.
    package func leave(
        for live: LivePlant, in mode: Mode, cyclesSinceClimb: Int?,
        remembering ledger: GuardLedger, at now: PlantTime
    ) -> [HandleLeave] {
        let circumstances = Circumstances(
            snapshot: Snapshot(at: live.readAt, samples: []), live: live, mode: mode,
            cyclesSinceClimb: mode.maySend ? cyclesSinceClimb : .max)
        let hearing = Hearing(
            kind: .preview,
            proposal: .recovery(as: DecisionID(0), [], madeAt: now),  // nothing of it is looked at
            rules: rules, circumstances: circumstances, ledger: ledger, now: now, binding: nil)
        return rules.handles.map { hearing.leave(of: $0) }
    }

    /// Whether each of these moves is a step that may be made in the first cycles after a climb.
    package func isSoft(_ moves: [ProposedMove], at live: LivePlant) -> Bool {
        guard let soft = rules.softStart, soft.cycles > 0 else { return true }
        return moves.allSatisfy { move in
            guard let largest = sound(rules.handle(move.tag)?.largestStep),
                let setpoint = sound(live.handle(move.tag)?.setpoint)
            else { return false }
            return abs(move.to - setpoint) <= largest * soft.share
        }
    }
}

extension Hearing {
    fileprivate func leave(of handle: HandleRules) -> HandleLeave {
        var leave = HandleLeave(tag: handle.tag, largestStep: nil)
        if case .success(let largest) = largestStep(of: handle) { leave.largestStep = largest }
        switch handle.drift {
        case .notLimited: break
        case nil: leave.heldBecause = "how far it may drift is not declared"
        case .most(let most, let shift):
            guard let most = sound(most), most >= 0,
                let baseline = baseline(of: handle.tag, shift: shift)
            else {
                leave.heldBecause = "where the operator left it in this shift is not known"
                break
            }
            // A sum may round outwards by a bit; a target on the edge is to pass.
            var (low, high) = (baseline - most, baseline + most)
            if abs(low - baseline) > most { low = low.nextUp }
            if abs(high - baseline) > most { high = high.nextDown }
            leave.drift = Band(low, high)
        }
        return leave
    }
}
