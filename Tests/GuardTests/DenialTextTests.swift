import Determinism
import Guard
import Tags
import Testing

/// What a denial says to a person.
@Suite struct DenialTextTests {
    private let numbers = DenialNumbers(
        value: { "v\($0)" }, difference: { "d\($0)" }, plain: { "p\($0)" })

    static let sentences: [(Denial, String)] = standing + form + time + plant + limits + later

    private static let standing: [(Denial, String)] = [
        (.limitMissing(.selfTestAge), "no limit is given: self-test age"),
        (.notFinite(what: "gap"), "gap is not a number"),
        (.buildNotApproved, "no build of the guard is approved"),
        (.buildUnknown, "the guard does not know its own build"),
        (.otherBuild, "the guard's build is not the approved one"),
        (.selfTestMissing, "the guard has not tested itself"),
        (.selfTestFailed(question: "drift"), "the guard's self-test failed: drift"),
        (.failsafeUnknown, "whether FAILSAFE was pressed is not known"),
        (.failsafeLatched, "FAILSAFE was pressed and is not released"),
        (.modeForbids(mode: .hold), "the twin is in hold"),
        (.notAccepted, "nobody accepted it"),
        (.dutyForbids(duty: .admin), "an acceptance by admin does not count"),
        (.tokenMissing, "the acceptance has no token"),
        (.tokenSpent, "this acceptance was used before"),
        (.acceptedAnotherDecision(accepted: DecisionID(3)), "the acceptance is for D-3"),
        (
            .acceptedOtherContent,
            "the card showed something else than what is to be written"
        ),
        (.acceptanceExpired, "the acceptance has expired"),
        (.blockMissing, "the control system has no companion block"),
        (.leaseUnknown, "whether this process owns the loop is not known"),
        (
            .leaseTooShort(seconds: 1, needed: 4), "the lease lasts p1.0 s more, needed are p4.0 s"
        ),
        (.epochUnknown, "the epoch of the companion block is not known"),
        (.epochLost(ours: 7, block: 8), "another owner has the loop: epoch 8, ours is 7"),
    ]

    private static let form: [(Denial, String)] = [
        (.noMoves, "nothing is to be moved"),
        (.tooManyMoves(count: 3, allowed: 2), "3 moves, allowed are 2"),
        (.notWritable, "not on the write list"),
        (.movedTwice, "moved twice in one decision"),
        (.decisionUsed(last: DecisionID(9)), "decision numbers up to D-9 are used"),
        (.safetyTagListed, "a tag of a safety system is on the write list"),
        (.notTheRecovery(due: 480), "the declared recovery asks for v480.0"),
        (.notTheRecovery(due: nil), "the declared recovery asks for no move"),
        (.groupBroken(missing: TagName("H")), "moves only together with H"),
        (.outOfOrder, "the moves are not in the order of the write list"),
    ]

    private static let time: [(Denial, String)] = [
        (.clockWentBack, "the clock went back"),
        (.fromTheFuture(what: "card"), "card is stamped later than now"),
        (
            .tooOld(what: "card", seconds: 3, allowed: 2), "card is p3.0 s old, allowed are p2.0 s"
        ),
        (.cardExpired, "the card has expired"),
        (
            .cardLivesTooLong(seconds: 3, allowed: 2), "the card lives p3.0 s, allowed are p2.0 s"
        ),
        (.noInputs, "the decision names no measurement it rests on"),
        (.unknownInput, "the decision rests on a tag without rules"),
        (.inputNotNamed, "the decision does not say what it took for it"),
        (.inputAbsent(reason: .spike), "no value: spike"),
        (.inputAbsent(reason: nil), "no value: unknown reason"),
        (.inputUncertain(reason: .frozen), "the value is uncertain: frozen"),
        (.inputUncertain(reason: nil), "the value is uncertain: unknown reason"),
        (.plantMoved(by: 3, allowed: 2), "moved by d3.0 since the solve, allowed are d2.0"),
    ]

    private static let plant: [(Denial, String)] = [
        (.plantMode(mode: .trip), "the plant is in trip"),
        (.interlocked, "the interlock is active"),
        (.interlockUnknown, "the state of the interlock is not known"),
        (.held(by: .workPermit), "there is a work permit"),
        (.held(by: .laboratory), "there is a laboratory hold"),
        (.notInRemote(loop: .local), "the loop is in local, not in remote"),
        (.loopModeUnknown, "the mode of the loop is not known"),
        (.saturated(end: .high), "the valve is at its end: high"),
        (.saturationUnknown, "whether the valve is at its end is not known"),
        (.setpointUnknown, "the live setpoint is not known"),
        (
            .setpointChanged(expected: 1, live: 2), "the live setpoint is v2.0, last known was v1.0"
        ),
        (
            .startsElsewhere(claimed: 1, live: 2),
            "the move starts at v1.0, the live setpoint is v2.0"
        ),
        (.takenByOperator(until: .seconds(1)), "the operator has moved it himself"),
        (.notReread, "the plant was not read a second time"),
        (
            .changedSinceJudged(judged: 1, now: 2), "changed from v1.0 to v2.0 while it was judged"
        ),
        (.standingUnknown, "the mode was not read a second time"),
        (
            .modeChanged(judged: .supervisory, now: .shed),
            "the mode went from supervisory to shed while it was judged"
        ),
    ]

