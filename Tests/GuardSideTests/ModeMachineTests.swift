import Act
import Determinism
import GuardSide
import Tags
import Testing

/// The nine modes: who leads where, what stands against it, what the twin does by itself.
@Suite struct ModeMachineTests {
    private let now = PlantTime.seconds(1000)
    private let tag = TagName("TI-1.PV")

    private func machine(
        _ mode: Mode = .advisory, after last: Mode? = nil, allowing allowed: [Mode] = Mode.ladder
    ) -> ModeMachine {
        var rules = ModeRules()
        rules.allowed = allowed
        return ModeMachine(
            rules: rules, startingIn: mode, after: last.map { ModeEntered(mode: $0, at: now) },
            at: clocks(0))
    }

    /// Climbs as people would, with nothing in the way.
    private func machine(in mode: Mode) -> ModeMachine {
        var machine = machine(.advisory)
        let facts = greenest(at: now)
        for step in [Mode.supervisory, .automatic] where mode.reaches(step) || mode.rung == nil {
            let request = ModeRequest(
                step, by: person(.operator), confirmedBy: person(.supervisor, "Grace"), why: "test")
            _ = machine.request(request, given: facts, at: clocks(0))
        }
        if mode.rung == nil {
            var bad = facts
            bad.troubles = [
                mode == .hold
                    ? .inputLost(tag)
                    : mode == .backoff
                        ? .criticalInputLost(tag) : mode == .shed ? .leaseLost : .selfTestFailed("")
            ]
            _ = machine.tick(bad, at: clocks(0))
        }
        #expect(machine.actual == mode)
        return machine
    }

    private func ask(
        _ wanted: Mode, of machine: inout ModeMachine, by duty: Duty = .operator,
        with second: Person? = nil, rearm: RearmReason? = nil, _ facts: ModeFacts? = nil,
        at seconds: Double = 0
    ) -> ModeChange {
        machine.request(
            ModeRequest(wanted, by: person(duty), confirmedBy: second, rearm: rearm, why: "test"),
            given: facts ?? greenest(at: now), at: clocks(seconds))
    }

    // MARK: Starting

    @Test(arguments: Mode.allCases)
    func `a start is in advisory at most`(mode: Mode) {
        let start = machine(mode).actual
        #expect(Mode.advisory.reaches(start))
    }

    @Test(arguments: [
        (Mode.shed, Mode.shed), (.backoff, .shed), (.lockout, .lockout), (.automatic, .advisory),
        (.hold, .advisory),
    ])
    func `a restart ends neither a shed nor a lockout`(last: Mode, expected: Mode) {
        #expect(machine(.advisory, after: last).actual == expected)
    }

    // MARK: FAILSAFE

    @Test(arguments: Mode.allCases)
    func `failsafe is never refused`(mode: Mode) {
        var machine = [.off, .shadow].contains(mode) ? machine(mode) : machine(in: mode)
        let change = machine.failsafe(by: nil, why: "button", at: clocks(1))
        #expect(change.actual == (mode == .lockout ? .lockout : .shed))
        #expect(!machine.wantsBeat)
    }

    // MARK: Up and down

    @Test(arguments: Mode.ladder, Mode.ladder)
    func `down is always granted, also with everything against it`(from: Mode, to: Mode) {
        guard from.reaches(to), from != to else { return }
        var machine = [.off, .shadow].contains(from) ? machine(from) : machine(in: from)
        #expect(ask(to, of: &machine, by: .viewer, ModeFacts()).actual == to)
    }

    @Test(arguments: Mode.ladder, Mode.ladder)
    func `up is one rung at a time`(from: Mode, to: Mode) {
        guard to.reaches(from), from != to else { return }
        var machine = [.off, .shadow].contains(from) ? machine(from) : machine(in: from)
        let change = ask(to, of: &machine, with: person(.supervisor, "Grace"))
        let rungs = (to.rung ?? 0) - (from.rung ?? 0)
        #expect(change.actual == (rungs == 1 ? to : from))
    }

