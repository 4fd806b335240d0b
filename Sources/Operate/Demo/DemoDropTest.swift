import CompanionBlock
import ConnectModbus
import ConnectModbusWriting
import Determinism
import FurnacePlant
import GuardRoom
package import Seal
import Tags

/// The drop test before the demonstration: without one that was passed the guard enters no mode
/// that writes. What a person does at the desk, the simulated furnace's switches do here.
package struct DemoDropTest {
    /// How long the pulpit may take to put all loops into remote, on the wall [s].
    private static let patience = 60.0

    private let twin: SealedTwin

    package init(twin: SealedTwin) { self.twin = twin }

    /// Claims, beats until the loops are in remote, withholds the beats and watches.
    ///
    /// - Returns: what was seen, in one line.
    package func run() async throws -> String {
        guard let (connection, _) = twin.fenced, let block = ModbusBlock(twin, mayWrite: true),
            let key = try DropKey(connection, coil: PlantPoint.dropTestCoil)
        else { throw DemoFailure("the twin declares no block of a simulated plant") }
        defer {
            block.close()
            key.close()
        }
        let epoch = try await block.claim()
        let (before, lastBeat) = try await handOver(block, epoch)
        try await key.turn(true)
        let watchdog = Double(before.asset.watchdog)
        let seen = await block.watchDrop(
            since: lastBeat, before: before, watchdog: watchdog, settling: 10)
        try await key.turn(false)
        guard let shedAfter = seen.shedAfter, seen.haveAllLeft, seen.test == .passed else {
            throw DemoFailure("the drop test was not passed: \(seen)")
        }
        let slowest = seen.loops.compactMap(\.leftRemoteAfter).max() ?? shedAfter  // no loop: none
        return "drop test passed: without beats the block let go after "
            + "\(DemoSummary.round(shedAfter, 1)) s (watchdog \(before.asset.watchdog) s), all "
            + "\(seen.loops.count) loops in local after \(DemoSummary.round(slowest, 1)) s"
    }

    /// Beats until all loops are in remote. Returns the block then, and when the last beat left.
    private func handOver(
        _ block: ModbusBlock, _ epoch: UInt16
    ) async throws -> (BlockMaster.Status, MonotonicInstant) {
        let start = PlantClock.monotonic
        for count in UInt16(1)... {
            let sent = PlantClock.monotonic
            guard await block.beat(epoch: epoch, count: count) else {
                throw DemoFailure("the block takes no beat")
            }
            // Beats are paced by the wall's clock, which the watchdog in the plant goes by.
            try await Task.sleep(for: .seconds(0.5))
            guard let seen = await block.status() else { continue }
            guard seen.asset.epoch == epoch, seen.asset.isOwned else {
                throw DemoFailure("the block has another owner")
            }
            if seen.loops.values.allSatisfy(\.isRemote) { return (seen, sent) }
            guard let waited = sent.elapsed(since: start), waited < Self.patience else { break }
        }
        throw DemoFailure("the loops were not put into remote")
    }
}
