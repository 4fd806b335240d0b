package import Determinism
package import Tags

/// What was read of one setpoint, newest last: the base of ramp limits.
package struct ReadbackHistory: Hashable, Codable, Sendable {
    package struct Reading: Hashable, Codable, Sendable {
        package let at: PlantTime
        /// In the tag's SI unit; finite.
        package let value: Double

        package init(_ value: Finite, at time: PlantTime) {
            at = time
            self.value = value.value
        }
    }

    /// Times rise strictly.
    package private(set) var readings: [Reading] = []
    /// Readings older than this before the newest are forgotten, but for one [s].
    package let reach: Double
    /// How long after the last recalled reading the first new one may come [s]; nil once it came.
    private var longestPause: Double?
    /// At most this many are kept; the oldest go first, and what they covered becomes unknown.
    package static let capacity = 200_000

    /// `reach` must be at least `HandleRules.lookBack` [s].
    package init(reach: Double = 3600) { self.reach = reach }

    /// What an earlier run read of the setpoint, oldest first, as far back from `now` as it goes
    /// without a hole longer than `gap` [s], the pause between the runs included.
    ///
    /// What lies beyond a hole is forgotten, so that windows which reach there are not covered.
    /// Readings out of order, or later than now, show that clocks cannot be trusted: none is taken.
    package init(
        recalling earlier: [Reading], until now: PlantTime, gap: Double, reach: Double = 3600
    ) {
        self.init(reach: reach)
        let inOrder = zip(earlier, earlier.dropFirst()).allSatisfy { $0.at < $1.at }
        guard inOrder, let newest = earlier.last, newest.at <= now else { return }
        var first = earlier.endIndex
        var later = now
        while first > 0, let hole = later.elapsed(since: earlier[first - 1].at), hole <= gap {
            first -= 1
            later = earlier[first].at
        }
        guard first < earlier.endIndex else { return }
        for reading in earlier[first...] { note(reading) }
        longestPause = gap
    }

    /// Adds a reading. One that is not later than the newest is a duplicate and is dropped.
    package mutating func note(_ value: Finite, at time: PlantTime) {
        note(Reading(value, at: time))
    }

    private mutating func note(_ reading: Reading) {
        let time = reading.at
        if let newest = readings.last {
            if time <= newest.at { return }
            if let pause = longestPause {
                let isShort = time.elapsed(since: newest.at).map { $0 <= pause } == true
                if !isShort { readings = [] }
                longestPause = nil
            }
        }
        readings.append(reading)
        var stale = max(0, readings.count - Self.capacity)
        while stale + 1 < readings.count,
            let age = time.elapsed(since: readings[stale + 1].at), age > reach
        {
            stale += 1
        }
        if stale > 0 { readings.removeFirst(stale) }
    }

    /// The readings that say what the setpoint was over the whole of the last `window` seconds: the
    /// last one at or before its start, and all after. Nil if the window is not covered, a hole is
    /// longer than `gap`, or a reading is stamped after now.
    package func covering(_ window: Double, until now: PlantTime, gap: Double) -> ArraySlice<
        Reading
    >? {
        guard let newest = readings.last, let silence = now.elapsed(since: newest.at),
            silence >= 0 && silence <= gap
        else { return nil }
        var first = readings.count - 1
        while let age = now.elapsed(since: readings[first].at), !(age >= window) {
            guard first > 0, let hole = readings[first].at.elapsed(since: readings[first - 1].at),
                hole <= gap
            else { return nil }
            first -= 1
        }
        return readings[first...]
    }

    /// Directions of the changes larger than `resolution` among readings, oldest first: true is up.
    package static func changes(
        in readings: ArraySlice<Reading>, beyond resolution: Double
    ) -> [Bool] {
        guard var reference = readings.first?.value else { return [] }
        var directions: [Bool] = []
        for reading in readings where abs(reading.value - reference) > resolution {
            directions.append(reading.value > reference)
            reference = reading.value
        }
        return directions
    }
}