    @Test func `automatic takes an operator and a supervisor, two people`() {
        var alone = machine(in: .supervisory)
        #expect(ask(.automatic, of: &alone).actual == .supervisory)
        let himself = person(.supervisor, "Ada")
        #expect(ask(.automatic, of: &alone, with: himself).actual == .supervisory)
        let two = ask(.automatic, of: &alone, with: person(.supervisor, "Grace"))
        #expect(two.actual == .automatic && two.confirmedBy?.name == "Grace")
    }

    /// One fact turned bad at a time: each stands alone against supervisory.
    private static let spoils: [(String, @Sendable (inout ModeFacts) -> Void)] = [
        ("seal none", { $0.seal = .none }), ("seal broken", { $0.seal = .broken("edited") }),
        ("journal", { $0.isJournalWritable = false }), ("lease", { $0.holdsLease = false }),
        ("operator", { $0.isOperatorPresent = false }),
        ("bad input", { $0.badInputs = [TagName("TI-1.PV")] }),
        ("inputs only just good", { $0.inputsGoodSince = .seconds(999) }),
        ("inputs never good", { $0.inputsGoodSince = nil }),
        ("not in remote", { $0.handlesNotReady = [TagName("TIC-1.SP")] }),
        ("interlock", { $0.interlocks = ["door"] }), ("trip", { $0.plantMode = .trip }),
        ("plant mode unknown", { $0.plantMode = .unknown }),
        ("elsewhere", { $0.isInRegion = false }), ("region unknown", { $0.isInRegion = nil }),
        ("unsettled", { $0.unsettled = [DecisionID(7)] }),
        ("self-test", { $0.isSelfTested = false }),
        ("watchdog 0", { $0.block?.watchdog = 0 }),
        ("watchdog NaN", { $0.block?.watchdog = .nan }),
        ("drop test old", { $0.block?.dropTestDays = 91 }),
        ("drop test none", { $0.block?.dropTestDays = nil }),
        ("epoch", { $0.block?.ownsEpoch = false }), ("beats", { $0.block?.answeredBeats = 2 }),
        ("another guard", { $0.guardBuild = .other }), ("another loop", { $0.loopBuild = .other }),
        ("head not read", { $0.head = .notRead }), ("journal cut", { $0.head = .disagrees("x") }),
    ]

    @Test(arguments: spoils.indices)
    func `each precondition of writing stands against it alone`(index: Int) {
        var facts = greenest(at: now)
        Self.spoils[index].1(&facts)
        var machine = machine(.advisory)
        let change = ask(.supervisory, of: &machine, facts)
        #expect(machine.actual == .advisory, "\(Self.spoils[index].0)")
        #expect(change.blockers?.count == 1, "\(Self.spoils[index].0)")
    }

    private static let shortfalls: [(String, @Sendable (inout ModeFacts) -> Void)] = [
        ("no block", { $0.block = nil }), ("signers", { $0.showing.signers = 1 }),
        ("recovery", { $0.withoutRecovery = [TagName("TIC-1.SP")] }),
        ("no step response", { $0.notRecoverable = [TagName("TIC-1.SP")] }),
        ("outside the envelope", { $0.outsideEnvelope = [TagName("TIC-1.SP")] }),
        ("prices of unknown age", { $0.oldPrices = nil }),
        ("old prices", { $0.oldPrices = ["gas"] }),
        ("guard not approved", { $0.guardBuild = .notApproved }),
        ("guard unknown", { $0.guardBuild = .unknown }),
        ("loop not approved", { $0.loopBuild = .notApproved }),
        ("loop unknown", { $0.loopBuild = .unknown }),
        ("no region", { $0.showing.region = nil }),
        ("days", { $0.showing.record.seconds = 14 * 86_400 - 1 }),
        ("days NaN", { $0.showing.record.seconds = .nan }),
        ("decisions", { $0.showing.record.accepted = 169 }),
        ("acceptance", { $0.showing.record.rejected = 68 }),
        ("denials", { $0.showing.cleanDays = 6.9 }),
        ("denials NaN", { $0.showing.cleanDays = .nan }),
        ("no CV", { $0.showing.controlled = [] }),
        ("a CV without figures", { $0.showing.controlled.append(TagName("TI-3.PV")) }),
        ("figures twice", { $0.showing.forecasts += $0.showing.forecasts }),
        ("few forecasts", figures { ($0, $1, $2) = (199, 0.2, 0.9) }),
        ("bias", figures { ($0, $1, $2) = (300, -1.01, 0.9) }),
        ("bias NaN", figures { ($0, $1, $2) = (300, .nan, 0.9) }),
        ("covers too little", figures { ($0, $1, $2) = (300, 0, 0.849) }),
        ("covers too much", figures { ($0, $1, $2) = (300, 0, 0.951) }),
        ("coverage NaN", figures { ($0, $1, $2) = (300, 0, .nan) }),
    ]