    private static let limits: [(Denial, String)] = [
        (.limitsCrossed(low: 2, high: 1), "the limits cross: v2.0 is above v1.0"),
        (
            .belowLimit(asked: 1, limit: 2, by: .envelope), "asked v1.0, the envelope limit is v2.0"
        ),
        (
            .aboveLimit(asked: 3, limit: 2, by: .operator), "asked v3.0, the operator limit is v2.0"
        ),
        (.stepTooLarge(asked: 3, allowed: 2), "a step of d3.0, allowed are d2.0"),
        (.moveTooSmall(asked: 1, allowed: 2), "a step of d1.0, worth making from d2.0"),
        (.noReadback(window: 60), "the setpoint was not watched over the last p60.0 s"),
        (.tooFast(asked: 3, allowed: 2, window: 60), "d3.0 within p60.0 s, allowed are d2.0"),
        (.tooSoon(apart: 60), "moved within the last p60.0 s"),
        (
            .tooManyReversals(count: 3, allowed: 2), "3 reversals within an hour, allowed are 2"
        ),
        (
            .jointLimit(sum: 3, low: 1, high: 2),
            "comes to p3.0, allowed are at least p1.0, at most p2.0"
        ),
        (.jointLimit(sum: 3, low: nil, high: 2), "comes to p3.0, allowed are at most p2.0"),
        (.jointLimit(sum: 0, low: 1, high: nil), "comes to p0.0, allowed are at least p1.0"),
        (.baselineUnknown, "where the operator left it is not known"),
        (
            .driftTooLarge(asked: 3, allowed: 2),
            "d3.0 from where the operator left it, allowed are d2.0"
        ),
    ]

    private static let later: [(Denial, String)] = [
        (.noPrediction, "no prediction was sent"),
        (.predictionMalformed, "the prediction is not well formed"),
        (
            .predictionTooShort(seconds: 1, needed: 2), "predicted for p1.0 s, needed are p2.0 s"
        ),
        (
            .predictionTooCoarse(seconds: 2, allowed: 1),
            "predicted points lie p2.0 s apart, allowed are p1.0 s"
        ),
        (
            .predictedBelow(value: 1, limit: 2, after: 3),
            "may fall to v1.0 after p3.0 s, limit v2.0"
        ),
        (
            .predictedAbove(value: 1, limit: 2, after: 3),
            "may rise to v1.0 after p3.0 s, limit v2.0"
        ),
        (.recoveryNotDeclared, "no recovery is declared for it"),
        (.recoveryMalformed, "its recovery is not well formed"),
        (.responseMissing(handle: TagName("H")), "how it answers H is not sealed"),
        (
            .responseMalformed(handle: TagName("H")), "its sealed answer to H is not well formed"
        ),
        (
            .responseTooShort(seconds: 1, needed: 2),
            "its sealed answers end after p1.0 s, needed are p2.0 s"
        ),
        (
            .unrecoverableBelow(value: 1, limit: 2, after: 3),
            "backing off may let it fall to v1.0 after p3.0 s, limit v2.0"
        ),
        (
            .unrecoverableAbove(value: 1, limit: 2, after: 3),
            "backing off may let it rise to v1.0 after p3.0 s, limit v2.0"
        ),
        (.modelUnknown, "where the model stands was not said"),
        (.regionUnknown, "the plant is outside every region that the model knows"),
        (
            .regionDisagrees(claimed: "x", read: "y"),
            "the loop says region x, the plant is in y"
        ),
        (
            .regionDisagrees(claimed: "x", read: nil),
            "the loop says region x, the plant is in none that is declared"
        ),
        (.regionNotApproved(region: "x"), "the model is not approved for region x"),
        (.gateNotGreen(gate: .red), "the model's quality is red"),
        (.solverFailed(claim: .failed), "the optimizer ended with: failed"),
        (.noBounds, "the optimizer showed no bound to its answer"),
        (.negativeMultiplier(value: -1), "a multiplier is negative: p-1.0"),
        (.outsideItsBound(by: 2, allowed: 1), "a value lies outside its own bound by p2.0"),
        (.gapTooLarge(gap: 2, allowed: 1), "the optimality gap is p2.0, allowed is p1.0"),
        (
            .gapDisagrees(claimed: 1, recomputed: 2),
            "the optimizer claims a gap of p1.0, it is p2.0"
        ),
        (
            .residualTooLarge(claimed: 2, allowed: 1),
            "the equations are off by p2.0, allowed is p1.0"
        ),
        (.gainTooSmall(gain: 1, needed: 2), "gains p1.0 per hour, worth acting above p2.0"),
        (
            .gainUncertain(gain: 1, needed: 2),
            "gains p1.0 per hour, less than its uncertainty of p2.0"
        ),
        (.shownGainNotPositive(shown: 0), "the card showed a gain of p0.0 per hour"),
        (
            .budgetSpent(used: 2, asked: 1, allowed: 2),
            "2 writes in the last hour and 1 more, allowed are 2"
        ),
    ]

    @Test(arguments: sentences.indices)
    func `every denial is half a sentence`(index: Int) {
        let (denial, sentence) = Self.sentences[index]
        #expect(denial.text(numbers) == sentence)
    }
}
