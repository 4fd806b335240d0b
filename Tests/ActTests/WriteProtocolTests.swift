import Act
import Determinism
import Guard
import Tags
import Testing

@Suite struct WriteProtocolTests {
    /// Runs a decision on a plant that does what `answering` says to each write.
    private func run(
        loops: Int = 1, stopBefore: Int? = nil, slowPermit: Bool = false,
        answering: (inout SmallPlant, ReleasedMove) -> WriteStatus
    ) -> (outcome: Outcome?, kinds: [RecordKind], writes: Int) {
        var plant = SmallPlant(loops: loops)
        let proposal = plant.proposal(3)
        var ledger = plant.memory()
        var machine = WriteProtocol(
            proposal, acceptedBy: plant.acceptance(of: proposal, token: "t"),
            chain: GuardChain(rules: plant.rules))
        var next: WriteProtocol.Instruction? = machine.begin()
        var kinds: [RecordKind] = []
        var writes = 0
        while let instruction = next {
            let event: WriteProtocol.Event
            switch instruction.effect {
            case .record(let entry):
                kinds.append(entry.kind)
                if slowPermit, entry.kind == .permit { plant.pass(seconds: 2.5) }
                if let stopBefore, writes == stopBefore { machine.stop() }
                event = .recorded
            case .read(.circumstances): event = .circumstances(plant.circumstances)
            case .read(.plant): event = .plant(plant.live)
            case .read(.setpoint(let tag)): event = .setpoint(plant.handle(tag))
            case .write(let move):
                writes += 1
                event = .answered(answering(&plant, move))
            case .wait(let seconds):
                plant.pass(seconds: seconds)
                event = .waited
            case .done(let outcome, _): return (outcome, kinds, writes)
            }
            next = machine.handle(
                event, for: instruction.ticket, ledger: &ledger, at: plant.clocks)
        }
        return (nil, kinds, writes)
    }

    private func obey(_ plant: inout SmallPlant, _ move: ReleasedMove) -> WriteStatus {
        plant.setpoints[move.tag] = move.to.value
        return .good
    }

    @Test func `a write that is taken is verified, with each step on record before the next`() {
        let end = run(answering: obey)
        #expect(end.outcome?.result == .verified)
        #expect(
            end.kinds == [.intent, .verdict, .permit, .writeStatus, .readback, .outcome])
    }

    @Test func `a good status is no proof when the setpoint stays`() {
        let end = run { _, _ in .good }
        #expect(end.outcome?.result == .mismatch)
        #expect(end.kinds.filter { $0 == .readback }.count == 3)
    }

    @Test func `silence and an unchanged setpoint stay unknown and nothing is sent again`() {
        let end = run { _, _ in .noAnswer }
        #expect(end.outcome?.result == .unknown)
        #expect(end.writes == 1)
    }

    @Test func `silence and a setpoint that arrived is verified`() {
        let end = run { plant, move in
            _ = obey(&plant, move)
            return .noAnswer
        }
        #expect(end.outcome?.result == .verified)
    }

    @Test func `a refusal ends the decision without a reading`() {
        let end = run { _, _ in .refused(reason: "not writable") }
        #expect(end.outcome?.result == .rejected)
        #expect(!end.kinds.contains(.readback))
    }

    @Test func `a third value is the operator's`() {
        let end = run { plant, move in
            plant.setpoints[move.tag] = 470
            return .good
        }
        #expect(end.outcome?.result == .overridden)
        #expect(end.outcome?.moves.first?.seen == 470)
    }

    @Test func `the second of two moves waits for the first and is not sent if it fails`() {
        let end = run(loops: 2) { plant, move in
            move.tag == SmallPlant.first ? obey(&plant, move) : .refused(reason: "locked")
        }
        #expect(end.outcome?.result == .rejected)
        #expect(end.outcome?.partial == true)
        let none = run(loops: 2) { _, _ in .refused(reason: "locked") }
        #expect(none.outcome?.moves.map(\.result) == [.rejected, .notSent])
        #expect(none.writes == 1)
    }

    @Test func `a permit that was too long in the making is not used`() {
        let end = run(slowPermit: true, answering: obey)
        #expect(end.outcome?.withdrawal == .permitExpired)
        #expect(end.writes == 0)
    }

    @Test(arguments: [0, 1])
    func `stop lets no further write go out`(after writes: Int) {
        let end = run(loops: 2, stopBefore: writes, answering: obey)
        #expect(end.writes == writes)
        #expect(end.outcome?.result == .withdrawn)
        #expect(end.outcome?.withdrawal == .stopped)
        #expect(end.outcome?.partial == (writes == 1))
    }
}

@Suite struct OverrideWatchTests {
    private let tag = TagName("TIC-1.SP")
    private let start = PlantTime.seconds(1000)

    private func observe(
        _ watch: inout OverrideWatch, _ value: Double, after seconds: Double
    ) throws -> Override? {
        let finite = try #require(Finite(value))
        return watch.observe(tag, finite, tolerance: 0.5, at: start.later(by: seconds))
    }

    @Test func `a setpoint that someone else moves is his for half an hour after his last touch`()
        throws
    {
        var watch = OverrideWatch()
        #expect(try observe(&watch, 500, after: 0) == nil)
        #expect(try observe(&watch, 500.5, after: 5) == nil)
        let override = try #require(try observe(&watch, 490, after: 10))
        #expect(override.expected == 500 && override.seen == 490)
        #expect(try observe(&watch, 480, after: 100) != nil)
        #expect(try observe(&watch, 480, after: 200) == nil)
        #expect(!watch.isFree(tag, at: start.later(by: 100 + 1799)))
        #expect(watch.isFree(tag, at: start.later(by: 100 + 1800)))
    }

