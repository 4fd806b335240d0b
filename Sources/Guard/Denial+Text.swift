import Tags

/// How numbers are shown: the caller knows the plant's units, the guard only SI.
package struct DenialNumbers {
    /// A value of the finding's tag, such as 1473.15 → "1200 degC".
    let value: (Double) -> String
    /// A difference of two values of the tag, such as 5 → "5 K".
    let difference: (Double) -> String
    /// Anything without the tag's unit.
    let plain: (Double) -> String

    package init(
        value: @escaping (Double) -> String, difference: @escaping (Double) -> String,
        plain: @escaping (Double) -> String
    ) {
        self.value = value
        self.difference = difference
        self.plain = plain
    }
}

extension Denial {
    /// The denial as half a sentence for the operator, such as "asked 1310 degC, the engineering
    /// limit is 1300 degC". The one place where denials become words.
    package func text(_ n: DenialNumbers) -> String {
        itselfText ?? authorityText(n) ?? formText(n) ?? timeText(n) ?? plantText(n)
            ?? limitText(n) ?? consequenceText(n) ?? recoveryText(n) ?? modelText(n)
            ?? worthText(n)
    }

    private var itselfText: String? {
        switch self {
        case .limitMissing(let limit): "no limit is given: \(limit.rawValue)"
        case .notFinite(let what): "\(what) is not a number"
        case .buildNotApproved: "no build of the guard is approved"
        case .buildUnknown: "the guard does not know its own build"
        case .otherBuild: "the guard's build is not the approved one"
        case .selfTestMissing: "the guard has not tested itself"
        case .selfTestFailed(let question): "the guard's self-test failed: \(question)"
        case .failsafeUnknown: "whether FAILSAFE was pressed is not known"
        case .failsafeLatched: "FAILSAFE was pressed and is not released"
        default: nil
        }
    }

    private func authorityText(_ n: DenialNumbers) -> String? {
        switch self {
        case .modeForbids(let mode): "the twin is in \(mode.rawValue)"
        case .notAccepted: "nobody accepted it"
        case .dutyForbids(let duty): "an acceptance by \(duty.rawValue) does not count"
        case .tokenMissing: "the acceptance has no token"
        case .tokenSpent: "this acceptance was used before"
        case .acceptedAnotherDecision(let other): "the acceptance is for \(other)"
        case .acceptedOtherContent: "the card showed something else than what is to be written"
        case .acceptanceExpired: "the acceptance has expired"
        case .blockMissing: "the control system has no companion block"
        case .leaseUnknown: "whether this process owns the loop is not known"
        case .leaseTooShort(let seconds, let needed):
            "the lease lasts \(n.plain(seconds)) s more, needed are \(n.plain(needed)) s"
        case .epochUnknown: "the epoch of the companion block is not known"
        case .epochLost(let ours, let block):
            "another owner has the loop: epoch \(block), ours is \(ours)"
        default: nil
        }
    }

    private func formText(_ n: DenialNumbers) -> String? {
        switch self {
        case .noMoves: "nothing is to be moved"
        case .tooManyMoves(let count, let allowed): "\(count) moves, allowed are \(allowed)"
        case .notWritable: "not on the write list"
        case .movedTwice: "moved twice in one decision"
        case .decisionUsed(let last): "decision numbers up to \(last) are used"
        case .groupBroken(let missing): "moves only together with \(missing)"
        case .safetyTagListed: "a tag of a safety system is on the write list"
        case .notTheRecovery(let due):
            due.map { "the declared recovery asks for \(n.value($0))" }
                ?? "the declared recovery asks for no move"
        case .outOfOrder: "the moves are not in the order of the write list"
        default: nil
        }
    }

    private func timeText(_ n: DenialNumbers) -> String? {
        switch self {
        case .clockWentBack: "the clock went back"
        case .fromTheFuture(let what): "\(what) is stamped later than now"
        case .tooOld(let what, let seconds, let allowed):
            "\(what) is \(n.plain(seconds)) s old, allowed are \(n.plain(allowed)) s"
        case .cardExpired: "the card has expired"
        case .cardLivesTooLong(let seconds, let allowed):
            "the card lives \(n.plain(seconds)) s, allowed are \(n.plain(allowed)) s"
        case .noInputs: "the decision names no measurement it rests on"
        case .unknownInput: "the decision rests on a tag without rules"
        case .inputNotNamed: "the decision does not say what it took for it"
        case .inputAbsent(let reason): "no value: \(reason?.rawValue ?? "unknown reason")"
        case .inputUncertain(let reason):
            "the value is uncertain: \(reason?.rawValue ?? "unknown reason")"
        case .plantMoved(let by, let allowed):
            "moved by \(n.difference(by)) since the solve, allowed are \(n.difference(allowed))"
        default: nil
        }
    }

    private func plantText(_ n: DenialNumbers) -> String? {
        switch self {
        case .plantMode(let mode): "the plant is in \(mode.rawValue)"
        case .interlocked: "the interlock is active"
        case .interlockUnknown: "the state of the interlock is not known"
        case .held(let kind): "there is a \(kind.rawValue)"
        case .notInRemote(let loop): "the loop is in \(loop.rawValue), not in remote"
        case .loopModeUnknown: "the mode of the loop is not known"
        case .saturated(let end): "the valve is at its end: \(end.rawValue)"
        case .saturationUnknown: "whether the valve is at its end is not known"
        case .setpointUnknown: "the live setpoint is not known"
        case .setpointChanged(let expected, let live):
            "the live setpoint is \(n.value(live)), last known was \(n.value(expected))"
        case .startsElsewhere(let claimed, let live):
            "the move starts at \(n.value(claimed)), the live setpoint is \(n.value(live))"
        case .takenByOperator: "the operator has moved it himself"
        case .notReread: "the plant was not read a second time"
        case .changedSinceJudged(let judged, let now):
            "changed from \(n.value(judged)) to \(n.value(now)) while it was judged"
        case .standingUnknown: "the mode was not read a second time"
        case .modeChanged(let judged, let now):
            "the mode went from \(judged.rawValue) to \(now.rawValue) while it was judged"
        default: nil
        }
    }

