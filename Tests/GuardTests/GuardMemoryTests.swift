import Determinism
import Tags
import Testing

@testable import Guard

/// What the guard remembers, and for how long.
@Suite struct GuardMemoryTests {
    private let now = SelfTestBench.now
    private let h1 = World.h1

    @Test func `a shift begins where whole shifts since 1970 end`() {
        let shift = Shift(length: 28_800, offset: 3_600)
        #expect(shift.start(at: .seconds(3_600)) == .seconds(3_600))
        #expect(shift.start(at: .seconds(3_599)) == .seconds(3_600 - 28_800))
        #expect(shift.start(at: .seconds(32_399)) == .seconds(3_600))
        #expect(shift.start(at: .seconds(32_400)) == .seconds(32_400))
        #expect(shift.start(at: .seconds(-100_000)) == .seconds(3_600 - 28_800 * 4))
        #expect(shift.start(at: PlantTime(nanoseconds: .min)) == nil)
        let early = PlantTime(nanoseconds: .min + 1)
        #expect(Shift(length: 3_600, offset: 0).start(at: early) == nil)
    }

    @Test func `writes are forgotten after an hour, tokens when they expire`() {
        var ledger = GuardLedger()
        ledger.noteWrites(2, at: now.earlier(by: 3_600))
        ledger.noteWrites(1, at: now)
        #expect(ledger.writes.count == 3)
        ledger.noteWrites(1, at: now.later(by: 1e-9))
        #expect(ledger.writes.count == 2)
        ledger.spend(token: "a", until: now, now: now.earlier(by: 9))
        ledger.spend(token: "b", until: now.later(by: 9), now: now)
        #expect(ledger.spentTokens.keys.sorted() == ["a", "b"])
        ledger.spend(token: "c", until: now.later(by: 9), now: now.later(by: 1e-9))
        #expect(ledger.spentTokens.keys.sorted() == ["b", "c"])
    }

    @Test func `the clocks of judgements only go forward`() {
        var ledger = GuardLedger()
        #expect(ledger.lastJudged == nil)
        ledger.noteJudgement(plant: .seconds(5), monotonic: MonotonicInstant(nanoseconds: 5))
        ledger.noteJudgement(plant: .seconds(4), monotonic: MonotonicInstant(nanoseconds: 6))
        ledger.noteJudgement(plant: .seconds(6), monotonic: MonotonicInstant(nanoseconds: 3))
        #expect(ledger.lastJudged?.plant == .seconds(6))
        #expect(ledger.lastJudged?.monotonic == MonotonicInstant(nanoseconds: 6))
    }

    @Test func `only good inputs are remembered`() {
        var ledger = GuardLedger()
        let tag = SelfTestBench.input
        let rules = [InputRules(tag, ageLimit: 1, deadband: 1)]
        let value = SelfTestBench.exactly(3)
        for sample in [
            Sample(tag, value, .uncertain(.frozen), at: now),
            Sample(tag, absentBecause: .spike, at: now),
        ] {
            ledger.noteInputs(rules, in: Snapshot(at: now, samples: [sample]))
            #expect(ledger.lastGood.isEmpty)
        }
        ledger.noteInputs(rules, in: Snapshot(at: now, samples: [Sample(tag, value, at: now)]))
        #expect(ledger.lastGood[tag]?.value == 3)
    }

    @Test func `readings are kept as far back as they are asked for, and no duplicate`() {
        var ledger = GuardLedger()
        for second in 0...10_000 {
            ledger.noteReadback(of: h1, SelfTestBench.exactly(1), at: .seconds(Double(second)))
        }
        ledger.noteReadback(of: h1, SelfTestBench.exactly(2), at: .seconds(10_000))
        let readings = ledger.readbacks[h1]?.readings ?? []
        // The hour, and one reading that tells what it was at its beginning.
        #expect(readings.first?.at == .seconds(6_400 - 1) || readings.first?.at == .seconds(6_400))
        #expect(readings.last?.value == 1 && readings.count >= 3_601 && readings.count <= 3_602)
        #expect(ledger.readbacks[h1]?.reach == 3_600)
        var long = GuardLedger()
        long.noteReadback(of: h1, SelfTestBench.exactly(1), at: now, lookBack: 7_200)
        #expect(long.readbacks[h1]?.reach == 7_200)
    }

    @Test func `no more readings are kept than there is room for`() {
        var history = ReadbackHistory(reach: 1e9)
        for k in 0..<(ReadbackHistory.capacity + 3) {
            history.note(SelfTestBench.exactly(Double(k)), at: PlantTime(nanoseconds: Int64(k)))
        }
        #expect(history.readings.count == ReadbackHistory.capacity)
        #expect(history.readings.first?.value == 3)
    }

    @Test func `the rates look back over the longest of what they are asked`() {
        var rules = HandleRules(h1)
        #expect(rules.lookBack == 3_600)
        rules.leastApart = 4_000
        #expect(rules.lookBack == 4_000)
        rules.ramps = [RampLimit(window: 5_000, reach: 1), RampLimit(window: .infinity, reach: 1)]
        #expect(rules.lookBack == 5_000)
        rules.drift = .most(1, shift: Shift(length: 28_800, offset: 0))
        #expect(rules.lookBack == 28_800)
    }

