import Act
import CompanionBlock
import ConnectModbusWriting
import Determinism
import Guard
import GuardRoom
import GuardSide
import Seal
import Tags
import Testing

@testable import GuardRoom

/// The guard's side with the companion block in front of the loop.
@Suite struct FenceTests {
    /// A desk in front of the world, after `steps` minutes of plant time.
    private func room(
        fenced: Bool = true, steps: Int = 5
    ) async throws -> (room: TestRoom, ports: WorldPorts) {
        let clock = TestClock()
        let ports = WorldPorts(clock)
        if !fenced { ports.change { $0.loop.isRemote = true } }
        let room = try TestRoom(
            ports, fenced ? ports : nil, twin: TestTwin.twin(fenced: fenced), clock: clock)
        for _ in 0..<steps { try await room.step() }
        return (room, ports)
    }

    /// The same in supervisory, the loop handed over by the operator.
    private func supervising(
        steps: Int = 5
    ) async throws -> (room: TestRoom, ports: WorldPorts) {
        let (room, ports) = try await room(steps: steps)
        _ = try await room.ask(.supervisory)
        ports.change { $0.putIntoRemote() }
        for _ in 0..<4 { try await room.step() }
        let blockers = try await room.ask(.supervisory)
        try #require(blockers.isEmpty, "\(blockers)")
        try #require(await room.desk.mode == .supervisory)
        _ = ports.takeLog()
        return (room, ports)
    }

    private func beats(_ log: [String]) -> [String] { log.filter { $0.hasPrefix("beat") } }

    // MARK: Owning

    @Test func `in advisory the block is neither claimed nor beaten to`() async throws {
        let (_, ports) = try await room()
        #expect(ports.takeLog().allSatisfy { $0 == "read" })
    }

    @Test func `asking for supervisory claims, and waits for the operator's remote`() async throws {
        let (room, ports) = try await room()
        let blockers = try await room.ask(.supervisory)
        #expect(blockers.map(\.clearedBy).contains("operator"))
        #expect(ports.takeLog().filter { $0 != "read" } == ["claim", "beat 2.1"])
        #expect(await room.desk.mode == .advisory)
    }

    @Test func `a mode that cannot be had claims nothing`() async throws {
        let (room, ports) = try await room()
        let viewer = Person(name: "Vic", duty: .viewer, console: "test")
        _ = try await room.desk.request(ModeRequest(.supervisory, by: viewer, why: "test"))
        #expect(!ports.takeLog().contains("claim"))
    }

    @Test func `a claim that nobody follows up is given back after ten minutes`() async throws {
        let (room, ports) = try await room()
        _ = try await room.ask(.supervisory)
        for _ in 0..<119 { try await room.step() }
        #expect(!ports.takeLog().contains { $0.hasPrefix("release") })
        for _ in 0..<2 { try await room.step() }
        #expect(ports.takeLog().contains("release 2"))
        #expect(ports.change { $0.assetStatus.shedCause } == .released)
    }

    @Test func `supervisory is entered once three beats are answered`() async throws {
        let (room, ports) = try await room()
        _ = try await room.ask(.supervisory)
        ports.change { $0.putIntoRemote() }
        try await room.step()
        let early = try await room.ask(.supervisory)
        #expect(early.map(\.what).contains { $0.contains("has yet to answer") })
        for _ in 0..<3 { try await room.step() }
        #expect(await room.desk.mode == .supervisory)
    }

    @Test func `stepping down gives the asset back without an alarm`() async throws {
        let (room, ports) = try await supervising()
        _ = try await room.ask(.advisory)
        #expect(ports.takeLog() == ["release 2"])
        #expect(ports.change { !$0.assetStatus.alarm && !$0.loop.isRemote })
    }

    // MARK: Settling

    @Test func `what was left open is settled behind a new epoch only`() async throws {
        let (room, ports) = try await supervising(steps: 62)
        ports.change { $0.losesAnswers = true }
        #expect(try await room.move().result == .unknown)
        ports.change { $0.losesAnswers = false }
        _ = ports.takeLog()
        let settled = try await room.desk.settleIfReadable()
        #expect(settled.count == 1)
        let log = ports.takeLog()
        #expect(log.first == "claim" && log.contains("read"))
        #expect(ports.change { $0.assetStatus.epoch } == 3)
    }

    @Test func `nothing is settled while the block cannot be read`() async throws {
        let (room, ports) = try await supervising(steps: 62)
        ports.change { $0.losesAnswers = true }
        _ = try await room.move()
        ports.change { $0.isMute = true }
        #expect(try await room.desk.settle().isEmpty)
        ports.change { $0.isMute = false }
        #expect(try await room.desk.settle().count == 1)
    }

    // MARK: Beating

    @Test func `beats go on with the loop's cycles and stop with them`() async throws {
        let (room, ports) = try await supervising()
        for _ in 0..<3 { try await room.step() }
        #expect(beats(ports.takeLog()).count == 3)
        // An optimize period without a cycle is borne, and the end of a second one nearly.
        try await room.step(cycle: false)
        #expect(beats(ports.takeLog()).count == 1)
        try await room.step(cycle: false)
        _ = ports.takeLog()
        for _ in 0..<3 { try await room.step(cycle: false) }
        #expect(beats(ports.takeLog()).isEmpty)
    }

