import Act
import CompanionBlock
import ConnectModbus
import ConnectModbusWriting
import Guard
import GuardRoom
import Seal
import ServedDevice
import Tags
import Testing

/// Guards' desks in front of the real block, over real sockets.
@Suite(.serialized) struct FenceOverSocketsTests {
    /// - Parameter before: what happens in the moment before a command is sent.
    private func room(
        _ device: ServedDevice<BlockWorld>, before: @escaping @Sendable () async throws -> Void = {}
    ) throws -> TestRoom {
        let twin = TestTwin.twin(fenced: true, port: device.port)
        let clock = TestClock()
        let plant = try ModbusPlant(twin, mayWrite: true, clock: clock)
        let block = try #require(ModbusBlock(twin, mayWrite: true))
        return try TestRoom(
            plant, SlowBlock(block: block, before: before), twin: twin, clock: clock)
    }

    /// Brings the room's desk into supervisory, with an hour's readbacks behind it.
    private func supervise(_ room: TestRoom, _ device: ServedDevice<BlockWorld>) async throws {
        for _ in 0..<62 { try await room.step() }
        _ = try await room.ask(.supervisory)
        device.change { $0.putIntoRemote() }
        for _ in 0..<4 { try await room.step() }
        let blockers = try await room.ask(.supervisory)
        try #require(blockers.isEmpty, "\(blockers)")
    }

    @Test func `a write behind the fence is verified, and the asset given back`() async throws {
        let device = try ServedDevice(BlockWorld())
        defer { device.stop() }
        let room = try room(device)
        try await supervise(room, device)
        #expect(try await room.move().result == .verified)
        #expect(device.change { $0.loop.liveSetpoint } == 255)
        #expect(device.change { $0.loopStatus.result } == .applied)
        #expect(device.change { $0.assetStatus.epoch } == 2)
        try await room.desk.close(why: "test")
        #expect(device.change { $0.assetStatus.shedCause } == .released)
    }

    @Test func `who is outbid after his last look has his write dropped, and sheds`() async throws {
        let device = try ServedDevice(BlockWorld())
        defer { device.stop() }
        let second = try room(device)
        for _ in 0..<5 { try await second.step() }
        let first = try room(device) { _ = try await second.ask(.supervisory) }
        try await supervise(first, device)
        let outcome = try await first.move()
        #expect(outcome.result == .rejected)
        #expect(device.change { $0.loop.liveSetpoint } == 250)
        let strays = device.change { $0.loopStatus }
        #expect(strays.strayResult == .wrongEpoch && strays.strayEpoch == 2)
        try await first.step()
        #expect(await first.desk.mode == .shed)
        try await first.desk.close(why: "test")
        // What the first said when it fell and left did nothing to the new owner.
        #expect(device.change { $0.assetStatus.isOwned && $0.assetStatus.epoch == 3 })
        try await second.desk.close(why: "test")
        #expect(device.change { $0.assetStatus.shedCause } == .released)
    }

    @Test func `who may not write has no way to the block`() {
        #expect(ModbusBlock(TestTwin.twin(fenced: true), mayWrite: false) == nil)
        #expect(ModbusBlock(TestTwin.twin(fenced: false), mayWrite: true) == nil)
    }
}

/// A block before whose commands something happens.
private struct SlowBlock: BlockPort {
    let block: ModbusBlock
    let before: @Sendable () async throws -> Void

    func status() async -> BlockMaster.Status? { await block.status() }
    func claim() async throws(BlockFailure) -> UInt16 { try await block.claim() }
    func command(
        _ move: ReleasedMove, epoch: UInt16, expecting seen: LoopStatus
    ) async throws(BlockFailure) -> BlockMaster.Applied {
        do { try await before() } catch { throw .notSent(reason: "\(error)") }
        return try await block.command(move, epoch: epoch, expecting: seen)
    }
    func beat(epoch: UInt16, count: UInt16) async -> Bool {
        await block.beat(epoch: epoch, count: count)
    }
    func shed(epoch: UInt16) async -> Bool { await block.shed(epoch: epoch) }
    func release(epoch: UInt16) async -> Bool { await block.release(epoch: epoch) }
    func close() { block.close() }
}
