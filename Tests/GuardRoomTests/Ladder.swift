import Act
import Determinism
import Guard
import GuardRoom
import GuardSide
import Seal
import Signing
import Tags
import Testing

@testable import Seal

/// A sealed twin with the companion block that may write by itself once it has shown enough: an
/// hour in supervisory and three judged cards. The rest is as it is by default.
struct Ladder {
    static let grace = Person(name: "Grace", duty: .supervisor, console: "test")
    static let cv = TestTwin.tags[2]

    var room: TestRoom
    let ports: WorldPorts
    /// What the loop says at each cycle.
    var report: ModelReport? = Ladder.good
    var isInRegion: Bool? = true

    static let good = ModelReport(
        region: "full load",
        forecasts: [ForecastFigures(tag: cv, count: 300, bias: 0.3, coverage: 0.9)])

    static func twin() -> SealedTwin {
        var twin = TestTwin.twin(fenced: true)
        twin.modes.allowed = [.shadow, .advisory, .supervisory, .automatic]
        twin.modes.approvedLoop = "bb"
        (twin.modes.record.leastDays, twin.modes.record.leastDecisions) = (1.0 / 24, 3)
        twin.rules.itself.approvedBuild = "aa"
        (twin.rules.recoverability.horizon, twin.rules.recoverability.cycle) = (600, 60)
        twin.tags[2].role = .cv
        twin.objective.costs = [
            .init(
                name: "gas", of: "I-1", price: 1, unit: "1", owner: "energy", validFor: 30 * 86_400)
        ]
        return twin
    }

    /// Signed an hour ago by two people.
    static func charter(_ twin: SealedTwin, at now: PlantTime) -> GuardCharter {
        func words(_ name: String, _ duty: Duty) -> SealSignature.Words {
            SealSignature.Words(
                person: name, duty: duty, at: now.earlier(by: 3600).nanoseconds, why: "test")
        }
        let hash = Digest(of: [UInt8]("test".utf8))
        return GuardCharter(
            SealStanding(
                serial: 1, hash: hash,
                by: SealedBy(author: words("Eve", .engineer), approver: words("Al", .approver)),
                twin: twin, witness: SealWitness(serial: 1, hash: hash, approvers: hash)))
    }

    init(
        _ change: (inout SealedTwin) -> Void = { _ in }, isSigned: Bool = true,
        build: String? = "aa", loop: String? = "bb", head: (any HeadPort)? = nil,
        disk: TestDisk = TestDisk(DiskSwitch()), clock: TestClock = TestClock(),
        ports: WorldPorts? = nil
    ) async throws {
        var twin = Self.twin()
        change(&twin)
        self.ports = ports ?? WorldPorts(clock)
        let charter = isSigned ? Self.charter(twin, at: clock.now) : GuardCharter(unsealed: twin)
        room = try TestRoom(
            self.ports, self.ports, under: charter, clock: clock, disk: disk, head: head,
            build: build)
        await room.desk.note(loopBuild: loop)
    }

    func step(_ count: Int = 1) async throws {
        for _ in 0..<count { try await room.step(isInRegion: isInRegion, model: report) }
    }

    func ask(_ mode: Mode, with second: Person? = Ladder.grace) async throws -> [Blocker] {
        try await room.desk.request(
            ModeRequest(mode, by: TestRoom.ada, confirmedBy: second, why: "test"))
    }

    /// Into supervisory, an hour there and three cards judged.
    func earn(cards: Int = 3) async throws {
        try await supervise()
        for i in 0..<cards {
            let from = 500 + 10 * Double(i)
            let outcome = try await room.move(from: from, to: from + 10)
            try #require(outcome.result == .verified)
            try await step(21)
        }
    }

    func supervise() async throws {
        try await step(62)
        _ = try await ask(.supervisory)
        ports.change { $0.putIntoRemote() }
        try await step(4)
        let blockers = try await ask(.supervisory)
        try #require(blockers.isEmpty, "\(blockers)")
    }

    /// In automatic, an hour after the last move.
    static func inAutomatic() async throws -> Ladder {
        let ladder = try await Ladder()
        try await ladder.earn()
        let blockers = try await ladder.ask(.automatic)
        try #require(blockers.isEmpty, "\(blockers)")
        try await ladder.step(62)
        try #require(await ladder.room.desk.mode == .automatic)
        _ = ladder.ports.takeLog()
        return ladder
    }
}
