package import Determinism
package import Guard
package import Tags

/// What a recommendation rests on, recorded beside it and before anything is done with it.
///
/// Moves, prediction and band stand in the recommendation, margins in the verdict, people and
/// tokens in the answers. The guard does not judge any of this; it keeps it.
package struct Grounds: Hashable, Codable, Sendable {
    package let decision: DecisionID
    /// Time of the snapshot the calculation started from.
    package let at: PlantTime
    package var inputs: [SeenInput] = []
    /// States, then disturbances, as believed.
    package var estimate: [Estimated] = []
    /// Of the objective, one a term [money per SI unit].
    package var prices: [Priced] = []
    package var candidates: [Candidate] = []
    /// Limits that stop the plan, dearest first.
    package var limits: [BindingLimit] = []
    /// Bounds that no plan can keep, and by how much.
    package var conflicts: [Conflict] = []
    /// Handles the plan left alone.
    package var leftAlone: [LeftAlone] = []
    package var calculation: Calculation
    /// The explanation as the card shows it.
    package var sentences: [String] = []
    package var mode: AskedMode
    /// SHA-256 of what it ran by: model, twin's file, program.
    package var hashes: [Opened.Setting] = []
    /// The machine it was calculated on, in words; equal texts calculate alike.
    package var machine = ""
    /// The companion block's count of claims; nil where there is no such block.
    package var leaseEpoch: UInt64?
    /// Of all chance in the run; nil where nothing was drawn by chance.
    package var seed: UInt64?
    /// Where the exact inputs are kept for a recalculation; nil if they could not be kept.
    package var kept: KeptInputs?

    package init(
        decision: DecisionID, at time: PlantTime, calculation: Calculation, mode: AskedMode
    ) {
        self.decision = decision
        at = time
        self.calculation = calculation
        self.mode = mode
    }
}

/// Which mode was asked for, and which was in force.
package struct AskedMode: Hashable, Codable, Sendable {
    package let requested: Mode
    package let actual: Mode

    package init(requested: Mode, actual: Mode) {
        self.requested = requested
        self.actual = actual
    }
}

extension Grounds {
    /// A measurement as it was used, or why it was not there.
    package struct SeenInput: Hashable, Codable, Sendable {
        package let tag: TagName
        /// In the tag's SI unit; nil exactly when the quality is bad.
        package let value: Double?
        /// "good", "uncertain" or "bad".
        package let quality: String
        package let reason: QualityReason?
        /// Of the value at the calculation [s].
        package let age: Double
        /// What was taken in its place, and when that was good.
        package let standIn: StandIn?

        package init(_ sample: Sample, at now: PlantTime, standIn: StandIn?) {
            tag = sample.tag
            value = sample.value?.value
            switch sample.quality {
            case .good: quality = "good"
            case .uncertain: quality = "uncertain"
            case .bad: quality = "bad"
            }
            reason = sample.quality.reason
            age = now.seconds(since: sample.at)
            self.standIn = standIn
        }
    }

    /// One estimated quantity, in its SI unit.
    package struct Estimated: Hashable, Codable, Sendable {
        package let name: String
        package let mean: Double
        /// Its element on the covariance's diagonal.
        package let variance: Double

        package init(name: String, mean: Double, variance: Double) {
            self.name = name
            self.mean = mean
            self.variance = variance
        }
    }

    package struct Priced: Hashable, Codable, Sendable {
        package let name: String
        package let price: Double

        package init(name: String, price: Double) {
            self.name = name
            self.price = price
        }
    }

    /// A plan that was weighed, and what it costs over the horizon [money].
    package struct Candidate: Hashable, Codable, Sendable {
        package enum Plan: String, CaseIterable, Codable, Sendable {
            /// Every handle stays at its live setpoint.
            case nothing = "do nothing"
            /// What the last calculation planned goes on.
            case lastPlan = "last plan"
            case chosen
        }

        package let plan: Plan
        /// Money terms in the objective's order, then broken soft bounds, then the moves' price.
        package let costs: [Priced]
        package let total: Double
        /// Planned setpoints by block, then handle, SI.
        package let setpoints: [[Double]]

        package init(plan: Plan, costs: [Priced], total: Double, setpoints: [[Double]]) {
            self.plan = plan
            self.costs = costs
            self.total = total
            self.setpoints = setpoints
        }
    }

    package struct BindingLimit: Hashable, Codable, Sendable {
        package let tag: TagName
        /// Such as "operator limit".
        package let limit: String
        package let isHigh: Bool
        /// Worth of one SI unit more [money/h].
        package let shadowPrice: Double

        package init(tag: TagName, limit: String, isHigh: Bool, shadowPrice: Double) {
            self.tag = tag
            self.limit = limit
            self.isHigh = isHigh
            self.shadowPrice = shadowPrice
        }
    }

    package struct Conflict: Hashable, Codable, Sendable {
        package let tag: TagName
        package let isHigh: Bool
        /// The smallest breach found, SI.
        package let amount: Double
        /// Of the largest breach, seconds ahead.
        package let secondsAhead: Double

        package init(tag: TagName, isHigh: Bool, amount: Double, secondsAhead: Double) {
            self.tag = tag
            self.isHigh = isHigh
            self.amount = amount
            self.secondsAhead = secondsAhead
        }
    }

    package struct LeftAlone: Hashable, Codable, Sendable {
        package let tag: TagName
        package let reason: String

        package init(tag: TagName, reason: String) {
            self.tag = tag
            self.reason = reason
        }
    }

    /// How the calculation went.
    package struct Calculation: Hashable, Codable, Sendable {
        package let solver: String
        package let status: SolverClaim
        package let iterations: Int
        /// How often its deadline let it go on before it stopped it; nil if it never did.
        package let stoppedAfter: Int?

        package init(solver: String, status: SolverClaim, iterations: Int, stoppedAfter: Int?) {
            self.solver = solver
            self.status = status
            self.iterations = iterations
            self.stoppedAfter = stoppedAfter
        }
    }

    /// The exact inputs, kept apart under their hash, so that they cannot be exchanged.
    package struct KeptInputs: Hashable, Codable, Sendable {
        /// SHA-256, hexadecimal.
        package let hash: String
        package let bytes: Int

        package init(hash: String, bytes: Int) {
            self.hash = hash
            self.bytes = bytes
        }
    }
}