    @Test func `a handle can be handed back early, and the live setpoint is the one to start from`()
        throws
    {
        var watch = OverrideWatch()
        _ = try observe(&watch, 500, after: 0)
        _ = try observe(&watch, 490, after: 10)
        let person = Person(name: "Ada", duty: .operator, console: "C1")
        let record = watch.handBack(tag, by: person, at: start.later(by: 60))
        #expect(record.handedBackBy == person)
        #expect(watch.isFree(tag, at: start.later(by: 60)))
        #expect(watch.expected[tag] == 490)
    }

    @Test func `a setpoint moved while the twin was away counts as taken`() throws {
        var recap = Recap()
        let move = MoveOutcome(tag: tag, from: 490, to: 500, result: .verified, seen: 500)
        let outcome = Outcome(
            decision: DecisionID(1), result: .verified, partial: false, withdrawal: nil,
            moves: [move])
        recap.take(.outcome(outcome), at: start)
        var watch = recap.overrideWatch()
        #expect(try observe(&watch, 505, after: 600)?.expected == 500)
        #expect(!watch.isFree(tag, at: start.later(by: 601)))
    }

    @Test func `an unknown write that arrives late is ours and not the operator's`() throws {
        var watch = OverrideWatch()
        _ = try observe(&watch, 500, after: 0)
        let plant = SmallPlant(loops: 1)
        var ledger = plant.memory()
        let proposal = plant.proposal(1)
        let judgement = GuardChain(rules: plant.rules).judge(
            proposal, acceptedBy: plant.acceptance(of: proposal, token: "t"),
            given: plant.circumstances, reread: plant.live, ledger: &ledger, at: plant.now,
            monotonic: plant.wall)
        let move = try #require(judgement.release?.moves.first)
        watch.note(sent: move)
        #expect(try observe(&watch, 510, after: 900) == nil)
        #expect(watch.expected[tag] == 510)
    }
}

@Suite struct SettlementTests {
    private let tag = SmallPlant.first

    /// What an earlier run left: intent, permit if asked for, and an outcome if given.
    private func recap(permitted: Bool, outcome: Outcome.Result?) throws -> Recap {
        let plant = SmallPlant(loops: 1)
        let proposal = plant.proposal(4)
        var recap = Recap()
        recap.take(.intent(Intent(proposal, by: nil)), at: plant.now)
        if permitted {
            var ledger = plant.memory()
            let judgement = GuardChain(rules: plant.rules).judge(
                proposal, acceptedBy: plant.acceptance(of: proposal, token: "t"),
                given: plant.circumstances, reread: plant.live, ledger: &ledger, at: plant.now,
                monotonic: plant.wall)
            let release = try #require(judgement.release)
            recap.take(.permit(PermitGiven(release)), at: plant.now)
        }
        if let outcome {
            let end = Outcome(
                decision: proposal.id, result: outcome, partial: false, withdrawal: nil, moves: [])
            recap.take(.outcome(end), at: plant.now)
        }
        return recap
    }

    @Test(arguments: Outcome.Result.allCases)
    func `an unknown outcome stays open, and every other one closes`(result: Outcome.Result) throws
    {
        #expect(try recap(permitted: true, outcome: result).open.isEmpty == (result != .unknown))
    }

    @Test(
        arguments: [
            (510, .applied), (500, .notApplied), (480, .movedByOther), (nil, .unreadable),
        ] as [(Double?, Settled.Result)])
    func `an open decision is settled by reading alone`(
        seen: Double?, result: Settled.Result
    ) throws {
        var settlement = Settlement(
            try recap(permitted: true, outcome: nil).open, rules: SmallPlant(loops: 1).rules)
        var effect = settlement.begin()
        var reads = 0
        while true {
            switch effect {
            case .read:
                reads += 1
                effect = settlement.handle(
                    .setpoint(seen.map { LiveHandle(tag: tag, setpoint: $0, loop: .remote) }))
            case .wait: effect = settlement.handle(.waited)
            case .record: effect = settlement.handle(.recorded)
            case .done(let settled):
                #expect(settled.flatMap(\.moves).map(\.result) == [result])
                #expect(settled.first?.isWhole == (seen != nil))
                #expect(reads == (seen == nil ? 3 : 1))
                return
            case .failed:
                Issue.record("settling failed")
                return
            }
        }
    }

    @Test(arguments: [(true, 510.0, false), (true, 480, true), (false, 510, true)])
    func `only what an earlier run may have written is not the operator's hand`(
        permitted: Bool, seen: Double, isTaken: Bool
    ) throws {
        var recap = try recap(permitted: permitted, outcome: nil)
        let start = SmallPlant.start
        let left = MoveOutcome(tag: tag, from: 490, to: 500, result: .verified, seen: 500)
        let before = Outcome(
            decision: DecisionID(3), result: .verified, partial: false, withdrawal: nil,
            moves: [left])
        recap.take(.outcome(before), at: start)
        var watch = recap.overrideWatch()
        let setpoint = try #require(Finite(seen))
        let override = watch.observe(tag, setpoint, tolerance: 0.01, at: start)
        #expect((override != nil) == isTaken)
    }

    @Test func `a decision without a permit was never sent and is not read back`() throws {
        var settlement = Settlement(
            try recap(permitted: false, outcome: nil).open, rules: SmallPlant(loops: 1).rules)
        guard case .record(.settled(let record)) = settlement.begin() else {
            Issue.record("nothing was settled")
            return
        }
        #expect(record.moves.map(\.result) == [.neverSent])
    }
}
