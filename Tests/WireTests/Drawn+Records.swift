import Act
@testable import Guard
import Tags

extension Drawn {
    /// One of every kind of denial, with drawn numbers.
    mutating func denials() -> [Denial] {
        [
            .limitMissing(one(of: [.engineering, .operatorLimit, .permitLife, .gap])),
            .notFinite(what: text()), .modeForbids(mode: one(of: Mode.allCases)), .notAccepted,
            .dutyForbids(duty: one(of: Duty.allCases)), .tokenMissing, .tokenSpent,
            .acceptedAnotherDecision(accepted: decision()), .acceptedOtherContent,
            .acceptanceExpired, .noMoves, .tooManyMoves(count: below(9), allowed: -below(9)),
            .notWritable, .movedTwice, .decisionUsed(last: decision()), .clockWentBack,
            .fromTheFuture(what: text()),
            .tooOld(what: text(), seconds: number(), allowed: number()), .cardExpired,
            .cardLivesTooLong(seconds: number(), allowed: number()), .noInputs, .unknownInput,
            .inputNotNamed, .inputAbsent(reason: maybe { $0.one(of: QualityReason.allCases) }),
            .inputUncertain(reason: maybe { $0.one(of: QualityReason.allCases) }),
            .plantMoved(by: number(), allowed: number()),
            .plantMode(mode: one(of: PlantMode.allCases)), .interlocked, .interlockUnknown,
            .notInRemote(loop: one(of: LoopMode.allCases)), .loopModeUnknown,
            .saturated(end: one(of: Saturation.allCases)), .saturationUnknown, .setpointUnknown,
            .setpointChanged(expected: number(), live: number()),
            .startsElsewhere(claimed: number(), live: number()),
            .takenByOperator(until: time()), .limitsCrossed(low: number(), high: number()),
            .belowLimit(
                asked: number(), limit: number(), by: one(of: [.engineering, .operator])),
            .aboveLimit(asked: number(), limit: number(), by: .envelope),
            .stepTooLarge(asked: number(), allowed: number()),
            .moveTooSmall(asked: number(), allowed: number()), .noReadback(window: number()),
            .tooFast(asked: number(), allowed: number(), window: number()),
            .tooSoon(apart: number()), .tooManyReversals(count: below(9), allowed: below(9)),
            .groupBroken(missing: tag()), .outOfOrder,
            .jointLimit(sum: number(), low: number(), high: number()), .noPrediction,
            .predictionMalformed, .predictionTooShort(seconds: number(), needed: number()),
            .predictionTooCoarse(seconds: number(), allowed: number()),
            .predictedBelow(value: number(), limit: number(), after: number()),
            .predictedAbove(value: number(), limit: number(), after: number()),
            .solverFailed(claim: one(of: SolverClaim.allCases)), .noBounds,
            .negativeMultiplier(value: number()),
            .outsideItsBound(by: number(), allowed: number()),
            .gapTooLarge(gap: number(), allowed: number()),
            .gapDisagrees(claimed: number(), recomputed: number()),
            .residualTooLarge(claimed: number(), allowed: number()),
            .gainTooSmall(gain: number(), needed: number()),
            .gainUncertain(gain: number(), needed: number()),
            .shownGainNotPositive(shown: number()),
            .budgetSpent(used: below(9), asked: below(9), allowed: below(9)), .notReread,
            .changedSinceJudged(judged: number(), now: number()),
        ]
    }

    mutating func finding() -> Finding {
        let margin = Margin(
            text(), left: number(), of: maybe { $0.number() },
            one(of: [.tag, .seconds, .count, .moneyPerHour, .objective, .joint]))
        return Finding(
            check: one(of: Check.allCases), about: maybe { $0.text() },
            result: flag()
                ? .accepted(margin: flag() ? margin : nil) : .denied(because: one(of: denials())))
    }

    mutating func verdict() -> Verdict {
        Verdict(
            kind: one(of: [.preview, .binding]), decision: decision(),
            findings: some(6) { $0.finding() })
    }

    mutating func outcome() -> Outcome {
        Outcome(
            decision: decision(), result: one(of: Outcome.Result.allCases), partial: flag(),
            withdrawal: maybe { $0.one(of: Outcome.Withdrawal.allCases) },
            moves: some(3) {
                MoveOutcome(
                    tag: $0.tag(), from: $0.number(), to: $0.number(),
                    result: $0.one(of: MoveResult.allCases), seen: $0.maybe { $0.number() })
            })
    }

    mutating func override() -> Override {
        Override(
            tag: tag(), expected: maybe { $0.number() }, seen: maybe { $0.number() },
            until: time(), decision: maybe { $0.decision() },
            handedBackBy: maybe { $0.person() })
    }

    mutating func modelReport() -> ModelReport {
        ModelReport(
            region: maybe { $0.text() },
            forecasts: some(3) {
                ForecastFigures(
                    tag: $0.tag(), count: Int($0.decision().number & 0xFFFF), bias: $0.number(),
                    coverage: $0.number())
            })
    }

    mutating func settled() -> Settled {
        Settled(
            decision: decision(),
            moves: some(3) {
                Settled.Move(
                    tag: $0.tag(), from: $0.number(), to: $0.number(),
                    result: $0.one(of: Settled.Result.allCases), seen: $0.maybe { $0.number() })
            })
    }

    mutating func modeChange() -> ModeChange {
        ModeChange(
            requested: one(of: Mode.allCases), actual: one(of: Mode.allCases),
            by: maybe { $0.person() }, why: text())
    }

    mutating func rejection() -> Rejection {
        Rejection(
            decision: decision(), person: person(), reason: one(of: RejectionReason.allCases),
            text: text())
    }

    mutating func answered() -> WriteAnswered {
        WriteAnswered(
            decision: decision(), tag: tag(), to: number(),
            status: one(of: [
                .good, .clamped, .completesLater, .uncertain, .refused(reason: text()), .noAnswer,
            ]))
    }

    mutating func readback() -> Readback {
        Readback(
            decision: decision(), tag: tag(), asked: number(), seen: maybe { $0.number() },
            loop: maybe { $0.one(of: LoopMode.allCases) }, poll: below(4))
    }

    mutating func opened() -> Opened {
        var opened = Opened(
            settings: some(3) { Opened.Setting(name: $0.text(), hash: $0.text()) })
        opened.cutBytes = below(99)
        opened.lineCompleted = flag()
        return opened
    }
}
