package import Act
package import Guard
package import Learn
package import Optimize
package import Simulate
package import Tags

/// Everything one turn of the loop found out.
package struct CycleOutcome: Sendable {
    package let snapshot: Snapshot
    package let live: LivePlant
    /// Nil while nothing can be estimated (`LoopCycle.obstacle` says why).
    package var believed: Believed?
    /// Forecasts of earlier turns that have come due, and what was measured instead.
    package var lessons: [PredictionLedger.Judged] = []
    /// Whether the plant runs where the model is judged; nil while no recommendation is due.
    package var isInRegion: Bool?
    /// What the guard is told of the model; nil while no recommendation is due.
    package var model: ModelReport?
    /// Present when a recommendation was due.
    package var advice: Advice?

    /// A recommendation and what stands around it.
    package struct Advice: Sendable {
        /// What it follows from.
        package let inputs: AdviceInputs
        package let situation: PlanningSituation
        /// Under today's setpoints, with bands.
        package let forecast: Forecast
        package let recommendation: Recommendation
        package let explanation: Explanation
        /// What would be put before the guard; nil if nothing is worth moving.
        package var proposal: Proposal?
    }
}
