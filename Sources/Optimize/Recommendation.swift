package import Determinism
package import Quantities
package import Tags

/// What the optimizer advises, with everything a reader or a judge needs to know of why.
package struct Recommendation: Hashable, Sendable {
    package var time: PlantTime
    package var status: SolveStatus
    /// Set when the bounds cannot all be kept: the plan then breaks as few as it can, by
    /// `conflicts`.
    package var isAdviceOnly = false
    /// The moves to make now; handles that stay are not named. SI.
    package var moves: [Move] = []
    /// The planned setpoints by block, then handle, the first shaped. SI.
    package var setpoints: [[Double]] = []
    /// Money per hour saved against leaving everything as it is, over the horizon.
    package var gainPerHour = 0.0
    /// The same by money term, then soft bounds, then the moves' own price.
    package var gainParts: [NamedAmount] = []
    package var held: [HeldOutlook] = []
    /// Limits that stop the plan, dearest first.
    package var shadowPrices: [ShadowPrice] = []
    /// Bounds that cannot be kept, and by how much.
    package var conflicts: [Conflict] = []
    /// Handles that may not move, and why.
    package var unavailable: [UnavailableHandle] = []
    /// What changed since the last decision, by effect on the moves; largest first.
    package var causes: [Cause] = []
    package var prediction: PlanPrediction?
    package var baseline: PlanPrediction?
    /// What the last plan would do from here; nil if there is none that reaches this far.
    package var lastPlan: WeighedPlan?
    package var certificate: PlanCertificate?
    package var iterations = 0

    package init(time: PlantTime, status: SolveStatus) {
        self.time = time
        self.status = status
    }
}

/// A plan beside the chosen one, and what it does.
package struct WeighedPlan: Hashable, Sendable {
    /// By block, then handle, SI.
    package let setpoints: [[Double]]
    package let prediction: PlanPrediction
}

/// An amount of money per hour and what it is for.
package struct NamedAmount: Hashable, Sendable {
    package let name: String
    package let perHour: Double
}

/// What a held variable is predicted to do under the plan. SI.
package struct HeldOutlook: Hashable, Sendable {
    package let tag: TagName
    package let unit: Unit
    package let lowest: Double
    package let highest: Double
    /// Distance to the nearest bound at the tightest point, negative if broken; nil if unbounded.
    package let margin: Double?
    /// Seconds ahead of the tightest point.
    package let tightestAt: Double?
    /// The same distance if nothing is moved.
    package let marginIfLeft: Double?
}

/// A limit that stops the plan, and what it costs.
package struct ShadowPrice: Hashable, Sendable {
    package let tag: TagName
    /// Such as "operator limit", "ramp limit (10 min)", "low bound".
    package let limit: String
    package let isHigh: Bool
    package let unit: Unit
    /// Money per hour that one SI unit more would be worth; positive.
    package let perHour: Double
}

/// A bound that no plan can keep, as far as the solver can tell. SI.
package struct Conflict: Hashable, Sendable {
    package let tag: TagName
    package let isHigh: Bool
    package let unit: Unit
    /// The smallest breach found.
    package let amount: Double
    /// Seconds ahead of the largest breach.
    package let at: Double
}

/// A handle the plan left alone, and why.
package struct UnavailableHandle: Hashable, Sendable {
    package let tag: TagName
    package let reason: String
}

/// A change since the last decision and what it did to the first move of each handle. SI.
package struct Cause: Hashable, Sendable {
    package enum Factor: Hashable, Sendable {
        case state
        case input(String)
        case disturbance(String)
        case price(String)
        case limits(TagName)
        case bounds(TagName)
    }
    package let factor: Factor
    /// Value then and now, SI; nil where it is more than one number.
    package let before: Double?
    package let now: Double?
    package let unit: Unit?
    /// Move with the change minus move without it, one a handle.
    package let effects: [Double]
}

/// The numbers by which an answer can be checked without solving again. SI and money.
package struct PlanCertificate: Hashable, Sendable {
    package var status: SolveStatus
    package var predictedFrom: PlantTime
    package var trajectories: [Trajectory]
    package var bounds: [CertifiedValue]
    /// Σ multiplier · distance to the bound, over `bounds` [money].
    package var gap: Double
    /// Largest residual of the model equations, relative to each state's size.
    package var residual: Double
    /// Largest |∇f + ∇gᵀλ − z_low + z_high|, in money per scaled unit.
    package var stationarity: Double
    package var gainPerHour: Double

    /// A held variable along the horizon.
    package struct Trajectory: Hashable, Sendable {
        package let tag: TagName
        package let times: [Double]
        package let means: [Double]
        package let deviations: [Double]
    }

    /// A value of the solution with its bounds and what they cost per unit.
    package struct CertifiedValue: Hashable, Sendable {
        package let name: String
        package let value: Double
        package let low: Double?
        package let high: Double?
        package let lowMultiplier: Double
        package let highMultiplier: Double

        /// Σ multiplier · distance.
        package var gap: Double {
            var total = 0.0
            if let low { total += lowMultiplier * abs(value - low) }
            if let high { total += highMultiplier * abs(high - value) }
            return total
        }
    }
}
