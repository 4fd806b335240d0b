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

    /// The clock of another process of this machine, from its `text`: both show the same time.
    package init?(_ text: String) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 3, let utc = Int64(parts[0]), let monotonic = Int64(parts[1]),
            let speed = Double(parts[2]), speed > 0, speed <= 1000
        else { return nil }
        originUTC = utc
        originMonotonic = monotonic
        self.speed = speed
    }

    /// For another process of this machine.
    package var text: String { "\(originUTC):\(originMonotonic):\(speed)" }

    /// How far UTC has moved against the monotonic clock since the start [s].
    package var utcDrift: Double {
        let wall = Self.read(CLOCK_BOOTTIME) - originMonotonic
        return Double(Self.read(CLOCK_REALTIME) - originUTC - wall) * 1e-9
    }

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

    static func read(_ clock: clockid_t) -> Int64 {
        var time = timespec()
        unsafe clock_gettime(clock, &time)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }
}

extension PlantClock: GuardClock {
    package var monotonic: MonotonicInstant { Self.monotonic }
    package var utc: PlantTime { Self.utc }

    package func pause(_ seconds: Double) async {
        // Cancelling a run must not cut a read-back short.
        try? await Task.sleep(for: .seconds(seconds))
    }
}
