import CompanionBlock
import ConnectModbus
import ConnectModbusWriting
import Foundation
import ServedDevice
import Tags
import Testing

/// A master against the real block, over real sockets.
@Suite(.serialized) struct BlockMasterTests {
    private static let first = TagName("TIC-1.SP")
    private static let second = TagName("TIC-2.SP")

    private func master(
        _ device: ServedDevice<BlockBank>, order: WordOrder = .highFirst,
        pauses: [Double] = [0, 0.01, 0.02]
    ) -> BlockMaster {
        BlockMaster(
            ModbusSettings(
                host: "127.0.0.1", port: device.port, timeout: 0.5, order: order, firstNumber: 0),
            map: BlockMap(
                control: 100, status: 0,
                loops: [
                    .init(tag: Self.first, mailbox: 120, status: 20),
                    .init(tag: Self.second, mailbox: 140, status: 40),
                ]), pauses: pauses)
    }

    /// Claims, beats, and puts the loops into remote as the operator would.
    private func own(
        _ master: BlockMaster, _ device: ServedDevice<BlockBank>
    ) async throws -> UInt16 {
        let epoch = try await master.claim(as: 7, draw: 101)
        try await master.beat(epoch: epoch, count: 1)
        device.change { bank in
            bank.scan()
            for i in bank.loops.indices { bank.loops[i].isRemote = true }
            for _ in 0..<20 { bank.scan() }
        }
        return epoch
    }

    private func seen(_ master: BlockMaster, _ tag: TagName) async throws -> LoopStatus {
        try #require(await master.status().loops[tag])
    }

    @Test(arguments: [WordOrder.highFirst, .lowFirst])
    func `claim, beat, command and release go round`(order: WordOrder) async throws {
        let device = try ServedDevice(BlockBank { $0.isLowFirst = order == .lowFirst })
        defer { device.stop() }
        let master = master(device, order: order)
        defer { master.close() }
        let epoch = try await own(master, device)
        #expect(epoch == 1)
        let status = try await master.status()
        #expect(status.asset.owner == 7 && status.asset.beatEcho == 1 << 16 | 1)
        #expect(status.asset.watchdog == 30 && status.asset.beatIsFresh)
        let applied = try await master.command(
            506.5, to: Self.second, epoch: epoch, expecting: seen(master, Self.second))
        #expect(applied.result == .applied && applied.target == 506.5 && applied.sequence == 1)
        #expect(device.change { $0.loops.map(\.liveSetpoint) } == [500, 506.5])
        try await master.release(epoch: epoch)
        let after = try await master.status().asset
        #expect(!after.isOwned && after.shedCause == .released && !after.alarm)
    }

    @Test func `what the block alters is said`() async throws {
        let device = try ServedDevice(BlockBank())
        defer { device.stop() }
        let master = master(device)
        defer { master.close() }
        let epoch = try await own(master, device)
        device.change { $0.loops[0].operatorHigh = 504 }
        let applied = try await master.command(
            550, to: Self.first, epoch: epoch, expecting: seen(master, Self.first))
        #expect(applied.result == .clamped && applied.target == 504)
    }

    @Test func `a command over the operator's change is dropped and did not act`() async throws {
        let device = try ServedDevice(BlockBank())
        defer { device.stop() }
        let master = master(device)
        defer { master.close() }
        let epoch = try await own(master, device)
        let before = try await seen(master, Self.first)
        device.change { bank in
            bank.loops[0].liveSetpoint = 480
            bank.scan()
            bank.loops[0].liveSetpoint = 500
        }
        let failure = await failure {
            _ = try await master.command(505, to: Self.first, epoch: epoch, expecting: before)
        }
        #expect(failure == .dropped(.otherCount) && failure?.mayHaveActed == false)
        #expect(device.change { $0.loops[0].liveSetpoint } == 500)
    }

    @Test func `who was outbid is told so, and his commands are dropped`() async throws {
        let device = try ServedDevice(BlockBank())
        defer { device.stop() }
        let (one, two) = (master(device), master(device))
        defer {
            one.close()
            two.close()
        }
        let old = try await own(one, device)
        let new = try await two.claim(as: 8, draw: 102)
        #expect(new == old + 1)
        let before = try await seen(one, Self.first)
        let dropped = await failure {
            _ = try await one.command(505, to: Self.first, epoch: old, expecting: before)
        }
        #expect(dropped == .dropped(.wrongEpoch))
        #expect(device.change { $0.loops[0].liveSetpoint } == 500)
    }

