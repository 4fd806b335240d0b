package import Act
import Determinism
import Estimate
import Guard
import LinearAlgebra
import Modeling
import Optimize
package import Tags

extension LoopSettings {
    /// What stands behind a recommendation, in the record's words; hashes, machine, epoch and where
    /// the inputs are kept are the edge's to add.
    ///
    /// - Parameters:
    ///   - requested: the mode asked for; the actual one is in the advice's inputs.
    ///   - stoppedAfter: how often the deadline let the solver go on, if it stopped it.
    package func grounds(
        of advice: CycleOutcome.Advice, requested: Mode, stoppedAfter: Int?
    ) -> Grounds {
        let (inputs, answer) = (advice.inputs, advice.recommendation)
        var grounds = Grounds(
            decision: inputs.decision, at: answer.time,
            calculation: .init(
                solver: NonlinearSolver.ipopt.name, status: SolverClaim(answer.status),
                iterations: answer.iterations, stoppedAfter: stoppedAfter),
            mode: .init(requested: requested, actual: inputs.mode))
        grounds.inputs = seenInputs(inputs)
        grounds.estimate = estimates(inputs.believed.state)
        grounds.prices = zip(problem.terms, prices).map { .init(name: $0.name, price: $1) }
        grounds.candidates = candidates(answer, advice.situation)
        grounds.limits = answer.shadowPrices.map {
            .init(tag: $0.tag, limit: $0.limit, isHigh: $0.isHigh, shadowPrice: $0.perHour)
        }
        grounds.conflicts = answer.conflicts.map {
            .init(tag: $0.tag, isHigh: $0.isHigh, amount: $0.amount, secondsAhead: $0.at)
        }
        grounds.leftAlone = answer.unavailable.map { .init(tag: $0.tag, reason: $0.reason) }
        grounds.sentences = advice.explanation.sentences
        return grounds
    }

    /// Measured inputs of the model and measurements of the estimator, by tag.
    private func seenInputs(_ inputs: AdviceInputs) -> [Grounds.SeenInput] {
        let standIns = inputs.believed.standIns
        return Set(inputTags + estimator.measurements.map(\.tag)).sorted().compactMap { tag in
            inputs.snapshot[tag].map { sample in
                Grounds.SeenInput(
                    sample, at: inputs.snapshot.at, standIn: standIns.first { $0.tag == tag })
            }
        }
    }

    private func estimates(_ state: StateEstimate) -> [Grounds.Estimated] {
        let names = model.states.map(\.name) + state.disturbances.map(\.name)
        let means = state.mean + state.disturbances.map(\.value)
        return names.indices.map {
            .init(name: names[$0], mean: means[$0], variance: state.covariance[$0, $0])
        }
    }

    private func candidates(
        _ answer: Recommendation, _ situation: PlanningSituation
    ) -> [Grounds.Candidate] {
        func candidate(
            _ plan: Grounds.Candidate.Plan, _ setpoints: [[Double]], _ course: PlanPrediction?
        ) -> Grounds.Candidate? {
            guard let course else { return nil }
            var costs = zip(problem.terms, course.termCosts).map {
                Grounds.Priced(name: $0.name, price: $1)
            }
            costs.append(.init(name: "bounds", price: course.penalty))
            costs.append(.init(name: "moves", price: course.travel))
            return .init(plan: plan, costs: costs, total: course.total, setpoints: setpoints)
        }
        let live = [situation.handles.map(\.live)]
        return [
            candidate(.nothing, live, answer.baseline),
            answer.lastPlan.flatMap { candidate(.lastPlan, $0.setpoints, $0.prediction) },
            candidate(.chosen, answer.setpoints, answer.prediction),
        ].compactMap(\.self)
    }
}
