package import Tags

/// How far and how fast an MV may be moved. Engineering ⊇ operator ⊇ envelope.
package struct MoveLimits: Hashable, Sendable {
    /// What the equipment stands, in SI.
    package var engineering: ClosedRange<Double>
    /// What the operator allows now.
    package var operatorLow: LiveLimit
    package var operatorHigh: LiveLimit
    /// Where the twin may act by itself, in SI; inside `engineering`.
    package var envelope: ClosedRange<Double>
    /// Sliding windows, shortest first; at least one.
    package var ramps: [RampWindow]
    package var moves: MoveRules
    /// How far the twin may take it from where the operator left it within a shift.
    package var drift = DriftDeclaration.notSaid
    /// The role that answers for the limits.
    package var owner: String
    package var reason: String

    /// The steady speed that no ramp window forbids [SI/s]; nil without a window.
    package var fastest: Double? { ramps.map { $0.reach / $0.window }.min() }
}

/// What the file says of drift within a shift.
package enum DriftDeclaration: Hashable, Sendable {
    /// Nothing: not limited.
    case notSaid
    case notLimited
    /// A difference in SI; positive.
    case most(Double)
}

/// When shifts begin: the section `shifts`.
package struct ShiftSettings: Hashable, Sendable {
    /// [s]; a day is a whole number of them.
    package var length: Double
    /// Start of a shift after midnight UTC [s]; below `length`.
    package var offset: Double
}

/// A limit that the operator sets at the control system, or a fixed one in SI.
package enum LiveLimit: Hashable, Sendable {
    case tag(TagName)
    case fixed(Double)
}

/// At most `reach` of travel within any `window`.
package struct RampWindow: Hashable, Sendable {
    /// [s]; positive.
    package var window: Double
    /// A difference in SI; positive.
    package var reach: Double
}

/// How often and how finely an MV is moved.
package struct MoveRules: Hashable, Sendable {
    /// Smaller moves are not made; a difference in SI.
    package var smallest: Double
    /// Between two moves of this MV [s].
    package var atLeastApart: Double
    /// Changes of direction within any hour.
    package var reversalsPerHour: Int
}

/// MVs that are moved together or not at all.
package struct MoveGroup: Hashable, Sendable {
    package var name: String
    /// In the order in which they are written; two or more.
    package var tags: [TagName]
}

/// A linear combination of setpoints that must stay between bounds after every move:
/// low ≤ Σ coefficient · setpoint ≤ high, all in SI.
package struct JointLimit: Hashable, Sendable {
    package struct Part: Hashable, Sendable {
        package var tag: TagName
        package var coefficient: Double
    }

    package var name: String
    package var parts: [Part]
    package var low: Double?
    package var high: Double?
    package var owner: String
    package var reason: String
}
