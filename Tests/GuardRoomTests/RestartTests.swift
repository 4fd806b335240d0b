import Act
import CompanionBlock
import ConnectModbusWriting
import Guard
import GuardRoom
import Seal
import ServedDevice
import Synchronization
import Tags
import Testing

/// A guard that finds the journal of a process that died in a write: it claims the block, and only
/// then finds out by reading what became of the write.
@Suite struct RestartTests {
    /// What a process leaves that dies the moment its command is sent: its journal, and a world in
    /// which the command is still on its way.
    private struct Wreck {
        let clock: TestClock
        let ports: WorldPorts
        let journal: [UInt8]
    }

    private func wreck() async throws -> Wreck {
        let clock = TestClock()
        let ports = WorldPorts(clock)
        let grave = Mutex<(@Sendable () -> [UInt8])?>(nil)
        let left = Mutex<[UInt8]>([])
        let dying = DyingBlock(block: ports) {
            let bytes = grave.withLock { $0 }?() ?? []  // set before the first command
            left.withLock { $0 = bytes }
        }
        let room = try TestRoom(ports, dying, twin: TestTwin.twin(fenced: true), clock: clock)
        let disk = room.disk
        grave.withLock { $0 = { disk.bytes } }
        for _ in 0..<62 { try await room.step() }
        _ = try await room.ask(.supervisory)
        ports.change { $0.putIntoRemote() }
        for _ in 0..<4 { try await room.step() }
        let blockers = try await room.ask(.supervisory)
        try #require(blockers.isEmpty, "\(blockers)")
        ports.change { $0.holdsCommands = true }
        // What the process did after its end does not count: nobody sees it.
        _ = try await room.move()
        ports.change { $0.holdsCommands = false }
        _ = ports.takeLog()
        return Wreck(clock: clock, ports: ports, journal: left.withLock { $0 })
    }

    private func heir(of wreck: Wreck, _ block: (any BlockPort)? = nil) throws -> TestRoom {
        try TestRoom(
            wreck.ports, block ?? wreck.ports, twin: TestTwin.twin(fenced: true),
            clock: wreck.clock, left: wreck.journal)
    }

    @Test func `the heir claims first, then reads, and says that nothing was applied`() async throws
    {
        let wreck = try await wreck()
        let room = try heir(of: wreck)
        let settled = try await room.desk.settle()
        #expect(settled.flatMap(\.moves).map(\.result) == [.notApplied])
        let log = wreck.ports.takeLog()
        #expect(log.first == "claim" && log.contains("read"), "\(log)")
        #expect(wreck.ports.change { $0.assetStatus.epoch } == 3)
    }

    @Test func `what the dead one had on its way is dropped when it arrives after all`()
        async throws
    {
        let wreck = try await wreck()
        let room = try heir(of: wreck)
        _ = try await room.desk.settle()
        wreck.ports.change { $0.deliver() }
        #expect(wreck.ports.change { $0.loop.liveSetpoint } == 250)
        let stray = wreck.ports.change { $0.loopStatus }
        #expect(stray.strayResult == .wrongEpoch && stray.strayEpoch == 2)
        #expect(try await room.desk.settle().isEmpty)
    }

    @Test func `had the heir only read, the late write would belie the record`() async throws {
        let wreck = try await wreck()
        wreck.ports.change { $0.deliver() }
        #expect(wreck.ports.change { $0.loop.liveSetpoint } == 255)
    }

    @Test func `a write that had arrived before the claim is found applied`() async throws {
        let wreck = try await wreck()
        wreck.ports.change { $0.deliver() }
        let settled = try await heir(of: wreck).desk.settle()
        #expect(settled.flatMap(\.moves).map(\.result) == [.applied])
    }

    @Test func `while the block cannot be read or refuses the claim, nothing is settled`()
        async throws
    {
        let wreck = try await wreck()
        let room = try heir(of: wreck)
        wreck.ports.change { $0.isMute = true }
        #expect(try await room.desk.settle().isEmpty)
        wreck.ports.change { $0.isMute = false }
        let deaf = try heir(of: wreck, DeafBlock(block: wreck.ports))
        #expect(try await deaf.desk.settle().isEmpty)
        #expect(try await room.desk.settle().count == 1)
    }

