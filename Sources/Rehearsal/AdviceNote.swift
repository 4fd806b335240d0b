package import Determinism
import Estimate
import Guard
import Loop
package import Optimize
package import Tags

/// One recommendation of a rehearsal and what became of it, for those who ask why a day went so.
package struct AdviceNote: Sendable {
    package let at: PlantTime
    /// What was sensed, SI.
    package let snapshot: Snapshot
    /// Means of the model's states, SI, in its order.
    package let believed: [Double]
    /// Live setpoints, and those planned for now, one a handle; SI. No plan: none planned.
    package let live: [Double]
    package let planned: [Double]
    /// Held variables soon after now, if nothing is moved and under the plan, and the lowest and
    /// highest value under the plan; SI.
    package let held: [HeldCourse]
    package let status: SolveStatus
    /// Money per hour against leaving everything as it is.
    package let gainPerHour: Double
    /// Handles that may not move, and why.
    package let unavailable: [UnavailableHandle]
    /// Nil if nothing was put before the operator.
    package let decision: DecisionID?
    /// In a word or two: "nothing to move", "waits", "rejected", "verified", "denied: rate …".
    package internal(set) var answer: String

    /// One held variable under two courses.
    package struct HeldCourse: Sendable {
        package let tag: TagName
        package let soonIfLeft: Double
        package let lowest: Double
        package let highest: Double
    }

    init(_ advice: CycleOutcome.Advice, in outcome: CycleOutcome) {
        let recommendation = advice.recommendation
        at = recommendation.time
        snapshot = outcome.snapshot
        believed = outcome.believed?.state.mean ?? []  // advice rests on what is believed
        live = advice.situation.handles.map(\.live)
        planned = recommendation.setpoints.first ?? []  // unsolved: no plan
        held = recommendation.held.enumerated().map { i, outlook in
            HeldCourse(
                tag: outlook.tag,
                // In a trace; no plan, no number.
                soonIfLeft: recommendation.baseline?.held[i].first ?? .nan,
                lowest: outlook.lowest, highest: outlook.highest)
        }
        status = recommendation.status
        gainPerHour = recommendation.gainPerHour
        unavailable = recommendation.unavailable
        decision = advice.proposal?.id
        answer = advice.proposal == nil ? "nothing to move" : "no answer"
    }
}