    private func limitText(_ n: DenialNumbers) -> String? {
        switch self {
        case .limitsCrossed(let low, let high):
            "the limits cross: \(n.value(low)) is above \(n.value(high))"
        case .belowLimit(let asked, let limit, let by), .aboveLimit(let asked, let limit, let by):
            "asked \(n.value(asked)), the \(by.rawValue) limit is \(n.value(limit))"
        case .stepTooLarge(let asked, let allowed):
            "a step of \(n.difference(asked)), allowed are \(n.difference(allowed))"
        case .moveTooSmall(let asked, let allowed):
            "a step of \(n.difference(asked)), worth making from \(n.difference(allowed))"
        case .noReadback(let window):
            "the setpoint was not watched over the last \(n.plain(window)) s"
        case .tooFast(let asked, let allowed, let window):
            "\(n.difference(asked)) within \(n.plain(window)) s, allowed are "
                + n.difference(allowed)
        case .tooSoon(let apart): "moved within the last \(n.plain(apart)) s"
        case .tooManyReversals(let count, let allowed):
            "\(count) reversals within an hour, allowed are \(allowed)"
        case .jointLimit(let sum, let low, let high):
            "comes to \(n.plain(sum)), allowed are "
                + [low.map { "at least \(n.plain($0))" }, high.map { "at most \(n.plain($0))" }]
                .compactMap(\.self).joined(separator: ", ")
        case .baselineUnknown: "where the operator left it is not known"
        case .driftTooLarge(let asked, let allowed):
            "\(n.difference(asked)) from where the operator left it, allowed are "
                + n.difference(allowed)
        default: nil
        }
    }

    private func consequenceText(_ n: DenialNumbers) -> String? {
        switch self {
        case .noPrediction: "no prediction was sent"
        case .predictionMalformed: "the prediction is not well formed"
        case .predictionTooShort(let seconds, let needed):
            "predicted for \(n.plain(seconds)) s, needed are \(n.plain(needed)) s"
        case .predictionTooCoarse(let seconds, let allowed):
            "predicted points lie \(n.plain(seconds)) s apart, allowed are \(n.plain(allowed)) s"
        case .predictedBelow(let value, let limit, let after):
            "may fall to \(n.value(value)) after \(n.plain(after)) s, limit \(n.value(limit))"
        case .predictedAbove(let value, let limit, let after):
            "may rise to \(n.value(value)) after \(n.plain(after)) s, limit \(n.value(limit))"
        default: nil
        }
    }

    private func recoveryText(_ n: DenialNumbers) -> String? {
        switch self {
        case .recoveryNotDeclared: "no recovery is declared for it"
        case .recoveryMalformed: "its recovery is not well formed"
        case .responseMissing(let handle): "how it answers \(handle) is not sealed"
        case .responseMalformed(let handle):
            "its sealed answer to \(handle) is not well formed"
        case .responseTooShort(let seconds, let needed):
            "its sealed answers end after \(n.plain(seconds)) s, needed are \(n.plain(needed)) s"
        case .unrecoverableBelow(let value, let limit, let after):
            "backing off may let it fall to \(n.value(value)) after \(n.plain(after)) s, "
                + "limit \(n.value(limit))"
        case .unrecoverableAbove(let value, let limit, let after):
            "backing off may let it rise to \(n.value(value)) after \(n.plain(after)) s, "
                + "limit \(n.value(limit))"
        default: nil
        }
    }

    private func modelText(_ n: DenialNumbers) -> String? {
        switch self {
        case .modelUnknown: "where the model stands was not said"
        case .regionUnknown: "the plant is outside every region that the model knows"
        case .regionNotApproved(let region): "the model is not approved for region \(region)"
        case .regionDisagrees(let claimed, let read):
            "the loop says region \(claimed), the plant is in \(read ?? "none that is declared")"
        case .gateNotGreen(let gate): "the model's quality is \(gate.rawValue)"
        case .solverFailed(let claim): "the optimizer ended with: \(claim.rawValue)"
        case .noBounds: "the optimizer showed no bound to its answer"
        case .negativeMultiplier(let value): "a multiplier is negative: \(n.plain(value))"
        case .outsideItsBound(let by, _): "a value lies outside its own bound by \(n.plain(by))"
        case .gapTooLarge(let gap, let allowed):
            "the optimality gap is \(n.plain(gap)), allowed is \(n.plain(allowed))"
        case .gapDisagrees(let claimed, let recomputed):
            "the optimizer claims a gap of \(n.plain(claimed)), it is \(n.plain(recomputed))"
        case .residualTooLarge(let claimed, let allowed):
            "the equations are off by \(n.plain(claimed)), allowed is \(n.plain(allowed))"
        default: nil
        }
    }

    private func worthText(_ n: DenialNumbers) -> String {
        switch self {
        case .gainTooSmall(let gain, let needed):
            "gains \(n.plain(gain)) per hour, worth acting above \(n.plain(needed))"
        case .gainUncertain(let gain, let needed):
            "gains \(n.plain(gain)) per hour, less than its uncertainty of \(n.plain(needed))"
        case .shownGainNotPositive(let shown):
            "the card showed a gain of \(n.plain(shown)) per hour"
        case .budgetSpent(let used, let asked, let allowed):
            "\(used) writes in the last hour and \(asked) more, allowed are \(allowed)"
        default: "denied"
        }
    }
}
