import Determinism
import Tags

extension GuardSelfTest {
    static let questions: [Question] =
        acceptedQuestions + standingQuestions + plantQuestions + limitQuestions
        + predictionQuestions

    private static func denied(
        _ name: String, _ check: Check, _ denial: Denial,
        _ change: @escaping @Sendable (inout SelfTestBench) -> Void
    ) -> Question {
        Question(name: name, change: change, answer: .denied(check, denial))
    }

    private static let acceptedQuestions: [Question] = [
        Question(name: "a move with a yes", change: { _ in }, answer: .accepted(acceptedRooms)),
        Question(
            name: "a move without a person",
            change: {
                $0.mode = .automatic
                $0.standing.mode = .automatic
                $0.isAccepted = false
            }, answer: .accepted(automaticRooms)),
        Question(
            name: "a move that backs off", change: { $0.backOff(to: 492.5) },
            answer: .accepted(recoveryRooms)),
        Question(
            name: "a laboratory hold of another handle",
            change: {
                $0.holdLaboratory(of: SelfTestBench.second, true, atLastLook: true)
            }, answer: .accepted(acceptedRooms)),
        Question(
            name: "a region that readings show",
            change: { $0.readRegions(half: false, full: true) }, answer: .accepted(acceptedRooms)),
        denied("a move that backs off too far", .form, .notTheRecovery(due: 492.5)) {
            $0.backOff(to: 492.5.nextDown)
        },
    ]

    private typealias Room = Question.Room

    private static let standingRooms = [Room(.guardItself, "self-test", 3_000)]

    private static let timeRooms = [
        Room(.form, "moves", 1), Room(.time, "snapshot", 28), Room(.time, "live readings", 30),
        Room(.time, "card", 128), Room(.time, "prediction", 56),
        Room(.time, "input since the solve", 2),
    ]

    private static let laterRooms = [
        Room(.rate, "step", 30), Room(.rate, "ramp over 600.0 s", 50), Room(.rate, "drift", 30),
        Room(.rate, "reversals", 3), Room(.group, "joint limit", 90),
        Room(.consequence, "predicted band", 72), Room(.consequence, "recovery", 79.568359375),
        Room(.model, "model quality", 3_072), Room(.model, "gap", 0.521484375),
        Room(.worth, "gain", 12), Room(.worth, "writes", 9), Room(.final, "second reading", 31),
    ]

    private static let acceptedRooms =
        standingRooms + [Room(.authority, "acceptance", 64), Room(.authority, "lease", 6)]
        + timeRooms + [Room(.absoluteLimits, "high limit (operator)", 390)] + laterRooms

    private static let automaticRooms =
        standingRooms + [Room(.authority, "lease", 6)] + timeRooms
        + [Room(.absoluteLimits, "high limit (envelope)", 90)] + laterRooms

    private static let recoveryRooms =
        standingRooms + [
            Room(.authority, "lease", 6), Room(.form, "moves", 1), Room(.form, "recovery", 28),
            Room(.absoluteLimits, "low limit (operator)", 392.5), Room(.rate, "step", 32.5),
            Room(.rate, "ramp over 600.0 s", 52.5), Room(.group, "joint limit", 107.5),
            Room(.final, "second reading", 31),
        ]

    private static let standingQuestions: [Question] = [
        denied("another build", .guardItself, .otherBuild) { $0.itself.build = "other" },
        denied("FAILSAFE", .guardItself, .failsafeLatched) { $0.itself.failsafeLatched = true },
        denied("a failed self-test", .guardItself, .selfTestFailed(question: "x")) {
            $0.itself.selfTest = SelfTestResult(at: $0.wall, failures: ["x"], questions: 2)
        },
        denied("a mode that forbids", .authority, .modeForbids(mode: .hold)) {
            $0.mode = .hold
            $0.standing.mode = .hold
        },
        denied("no acceptance", .authority, .notAccepted) { $0.isAccepted = false },
        denied("a spent token", .authority, .tokenSpent) {
            $0.ledger.spend(
                token: "constant", until: SelfTestBench.now, now: SelfTestBench.now)
        },
        denied("a short lease", .authority, .leaseTooShort(seconds: 3, needed: 4)) {
            $0.ownership.leaseUntil = MonotonicInstant(nanoseconds: 3_000_000_000)
        },
        denied("another owner", .authority, .epochLost(ours: 7, block: 8)) {
            $0.live.blockEpoch = 8
        },
        denied("a used number", .form, .decisionUsed(last: DecisionID(12))) {
            $0.ledger.lastPermitted = DecisionID(12)
        },
        denied("a listed safety tag", .form, .safetyTagListed) {
            $0.rules.safetyTags = [SelfTestBench.second]
        },
        denied("too many moves", .form, .tooManyMoves(count: 1, allowed: 0)) {
            $0.rules.mostMoves = 0
        },
    ]

