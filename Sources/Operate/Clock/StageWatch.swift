import Determinism
import GuardRoom
package import Tags

/// Wall time of the stages of one turn, by the machine's monotonic clock.
package struct StageWatch: Sendable {
    private var last = PlantClock.monotonic
    /// [s], by the stage's name.
    package private(set) var durations: [String: Finite] = [:]

    /// Starts the first stage.
    package init() {}

    /// Ends a stage and starts the next. A time that cannot be told is left out.
    package mutating func end(_ stage: String) {
        let now = PlantClock.monotonic
        durations[stage] = now.elapsed(since: last).flatMap(Finite.init)
        last = now
    }
}
