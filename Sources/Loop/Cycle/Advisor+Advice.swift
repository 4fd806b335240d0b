import Determinism
package import Optimize

extension Advisor {
    /// The recommendation that follows from `inputs`, with all that stands around it. Nothing else
    /// has a say in it but the settings and when the deadline stopped the solver.
    mutating func advise(
        on inputs: AdviceInputs, solving options: SolverOptions
    ) -> CycleOutcome.Advice {
        former = inputs.former
        let believed = inputs.believed
        let forecast = forecast(from: believed)
        let (situation, recommendation) = recommend(
            believed, inputs.live, inputs.desk, forecast, options)
        // Only a card needs to know how sure its worth is, and that takes a third of a turn.
        let deviation =
            recommendation.moves.isEmpty
            ? nil : gainDeviation(recommendation, situation, believed)
        let proposal = settings.proposal(
            of: recommendation, gainDeviation: deviation, believing: believed,
            on: inputs.snapshot, as: inputs.decision)
        return CycleOutcome.Advice(
            inputs: inputs, situation: situation, forecast: forecast,
            recommendation: recommendation,
            explanation: Explanation(recommendation, of: settings.problem, given: situation),
            proposal: proposal)
    }
}

/// Makes a recommendation again from the inputs that were kept with it.
package struct Recalculation {
    private var advisor: Advisor
    package let settings: LoopSettings

    package init(_ settings: LoopSettings) {
        self.settings = settings
        advisor = Advisor(settings)
    }

    package mutating func advise(
        on inputs: AdviceInputs, solving options: SolverOptions = SolverOptions()
    ) -> CycleOutcome.Advice {
        advisor.advise(on: inputs, solving: options)
    }
}