    @Test func `an echo that is missing for longer than the watchdog sheds`() async throws {
        let (room, ports) = try await supervising()
        ports.change { $0.losesBeats = true }
        // 30 s, at 5 s a step, from the first beat that was lost.
        for _ in 0..<6 { try await room.step() }
        #expect(await room.desk.mode == .supervisory)
        for _ in 0..<2 { try await room.step() }
        #expect(await room.desk.mode == .shed)
        #expect(ports.takeLog().contains("shed 2"))
    }

    @Test func `a journal that takes nothing ends the beats and sheds`() async throws {
        let (room, ports) = try await supervising()
        room.isDiskBroken.turnOn()
        await #expect(throws: (any Error).self) {
            try await room.desk.failsafe(by: TestRoom.ada, why: "test")
        }
        #expect(ports.takeLog() == ["shed 2"])
    }

    @Test func `a record that fails in a look ends the beats`() async throws {
        let (room, ports) = try await supervising()
        room.isDiskBroken.turnOn()
        ports.change { $0.loop.liveSetpoint = 240 }
        await #expect(throws: (any Error).self) { try await room.step() }
        _ = ports.takeLog()
        room.clock.pass(plant: 60, wall: 5)
        await room.desk.note(cycleAt: room.clock.now, isInRegion: true)
        // The fall itself cannot be recorded either.
        try? await room.desk.pulse()
        #expect(ports.takeLog() == ["shed 2"])
    }

    @Test func `a block that cannot be read sheds as a silent one`() async throws {
        let (room, ports) = try await supervising()
        ports.change { $0.isMute = true }
        for _ in 0..<8 { try await room.step() }
        #expect(await room.desk.mode == .shed)
    }

    @Test func `who lost the epoch sheds, and leaves the block to its owner`() async throws {
        let (room, ports) = try await supervising()
        ports.change { world in
            world.asset.claim = 8 << 16 | 1
            world.scan()
        }
        try await room.step()
        #expect(await room.desk.mode == .shed)
        #expect(ports.takeLog().allSatisfy { $0 == "read" })
        #expect(ports.change { $0.assetStatus.owner } == 8)
    }

    @Test func `FAILSAFE at the control system is noticed`() async throws {
        let (room, ports) = try await supervising()
        ports.change { $0.asset.failsafe = true }
        try await room.step()
        #expect(await room.desk.mode == .shed)
        #expect(beats(ports.takeLog()).isEmpty)
    }

    @Test func `FAILSAFE asks the block to shed at once and ends the beats`() async throws {
        let (room, ports) = try await supervising()
        let before = room.clock.monotonic
        try await room.desk.failsafe(by: TestRoom.ada, why: "test")
        #expect(ports.takeLog() == ["shed 2"])
        #expect(ports.change { $0.assetStatus.shedCause } == .asked)
        #expect(room.clock.monotonic == before)
        for _ in 0..<3 { try await room.step() }
        #expect(ports.takeLog().allSatisfy { $0 == "read" })
    }

    // MARK: Writing

    @Test func `a move goes through the block under the permit's epoch`() async throws {
        let (room, ports) = try await supervising(steps: 62)
        #expect(try await room.move().result == .verified)
        #expect(ports.takeLog().filter { $0.contains("command") } == ["command 2"])
        #expect(ports.change { $0.loop.liveSetpoint } == 255)
    }

    @Test func `a move over the operator's hand is dropped and changes nothing`() async throws {
        let (room, ports) = try await supervising(steps: 62)
        ports.change { $0.operatorMovesTo = 240 }
        #expect(try await room.move().result == .rejected)
        #expect(ports.change { $0.loop.liveSetpoint } == 240)
    }

    @Test func `without a block nothing changes`() async throws {
        let (room, ports) = try await room(fenced: false, steps: 62)
        #expect(try await room.ask(.supervisory).isEmpty)
        #expect(try await room.move().result == .verified)
        let log = ports.takeLog().filter { $0 != "read" }
        #expect(log == ["plain write"])
        #expect(ports.change { $0.loop.liveSetpoint } == 255)
    }

    @Test(arguments: [
        (BlockFailure.unknown(reason: "x"), true), (.dropped(.wrongEpoch), false),
        (.notSent(reason: "x"), false), (.refused(reason: "x"), false),
    ])
    func `only what may have moved the plant is left open`(failure: BlockFailure, open: Bool) {
        #expect((WriteStatus(failure) == .noAnswer) == open)
    }

    @Test func `a dropped command is refused with the block's code in words`() {
        #expect(
            WriteStatus(BlockFailure.dropped(.otherCount))
                == .refused(
                    reason: "the block dropped it, code 18: setpoint or mode changed since the "
                        + "decision was judged"))
    }
}
