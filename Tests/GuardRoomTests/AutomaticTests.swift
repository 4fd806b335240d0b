import Act
import CompanionBlock
import Determinism
import Guard
import GuardSide
import Seal
import Tags
import Testing

@testable import GuardRoom

/// The climb to automatic on the real desk, what it does there, and what makes it leave.
@Suite struct AutomaticTests {
    // MARK: The climb

    @Test func `automatic is earned in supervisory and granted to two people`() async throws {
        let ladder = try await Ladder()
        try await ladder.supervise()
        try await ladder.step(30)
        let early = try await ladder.ask(.automatic).map(\.what)
        #expect(early.contains("0 of 3 judged decisions in full load"))
        #expect(early.contains { $0.hasPrefix("0.02 of 0.04 days in supervisory") }, "\(early)")
        for i in 0..<3 {
            let from = 500 + 10 * Double(i)
            #expect(try await ladder.room.move(from: from, to: from + 10).result == .verified)
            try await ladder.step(21)
        }
        #expect(try await ladder.ask(.automatic, with: nil).map(\.clearedBy) == ["supervisor"])
        #expect(try await ladder.ask(.automatic, with: TestRoom.ada).count == 1)
        #expect(await ladder.room.desk.mode == .supervisory)
        #expect(try await ladder.ask(.automatic) == [])
        #expect(await ladder.room.desk.mode == .automatic)
        let asked = ladder.room.disk.lines.last { $0.contains(#""actual":"automatic""#) }
        #expect(asked?.contains("Ada") == true && asked?.contains("Grace") == true)
    }

    @Test func `what the loop says of its model is on record before anybody goes by it`()
        async throws
    {
        let ladder = try await Ladder()
        try await ladder.earn()
        _ = try await ladder.ask(.automatic)
        let lines = ladder.room.disk.lines
        let report = lines.lastIndex { $0.contains(#""kind":"model report""#) }
        let mode = lines.lastIndex { $0.contains(#""actual":"automatic""#) }
        #expect(try #require(report) < (try #require(mode)))
        #expect(lines[report ?? 0].contains(#""bias":0.3"#))
    }

    /// One thing is missing; what stands against automatic begins with these words.
    private static let missing: [(String, @Sendable () async throws -> Ladder)] = [
        ("no program of the guard", { try await Ladder { $0.rules.itself.approvedBuild = nil } }),
        ("no program of the loop", { try await Ladder { $0.modes.approvedLoop = nil } }),
        ("which program of the loop runs", { try await Ladder(loop: nil) }),
        ("the envelope is not signed", { try await Ladder(isSigned: false) }),
        (
            "no step responses",
            {
                try await Ladder {
                    $0.rules.handles[0].recovery = .rampToSafe(value: 500, rate: 0.01)
                }
            }
        ),
        ("older than they are valid", { try await Ladder { $0.objective.costs[0].validFor = 60 } }),
        ("there is no CV", { try await Ladder { $0.tags[2].role = .state } }),
        (
            "0.", { try await Ladder { $0.modes.record.leastDays = 14 } }
        ),
        ("3 of 200 judged", { try await Ladder { $0.modes.record.leastDecisions = 200 } }),
    ]

    @Test(arguments: missing.indices)
    func `each thing that is missing stands against automatic`(index: Int) async throws {
        let (what, made) = Self.missing[index]
        let ladder = try await made()
        try await ladder.earn()
        let blockers = try await ladder.ask(.automatic)
        #expect(blockers.contains { $0.what.hasPrefix(what) }, "\(what): \(blockers)")
        #expect(blockers.allSatisfy { $0.clearedBy != nil })
        #expect(await ladder.room.desk.mode == .supervisory)
    }

    /// What the loop may fail to say, or say.
    private static let reports: [(String, ModelReport?)] = [
        ("I-1: 0 of 3 judged forecasts", ModelReport(region: "full load", forecasts: [])),
        (
            "I-1: 2 of 3 judged forecasts",
            report(ForecastFigures(tag: Ladder.cv, count: 2, bias: 0, coverage: 0.9))
        ),
        (
            "I-1: forecasts are off by 1.01",
            report(ForecastFigures(tag: Ladder.cv, count: 300, bias: 1.01, coverage: 0.9))
        ),
        (
            "I-1: the 90 % bands cover 70 %",
            report(ForecastFigures(tag: Ladder.cv, count: 300, bias: 0, coverage: 0.7))
        ),
        ("the region of operation is not known", ModelReport(region: nil, forecasts: [])),
        (
            "0 of 0.04 days in supervisory in elsewhere",
            ModelReport(region: "elsewhere", forecasts: [])
        ),
    ]

    private static func report(_ figures: ForecastFigures) -> ModelReport {
        ModelReport(region: "full load", forecasts: [figures])
    }

    @Test(arguments: reports.indices)
    func `figures that are missing or bad stand against automatic`(index: Int) async throws {
        var ladder = try await Ladder()
        try await ladder.earn()
        ladder.report = Self.reports[index].1
        try await ladder.step()
        let blockers = try await ladder.ask(.automatic)
        let what = Self.reports[index].0
        #expect(blockers.contains { $0.what.hasPrefix(what) }, "\(what): \(blockers)")
        #expect(await ladder.room.desk.mode == .supervisory)
    }

    @Test(arguments: [("cc", String?.some("bb")), ("aa", "cc")])
    func `another program than the approved one writes nothing at all`(
        build: String, loop: String?
    ) async throws {
        let ladder = try await Ladder(build: build, loop: loop)
        try await ladder.step(62)
        let blockers = try await ladder.ask(.supervisory)
        #expect(blockers.contains { $0.what.hasSuffix("is not the approved one") }, "\(blockers)")
        #expect(await ladder.room.desk.mode == .advisory)
    }

    @Test func `rejected cards count against it`() async throws {
        let ladder = try await Ladder()
        try await ladder.earn()
        let card = await ladder.room.card(from: 530, to: 540)
        _ = try await ladder.room.desk.offer(card)
        try await ladder.room.desk.reject(
            card.id, by: TestRoom.ada, because: .moveTooBig, text: "")
        let blockers = try await ladder.ask(.automatic)
        #expect(blockers.map(\.what) == ["operators accepted 75 % of 4 cards, asked are 80 %"])
    }

    @Test func `what was shown is still there after a restart, and the mode is not`() async throws {
        let ladder = try await Ladder()
        try await ladder.earn()
        #expect(try await ladder.ask(.automatic) == [])
        try await ladder.room.desk.close(why: "test")
        let clock = ladder.room.clock
        clock.pass(plant: 30, wall: 30)
        let again = try await Ladder(disk: ladder.room.disk, clock: clock, ports: ladder.ports)
        #expect(await again.room.desk.mode == .advisory)
        try await again.supervise()
        #expect(try await again.ask(.automatic) == [])
    }

    @Test func `another model begins anew`() async throws {
        let ladder = try await Ladder()
        try await ladder.earn()
        try await ladder.room.desk.close(why: "test")
        let clock = ladder.room.clock
        clock.pass(plant: 30, wall: 30)
        let again = try await Ladder(
            { $0.sources.modelHash = "22" }, disk: ladder.room.disk, clock: clock,
            ports: ladder.ports)
        try await again.supervise()
        let blockers = try await again.ask(.automatic).map(\.what)
        #expect(blockers.contains("0 of 3 judged decisions in full load"), "\(blockers)")
    }

    // MARK: In automatic

    @Test func `inside the envelope a decision is written without a person`() async throws {
        let ladder = try await Ladder.inAutomatic()
        let card = await ladder.room.card(from: 530, to: 540)
        let preview = try await ladder.room.desk.offer(card)
        #expect(preview?.isAccepted == true, "\(String(describing: preview?.denial))")
        let result = try await ladder.room.desk.act(on: card.id)
        #expect(result.outcome.result == .verified, "\(String(describing: result.verdict))")
        #expect(ladder.ports.change { $0.loop.liveSetpoint } == 270)
        let own = ladder.room.disk.lines.filter { $0.contains(#""decision":\#(card.id.number),"#) }
        let kinds = ["intent", "verdict", "permit", "write status", "readback", "outcome"]
        for kind in kinds { #expect(own.contains { $0.contains(#""kind":"\#(kind)""#) }) }
        #expect(!own.contains { $0.contains(#""kind":"acceptance""#) })
        let intent = own.first { $0.contains(#""kind":"intent""#) }
        #expect(intent?.contains(#""actual":"automatic""#) == true)
        let permit = own.first { $0.contains(#""kind":"permit""#) }
        #expect(permit?.contains(#""epoch":2"#) == true)
    }

    @Test func `outside the envelope nothing is written and a person is asked`() async throws {
        let ladder = try await Ladder.inAutomatic()
        ladder.ports.change { $0.loop.liveSetpoint = 299 }
        // The operator's hand, and its half hour.
        try await ladder.step(100)
        try #require(await ladder.room.desk.mode == .automatic)
        let card = await ladder.room.card(from: 598, to: 608)
        let preview = try await ladder.room.desk.offer(card)
        #expect(preview?.denial?.check == .absoluteLimits)
        #expect(await ladder.room.desk.mode == .supervisory)
        await #expect(throws: Desk.Refusal.modeForbids(.supervisory)) {
            try await ladder.room.desk.act(on: card.id)
        }
        #expect(!ladder.ports.takeLog().contains { $0.hasPrefix("command") })
        // With a person's yes it is his to say.
        #expect(await ladder.room.desk.card?.proposal.id == card.id)
    }

    @Test func `the operator's hand in the last moment wins in automatic too`() async throws {
        let ladder = try await Ladder.inAutomatic()
        let card = await ladder.room.card(from: 530, to: 540)
        _ = try await ladder.room.desk.offer(card)
        // The operator moves it in the moment before.
        ladder.ports.change { $0.loop.liveSetpoint = 280 }
        ladder.room.clock.pass(plant: 1, wall: 1)
        let result = try await ladder.room.desk.act(on: card.id)
        #expect(result.outcome.result == .denied)
        #expect(ladder.ports.change { $0.loop.liveSetpoint } == 280)
    }

    @Test func `without the region's record nothing is said for a model, and nothing written`()
        async throws
    {
        let ladder = try await Ladder.inAutomatic()
        var card = await ladder.room.card(from: 530, to: 540)
        card.certificate.model = nil
        _ = try await ladder.room.desk.offer(card)
        #expect(await ladder.room.desk.mode == .supervisory)
    }

    @Test func `a gain as uncertain as itself is put before a person`() async throws {
        let ladder = try await Ladder.inAutomatic()
        var card = await ladder.room.card(from: 530, to: 540)
        (card.certificate.gain, card.certificate.gainDeviation) = (20, 20.1)
        #expect(try await ladder.room.desk.offer(card)?.isAccepted == true)
        #expect(await ladder.room.desk.mode == .supervisory)
    }

    @Test func `nobody's card is carried through in supervisory`() async throws {
        let ladder = try await Ladder()
        try await ladder.supervise()
        let card = await ladder.room.card()
        _ = try await ladder.room.desk.offer(card)
        await #expect(throws: Desk.Refusal.modeForbids(.supervisory)) {
            try await ladder.room.desk.act(on: card.id)
        }
    }

    // MARK: Leaving it

    @Test func `leaving the region ends it in the same cycle`() async throws {
        var ladder = try await Ladder.inAutomatic()
        ladder.isInRegion = false
        try await ladder.step()
        #expect(await ladder.room.desk.mode == .supervisory)
    }

    @Test(arguments: reports.indices)
    func `figures that go bad end it in the same cycle`(index: Int) async throws {
        var ladder = try await Ladder.inAutomatic()
        ladder.report = Self.reports[index].1
        try await ladder.step()
        #expect(await ladder.room.desk.mode == .supervisory)
    }

    @Test func `prices that grow old end it`() async throws {
        let ladder = try await Ladder { $0.objective.costs[0].validFor = 4 * 3600 }
        try await ladder.earn()
        try #require(try await ladder.ask(.automatic) == [])
        try await ladder.step(120)
        #expect(await ladder.room.desk.mode == .supervisory)
        let last = ladder.room.disk.lines.last { $0.contains(#""actual":"supervisory""#) }
        #expect(last?.contains("prices are older") == true)
    }

    @Test func `a setpoint of ours outside the envelope ends it, the operator's hand does not`()
        async throws
    {
        let ladder = try await Ladder.inAutomatic()
        ladder.ports.change { $0.loop.liveSetpoint = 310 }
        try await ladder.step()
        #expect(await ladder.room.desk.mode == .automatic)
        // After his half hour it would be ours again, where no envelope reaches.
        try await ladder.step(32)
        #expect(await ladder.room.desk.mode == .supervisory)
    }

    @Test func `there is no way back to automatic but by two people`() async throws {
        var ladder = try await Ladder.inAutomatic()
        ladder.isInRegion = false
        try await ladder.step()
        ladder.isInRegion = true
        try await ladder.step(40)
        #expect(await ladder.room.desk.mode == .supervisory)
        #expect(try await ladder.ask(.automatic) == [])
    }
}
