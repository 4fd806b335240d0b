package import Determinism
package import Tags

/// How the solver says it ended.
package enum SolverClaim: String, CaseIterable, Codable, Sendable {
    case optimal, acceptable, infeasible
    case iterationLimit = "iteration limit"
    case timeLimit = "time limit"
    case notANumber = "not a number"
    case failed
}

/// What the loop says about its answer, as plain numbers that can be added up again.
package struct Certificate: Hashable, Codable, Sendable {
    package var status: SolverClaim
    /// Time of the snapshot the predictions start from.
    package var predictedFrom: PlantTime
    package var trajectories: [PredictedTrajectory]
    /// Every bound of the problem that the moves and the held values met.
    package var bounds: [CertifiedBound]
    /// The complementarity gap the loop claims, in the objective's unit.
    package var gap: Double
    /// The largest residual of the model's equations the loop claims; the guard has no model, so it
    /// is recorded as a claim and refused only when it is itself too large.
    package var residual: Double
    /// Gain over doing nothing, predicted now [money/h].
    package var gain: Double
    /// Its standard deviation [money/h].
    package var gainDeviation: Double
    /// Inputs without a good value, at the solve or since, and what was taken instead.
    package var standIns: [StandIn]
    /// Where the model stands; nil if the loop does not say.
    package var model: ModelStanding?

    package init(
        status: SolverClaim, predictedFrom: PlantTime, trajectories: [PredictedTrajectory],
        bounds: [CertifiedBound], gap: Double, residual: Double, gain: Double,
        gainDeviation: Double, standIns: [StandIn] = [], model: ModelStanding? = nil
    ) {
        self.status = status
        self.predictedFrom = predictedFrom
        self.trajectories = trajectories
        self.bounds = bounds
        self.gap = gap
        self.residual = residual
        self.gain = gain
        self.gainDeviation = gainDeviation
        self.standIns = standIns
        self.model = model
    }
}

/// The last verdict on the quality of the model.
package enum QualityGate: String, CaseIterable, Codable, Sendable {
    case green, amber, red
}

/// Where the plant is as the model sees it, and how good the model is there.
package struct ModelStanding: Hashable, Codable, Sendable {
    /// The region of operation; nil if it is none that the model knows.
    package var region: String?
    package var gate: QualityGate
    /// When its quality was judged.
    package var judgedAt: PlantTime

    package init(region: String?, gate: QualityGate, judgedAt: PlantTime) {
        self.region = region
        self.gate = gate
        self.judgedAt = judgedAt
    }
}

/// The last good value of an input that had none when it was needed.
package struct StandIn: Hashable, Codable, Sendable {
    package let tag: TagName
    /// In the tag's SI unit.
    package let value: Double
    /// When it was good.
    package let at: PlantTime

    package init(_ tag: TagName, _ value: Double, at: PlantTime) {
        self.tag = tag
        self.value = value
        self.at = at
    }
}

/// What one controlled variable is predicted to do under the move.
package struct PredictedTrajectory: Hashable, Codable, Sendable {
    package var tag: TagName
    /// Seconds after `predictedFrom`, rising [s].
    package var times: [Double]
    /// As many as times, in the tag's SI unit.
    package var means: [Double]
    /// Standard deviations, as many as times, zero or more.
    package var deviations: [Double]

    package init(tag: TagName, times: [Double], means: [Double], deviations: [Double]) {
        self.tag = tag
        self.times = times
        self.means = means
        self.deviations = deviations
    }
}

/// A value of the solution, its bounds and what the bounds cost.
package struct CertifiedBound: Hashable, Codable, Sendable {
    /// A tag and where on the horizon, for the reader.
    package var name: String
    package var value: Double
    package var low: Double?
    package var high: Double?
    /// Objective per unit of the low bound; zero or more.
    package var lowMultiplier: Double
    /// Objective per unit of the high bound; zero or more.
    package var highMultiplier: Double

    package init(
        name: String, value: Double, low: Double?, high: Double?, lowMultiplier: Double,
        highMultiplier: Double
    ) {
        self.name = name
        self.value = value
        self.low = low
        self.high = high
        self.lowMultiplier = lowMultiplier
        self.highMultiplier = highMultiplier
    }
}
