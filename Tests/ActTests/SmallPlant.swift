import Act
import Determinism
import Guard
import Tags

/// A plant of one or two loops, small enough to try everything that can happen to a write.
struct SmallPlant {
    static let first = TagName("TIC-1.SP")
    static let second = TagName("TIC-2.SP")
    static let start = PlantTime.seconds(1_700_000_000)

    var setpoints: [TagName: Double] = [:]
    var now = SmallPlant.start
    var wall = MonotonicInstant(nanoseconds: 1_000_000_000)

    init(loops: Int) {
        for tag in [Self.first, Self.second].prefix(loops) { setpoints[tag] = 500 }
    }

    var tags: [TagName] { setpoints.keys.sorted() }

    var clocks: WriteProtocol.Clocks { WriteProtocol.Clocks(plant: now, wall: wall) }

    mutating func pass(seconds: Double) {
        now = now.later(by: seconds)
        wall = MonotonicInstant(nanoseconds: wall.nanoseconds + Int64(seconds * 1e9))
    }

    func handle(_ tag: TagName) -> LiveHandle {
        LiveHandle(tag: tag, setpoint: setpoints[tag], loop: .remote)
    }

    var live: LivePlant {
        LivePlant(readAt: now, handles: tags.map(handle), interlocks: [], plantMode: .normal)
    }

    var circumstances: Circumstances {
        let sample = Finite(900).map { Sample(TagName("TI-1"), $0, at: now) }
        return Circumstances(
            snapshot: Snapshot(at: now, samples: sample.map { [$0] } ?? []), live: live,
            mode: .supervisory)
    }

    var rules: GuardRules {
        var rules = GuardRules()
        for tag in tags {
            var handle = HandleRules(tag)
            handle.engineering = Band(0, 1000)
            handle.operatorLimits = .notOffered
            handle.saturation = .notOffered
            handle.largestStep = 50
            handle.ramps = [RampLimit(window: 600, reach: 60)]
            handle.smallestMove = 2
            handle.leastApart = 0
            handle.reversalsPerHour = 4
            handle.resolution = 0.01
            rules.handles.append(handle)
        }
        rules.inputs = [InputRules(TagName("TI-1"), ageLimit: 30, deadband: 5)]
        rules.mostMoves = 2
        rules.snapshotAge = 30
        rules.longestCardLife = 1200
        rules.longestReadbackGap = 90
        rules.certificate.age = 120
        rules.certificate.gap = 0.1
        rules.certificate.feasibility = 1e-6
        rules.certificate.residual = 1e-6
        rules.worth.leastGain = 1
        rules.worth.coverage = 1
        rules.worth.writesPerHour = 12
        return rules
    }

    func proposal(_ number: UInt64, to target: Double = 510) -> Proposal {
        let bound = CertifiedBound(
            name: "x", value: target, low: 0, high: 1000, lowMultiplier: 0, highMultiplier: 0)
        return Proposal(
            id: DecisionID(number), madeAt: Self.start.earlier(by: 20),
            expiresAt: Self.start.later(by: 600),
            moves: tags.map { ProposedMove(tag: $0, from: 500, to: target) }, shownGain: 10,
            inputs: [UsedInput(TagName("TI-1"), 900)],
            certificate: Certificate(
                status: .optimal, predictedFrom: Self.start.earlier(by: 5), trajectories: [],
                bounds: [bound], gap: 0, residual: 0, gain: 10, gainDeviation: 1))
    }

    func acceptance(of proposal: Proposal, token: String) -> Acceptance {
        Acceptance(
            person: Person(name: "Ada", duty: .operator, console: "C1"), token: token,
            decision: proposal.id, digest: proposal.digest, at: Self.start.earlier(by: 1),
            expiresAt: proposal.expiresAt)
    }

    /// A memory that has watched the setpoints for more than an hour.
    func memory(_ ledger: GuardLedger = GuardLedger()) -> GuardLedger {
        var ledger = ledger
        for tag in tags {
            for age in stride(from: 3660.0, through: 0, by: -60) {
                if let value = Finite(500) {
                    ledger.noteReadback(of: tag, value, at: Self.start.earlier(by: age))
                }
            }
            if ledger.expected[tag] == nil { ledger.expected[tag] = 500 }
        }
        return ledger
    }
}