    private static let plantQuestions: [Question] = [
        denied(
            "an old snapshot", .time, .tooOld(what: "snapshot", seconds: 33, allowed: 32)
        ) { $0.snapshotAt = SelfTestBench.now.earlier(by: 33) },
        denied("an absent input", .time, .inputAbsent(reason: .missing)) { $0.sample = nil },
        denied("a plant that moved", .time, .plantMoved(by: 6, allowed: 4)) {
            $0.inputs = [UsedInput(SelfTestBench.input, 696)]
        },
        denied("a clock that went back", .time, .clockWentBack) {
            $0.ledger.noteJudgement(
                plant: SelfTestBench.now, monotonic: MonotonicInstant(nanoseconds: 1))
        },
        denied("an interlock", .plantState, .interlocked) {
            $0.live.interlocks[0].active = true
        },
        denied("a work permit", .plantState, .held(by: .workPermit)) {
            $0.live.interlocks[1].active = true
        },
        denied("a laboratory hold of the handle", .plantState, .held(by: .laboratory)) {
            $0.holdLaboratory(of: SelfTestBench.first, true)
        },
        denied("a hold of the handle that is not known", .plantState, .interlockUnknown) {
            $0.holdLaboratory(of: SelfTestBench.first, nil)
        },
        denied("a hold of the handle at the last look", .final, .held(by: .laboratory)) {
            $0.holdLaboratory(of: SelfTestBench.first, false, atLastLook: true)
        },
        denied("a loop in local", .plantState, .notInRemote(loop: .local)) {
            $0.live.handles[0].loop = .local
            $0.rules.stepResponses = []
        },
        denied("a moved setpoint", .plantState, .setpointChanged(expected: 502, live: 500)) {
            $0.ledger.expected[SelfTestBench.first] = 502
        },
        denied("a valve at its end", .plantState, .saturated(end: .high)) {
            $0.live.handles[0].saturation = .high
        },
        denied("an interlock at the last look", .final, .interlocked) {
            $0.reread.interlocks[0].active = true
        },
        denied(
            "a setpoint moved at the last look", .final,
            .changedSinceJudged(judged: 500, now: 501)
        ) { $0.reread.handles[0].setpoint = 501 },
        denied(
            "a mode lost at the last look", .final, .modeChanged(judged: .supervisory, now: .shed)
        ) { $0.standing.mode = .shed },
    ]

    private static let limitQuestions: [Question] = [
        denied(
            "one unit in the last place above a limit", .absoluteLimits,
            .aboveLimit(asked: 510, limit: 510.0.nextDown, by: .operator)
        ) { $0.live.handles[0].operatorHigh = 510.0.nextDown },
        denied(
            "outside the envelope", .absoluteLimits,
            .belowLimit(asked: 510, limit: 512, by: .envelope)
        ) {
            $0.withFirst { $0.envelope = Band(512, 600) }
            $0.mode = .automatic
            $0.standing.mode = .automatic
            $0.isAccepted = false
        },
        denied("a large step", .rate, .stepTooLarge(asked: 10, allowed: 9.75)) {
            $0.withFirst { $0.largestStep = 39 }
            $0.cyclesSinceClimb = 2
        },
        denied("a small step", .rate, .moveTooSmall(asked: 10, allowed: 11)) {
            $0.withFirst { $0.smallestMove = 11 }
        },
        denied("a fast ramp", .rate, .tooFast(asked: 10, allowed: 9, window: 600)) {
            $0.withFirst { $0.ramps = [RampLimit(window: 600, reach: 9)] }
        },
        denied("an hour not watched", .rate, .noReadback(window: 7_200)) {
            $0.withFirst { $0.leastApart = 7_200 }
        },
        denied("drift", .rate, .driftTooLarge(asked: 20, allowed: 19)) {
            $0.withFirst {
                $0.drift = .most(19, shift: Shift(length: 28_800, offset: 0))
            }
        },
        denied("a broken group", .group, .groupBroken(missing: SelfTestBench.second)) {
            $0.rules.groups = [[SelfTestBench.first, SelfTestBench.second]]
        },
        denied("a joint limit", .group, .jointLimit(sum: 610, low: 0, high: 609)) {
            $0.rules.jointLimits[0].high = 609
        },
    ]

    private static let predictionQuestions: [Question] = [
        denied(
            "a hard limit", .consequence, .predictedAbove(value: 1_028, limit: 1_027, after: 1_200)
        ) { $0.rules.hardLimits[0].high = 1_027 },
        denied(
            "no way back", .consequence,
            .unrecoverableBelow(value: 979.568359375, limit: 980, after: 1_800)
        ) { $0.rules.hardLimits[0].low = 980 },
        denied("no recovery declared", .consequence, .recoveryNotDeclared) {
            $0.withFirst { $0.recovery = nil }
        },
        denied("a model that is not green", .model, .gateNotGreen(gate: .amber)) {
            $0.certificate.model?.gate = .amber
        },
        denied("a model outside its regions", .model, .regionUnknown) {
            $0.certificate.model?.region = nil
        },
        denied("a region not approved", .model, .regionNotApproved(region: "half load")) {
            $0.certificate.model?.region = "half load"
        },
        denied("a region not approved, as read", .model, .regionNotApproved(region: "half load")) {
            $0.readRegions(half: true, full: true)
            $0.rules.model.regions = ["full load"]
        },
        denied(
            "a region that is another, as read", .model,
            .regionDisagrees(claimed: "full load", read: "half load")
        ) { $0.readRegions(half: true, full: true) },
        denied("readings outside all regions", .model, .regionUnknown) {
            $0.readRegions(half: false, full: false)
        },
        denied(
            "a gap that is another", .model, .gapDisagrees(claimed: 2, recomputed: 490 * 0x1p-10)
        ) {
            $0.certificate.gap = 2
        },
        denied("a value outside its bound", .model, .outsideItsBound(by: 2, allowed: 512 * 0x1p-20))
        {
            $0.certificate.bounds[0].low = 512
        },
        denied("a gain too small", .worth, .gainTooSmall(gain: 20, needed: 20)) {
            $0.rules.worth.leastGain = 20
        },
        denied("an uncertain gain", .worth, .gainUncertain(gain: 20, needed: 21)) {
            $0.certificate.gainDeviation = 84
        },
        denied("a spent budget", .worth, .budgetSpent(used: 2, asked: 1, allowed: 2)) {
            $0.rules.worth.writesPerHour = 2
        },
    ]
}