    /// Changes count, bias and coverage of the one CV.
    private static func figures(
        _ change: @escaping @Sendable (inout Int, inout Double, inout Double) -> Void
    ) -> @Sendable (inout ModeFacts) -> Void {
        { facts in
            var (count, bias, coverage) = (300, 0.2, 0.9)
            change(&count, &bias, &coverage)
            facts.showing.forecasts = [
                ForecastFigures(
                    tag: TagName("TI-2.PV"), count: count, bias: bias, coverage: coverage)
            ]
        }
    }

    @Test(arguments: shortfalls.indices)
    func `each shortfall of the record stands against automatic alone`(index: Int) {
        var facts = greenest(at: now)
        Self.shortfalls[index].1(&facts)
        var machine = machine(in: .supervisory)
        let change = ask(.automatic, of: &machine, with: person(.supervisor, "Grace"), facts)
        #expect(machine.actual == .supervisory, "\(Self.shortfalls[index].0)")
        #expect(change.blockers?.count == 1, "\(Self.shortfalls[index].0)")
    }

    @Test(arguments: shortfalls.indices)
    func `what keeps it from automatic also ends automatic, in the same cycle`(index: Int) {
        // A block that is gone sheds, and does not merely ask.
        guard Self.shortfalls[index].0 != "no block" else { return }
        var facts = greenest(at: now)
        Self.shortfalls[index].1(&facts)
        var machine = machine(in: .automatic)
        let changes = machine.tick(facts, at: clocks(1))
        #expect(changes.map(\.actual) == [.supervisory], "\(Self.shortfalls[index].0)")
        #expect(machine.requested == .supervisory)
    }

    @Test(arguments: [false, nil])
    func `automatic ends where the model was not judged`(isInRegion: Bool?) {
        var facts = greenest(at: now)
        facts.isInRegion = isInRegion
        var machine = machine(in: .automatic)
        #expect(machine.tick(facts, at: clocks(1)).map(\.actual) == [.supervisory])
        // What it shows does not end supervisory.
        #expect(machine.tick(facts, at: clocks(2)).isEmpty)
    }

    @Test func `the limits themselves suffice`() {
        var facts = greenest(at: now)
        facts.showing.record.seconds = 14 * 86_400
        (facts.showing.record.accepted, facts.showing.record.rejected) = (160, 40)
        facts.showing.cleanDays = 7
        Self.figures { ($0, $1, $2) = (200, -1, 0.85) }(&facts)
        var machine = machine(in: .supervisory)
        let change = ask(.automatic, of: &machine, with: person(.supervisor, "Grace"), facts)
        #expect(change.actual == .automatic, "\(change.blockers ?? [])")
    }

    @Test func `a blocker says how far the record has come`() {
        var facts = greenest(at: now)
        (facts.showing.record.accepted, facts.showing.record.rejected) = (120, 23)
        var machine = machine(in: .supervisory)
        let change = ask(.automatic, of: &machine, with: person(.supervisor, "Grace"), facts)
        #expect(change.blockers?.map(\.what) == ["143 of 200 judged decisions in full load"])
    }

    @Test func `a site without a block reaches supervisory`() {
        var machine = machine(.advisory)
        #expect(ask(.supervisory, of: &machine, green(at: now)).actual == .supervisory)
    }

