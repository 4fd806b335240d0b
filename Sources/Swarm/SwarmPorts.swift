import Act
import CompanionBlock
import ConnectModbusWriting
import Determinism
import Guard
import GuardRoom
import Tags

/// The rehearsed plant as the guard's side of one process reaches it.
struct SwarmPlant: PlantPort {
    let world: SwarmWorld
    let life: Int

    func read() async -> (samples: [RawSample], trouble: [String]) {
        world.pass(world.asset.readSeconds, life: life)
        let answer = world.read(life: life)
        await world.between(life)
        return (answer, [])
    }

    func write(_ move: ReleasedMove) async -> WriteStatus {
        let status = world.write(move, life: life)
        if world.bug == .writesTwice { _ = world.write(move, life: life) }
        await world.between(life)
        return status
    }

    func close() {}
}

/// The rehearsed companion block as the guard's side of one process reaches it.
struct SwarmBlockPort: BlockPort {
    let world: SwarmWorld
    let life: Int

    func status() async -> BlockMaster.Status? {
        world.reach(life) { $0.blockStatus() } ?? nil
    }

    func claim() async throws(BlockFailure) -> UInt16 {
        try (world.reach(life) { $0.claim() } ?? .failure(.notSent(reason: "dead"))).get()
    }

    func command(
        _ move: ReleasedMove, epoch: UInt16, expecting seen: LoopStatus
    ) async throws(BlockFailure) -> BlockMaster.Applied {
        if world.bug == .passesBlock {
            _ = world.write(move, life: life)
            throw .unknown(reason: "went past the block")
        }
        let answer = world.reach(life) { $0.command(move, epoch: epoch, expecting: seen) }
        await world.stepDown(life)
        await world.between(life)
        return try (answer ?? .failure(.unknown(reason: "dead"))).get()
    }

    func beat(epoch: UInt16, count: UInt16) async -> Bool {
        tell({ $0.beat(epoch: epoch, count: count) }, lostBy: .beatsLost)
    }

    func shed(epoch: UInt16) async -> Bool { tell { $0.shed(epoch: epoch) } }
    func release(epoch: UInt16) async -> Bool { tell { $0.release(epoch: epoch) } }
    func close() {}

    private func tell(
        _ word: @Sendable (inout SwarmBlock) -> Void, lostBy fault: SwarmFault? = nil
    ) -> Bool {
        // A process that is dead reaches nothing.
        world.reach(life) { $0.tell(word, lostBy: fault) } ?? false
    }
}

/// The rehearsed clocks of one process; the wall runs as fast as the plant.
struct SwarmClock: GuardClock {
    let world: SwarmWorld
    let life: Int
    /// The wall at the process's start [s], and how far UTC was off then.
    let started: (wall: Double, shift: Double)

    var now: PlantTime { .seconds(world.asset.origin + world.now) }
    var monotonic: MonotonicInstant {
        // A planted bug: the wall stands still for the process, and its lease never ends.
        let wall = world.bug == .stopsClock ? started.wall : world.now
        return MonotonicInstant(nanoseconds: Int64((wall * 1e9).rounded()) + 1_000_000_000)
    }
    var utc: PlantTime { .seconds(world.asset.origin + world.now + world.utcShift) }
    var utcDrift: Double { world.utcShift - started.shift }

    func pause(_ seconds: Double) async {
        world.pass(seconds, life: life)
        await world.between(life)
    }
}
