import Determinism
import Guard
import Tags

/// One case: all that a binding judgement is given.
struct World {
    var rules = GuardRules()
    var moves: [ProposedMove] = []
    var madeAt: PlantTime
    var expiresAt: PlantTime
    var shownGain = 40.0
    var id = DecisionID(12)
    var inputs: [UsedInput] = []
    var certificate: Certificate
    var samples: [Sample] = []
    var snapshotAt: PlantTime
    var live: LivePlant
    var reread: LivePlant?
    var mode = Mode.supervisory
    var boundByEnvelope = false
    var itself = GuardItself()
    var ownership = Ownership()
    var cyclesSinceClimb: Int?
    var standing: Standing?
    /// Whether the moves back off; then nobody accepts them.
    var isRecovery = false
    var ledger = GuardLedger()
    var now: PlantTime
    var wall = MonotonicInstant(nanoseconds: 5_000_000_000)
    var token = "token-12"
    var duty = Duty.operator
    var hasAcceptance = true
    var acceptedAt: PlantTime
    var acceptanceExpiresAt: PlantTime
    var acceptedID: DecisionID?
    var acceptedDigest: DecisionDigest?

    var proposal: Proposal {
        Proposal(
            id: id, madeAt: madeAt, expiresAt: expiresAt, moves: moves, shownGain: shownGain,
            inputs: inputs, certificate: certificate)
    }

    var acceptance: Acceptance? {
        guard hasAcceptance else { return nil }
        return Acceptance(
            person: Person(name: "Ada", duty: duty, console: "C1"), token: token,
            decision: acceptedID ?? id, digest: acceptedDigest ?? proposal.digest,
            at: acceptedAt, expiresAt: acceptanceExpiresAt)
    }

    var circumstances: Circumstances {
        Circumstances(
            snapshot: Snapshot(at: snapshotAt, samples: samples), live: live, mode: mode,
            boundByEnvelope: boundByEnvelope, itself: itself, ownership: ownership,
            cyclesSinceClimb: cyclesSinceClimb)
    }

    /// The binding judgement, on a copy of the ledger.
    func judged() -> Judgement {
        var ledger = ledger
        return judged(&ledger)
    }

    func judged(_ ledger: inout GuardLedger) -> Judgement {
        let chain = GuardChain(rules: rules)
        guard isRecovery else {
            return chain.judge(
                proposal, acceptedBy: acceptance, given: circumstances, reread: reread,
                standing: standing, ledger: &ledger, at: now, monotonic: wall)
        }
        return chain.judgeRecovery(
            moves, as: id, madeAt: madeAt, given: circumstances, reread: reread,
            standing: standing, ledger: &ledger, at: now, monotonic: wall)
    }

    func previewed() -> Verdict {
        GuardChain(rules: rules).preview(
            of: proposal, given: circumstances, remembering: ledger, at: now)
    }
}

// MARK: A world in which all is well

extension World {
    /// A random plant of one to three handles in which the proposal is acceptable.
    init(sound chance: inout RandomStream) {
        let now = PlantTime(nanoseconds: 1_700_000_000_000_000_000 + Int64(chance.next() >> 24))
        self.now = now
        let young = chance.uniform(1, 25)
        madeAt = now.earlier(by: chance.uniform(30, 200))
        expiresAt = now.later(by: chance.uniform(10, 200))
        acceptedAt = now.earlier(by: chance.uniform(0.1, 20))
        acceptanceExpiresAt = now.later(by: chance.uniform(5, 300))
        snapshotAt = now.earlier(by: young)
        live = LivePlant(
            readAt: now.earlier(by: chance.uniform(0.5, 3)), handles: [], interlocks: [],
            plantMode: .normal)
        certificate = Certificate(
            status: chance.happens(with: 0.5) ? .optimal : .acceptable,
            predictedFrom: snapshotAt, trajectories: [], bounds: [], gap: 0, residual: 1e-9,
            gain: chance.uniform(15, 60), gainDeviation: chance.uniform(0, 8))
        addGeneralRules(&chance)
        let count = 1 + Int(chance.next() % 3)
        for i in 0..<count { addHandle(i, moved: i == 0 || chance.happens(with: 0.7), &chance) }
        let moved = moves.map(\.tag)
        if moved.count > 1, chance.happens(with: 0.5) { rules.groups = [moved] }
        addJointLimit(&chance)
        addInputs(&chance)
        addPredictions(&chance)
        addBounds(&chance)
        var second = live
        second.readAt = now.earlier(by: chance.uniform(0.05, 0.4))
        reread = second
        ledger.noteJudgement(
            plant: now.earlier(by: chance.uniform(1, 500)),
            monotonic: MonotonicInstant(nanoseconds: 4_000_000_000))
        ledger.lastPermitted = DecisionID(11)
        ledger.noteWrites(Int(chance.next() % 4), at: now.earlier(by: chance.uniform(10, 3000)))
    }