    @Test func `what the file does not allow is not entered`() {
        var machine = machine(.advisory, allowing: [.shadow, .advisory])
        let change = ask(.supervisory, of: &machine)
        #expect(change.actual == .advisory)
        #expect(change.blockers?.map(\.clearedBy) == ["its owner"])
    }

    // MARK: Waiting

    @Test func `a request waits for what clears by itself, and beats meanwhile`() {
        var machine = machine(.advisory)
        var facts = greenest(at: now)
        facts.block?.answeredBeats = 0
        #expect(ask(.supervisory, of: &machine, facts).actual == .advisory)
        #expect(machine.requested == .supervisory && machine.wantsBeat)
        #expect(machine.tick(facts, at: clocks(10)).isEmpty)
        facts.block?.answeredBeats = 3
        #expect(machine.tick(facts, at: clocks(15)).map(\.actual) == [.supervisory])
    }

    @Test func `a request does not wait for ever, nor beside what people must clear`() {
        var machine = machine(.advisory)
        var facts = greenest(at: now)
        facts.block?.answeredBeats = 0
        _ = ask(.supervisory, of: &machine, facts)
        var spoiled = facts
        spoiled.interlocks = ["door"]
        var other = machine
        #expect(other.tick(spoiled, at: clocks(1)).map(\.actual) == [.advisory])
        #expect(other.requested == .advisory && !other.wantsBeat)
        #expect(machine.tick(facts, at: clocks(180)).isEmpty)
        #expect(machine.tick(facts, at: clocks(181)).map(\.actual) == [.advisory])
        facts.block?.answeredBeats = 3
        #expect(machine.tick(facts, at: clocks(182)).isEmpty)
    }

    // MARK: Falling

    private func fall(_ mode: Mode, _ trouble: Trouble) -> Mode {
        var machine = machine(in: mode)
        var facts = greenest(at: now)
        facts.troubles = [trouble]
        _ = machine.tick(facts, at: clocks(1))
        return machine.actual
    }

