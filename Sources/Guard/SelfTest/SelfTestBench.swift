import Determinism
import Tags

/// A small plant of constant numbers on which the guard is asked questions with known answers.
///
/// Two handles, one measurement, one hard-limited variable; a decision that moves the first handle
/// from 500 to 510 with a person's yes, or without. All numbers are exact in binary where possible.
struct SelfTestBench {
    static let now = PlantTime(nanoseconds: 1_750_000_000_000_000_000)
    static let first = TagName("H-1")
    static let second = TagName("H-2")
    static let input = TagName("I-1")
    static let variable = TagName("C-1")

    var rules = GuardRules()
    var certificate: Certificate
    var moves = [ProposedMove(tag: first, from: 500, to: 510)]
    var madeAt = now.earlier(by: 64)
    var shownGain = 24.0
    var inputs = [UsedInput(input, 700)]
    var sample: Sample?
    var snapshotAt = now.earlier(by: 4)
    var live: LivePlant
    var reread: LivePlant
    var mode = Mode.supervisory
    var standing = Standing(mode: .supervisory, failsafeLatched: false)
    var itself: GuardItself
    var ownership = Ownership(
        leaseUntil: MonotonicInstant(nanoseconds: 10_000_000_000), epoch: 7)
    var cyclesSinceClimb = 3
    var ledger = GuardLedger()
    var isAccepted = true
    var token = "constant"
    let wall = MonotonicInstant(nanoseconds: 0)

    init() {
        live = LivePlant(
            readAt: Self.now.earlier(by: 2),
            handles: [
                LiveHandle(
                    tag: Self.first, setpoint: 500, operatorLow: 100, operatorHigh: 900,
                    loop: .remote, saturation: Saturation.none),
                LiveHandle(tag: Self.second, setpoint: 50, loop: .remote),
            ],
            interlocks: [
                LiveInterlock("trip", active: false), LiveInterlock("permit", active: false),
            ], plantMode: .normal, blockEpoch: 7)
        reread = live
        reread.readAt = Self.now.earlier(by: 1)
        itself = GuardItself(
            build: "constant",
            selfTest: SelfTestResult(
                at: MonotonicInstant(nanoseconds: -600_000_000_000), failures: [], questions: 1),
            failsafeLatched: false)
        certificate = Certificate(
            status: .optimal, predictedFrom: Self.now.earlier(by: 8),
            trajectories: [
                PredictedTrajectory(
                    tag: Self.variable, times: [0, 600, 1200, 1800],
                    means: [1000, 1010, 1020, 1020], deviations: [1, 2, 4, 4])
            ],
            bounds: [
                CertifiedBound(
                    name: "H-1", value: 510, low: 0, high: 1000, lowMultiplier: 0,
                    highMultiplier: 0x1p-10)
            ], gap: 490 * 0x1p-10, residual: 0x1p-30, gain: 20, gainDeviation: 4,
            model: ModelStanding(
                region: "full load", gate: .green, judgedAt: Self.now.earlier(by: 1_024)))
        sample = Finite(702).map { Sample(Self.input, $0, at: Self.now.earlier(by: 6)) }
        addRules()
        addHandles()
        addMemory()
    }

    private mutating func addRules() {
        rules.itself.approvedBuild = "constant"
        rules.itself.demand = .always
        rules.ownership.block = .declared
        rules.ownership.writeTimeout = 2
        rules.model.regions = ["full load"]
        rules.model.gateAge = 4_096
        rules.model.demand = .always
        rules.safetyTags = [TagName("S-1")]
        rules.interlocks = ["trip"]
        rules.holds = [HoldFlag("permit", .workPermit)]
        rules.softStart = SoftStart()
        rules.inputs = [InputRules(Self.input, ageLimit: 32, deadband: 4, needed: true)]
        rules.jointLimits = [
            JointLimit(
                name: "sum", terms: [.init(1, Self.first), .init(2, Self.second)], low: 0,
                high: 700)
        ]
        var limit = HardLimit(Self.variable)
        (limit.low, limit.high) = (900, 1_100)
        (limit.horizon, limit.spacing, limit.coverage) = (1_200, 600, 2)
        rules.hardLimits = [limit]
        (rules.certificate.age, rules.certificate.gap) = (64, 1)
        (rules.certificate.feasibility, rules.certificate.residual) = (0x1p-20, 0x1p-20)
        (rules.worth.leastGain, rules.worth.coverage, rules.worth.writesPerHour) = (8, 0.25, 12)
        (rules.mostMoves, rules.snapshotAge) = (2, 32)
        (rules.longestCardLife, rules.longestReadbackGap) = (600, 90)
        (rules.recoverability.cycle, rules.recoverability.horizon) = (60, 1_200)
        rules.stepResponses = [
            StepResponse(
                handle: Self.first, variable: Self.variable, times: [0, 1024, 2048],
                values: [0, 0.5, 1], error: 0.25)
        ]
    }

