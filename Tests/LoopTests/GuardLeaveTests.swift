import Determinism
import Guard
import GuardSide
import Loop
import Operate
import Optimize
import Sense
import Tags
import Testing

/// The loop plans by what the guard tells that it leaves: soft start, drift, permits.
@Suite struct GuardLeaveTests {
    private let handle = TagName("TIC-1.SP")
    private let live = 80 + 273.15
    private let person = Person(name: "Ada", duty: .operator, console: "C1")

    /// The kettle and the guard's side, both looking on.
    private struct Pair {
        var loop: KettleLoop
        var desk: Desk
        private var sense: SenseStage
        private let reading: PlantReading
        private(set) var seen: (snapshot: Snapshot, live: LivePlant)?

        init(_ change: (String) -> String) throws {
            loop = try KettleLoop(changing: change)
            desk = loop.desk()
            sense = SenseStage(rules: LoopSettings.senseRules(of: loop.folder.twin))
            reading =
                GuardAssembly(
                    loop.folder.twin, spacing: loop.cycle.settings.spacing
                ).reading
        }

        /// One turn, in which the loop is told what the desk leaves, or nothing of it.
        mutating func turn(telling: Bool = true) -> CycleOutcome.Advice? {
            let view = desk.view
            let told =
                telling
                ? view
                : DeskView(
                    mode: view.mode, readbacks: view.readbacks, taken: view.taken,
                    nextDecision: view.nextDecision)
            let advice = loop.turn(seeing: told).advice
            let snapshot = sense.snapshot(of: loop.samples, at: loop.now)
            let live = reading.live(snapshot)
            _ = desk.observe(snapshot, live)
            desk.noteCycle(at: loop.now)
            seen = (snapshot, live)
            return advice
        }

        mutating func firstProposal(telling: Bool = true) throws -> CycleOutcome.Advice {
            for _ in 0..<12 {
                if let advice = turn(telling: telling), advice.proposal != nil { return advice }
            }
            throw KettleLoop.NoCard()
        }

        /// The preview's denials of the rate.
        mutating func denials(of advice: CycleOutcome.Advice) throws -> [Denial] {
            let (snapshot, live) = try #require(seen)
            let circumstances = Circumstances(
                snapshot: snapshot, live: live, mode: desk.mode,
                cyclesSinceClimb: desk.modes.cyclesSinceClimb)
            _ = desk.offer(
                try #require(advice.proposal), given: circumstances, token: "token",
                at: loop.now)
            return try #require(desk.card).preview.findings.filter { $0.check == .rate }
                .compactMap(\.denial)
        }
    }

    private static func soft(_ text: String) -> String {
        text.replacing("soft start: {cycles: 0}", with: "soft start: {cycles: 3, share: 40 %}")
    }

    /// Watched for longer than any window, then raised to supervisory.
    private func climbed(_ change: (String) -> String = soft) throws -> Pair {
        var pair = try Pair(change)
        for _ in 0..<75 { _ = pair.turn() }
        pair.loop.raise(&pair.desk, by: person)
        #expect(pair.desk.mode == .supervisory)
        return pair
    }

    @Test func `a plan just after a climb is accepted by the guard's check of the rate`() throws {
        var pair = try climbed()
        let advice = try pair.firstProposal()
        let move = try #require(advice.proposal?.moves.first)
        // 40 % of 2 K.
        #expect(abs(move.to - move.from) <= 0.8)
        #expect(advice.situation.handles[0].softStep == 0.4 * 2)
        #expect(try pair.denials(of: advice) == [])
    }

    @Test func `a loop that is not told of the soft start asks for more, and is denied`() throws {
        var pair = try climbed()
        let advice = try pair.firstProposal(telling: false)
        let move = try #require(advice.proposal?.moves.first)
        let asked = abs(move.to - move.from)
        #expect(asked > 0.8)
        #expect(try pair.denials(of: advice) == [.stepTooLarge(asked: asked, allowed: 0.4 * 2)])
    }

    @Test func `after its cycles the start is soft no more`() throws {
        var pair = try climbed()
        // Three optimize periods of ten turns.
        for _ in 0..<31 { _ = pair.turn() }
        #expect(try pair.firstProposal().situation.handles[0].softStep == nil)
    }

    @Test func `advice for people's own hands is not cut`() throws {
        var pair = try Pair(Self.soft)
        let advice = try pair.firstProposal()
        #expect(advice.situation.handles[0].softStep == nil)
        let move = try #require(advice.proposal?.moves.first)
        #expect(abs(move.to - move.from) > 0.8)
    }

