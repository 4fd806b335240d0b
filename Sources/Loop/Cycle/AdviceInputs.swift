package import Determinism
package import Guard
import GuardSide
package import Optimize
package import Tags

/// All that one recommendation follows from, beside the twin's files and the program itself: kept
/// with the decision, it gives the same recommendation again, bit for bit.
package struct AdviceInputs: Hashable, Codable, Sendable {
    /// The believed state is of this instant.
    package let believed: Believed
    package let live: LivePlant
    package let snapshot: Snapshot
    package let mode: Mode
    package let decision: DecisionID
    /// Handles of which something was read, or that are taken; by tag.
    package let setpoints: [SeenSetpoint]
    /// What the plan before left; nil if there was none.
    package let former: FormerPlan?

    /// What the guard's side knew of one setpoint.
    package struct SeenSetpoint: Hashable, Codable, Sendable {
        package let tag: TagName
        /// When it was read, rising, and what it was, in SI. Of a stretch of equal readings only
        /// the first and the last stand here: plans ask for extremes within windows and for turns,
        /// which those between do not change.
        package let times: [PlantTime]
        package let values: [Double]
        /// The operator has it until then; nil if he has not.
        package let takenUntil: PlantTime?
        /// What the guard would let pass of it; nil before the plant was read.
        package let leave: HandleLeave?
    }

    init(
        _ believed: Believed, _ live: LivePlant, _ snapshot: Snapshot, _ desk: DeskView,
        former: FormerPlan?
    ) {
        self.believed = believed
        self.live = live
        self.snapshot = snapshot
        mode = desk.mode
        decision = desk.nextDecision
        let tags = Set(desk.readbacks.keys).union(desk.taken.keys).union(desk.leave.map(\.tag))
        setpoints = tags.sorted().map { tag in
            let readings = Self.ends(of: desk.readbacks[tag]?.readings ?? [])  // only taken
            return SeenSetpoint(
                tag: tag, times: readings.map(\.at), values: readings.map(\.value),
                takenUntil: desk.taken[tag], leave: desk.leave(of: tag))
        }
        self.former = former
    }

    /// The readings without those that lie between two equal ones.
    private static func ends(
        of readings: [ReadbackHistory.Reading]
    ) -> [ReadbackHistory.Reading] {
        readings.indices.filter { i in
            i == 0 || i == readings.count - 1
                || readings[i - 1].value != readings[i].value
                || readings[i + 1].value != readings[i].value
        }.map { readings[$0] }
    }

    /// The guard's side as it was seen.
    var desk: DeskView {
        var readbacks: [TagName: ReadbackHistory] = [:]
        var taken: [TagName: PlantTime] = [:]
        for seen in setpoints {
            let readings = zip(seen.times, seen.values).compactMap { time, value in
                Finite(value).map { ReadbackHistory.Reading($0, at: time) }
            }
            if let newest = readings.last {
                readbacks[seen.tag] = ReadbackHistory(
                    recalling: readings, until: newest.at, gap: .infinity, reach: .infinity)
            }
            taken[seen.tag] = seen.takenUntil
        }
        return DeskView(
            mode: mode, readbacks: readbacks, taken: taken, nextDecision: decision,
            leave: setpoints.compactMap(\.leave))
    }
}