    @Test func `an asset that nobody owns any more is not claimed, for nothing can land`()
        async throws
    {
        let wreck = try await wreck()
        wreck.ports.change { $0.pass(31_000) }
        let settled = try await heir(of: wreck).desk.settle()
        #expect(settled.flatMap(\.moves).map(\.result) == [.notApplied])
        #expect(!wreck.ports.takeLog().contains("claim"))
        wreck.ports.change { $0.deliver() }
        #expect(wreck.ports.change { $0.loop.liveSetpoint } == 250)
    }

    @Test func `the heir moves nothing before it has settled, and gives the asset back`()
        async throws
    {
        let wreck = try await wreck()
        let room = try heir(of: wreck)
        #expect(await room.desk.mode == .advisory)
        await #expect(throws: (any Error).self) { try await room.move() }
        _ = try await room.desk.settle()
        for _ in 0..<2 { try await room.step() }
        let log = wreck.ports.takeLog()
        #expect(log.contains("release 3") && !log.contains { $0.hasPrefix("command") }, "\(log)")
        #expect(wreck.ports.change { !$0.assetStatus.isOwned && !$0.assetStatus.alarm })
    }

    @Test func `over sockets, the next guard settles behind a new epoch too`() async throws {
        let device = try ServedDevice(BlockWorld())
        defer { device.stop() }
        let wreck = try await wreck()
        // The same asset as the dead one left it, behind a real connection.
        device.change { world in
            for draw in 2...2 {
                world.asset.claim = 7 << 16 | UInt32(draw)
                world.scan()
            }
            world.asset.beat = 2 << 16 | 1
            world.putIntoRemote()
        }
        let twin = TestTwin.twin(fenced: true, port: device.port)
        let block = try #require(ModbusBlock(twin, mayWrite: true))
        let room = try TestRoom(
            try ModbusPlant(twin, mayWrite: true, clock: wreck.clock), block, twin: twin,
            clock: wreck.clock, left: wreck.journal)
        #expect(try await room.desk.settle().count == 1)
        #expect(device.change { $0.assetStatus.epoch } == 3)
        let late = wreck.ports.change { $0.held }
        device.change { world in
            if let late { world.loop.mail = late }
            world.scan()
        }
        #expect(device.change { $0.loop.liveSetpoint } == 250)
        #expect(device.change { $0.loopStatus.strayResult } == .wrongEpoch)
        try await room.desk.close(why: "test")
    }
}

/// A block in whose command the process dies: what stands on its disk then is all that is left.
private struct DyingBlock: BlockPort {
    let block: WorldPorts
    let die: @Sendable () -> Void

    func status() async -> BlockMaster.Status? { await block.status() }
    func claim() async throws(BlockFailure) -> UInt16 { try await block.claim() }
    func command(
        _ move: ReleasedMove, epoch: UInt16, expecting seen: LoopStatus
    ) async throws(BlockFailure) -> BlockMaster.Applied {
        die()
        return try await block.command(move, epoch: epoch, expecting: seen)
    }
    func beat(epoch: UInt16, count: UInt16) async -> Bool {
        await block.beat(epoch: epoch, count: count)
    }
    func shed(epoch: UInt16) async -> Bool { await block.shed(epoch: epoch) }
    func release(epoch: UInt16) async -> Bool { await block.release(epoch: epoch) }
    func close() {}
}

/// A block that grants no claim.
private struct DeafBlock: BlockPort {
    let block: WorldPorts

    func status() async -> BlockMaster.Status? { await block.status() }
    func claim() async throws(BlockFailure) -> UInt16 { throw .claimRefused(.failsafe) }
    func command(
        _ move: ReleasedMove, epoch: UInt16, expecting seen: LoopStatus
    ) async throws(BlockFailure) -> BlockMaster.Applied { throw .notSent(reason: "deaf") }
    func beat(epoch: UInt16, count: UInt16) async -> Bool { false }
    func shed(epoch: UInt16) async -> Bool { false }
    func release(epoch: UInt16) async -> Bool { false }
    func close() {}
}