    @Test func `each trouble leads where the table says`() {
        let asking: [Trouble] = [
            .leavesEnvelope(tag), .regionUnknown, .tooUncertain, .objectiveOld,
        ]
        let soft: [Trouble] = [.inputLost(tag), .noPlan("infeasible"), .plantSlow]
        let grave: [Trouble] = [
            .readbackMismatch(tag), .writeRejectedTwice(tag), .criticalLoopTaken(tag), .leaseLost,
            .epochLost, .blockSilent, .clockJumped, .diskFull, .journalFailed, .loopDied,
        ]
        for trouble in asking { #expect(fall(.automatic, trouble) == .supervisory) }
        for trouble in asking { #expect(fall(.supervisory, trouble) == .supervisory) }
        for trouble in soft { #expect(fall(.supervisory, trouble) == .hold) }
        for mode in [Mode.automatic, .hold] { #expect(fall(mode, .diskLow) == .advisory) }
        #expect(fall(.automatic, .criticalInputLost(tag)) == .backoff)
        #expect(fall(.hold, .criticalInputLost(tag)) == .backoff)
        for trouble in grave {
            for mode in [Mode.supervisory, .automatic, .hold, .backoff] {
                #expect(fall(mode, trouble) == .shed, "\(trouble) in \(mode)")
            }
            #expect(fall(.advisory, trouble) == .advisory)
        }
        for mode in Mode.allCases where mode != .off && mode != .shadow {
            #expect(fall(mode, .selfTestFailed("x")) == .lockout)
            #expect(fall(mode, .sealBroken("x")) == .lockout)
        }
    }

    @Test func `of two troubles the graver counts`() {
        var machine = machine(in: .supervisory)
        var facts = greenest(at: now)
        facts.troubles = [.plantSlow, .leaseLost, .inputLost(tag)]
        #expect(machine.tick(facts, at: clocks(1)).map(\.actual) == [.shed])
    }

    @Test func `two sheds of its own within eight hours lock it out, failsafes do not`() {
        var machine = machine(in: .supervisory)
        var facts = greenest(at: now)
        facts.troubles = [.leaseLost]
        _ = machine.tick(facts, at: clocks(1))
        facts.troubles = []
        _ = ask(.advisory, of: &machine, rearm: .causeMended, facts, at: 1000)
        _ = ask(.supervisory, of: &machine, facts, at: 1000)
        _ = machine.failsafe(by: nil, why: "button", at: clocks(1100))
        #expect(machine.actual == .shed)
        _ = ask(.advisory, of: &machine, rearm: .test, facts, at: 2100)
        _ = ask(.supervisory, of: &machine, facts, at: 2100)
        facts.troubles = [.leaseLost]
        #expect(machine.tick(facts, at: clocks(28_801)).map(\.actual) == [.lockout])
    }

    // MARK: Holding

    @Test func `a short hold ends by itself on the rung it came from`() {
        var machine = machine(in: .automatic)
        var facts = greenest(at: now)
        facts.troubles = [.plantSlow]
        _ = machine.tick(facts, at: clocks(1))
        _ = machine.tick(facts, at: clocks(20))
        facts.troubles = []
        #expect(machine.tick(facts, at: clocks(25)).map(\.actual) == [.automatic])
        #expect(!machine.isStartingSoftly || machine.cyclesSinceClimb == 0)
    }

    @Test func `a hold as long as the watchdog waits for a person`() {
        var machine = machine(in: .supervisory)
        var facts = greenest(at: now)
        facts.troubles = [.plantSlow]
        _ = machine.tick(facts, at: clocks(0))
        _ = machine.tick(facts, at: clocks(30))
        facts.troubles = []
        #expect(machine.tick(facts, at: clocks(40)).isEmpty)
        #expect(machine.actual == .hold)
        #expect(ask(.advisory, of: &machine, ModeFacts()).actual == .advisory)
    }

    @Test func `a hold that goes on becomes a back-off`() {
        var machine = machine(in: .supervisory)
        var facts = greenest(at: now)
        facts.troubles = [.noPlan("infeasible")]
        _ = machine.tick(facts, at: clocks(0))
        #expect(machine.tick(facts, at: clocks(180)).isEmpty)
        #expect(machine.tick(facts, at: clocks(181)).map(\.actual) == [.backoff])
    }

    // MARK: Coming back

    @Test(arguments: [Mode.shed, .backoff])
    func `after a fall only an operator comes back, to advisory, cooled down, with a reason`(
        fallen: Mode
    ) {
        var machine = machine(in: fallen)
        #expect(ask(.advisory, of: &machine, at: 900).actual == fallen)
        #expect(ask(.advisory, of: &machine, rearm: .test, at: 899).actual == fallen)
        #expect(ask(.supervisory, of: &machine, rearm: .test, at: 900).actual == fallen)
        #expect(ask(.off, of: &machine, rearm: .test, at: 900).actual == fallen)
        #expect(ask(.advisory, of: &machine, by: .engineer, rearm: .test, at: 900).actual == fallen)
        #expect(machine.tick(greenest(at: now), at: clocks(90_000)).isEmpty)
        #expect(ask(.advisory, of: &machine, rearm: .test, at: 900).actual == .advisory)
    }

    @Test func `a lockout is released to off by an engineer and a supervisor together`() {
        var machine = machine(in: .lockout)
        let grace = person(.supervisor, "Grace")
        #expect(ask(.advisory, of: &machine, by: .engineer, with: grace).actual == .lockout)
        #expect(ask(.off, of: &machine, by: .engineer).actual == .lockout)
        #expect(ask(.off, of: &machine, by: .operator, with: grace).actual == .lockout)
        var failing = greenest(at: now)
        failing.isSelfTested = false
        #expect(ask(.off, of: &machine, by: .engineer, with: grace, failing).actual == .lockout)
        #expect(ask(.off, of: &machine, by: .engineer, with: grace).actual == .off)
    }

    @Test func `after a climb it starts softly for three cycles`() {
        var machine = machine(in: .supervisory)
        for cycle in 1...3 {
            #expect(machine.isStartingSoftly)
            machine.noteCycle(at: now.later(by: 60 * Double(cycle)))
        }
        #expect(!machine.isStartingSoftly)
    }
}