    private mutating func addGeneralRules(_ chance: inout RandomStream) {
        rules.mostMoves = 3
        rules.snapshotAge = 30
        rules.longestCardLife = 600
        rules.longestReadbackGap = 90
        rules.interlocks = ["line stopped", "fan off"]
        rules.holds = [HoldFlag("work permit 12", .workPermit)]
        live.interlocks = (rules.interlocks + ["work permit 12"]).map {
            LiveInterlock($0, active: false)
        }
        rules.certificate.age = 60
        rules.certificate.gap = 0.5
        rules.certificate.feasibility = 1e-6
        rules.certificate.residual = 1e-6
        rules.worth.leastGain = 8
        rules.worth.coverage = 1.3
        rules.worth.writesPerHour = 12
    }

    private mutating func addHandle(_ i: Int, moved: Bool, _ chance: inout RandomStream) {
        let tag = TagName("TIC-20\(i).SP")
        var rule = HandleRules(tag)
        let low = chance.uniform(0, 900)
        let high = low + chance.uniform(100, 400)
        let setpoint = low + (high - low) * chance.uniform(0.4, 0.6)
        let up = chance.happens(with: 0.5)
        let step = (high - low) * chance.uniform(0.01, 0.1)
        let target = up ? setpoint + step : setpoint - step
        rule.engineering = Band(low, high)
        rule.resolution = chance.uniform(0, 0.2)
        rule.largestStep = step * chance.uniform(1.05, 3)
        rule.smallestMove = step * chance.uniform(0, 0.9)
        rule.leastApart = 120
        rule.reversalsPerHour = 1 + Int(chance.next() % 3)
        rule.envelope = Band(low + 0.2 * (high - low), high - 0.2 * (high - low))
        rule.operatorLimits = chance.happens(with: 0.8) ? .live : .notOffered
        rule.saturation = chance.happens(with: 0.8) ? .live : .notOffered
        let drift = chance.happens(with: 0.5) ? 0 : step * chance.uniform(-0.9, 0.9)
        let changeAt = chance.uniform(200, 3500)
        var history = ReadbackHistory()
        var age = chance.uniform(3660, 3900)
        while age > 0 {
            let value = age > changeAt ? setpoint - drift : setpoint
            if let finite = Finite(value) { history.note(finite, at: now.earlier(by: age)) }
            age -= chance.uniform(40, 85)
        }
        ledger.readbacks[tag] = history
        ledger.expected[tag] = setpoint
        let travel = step + abs(drift)
        rule.ramps = [60.0, 600, 3600].map {
            RampLimit(window: $0, reach: travel * chance.uniform(1.01, 4))
        }
        rules.handles.append(rule)
        live.handles.append(
            LiveHandle(
                tag: tag, setpoint: setpoint, operatorLow: low + 0.05 * (high - low),
                operatorHigh: high - 0.05 * (high - low), loop: .remote,
                saturation: chance.happens(with: 0.7) ? Saturation.none : (up ? .low : .high)))
        if moved { moves.append(ProposedMove(tag: tag, from: setpoint, to: target)) }
    }

    /// The setpoint of a handle after the moves.
    func after(_ tag: TagName) -> Double {
        moves.first { $0.tag == tag }?.to ?? live.handle(tag)?.setpoint ?? .nan
    }

