import Act
package import Determinism
package import Guard
package import Tags

/// What the loop may know of the guard's side when it makes a recommendation.
package struct DeskView: Sendable {
    package let mode: Mode
    /// What was read of each setpoint: the base of ramp limits.
    package let readbacks: [TagName: ReadbackHistory]
    /// Handles that an operator has taken, and until when.
    package let taken: [TagName: PlantTime]
    package let nextDecision: DecisionID
    /// What the guard would let pass of each handle, beside what readings tell; empty before the
    /// plant was first read.
    package let leave: [HandleLeave]

    package init(
        mode: Mode, readbacks: [TagName: ReadbackHistory], taken: [TagName: PlantTime],
        nextDecision: DecisionID, leave: [HandleLeave] = []
    ) {
        self.mode = mode
        self.readbacks = readbacks
        self.taken = taken
        self.nextDecision = nextDecision
        self.leave = leave
    }

    package func leave(of tag: TagName) -> HandleLeave? { leave.first { $0.tag == tag } }
}

extension Desk {
    /// The view that the loop plans by.
    package var view: DeskView {
        DeskView(
            mode: mode, readbacks: ledger.readbacks, taken: watch.taken,
            nextDecision: nextDecision,
            leave: seen.map {
                chain.leave(
                    for: $0, in: mode, cyclesSinceClimb: modes.cyclesSinceClimb,
                    remembering: ledger, at: $0.readAt)
            } ?? [])
    }
}
