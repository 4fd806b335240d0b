package import Determinism
package import Guard
package import Tags

/// Setpoints as the guard read them, so that ramp windows can be rebuilt after a restart.
package struct Watched: Hashable, Codable, Sendable {
    package struct Setpoint: Hashable, Codable, Sendable {
        package let tag: TagName
        /// In the tag's SI unit.
        package let value: Double

        package init(_ tag: TagName, _ value: Double) {
            self.tag = tag
            self.value = value
        }
    }

    package let readAt: PlantTime
    /// Those that could be read; one that is not named was not.
    package let setpoints: [Setpoint]

    package init(readAt: PlantTime, setpoints: [Setpoint]) {
        self.readAt = readAt
        self.setpoints = setpoints
    }
}

/// Says which readings of setpoints go on record: every change, and enough of the rest that no
/// hole on record is longer than half of what the guard lets pass.
///
/// A hole on record is never shorter than the true one, and no change is left out: a window that
/// is rebuilt from the record shows all travel, and is never called watched when it was not.
package struct WatchedLog: Sendable {
    /// A setpoint that stands still is recorded again after so long, plant time [s].
    package let period: Double
    private var last: [TagName: ReadbackHistory.Reading] = [:]

    /// `longestGap`: the longest pause between two readings that counts as watched [s].
    package init(longestGap: Double) {
        precondition(longestGap > 0, "a longest gap of \(longestGap) s")
        period = longestGap / 2
    }

    /// Often enough to rebuild the windows of every handle: by the shortest pause that ends one,
    /// which is the longest readback gap or a handle's own age limit.
    ///
    /// - Parameter spacing: between two readings [s]; counts where the rules state no pause.
    package init(_ rules: GuardRules, readEvery spacing: Double) {
        let ages = rules.handles.compactMap { handle in
            rules.inputs.first { $0.tag == handle.tag }?.ageLimit
        }
        let pauses = (ages + [rules.longestReadbackGap].compactMap(\.self)).filter { $0 > 0 }
        self.init(longestGap: pauses.min() ?? spacing)
    }

    /// What to record of one reading of the plant; nil if nothing.
    package mutating func note(_ live: LivePlant) -> Watched? {
        var readings: [(tag: TagName, value: Finite)] = []
        for handle in live.handles {
            if let value = handle.setpoint.flatMap(Finite.init) {
                readings.append((handle.tag, value))
            }
        }
        guard readings.contains(where: { isNews($0.tag, $0.value.value, at: live.readAt) }) else {
            return nil
        }
        for (tag, value) in readings {
            last[tag] = ReadbackHistory.Reading(value, at: live.readAt)
        }
        return Watched(
            readAt: live.readAt,
            setpoints: readings.map { Watched.Setpoint($0.tag, $0.value.value) })
    }

    /// A clock that was set back makes news, too.
    private func isNews(_ tag: TagName, _ value: Double, at time: PlantTime) -> Bool {
        guard let known = last[tag], let age = time.elapsed(since: known.at) else { return true }
        return known.value != value || !(age >= 0 && age < period)
    }
}
