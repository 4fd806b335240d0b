import Act
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
