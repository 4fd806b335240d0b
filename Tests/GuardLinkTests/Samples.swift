import Act
import Determinism
import Guard
import GuardLink
import GuardSide
import Tags

/// One of everything that travels, with numbers that are none where they may be.
enum Samples {
    static let tag = TagName("TIC-201.SP")
    static let time = PlantTime.seconds(1_700_000_000.25)
    static let decision = DecisionID(42)
    static let person = Person(name: "Ada", duty: .operator, console: "north")

    static let certificate = Certificate(
        status: .optimal, predictedFrom: time,
        trajectories: [
            PredictedTrajectory(
                tag: TagName("TI-305"), times: [0, 60], means: [1500, .nan],
                deviations: [0, .infinity])
        ],
        bounds: [
            CertifiedBound(
                name: "zone 1, °C", value: -0.0, low: nil, high: 1, lowMultiplier: 0,
                highMultiplier: 2)
        ],
        gap: 1e-9, residual: 1e-12, gain: 12.5, gainDeviation: 0.5,
        standIns: [StandIn(tag, 3, at: time)])

    static let proposal = Proposal(
        id: decision, madeAt: time, expiresAt: time.later(by: 60),
        moves: [ProposedMove(tag: tag, from: 1500, to: 1501)], shownGain: 12.5,
        inputs: [UsedInput(tag, 1500)], certificate: certificate)

    static let verdict = GuardChain(rules: GuardRules()).preview(
        of: proposal, given: circumstances, remembering: GuardLedger(), at: time)

    static let circumstances = Circumstances(
        snapshot: Snapshot(
            at: time,
            samples: [
                Sample(TagName("TI-305"), absentBecause: .stale, at: time),
                Finite(1500).map { Sample(tag, $0, .uncertain(.frozen), at: time) },
            ].compactMap(\.self)),
        live: LivePlant(
            readAt: time, handles: [LiveHandle(tag: tag, setpoint: 1500, loop: .remote)],
            interlocks: [LiveInterlock("door", active: nil)], plantMode: .normal),
        mode: .supervisory)

    static let look = GuardLook(
        samples: [RawSample(tag: tag, value: .nan, at: time)], circumstances: circumstances,
        overrides: [
            Override(
                tag: tag, expected: 1, seen: nil, until: time, decision: decision,
                handedBackBy: person)
        ],
        trouble: ["TI-305: no answer"])

    static let outcome = Outcome(
        decision: decision, result: .verified, partial: false, withdrawal: nil,
        moves: [MoveOutcome(tag: tag, from: 1500, to: 1501, result: .verified, seen: 1501)])

    static let settled = Settled(
        decision: decision,
        moves: [Settled.Move(tag: tag, from: 1, to: 2, result: .applied, seen: 2)])

    static var grounds: Grounds {
        var grounds = Grounds(
            decision: decision, at: time,
            calculation: Grounds.Calculation(
                solver: "IPOPT", status: .acceptable, iterations: 12, stoppedAfter: nil),
            mode: AskedMode(requested: .supervisory, actual: .advisory))
        grounds.inputs = circumstances.snapshot.samples.map {
            Grounds.SeenInput($0, at: time, standIn: certificate.standIns.first)
        }
        grounds.estimate = [Grounds.Estimated(name: "bias", mean: -0.0, variance: .infinity)]
        grounds.candidates = [
            Grounds.Candidate(
                plan: .lastPlan, costs: [Grounds.Priced(name: "fuel", price: 0.25)], total: .nan,
                setpoints: [[1500], []])
        ]
        grounds.leftAlone = [Grounds.LeftAlone(tag: tag, reason: "the operator has it")]
        grounds.leaseEpoch = .max
        grounds.kept = Grounds.KeptInputs(hash: "00ff", bytes: 12)
        return grounds
    }

    static let welcome = Welcome(
        program: "guard 1", seal: "00ff", process: 7, mode: .advisory)

    static var view: DeskView {
        var history = ReadbackHistory(reach: 7200)
        for (second, value) in [1500.0, 1500, 1500, 1501, 1501, 1500].enumerated() {
            if let value = Finite(value) { history.note(value, at: time.later(by: Double(second))) }
        }
        return DeskView(
            mode: .supervisory, readbacks: [tag: history], taken: [TagName("b"): time],
            nextDecision: decision)
    }

    static let modeRequest = ModeRequest(
        .automatic, by: person,
        confirmedBy: Person(name: "Grace", duty: .supervisor, console: "office"),
        rearm: .falseAlarm, why: "shift begins")

    /// Each request, and the answer that the stand-in gives to it.
    static let talk: [(GuardRequest, GuardReply)] = [
        (.look, .look(look)), (.view, .view(view)), (.offer(proposal, on: nil), .preview(verdict)),
        (.offer(proposal, on: grounds), .preview(nil)), (.withdrawCard, .done),
        (.accept(decision, by: person, renewed: certificate), .outcome(outcome, verdict)),
        (.accept(decision, by: person, renewed: nil), .declined(.notPredicted(decision))),
        (.reject(decision, by: person, because: .moveTooBig, text: "no"), .done),
        (.reject(decision, by: person, because: .other, text: ""), .declined(.noCard)),
        (
            .mode(modeRequest),
            .blockers([Blocker("door open", clearedBy: "operator")], mode: .advisory)
        ),
        (.failsafe(by: person, why: "smoke"), .done), (.failsafe(by: nil, why: ""), .done),
        (.settleIfReadable, .settled([settled])),
        (.act(decision), .outcome(outcome, verdict)),
        (.act(decision), .declined(.modeForbids(.hold))),
        (
            .handBack(HandBack(tag, by: person, because: .done, why: "shift ends")),
            .blockers([Blocker("in local", clearedBy: "operator")], mode: .supervisory)
        ),
        (.cycled(CycleReport(at: time, isInRegion: true)), .done),
        (
            .cycled(
                CycleReport(
                    at: time, isInRegion: true,
                    model: ModelReport(
                        region: "full load",
                        forecasts: [.init(tag: tag, count: 3, bias: -0.0, coverage: .nan)]))), .done
        ),
        (
            .status,
            .status(
                GuardStatus(
                    welcome: welcome, card: nil, nextDecision: decision, unsettled: [decision],
                    blockers: [Blocker("wait", clearedBy: nil)], readAt: time, loop: 9,
                    taken: [tag]))
        ),
        (.close(why: "stopped"), .done),
    ]

    static let loop = Hello(seat: .loop, seal: "00ff", program: "flyball")
    static let console = Hello(seat: .console, seal: nil, program: "flyball status")
}