    /// The sum a joint limit bounds, in the order of its terms.
    func sum(of limit: JointLimit) -> Double {
        var sum = 0.0
        for term in limit.terms { sum += term.coefficient * after(term.tag) }
        return sum
    }

    private mutating func addJointLimit(_ chance: inout RandomStream) {
        let terms = rules.handles.map { JointLimit.Term(chance.uniform(-2, 2), $0.tag) }
        var limit = JointLimit(name: "heat input", terms: terms, low: nil, high: nil)
        let sum = sum(of: limit)
        if chance.happens(with: 0.8) { limit.low = sum - chance.uniform(1, 50) }
        if limit.low == nil || chance.happens(with: 0.8) {
            limit.high = sum + chance.uniform(1, 50)
        }
        rules.jointLimits = [limit]
    }

    private mutating func addInputs(_ chance: inout RandomStream) {
        for i in 0..<(2 + Int(chance.next() % 4)) {
            let tag = TagName("TI-30\(i).PV")
            let value = chance.uniform(100, 1500)
            let used = i == 0 || chance.happens(with: 0.7)
            var rule = InputRules(
                tag, ageLimit: 30, deadband: 5, critical: chance.happens(with: 0.3))
            let standsIn = i > 0 && chance.happens(with: 0.3)
            let isAbsent = standsIn && !rule.critical && chance.happens(with: 0.7)
            rule.needed = (used || standsIn) && chance.happens(with: 0.5)
            rules.inputs.append(rule)
            guard let finite = Finite(value) else { continue }
            let seen = Sample(tag, finite, at: now.earlier(by: chance.uniform(0.1, 29)))
            ledger.noteInputs([rule], in: Snapshot(at: seen.at, samples: [seen]))
            if !isAbsent {
                samples.append(seen)
            } else if chance.happens(with: 0.5) {
                samples.append(Sample(tag, absentBecause: .spike, at: snapshotAt))
            }
            let taken = value + chance.uniform(-4.9, 4.9)
            if standsIn {
                let at = now.earlier(by: chance.uniform(0.1, isAbsent ? 29 : 900))
                certificate.standIns.append(StandIn(tag, taken, at: at))
            } else if used {
                inputs.append(UsedInput(tag, taken))
            }
        }
    }

    private mutating func addPredictions(_ chance: inout RandomStream) {
        for i in 0..<(1 + Int(chance.next() % 2)) {
            var limit = HardLimit(TagName("CV-\(i)"))
            limit.horizon = 3600
            limit.spacing = 700
            limit.coverage = 1.28
            limit.actsAfter = chance.happens(with: 0.3) ? 600 : 0
            let times = (0...6).map { Double($0) * 610 }
            let means = times.map { _ in chance.uniform(490, 510) }
            let deviations = times.map { _ in chance.uniform(0, 5) }
            if chance.happens(with: 0.7) { limit.low = 470 }
            if limit.low == nil || chance.happens(with: 0.7) { limit.high = 530 }
            rules.hardLimits.append(limit)
            certificate.trajectories.append(
                PredictedTrajectory(
                    tag: limit.tag, times: times, means: means, deviations: deviations))
        }
    }

    private mutating func addBounds(_ chance: inout RandomStream) {
        for i in 0..<4 {
            let value = chance.uniform(100, 200)
            let atHigh = chance.happens(with: 0.5)
            certificate.bounds.append(
                CertifiedBound(
                    name: "x\(i)", value: value, low: value - 50,
                    high: value + (atHigh ? 1e-8 : 50), lowMultiplier: chance.uniform(0, 1e-4),
                    highMultiplier: atHigh ? chance.uniform(0, 30) : chance.uniform(0, 1e-4)))
        }
        certificate.gap = recomputedGap
    }

    /// The gap of the certificate, added up in the order sent.
    var recomputedGap: Double {
        var gap = 0.0
        for bound in certificate.bounds {
            var share = 0.0
            if let low = bound.low { share += bound.lowMultiplier * (bound.value - low) }
            if let high = bound.high { share += bound.highMultiplier * (high - bound.value) }
            gap += share
        }
        return gap
    }
}
