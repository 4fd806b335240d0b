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
        authorityText ?? formText ?? timeText(n) ?? plantText(n) ?? limitText(n)
            ?? consequenceText(n) ?? certificateText(n) ?? worthText(n)
    }

    private var authorityText: String? {
        switch self {
        case .limitMissing(let limit): "no limit is given: \(limit.rawValue)"
        case .notFinite(let what): "\(what) is not a number"
        case .modeForbids(let mode): "the twin is in \(mode.rawValue)"
        case .notAccepted: "nobody accepted it"
        case .dutyForbids(let duty): "an acceptance by \(duty.rawValue) does not count"
        case .tokenMissing: "the acceptance has no token"
        case .tokenSpent: "this acceptance was used before"
        case .acceptedAnotherDecision(let other): "the acceptance is for \(other)"
        case .acceptedOtherContent: "the card showed something else than what is to be written"
        case .acceptanceExpired: "the acceptance has expired"
        default: nil
        }
    }

    private var formText: String? {
        switch self {
        case .noMoves: "nothing is to be moved"
        case .tooManyMoves(let count, let allowed): "\(count) moves, allowed are \(allowed)"
        case .notWritable: "not on the write list"
        case .movedTwice: "moved twice in one decision"
        case .decisionUsed(let last): "decision numbers up to \(last) are used"
        case .groupBroken(let missing): "moves only together with \(missing)"
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
            "comes to \(n.plain(sum)), allowed are \(n.plain(low)) to \(n.plain(high))"
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

    private func certificateText(_ n: DenialNumbers) -> String? {
        switch self {
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
