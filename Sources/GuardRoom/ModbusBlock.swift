package import CompanionBlock
import Connect
import ConnectModbus
package import ConnectModbusWriting
package import Guard
package import Seal
package import Tags

/// The companion block behind a Modbus connection. Setpoints go out in the loop's own unit, as the
/// twin's file states it for the plain register.
package struct ModbusBlock: BlockPort {
    package let master: BlockMaster
    /// This twin's number towards the block.
    private let owner: UInt16
    private let scalings: [TagName: Scaling]

    /// A value of a handle, in SI, as the block counts it; nil for any other tag.
    package func raw(_ value: Double, of tag: TagName) -> Double? {
        scalings[tag]?.raw(value: value)
    }

    /// The value of a handle, in SI, that the block's number means; nil for any other tag.
    package func value(_ raw: Double, of tag: TagName) -> Double? {
        scalings[tag]?.value(raw: raw)
    }

    /// Nil if the twin has no block, or may write nothing.
    package init?(_ twin: SealedTwin, mayWrite: Bool) {
        guard mayWrite, let (connection, block) = twin.fenced,
            let owner = UInt16(exactly: block.owner), owner > 0
        else { return nil }
        self.owner = owner
        var scalings: [TagName: Scaling] = [:]
        for point in twin.connections.flatMap(\.writing) { scalings[point.tag] = point.scaling }
        self.scalings = scalings
        master = BlockMaster(
            connection.settings,
            map: BlockMap(
                control: block.control, status: block.status, statusArea: block.statusArea,
                loops: block.loops.map {
                    .init(tag: $0.tag, mailbox: $0.mailbox, status: $0.status)
                }))
    }

    package func status() async -> BlockMaster.Status? {
        do throws(BlockFailure) { return try await master.status() } catch { return nil }
    }

    package func claim() async throws(BlockFailure) -> UInt16 {
        // Not part of any result: only that two claims differ matters.
        try await master.claim(as: owner, draw: UInt16.random(in: 0...UInt16.max))
    }

    package func command(
        _ move: ReleasedMove, epoch: UInt16, expecting seen: LoopStatus
    ) async throws(BlockFailure) -> BlockMaster.Applied {
        guard let scaling = scalings[move.tag] else { throw .unknownTag(move.tag) }
        return try await master.command(
            scaling.raw(value: move.to.value), to: move.tag, epoch: epoch, expecting: seen)
    }

    package func beat(epoch: UInt16, count: UInt16) async -> Bool {
        do throws(BlockFailure) {
            try await master.beat(epoch: epoch, count: count)
            return true
        } catch { return false }
    }

    package func shed(epoch: UInt16) async -> Bool {
        do throws(BlockFailure) {
            try await master.shed(epoch: epoch)
            return true
        } catch { return false }
    }

    package func release(epoch: UInt16) async -> Bool {
        do throws(BlockFailure) {
            try await master.release(epoch: epoch)
            return true
        } catch { return false }
    }

    package func close() { master.close() }
}