    @Test func `of two claims before one scan the earlier finds itself outbid`() async throws {
        let device = try ServedDevice(BlockBank())
        defer { device.stop() }
        let master = master(device, pauses: [0.05, 0.05])
        defer { master.close() }
        device.change { $0.isStopped = true }
        async let lost = failure { _ = try await master.claim(as: 7, draw: 1) }
        while device.change({ $0.asset.claim }) == 0 { await Task.yield() }
        device.change { bank in
            bank.asset.claim = 8 << 16 | 5
            bank.isStopped = false
        }
        #expect(await lost == .outbid(owner: 8, epoch: 1))
    }

    @Test func `a refused claim says why`() async throws {
        let device = try ServedDevice(BlockBank { $0.asset.watchdog = 0 })
        defer { device.stop() }
        let master = master(device)
        defer { master.close() }
        let refused = await failure { _ = try await master.claim(as: 7, draw: 103) }
        #expect(refused == .claimRefused(.noWatchdog))
        device.change { bank in
            bank.asset.watchdog = 30_000
            bank.asset.failsafe = true
        }
        let other = await failure { _ = try await master.claim(as: 7, draw: 104) }
        #expect(other == .claimRefused(.failsafe))
    }

    @Test func `a shed that is asked for happens at once`() async throws {
        let device = try ServedDevice(BlockBank())
        defer { device.stop() }
        let master = master(device)
        defer { master.close() }
        let epoch = try await own(master, device)
        try await master.shed(epoch: epoch)
        let status = try await master.status()
        #expect(status.asset.shedCause == .asked && status.asset.alarm)
        #expect(status.loops[Self.first]?.isShed == true)
    }

    @Test func `a command that the block never looks at may have acted, and is not sent again`()
        async throws
    {
        let device = try ServedDevice(BlockBank())
        defer { device.stop() }
        let master = master(device)
        defer { master.close() }
        let epoch = try await own(master, device)
        let before = try await seen(master, Self.first)
        device.change { $0.isStopped = true }
        let unknown = await failure {
            _ = try await master.command(505, to: Self.first, epoch: epoch, expecting: before)
        }
        #expect(unknown?.mayHaveActed == true)
        // The block goes on and takes it; the next command has a number of its own.
        device.change { bank in
            bank.isStopped = false
            bank.scan()
        }
        #expect(device.change { $0.loops[0].liveSetpoint } == 505)
        let applied = try await master.command(
            507, to: Self.first, epoch: epoch, expecting: seen(master, Self.first))
        #expect(applied.sequence == 2)
    }

    @Test func `nothing is sent for an unknown tag or a value that is none`() async throws {
        let device = try ServedDevice(BlockBank())
        defer { device.stop() }
        let master = master(device)
        defer { master.close() }
        let before = try await seen(master, Self.first)
        let tag = TagName("TIC-9.SP")
        #expect(
            await failure {
                _ = try await master.command(500, to: tag, epoch: 1, expecting: before)
            } == .unknownTag(tag))
        for value in [Double.infinity, 1e300] {
            #expect(
                await failure {
                    _ = try await master.command(value, to: Self.first, epoch: 1, expecting: before)
                } == .notRepresentable(value: value))
        }
        #expect(device.change { $0.loops[0].mail.sequence } == 0)
    }

    @Test func `a device without a block is told from one that cannot be reached`() async throws {
        let device = try ServedDevice(BlockBank())
        let wrong = BlockMaster(
            ModbusSettings(host: "127.0.0.1", port: device.port, timeout: 0.5, firstNumber: 0),
            map: BlockMap(control: 100, status: 60, loops: []))
        let refused = await failure { _ = try await wrong.status() }
        #expect(refused == .refused(reason: "illegal data address (exception 2)"))
        wrong.close()
        let closed = await failure { _ = try await wrong.status() }
        #expect(closed == .notRead(reason: "closed"))
        device.stop()
        // Nobody listens there.
        let gone = BlockMaster(
            ModbusSettings(host: "127.0.0.1", port: 1, timeout: 0.5),
            map: BlockMap(control: 100, status: 1, loops: []))
        defer { gone.close() }
        let unreached = await failure { _ = try await gone.claim(as: 7, draw: 105) }
        #expect(unreached == .notRead(reason: "no connection"))
    }

    private func failure(_ body: () async throws -> Void) async -> BlockFailure? {
        do {
            try await body()
            return nil
        } catch {
            return error as? BlockFailure
        }
    }
}
