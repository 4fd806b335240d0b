import Act
import CompanionBlock
import ConnectModbusWriting
import Foundation
import GuardRoom
import Journal
import Operate
import RunBench
import Seal
import Tags
import Testing
import Units

/// `flyball run` with the companion block in front of the loops: real processes, and the block
/// itself in the plant.
@Suite(.serialized) struct BlockRunTests {
    /// A sealed kettle behind its block, after a drop test that was passed.
    private func withBlockedRun(
        _ body: @escaping @Sendable (FlyballRun, Workbench, Kettle) throws -> Void
    ) async throws {
        let kettle = try Kettle()
        kettle.change { $0.block = KettleBlock() }
        try await withSealedRun(
            kettle, changing: { $0.hasPrefix("#") ? $0 + KettleBlock.section : $0 },
            prepare: { try $0.passDropTest() }, body)
    }

    private func raise(_ run: FlyballRun, _ bench: Workbench, _ kettle: Kettle) throws {
        let known = try run.supervise(bench, kettle)
        let card = run.line("would accept", from: known, within: 30)
        try #require(card != nil, "\(run.lines.suffix(9))")
    }

    @Test func `a card is written behind the fence, under the epoch that the record names`()
        async throws
    {
        try await withBlockedRun { run, bench, kettle in
            try raise(run, bench, kettle)
            run.type("accept")
            #expect(run.line("OUTCOME", "verified", within: 20) != nil, "\(run.lines.suffix(9))")
            let block = try #require(kettle.registers.block)
            // The drop test took the first epoch, the guard the second.
            #expect(block.applied.map(\.epoch) == [2] && block.status.epoch == 2)
            #expect(kettle.registers.arrived == 0)
            let permits = try bench.permits()
            #expect(permits.map(\.epoch) == [2])
            run.signal(SIGTERM)
            #expect(run.end(within: 20) == .exit(0))
            let left = try #require(kettle.registers.block).status
            #expect(left.shedCause == .released && !left.alarm)
        }
    }

    @Test func `the guard is killed: without beats the block takes its loop back and sheds it`()
        async throws
    {
        try await withBlockedRun { run, bench, kettle in
            try raise(run, bench, kettle)
            run.type("accept")
            #expect(run.line("OUTCOME", "verified", within: 20) != nil, "\(run.lines.suffix(9))")
            let written = kettle.registers.setpoint
            try #require(written != 80)
            let guardian = try #require(bench.guardProcess)
            kill(guardian, SIGKILL)
            let start = ContinuousClock.now
            #expect(
                bench.await(within: 8) { kettle.registers.block?.status.isOwned == false })
            let took = (ContinuousClock.now - start) / .seconds(1)
            // The last beat may have left up to a heartbeat before the kill.
            #expect(took <= 4, "\(took) s")
            print("killed guard: the block let go after \(took) s, its watchdog is 3 s")
            let status = try #require(kettle.registers.block).status
            #expect(status.shedCause == .beatLost && status.alarm)
            #expect(kettle.registers.block?.isRemote == false)
            // Declared is the return to where the operator had it.
            #expect(bench.await(within: 10) { kettle.registers.setpoint == 80 })
            #expect(run.end(within: 20) == .exit(1))
            #expect(try bench.verify().ending == .exit(0))
        }
    }
}

extension FlyballRun {
    /// Up to supervisory behind the block. The first request claims; after that the loop goes into
    /// remote, and a later one is granted.
    ///
    /// - Returns: how many lines it had told by then.
    @discardableResult
    func supervise(_ bench: Workbench, _ kettle: Kettle) throws -> Int {
        try #require(line("kettle: mode advisory", within: 30) != nil, "\(talk)")
        type("mode supervisory")
        #expect(line("not in remote: TIC-1.SP (operator)", within: 20) != nil)
        try #require(bench.await(within: 20) { kettle.registers.block?.isRemote == true })
        for _ in 0..<10 where line("MODE    supervisory", within: 4) == nil {
            type("mode supervisory")
        }
        let known = lines.count
        try #require(line("MODE    supervisory", within: 1) != nil, "\(lines.suffix(9))")
        return known
    }
}

extension Workbench {
    /// Makes the drop test as an engineer does: claims, waits for remote, turns the key, withholds
    /// the beats.
    func passDropTest() throws {
        let twin = try SealedTwin(try TwinFolder(folder, units: UDUnits()))
        let (connection, _) = try #require(twin.fenced)
        let block = try #require(ModbusBlock(twin, mayWrite: true))
        defer { block.close() }
        let isPassed = try awaited { () -> Bool in
            let epoch = try await block.claim()
            for count in UInt16(1)...40 {
                _ = await block.beat(epoch: epoch, count: count)
                // Beats are paced by the wall's clock, as the block's watchdog is.
                try await Task.sleep(for: .seconds(0.05))
                if await block.status()?.loops.values.allSatisfy(\.isRemote) == true { break }
            }
            let key = try #require(try DropKey(connection, coil: 2))
            defer { key.close() }
            try await key.turn(true)
            for _ in 0..<200 {
                // Beats are paced by the wall's clock, as the block's watchdog is.
                try await Task.sleep(for: .seconds(0.05))
                if await block.status()?.asset.dropTest == .passed { break }
            }
            try await key.turn(false)
            return await block.status()?.asset.dropTest == .passed
        }
        try #require(isPassed, "the drop test was not passed")
    }

    /// Every permit on record.
    func permits() throws -> [PermitGiven] {
        try onRecord().compactMap { record in
            if case .permit(let permit) = try record.entry() { permit } else { nil }
        }
    }
}
