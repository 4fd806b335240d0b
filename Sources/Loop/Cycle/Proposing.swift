import Determinism
import Estimate
import Guard
import Optimize
import Tags

extension LoopSettings {
    /// What is put before the guard; nil if nothing is worth moving, or if it is advice only.
    func proposal(
        of recommendation: Recommendation, gainDeviation: Double?, believing believed: Believed,
        on snapshot: Snapshot, as decision: DecisionID
    ) -> Proposal? {
        guard !recommendation.moves.isEmpty, !recommendation.isAdviceOnly,
            let certificate = recommendation.certificate, let gainDeviation
        else { return nil }
        let used = Set(inputTags + estimator.measurements.map(\.tag)).sorted()
        return Proposal(
            id: decision, madeAt: recommendation.time,
            expiresAt: recommendation.time.later(by: cardLife),
            moves: recommendation.moves.map(ProposedMove.init),
            shownGain: recommendation.gainPerHour,
            inputs: used.compactMap { tag in
                guard let sample = snapshot[tag], sample.quality.isGood, let value = sample.value
                else { return nil }
                return UsedInput(tag, value.value)
            },
            certificate: Certificate(
                certificate, gainDeviation: gainDeviation, standIns: believed.standIns))
    }

    /// The same multipliers and bounds, with trajectories and gain predicted anew.
    ///
    /// What stood in at the solve stays named as it was, since the moves rest on it.
    func certificate(
        _ old: Certificate, renewedBy courses: (left: PlanPrediction, moved: PlanPrediction),
        in situation: PlanningSituation, believing believed: Believed
    ) -> Certificate {
        var renewed = old
        let named = Set(old.standIns.map(\.tag))
        renewed.standIns += believed.standIns.filter { !named.contains($0.tag) }
        renewed.predictedFrom = situation.time
        renewed.gain = (courses.left.total - courses.moved.total) / (grid.horizon / 3600)
        renewed.trajectories = problem.held.indices.map { i in
            PredictedTrajectory(
                tag: problem.held[i].tag, times: courses.moved.times, means: courses.moved.held[i],
                deviations: courses.moved.times.map {
                    situation.bounds[i].margin?.deviation(at: $0) ?? 0  // held without a band
                })
        }
        return renewed
    }
}

extension Certificate {
    /// The optimizer's numbers in the guard's words.
    init(_ plan: PlanCertificate, gainDeviation: Double, standIns: [StandIn]) {
        self.init(
            status: SolverClaim(plan.status), predictedFrom: plan.predictedFrom,
            trajectories: plan.trajectories.map {
                PredictedTrajectory(
                    tag: $0.tag, times: $0.times, means: $0.means, deviations: $0.deviations)
            },
            bounds: plan.bounds.map {
                CertifiedBound(
                    name: $0.name, value: $0.value, low: $0.low, high: $0.high,
                    // What the barrier leaves on a bound that is not there proves nothing.
                    lowMultiplier: $0.low == nil ? 0 : $0.lowMultiplier,
                    highMultiplier: $0.high == nil ? 0 : $0.highMultiplier)
            },
            gap: plan.gap, residual: plan.residual, gain: plan.gainPerHour,
            gainDeviation: gainDeviation, standIns: standIns)
    }
}

extension SolverClaim {
    init(_ status: SolveStatus) {
        switch status {
        case .optimal: self = .optimal
        case .acceptable: self = .acceptable
        case .infeasible: self = .infeasible
        case .iterationLimit: self = .iterationLimit
        case .timeLimit: self = .timeLimit
        case .notFinite: self = .notANumber
        case .failed: self = .failed
        }
    }
}
