package import Tags

/// Everything the guard judges by: plain numbers in SI, as approved. A missing one denies.
///
/// No default is an open door: an absent or non-finite limit is never read as "no limit".
package struct GuardRules: Hashable, Codable, Sendable {
    /// The signed write list, in the order in which writes are sent.
    package var handles: [HandleRules] = []
    /// What a decision may be based on.
    package var inputs: [InputRules] = []
    /// Interlocks that must be known and quiet, by name.
    package var interlocks: [String] = []
    /// Plant modes in which the twin may move something.
    package var plantModes: [PlantMode] = [.normal]
    /// Whose acceptance counts.
    package var mayAccept: [Duty] = [.operator, .supervisor]
    /// Handles that move together or not at all.
    package var groups: [[TagName]] = []
    package var jointLimits: [JointLimit] = []
    package var hardLimits: [HardLimit] = []
    package var certificate = CertificateRules()
    package var worth = WorthRules()
    package var itself = ItselfRules()
    package var ownership = OwnershipRules()
    package var model = ModelRules()
    /// Tags of safety systems. One of them on the write list denies everything.
    package var safetyTags: [TagName] = []
    /// Work permits and laboratory holds that must be known and down; each for the asset or for
    /// some handles.
    package var holds: [HoldFlag] = []
    /// Nil: steps are not reduced after a climb.
    package var softStart: SoftStart?
    /// How the recoveries of the handles act on the hard-limited variables. If any are given,
    /// every move must leave a state from which recovery works, not only one without a person.
    package var stepResponses: [StepResponse] = []
    package var recoverability = RecoverabilityRules()

    /// Most moves in one decision.
    package var mostMoves: Int?
    /// Oldest snapshot and oldest live readings that may be judged [s].
    package var snapshotAge: Double?
    /// Longest life of a card, from the solve to its expiry [s].
    package var longestCardLife: Double?
    /// Longest hole in the readings of a setpoint that still counts as "we watched it" [s].
    package var longestReadbackGap: Double?
    /// Life of a permit on the wall's monotonic clock [s].
    package var permitSeconds: Double = 2
    /// How long a handle is left alone after somebody else moved it [s].
    package var handsOffSeconds: Double = 1800

    package init() {}

    /// The rules of a handle; nil if it is not in the write list.
    package func handle(_ tag: TagName) -> HandleRules? { handles.first { $0.tag == tag } }

    /// The moves in the order of the write list, as the guard wants them; unknown tags last.
    package func inWriteOrder(_ moves: [ProposedMove]) -> [ProposedMove] {
        moves.enumerated().sorted { a, b in
            let (i, j) = (position(of: a.element.tag), position(of: b.element.tag))
            return i == j ? a.offset < b.offset : i < j
        }.map(\.element)
    }

    private func position(of tag: TagName) -> Int {
        handles.firstIndex { $0.tag == tag } ?? handles.count
    }
}

/// A closed interval in a tag's SI unit.
package struct Band: Hashable, Codable, Sendable {
    package let low: Double
    package let high: Double

    package init(_ low: Double, _ high: Double) {
        self.low = low
        self.high = high
    }

    /// Both ends finite and in order.
    package var isSound: Bool { low.isFinite && high.isFinite && low <= high }
}

/// Whether the control system offers a live value, or the approved file says that it has none.
package enum LiveSource: String, Codable, Sendable {
    case live
    case notOffered = "not offered"
}

/// The limits of one handle, in its SI unit.
package struct HandleRules: Hashable, Codable, Sendable {
    package var tag: TagName
    /// Never left, whoever asks.
    package var engineering: Band?
    /// Whether operator limits are read live; if they are, an absent one denies.
    package var operatorLimits: LiveSource = .live
    /// Whether the loop tells when its valve is at an end.
    package var saturation: LiveSource = .live
    /// Binds moves without a person only; inside the engineering limits.
    package var envelope: Band?
    /// Largest change of the live setpoint by one move; positive.
    package var largestStep: Double?
    /// Travel allowed within sliding windows; at least one.
    package var ramps: [RampLimit] = []
    /// Smaller moves only wear the valve; zero or more.
    package var smallestMove: Double?
    /// The setpoint must have rested this long [s].
    package var leastApart: Double?
    /// Changes of direction allowed within an hour, this move's included.
    package var reversalsPerHour: Int?
    /// The step in which the control system stores the setpoint; zero or more.
    package var resolution: Double?
    /// Two values closer than this share of the engineering span are the same setpoint.
    package var toleranceShare = 0.001
    /// Nil denies: that drift is not limited must be said.
    package var drift: DriftLimit? = .notLimited
    /// What is done with it when the twin backs off; nil: nothing was declared.
    package var recovery: RecoveryAction?

    package init(_ tag: TagName) { self.tag = tag }

    /// The shift from whose start drift counts; nil if drift is not limited.
    var shift: Shift? {
        if case .most(_, let shift) = drift { return shift }
        return nil
    }

    /// How far back the checks of its rate look [s]: the longest ramp window, the rest between two
    /// moves, the hour in which reversals are counted, and the shift if drift is limited.
    package var lookBack: Double {
        var windows = ramps.map(\.window) + [leastApart ?? 0]  // not given denies by itself
        if let shift { windows.append(shift.length) }
        return windows.filter(\.isFinite).reduce(3600, max)
    }

    /// How far two readings of one setpoint may differ and still be the same value:
    /// the larger of the resolution and a share of the engineering span.
    package var setpointTolerance: Double? {
        guard let resolution = sound(resolution), resolution >= 0,
            let engineering, engineering.isSound, toleranceShare >= 0, toleranceShare <= 1
        else { return nil }
        return max(resolution, toleranceShare * (engineering.high - engineering.low))
    }
}