    @Test func `an approved figure that nobody changed is the one of the page`() {
        let rules = GuardRules()
        #expect(rules.permitSeconds == 2 && rules.handsOffSeconds == 1_800)
        #expect(rules.itself.selfTestAge == 3_600 && rules.itself.approvedBuild == nil)
        #expect(rules.ownership.leaseTimeouts == 2 && rules.ownership.block == .notDeclared)
        #expect(SoftStart().cycles == 3 && SoftStart().share == 0.25)
        #expect(HandleRules(h1).toleranceShare == 0.001 && HandleRules(h1).drift == .notLimited)
        #expect(rules.recoverability.starts == [0] && rules.recoverability.horizon == nil)
        #expect(HardLimit(h1).actsAfter == 0)
        #expect(rules.softStart == nil && rules.plantModes == [.normal])
        #expect(rules.itself.demand == .withoutPerson && rules.model.demand == .withoutPerson)
    }

    @Test func `the moves are put into the order of the write list, unknown ones last`() {
        var rules = GuardRules()
        rules.handles = [HandleRules(TagName("b")), HandleRules(TagName("a"))]
        let moves = ["x", "a", "y", "b"].map { ProposedMove(tag: TagName($0), from: 0, to: 1) }
        #expect(rules.inWriteOrder(moves).map(\.tag.text) == ["b", "a", "x", "y"])
    }

    @Test func `a band is sound if its ends are numbers in order`() {
        #expect(Band(0, 0).isSound && Band(0, 1).isSound)
        #expect(!Band(1, 0).isSound && !Band(.nan, 1).isSound && !Band(0, .infinity).isSound)
    }

    @Test func `what backs off is asked for step by step until it is there`() throws {
        var world = World.constant
        world.backOff()
        let chain = GuardChain(rules: world.rules)
        var ledger = world.ledger
        var reached: [Double] = []
        for k in 0..<6 {
            let moves = chain.dueRecovery(
                as: world.id, given: world.circumstances, remembering: ledger,
                at: world.madeAt.later(by: Double(k) * 60))
            guard let move = moves.first else { break }
            reached.append(move.to)
            world.live.handles[0].setpoint = move.to
            ledger.noteRecovery(
                of: [move.tag], at: world.madeAt.later(by: Double(k) * 60))
        }
        #expect(reached == [492.5, 485, 480])
    }

    @Test func `nothing is asked of a handle that is not ours, or not known`() {
        let changes: [(inout World) -> Void] = [
            { $0.live.handles[0].loop = .local }, { $0.live.handles[0].setpoint = nil },
            { $0.ledger.taken[World.h1] = $0.now.later(by: 1e-9) },
            { $0.withH1 { $0.recovery = nil } }, { $0.withH1 { $0.recovery = .keep } },
        ]
        for change in changes {
            var world = World.constant
            world.backOff()
            change(&world)
            let moves = GuardChain(rules: world.rules).dueRecovery(
                as: world.id, given: world.circumstances, remembering: world.ledger,
                at: world.now)
            #expect(moves.isEmpty)
        }
    }

    @Test func `a released recovery is remembered, a denied one is not`() {
        var world = World.constant
        world.backOff()
        var ledger = world.ledger
        #expect(world.judged(&ledger).release?.permit.epoch == 7)
        #expect(ledger.recovered[h1] == world.madeAt && ledger.lastPermitted == world.id)
        var denied = world
        denied.itself.failsafeLatched = true
        var other = denied.ledger
        #expect(denied.judged(&other).release == nil && other.recovered.isEmpty)
    }

    @Test func `a permit names the epoch only where there is a block`() {
        var world = World.constant
        #expect(world.judged().release?.permit.epoch == 7)
        world.rules.ownership.block = .notDeclared
        #expect(world.judged().release?.permit.epoch == nil)
    }

    @Test func `what is noted does not deny, and is in the verdict`() {
        var chance = RandomStream(seed: 4, purpose: "notes")
        let world = World(sound: &chance, as: .plain)
        let notes = world.judged().verdict.findings.compactMap { finding -> Note? in
            if case .noted(let note) = finding.result { note } else { nil }
        }
        #expect(notes == [.noApprovedBuild, .noSelfTest, .failsafeNotGiven, .noModelStanding])
    }

    @Test func `a permit from before the clock can tell does not hold`() throws {
        var world = World.constant
        world.wall = MonotonicInstant(nanoseconds: 1)
        let permit = try #require(world.judged().release).permit
        #expect(!permit.holds(at: MonotonicInstant(nanoseconds: .min)))
        #expect(permit.holds(at: MonotonicInstant(nanoseconds: 1)))
        #expect(!permit.holds(at: MonotonicInstant(nanoseconds: 0)))
        #expect(permit.holds(at: MonotonicInstant(nanoseconds: 2_000_000_001)))
        #expect(!permit.holds(at: MonotonicInstant(nanoseconds: 2_000_000_002)))
    }

    @Test func `no readings show no change`() {
        #expect(ReadbackHistory.changes(in: [], beyond: 0) == [])
    }

    @Test func `a wanted move is put before the guard as it is`() {
        let move = Move(
            tag: h1, from: SelfTestBench.exactly(1), to: SelfTestBench.exactly(2))
        #expect(ProposedMove(move) == ProposedMove(tag: h1, from: 1, to: 2))
    }
}
