import Act
package import Determinism
import Glibc

/// Plant time for a running twin: wall time, or a simulated plant's that runs faster.
///
/// The only place of the product that reads a clock. Plant time follows the machine's monotonic
/// clock from one reading of UTC at the start, so that a jump of the wall clock moves no cadence.
/// That clock also counts while the machine sleeps: what lay in between was not watched, and a
/// permit given before is no longer young.
package struct PlantClock: Sendable {
    private let originUTC: Int64
    private let originMonotonic: Int64
    /// Plant seconds per wall second; 1 for a real plant.
    package let speed: Double

    /// A clock that starts at the machine's UTC now.
    package init(speed: Double = 1) {
        precondition(speed > 0 && speed.isFinite, "clock speed \(speed)")
        originUTC = Self.read(CLOCK_REALTIME)
        originMonotonic = Self.read(CLOCK_BOOTTIME)
        self.speed = speed
    }

    /// The plant's time now.
    package var now: PlantTime {
        let wall = Double(Self.read(CLOCK_BOOTTIME) - originMonotonic)
        return PlantTime(nanoseconds: originUTC + Int64(wall * speed))
    }

    /// The machine's monotonic clock, for permits and timeouts.
    package static var monotonic: MonotonicInstant {
        MonotonicInstant(nanoseconds: read(CLOCK_BOOTTIME))
    }

    /// The machine's UTC, for records only.
    package static var utc: PlantTime { PlantTime(nanoseconds: read(CLOCK_REALTIME)) }

    /// Wall seconds until the plant's clock shows `time`; 0 if it has passed.
    package func wallSeconds(until time: PlantTime) -> Double {
        max(0, time.seconds(since: now) / speed)
    }

    private static func read(_ clock: clockid_t) -> Int64 {
        var time = timespec()
        unsafe clock_gettime(clock, &time)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }
}

extension WriteProtocol.Clocks {
    /// Both clocks now.
    static func now(_ clock: PlantClock) -> WriteProtocol.Clocks {
        WriteProtocol.Clocks(plant: clock.now, wall: PlantClock.monotonic)
    }
}