    private mutating func addHandles() {
        var one = HandleRules(Self.first)
        one.engineering = Band(0, 1_000)
        one.envelope = Band(400, 600)
        one.largestStep = 40
        one.ramps = [RampLimit(window: 600, reach: 60)]
        (one.smallestMove, one.leastApart, one.reversalsPerHour) = (2, 300, 3)
        one.resolution = 0.5
        one.drift = .most(50, shift: Shift(length: 28_800, offset: 0))
        one.recovery = .rampToSafe(value: 480, rate: 0.125)
        var two = one
        two.tag = Self.second
        (two.operatorLimits, two.saturation) = (.notOffered, .notOffered)
        (two.drift, two.recovery) = (.notLimited, .keep)
        rules.handles = [one, two]
    }

    private mutating func addMemory() {
        for age in stride(from: 3_660.0, through: 0, by: -60) {
            for (tag, value) in [(Self.first, Finite(500)), (Self.second, Finite(50))] {
                if let value {
                    ledger.noteReadback(of: tag, value, at: Self.now.earlier(by: age))
                }
            }
        }
        if let left = Finite(490) {
            ledger.noteOperator(left: Self.first, at: left, since: Self.now.earlier(by: 512))
        }
        ledger.expected = [Self.first: 500, Self.second: 50]
        ledger.lastPermitted = DecisionID(11)
        ledger.noteWrites(2, at: Self.now.earlier(by: 900))
        ledger.noteJudgement(
            plant: Self.now.earlier(by: 60), monotonic: MonotonicInstant(nanoseconds: -60))
    }

    /// Makes the move one that backs off.
    mutating func backOff(to target: Double) {
        mode = .backoff
        standing.mode = .backoff
        madeAt = Self.now.earlier(by: 4)
        moves = [ProposedMove(tag: Self.first, from: 500, to: target)]
    }

    /// The laboratory holds one handle, as it is judged and at the last look.
    mutating func holdLaboratory(of tag: TagName, _ isUp: Bool?, atLastLook isLate: Bool? = nil) {
        rules.holds.append(HoldFlag("laboratory", .laboratory, stopping: [tag]))
        live.interlocks.append(LiveInterlock("laboratory", active: isUp))
        reread.interlocks.append(LiveInterlock("laboratory", active: isLate ?? false))
    }

    /// Two regions are declared, and readings tell of both.
    mutating func readRegions(half: Bool?, full: Bool?) {
        rules.model.regions = ["half load", "full load"]
        live.regions = [
            LiveRegion("half load", holds: half), LiveRegion("full load", holds: full),
        ]
    }

    /// Changes one handle's rules.
    mutating func withFirst(_ change: (inout HandleRules) -> Void) { change(&rules.handles[0]) }

    /// The guard's verdict, made by the given checks.
    func verdict(by steps: [GuardChain.Step]) -> Verdict {
        let chain = GuardChain(rules: rules, steps: steps)
        var ledger = ledger
        let circumstances = Circumstances(
            snapshot: Snapshot(at: snapshotAt, samples: sample.map { [$0] } ?? []), live: live,
            mode: mode, itself: itself, ownership: ownership, cyclesSinceClimb: cyclesSinceClimb)
        let id = DecisionID(12)
        if mode == .backoff {
            return chain.judgeRecovery(
                moves, as: id, madeAt: madeAt, given: circumstances, reread: reread,
                standing: standing, ledger: &ledger, at: Self.now, monotonic: wall
            ).verdict
        }
        let proposal = Proposal(
            id: id, madeAt: madeAt, expiresAt: Self.now.later(by: 128), moves: moves,
            shownGain: shownGain, inputs: inputs, certificate: certificate)
        let acceptance = Acceptance(
            person: Person(name: "nobody", duty: .operator, console: "self-test"), token: token,
            decision: id, digest: proposal.digest, at: Self.now.earlier(by: 16),
            expiresAt: Self.now.later(by: 64))
        return chain.judge(
            proposal, acceptedBy: isAccepted ? acceptance : nil, given: circumstances,
            reread: reread, standing: standing, ledger: &ledger, at: Self.now, monotonic: wall
        ).verdict
    }
}