/// How far a setpoint may travel within a sliding window.
package struct RampLimit: Hashable, Codable, Sendable {
    /// Length of the window [s]; positive.
    package let window: Double
    /// Largest minus smallest value within the window, the move's target included; positive.
    package let reach: Double

    package init(window: Double, reach: Double) {
        self.window = window
        self.reach = reach
    }
}

/// What one input must be like for a decision to rest on it.
package struct InputRules: Hashable, Codable, Sendable {
    package var tag: TagName
    /// Oldest value that counts, measured now or standing in for an absent one [s].
    package var ageLimit: Double?
    /// How far it may have moved since the solve, in its SI unit.
    package var deadband: Double?
    /// Must be good whether or not the decision says it used it.
    package var critical = false
    /// No prediction can be made without it, so the decision must say what it took for it.
    package var needed = false

    package init(
        _ tag: TagName, ageLimit: Double?, deadband: Double?, critical: Bool = false,
        needed: Bool = false
    ) {
        self.tag = tag
        self.ageLimit = ageLimit
        self.deadband = deadband
        self.critical = critical
        self.needed = needed
    }
}

/// low ≤ Σ coefficient · setpoint ≤ high, over setpoints after the move.
package struct JointLimit: Hashable, Codable, Sendable {
    package struct Term: Hashable, Codable, Sendable {
        package let tag: TagName
        package let coefficient: Double

        package init(_ coefficient: Double, _ tag: TagName) {
            self.tag = tag
            self.coefficient = coefficient
        }
    }

    package var name: String
    package var terms: [Term]
    /// Nil if only the high side is limited.
    package var low: Double?
    /// Nil if only the low side is limited. One of the two must be given.
    package var high: Double?

    package init(name: String, terms: [Term], low: Double?, high: Double?) {
        self.name = name
        self.terms = terms
        self.low = low
        self.high = high
    }
}

/// A limit on a controlled variable that a prediction must keep, uncertainty included.
package struct HardLimit: Hashable, Codable, Sendable {
    package var tag: TagName
    /// Lowest value, in the tag's SI unit; nil if only the high side is limited.
    package var low: Double?
    /// Highest value; nil if only the low side is limited. One of the two must be given.
    package var high: Double?
    /// The prediction must reach at least this far [s].
    package var horizon: Double?
    /// Nothing we do now acts earlier than this; earlier points are not the move's consequence [s].
    package var actsAfter: Double = 0
    /// Largest distance between two predicted points [s].
    package var spacing: Double?
    /// How many standard deviations of the prediction must stay inside.
    package var coverage: Double?

    package init(_ tag: TagName) { self.tag = tag }
}

/// What the solver's certificate must show.
package struct CertificateRules: Hashable, Codable, Sendable {
    /// Oldest prediction that may be judged [s].
    package var age: Double?
    /// Largest gap between what was reached and what the multipliers prove possible, in the
    /// objective's unit; also the most by which claimed and recomputed gap may differ.
    package var gap: Double?
    /// How far a value may lie outside its own bound, relative to max(1, |bound|).
    package var feasibility: Double?
    /// Largest residual of the equations the loop may claim.
    package var residual: Double?

    package init() {}
}

/// When a move is worth its trouble.
package struct WorthRules: Hashable, Codable, Sendable {
    /// The gain must exceed this [money/h].
    package var leastGain: Double?
    /// The gain must exceed its own standard deviation times this.
    package var coverage: Double?
    /// Writes allowed within an hour, this decision's included.
    package var writesPerHour: Int?

    package init() {}
}