    @Test func `a card laid before a climb is taken away if it asks for more than a soft start`()
        throws
    {
        var pair = try Pair(Self.soft)
        for _ in 0..<75 { _ = pair.turn() }
        _ = try pair.denials(of: try pair.firstProposal())
        #expect(pair.desk.card != nil)
        pair.loop.raise(&pair.desk, by: person)
        #expect(pair.desk.mode == .supervisory && pair.desk.card == nil)
    }

    @Test func `a card of small steps stays over a climb`() throws {
        var pair = try Pair {
            $0.replacing("soft start: {cycles: 0}", with: "soft start: {cycles: 3, share: 100 %}")
        }
        for _ in 0..<75 { _ = pair.turn() }
        _ = try pair.denials(of: try pair.firstProposal())
        pair.loop.raise(&pair.desk, by: person)
        #expect(pair.desk.mode == .supervisory && pair.desk.card != nil)
    }

    @Test func `the same advice follows again from what is kept of it`() throws {
        var pair = try climbed()
        let advice = try pair.firstProposal()
        var again = Recalculation(pair.loop.cycle.settings)
        let other = again.advise(on: advice.inputs)
        #expect(other.recommendation.moves == advice.recommendation.moves)
        #expect(other.situation == advice.situation)
    }

    /// A section at the end of the twin's file; the model's stays as it is.
    private static func added(
        _ section: String, _ change: @escaping (String) -> String = { $0 }
    ) -> (String) -> String {
        { text in text.contains("twin: kettle") ? change(text) + section : text }
    }

    // MARK: drift

    private static func drifting(_ most: String) -> (String) -> String {
        added("\nshifts: {length: 24 h, start: 00:00 UTC}\n") { text in
            text.replacing(
                "reversals per h: 4}", with: "reversals per h: 4}\n      drift: \(most)")
        }
    }

    @Test func `a plan stays within what drift leaves`() throws {
        var pair = try climbed(Self.drifting("0.6 K"))
        let advice = try pair.firstProposal()
        let move = try #require(advice.proposal?.moves.first)
        #expect(abs(move.to - live) <= 0.6)
        #expect(try pair.denials(of: advice) == [])
        let drift = advice.situation.handles[0].limits.first { $0.name == "drift in this shift" }
        // To the last bit inside.
        let bounds = try #require(drift).bounds
        #expect(live - bounds.low <= 0.6 && live - bounds.low > 0.6 - 1e-9)
        #expect(bounds.high - live <= 0.6 && bounds.high - live > 0.6 - 1e-9)
        var blind = try climbed(Self.drifting("0.6 K"))
        let denials = try blind.denials(of: try blind.firstProposal(telling: false))
        #expect(denials.contains { if case .driftTooLarge = $0 { true } else { false } })
    }

    @Test func `where the baseline of the shift is not known nothing is moved`() throws {
        var pair = try Pair(Self.drifting("5 K"))
        // Between two shifts the plant was not watched: the new one has no beginning.
        for _ in 0..<75 { _ = pair.turn() }
        pair.loop.skip(seconds: 86_400)
        // Here the loop is told what was seen the turn before.
        _ = pair.turn()
        var advice: CycleOutcome.Advice?
        for _ in 0..<12 { advice = pair.turn() ?? advice }
        let last = try #require(advice)
        #expect(
            last.situation.handles[0].heldBecause
                == "where the operator left it in this shift is not known")
        #expect(last.proposal == nil)
    }

    // MARK: permits

    @Test func `a handle under a permit is left alone, and the reason is the permit's`() throws {
        var pair = try Pair(
            Self.added(
                """

                work permits:
                  - {when: TI-2.PV > 20 degC, stops: [TIC-1.SP], reason: people at the jacket}

                """))
        var advice: CycleOutcome.Advice?
        for _ in 0..<12 { advice = pair.turn() ?? advice }
        #expect(advice?.situation.handles[0].heldBecause == "people at the jacket")
        #expect(advice?.recommendation.moves.isEmpty == true)
        #expect(pair.desk.standing.interlocks.isEmpty)
    }

    @Test func `a hold of the whole asset stands against writing`() throws {
        var pair = try Pair(
            Self.added(
                """

                laboratory holds:
                  - {when: TI-2.PV > 20 degC, reason: a batch is analysed}

                """))
        for _ in 0..<12 { _ = pair.turn() }
        #expect(pair.desk.standing.interlocks == ["a batch is analysed"])
        pair.loop.raise(&pair.desk, by: person)
        #expect(pair.desk.mode == .advisory)
    }
}
