package import Tags

/// For which moves something must be known. What is known is judged for all moves alike.
package enum Demand: String, Codable, Sendable {
    /// Only for moves that no person accepted; for others its absence is noted in the verdict.
    case withoutPerson = "without a person"
    case always
}

/// What the guard must know of itself before it lets anything through.
package struct ItselfRules: Hashable, Codable, Sendable {
    /// Hash of the approved build; nil if none was approved.
    package var approvedBuild: String?
    /// Oldest self-test that counts, on the wall's monotonic clock [s].
    package var selfTestAge: Double? = 3600
    package var demand = Demand.withoutPerson

    package init() {}
}

/// Whether the control system has the companion block (`plc/`), as the approved file says.
package enum CompanionBlock: String, Codable, Sendable {
    case declared
    case notDeclared = "not declared"
}

/// How sure it must be that this process owns the loop.
package struct OwnershipRules: Hashable, Codable, Sendable {
    /// Without the block nothing is written in automatic mode.
    package var block = CompanionBlock.notDeclared
    /// Longest that one write may take, on the wall [s]; positive.
    package var writeTimeout: Double?
    /// The lease must outlast so many of them; positive.
    package var leaseTimeouts = 2.0

    package init() {}
}

/// Why people are at work on the plant, so that nothing may be moved.
package enum HoldKind: String, CaseIterable, Codable, Sendable {
    case workPermit = "work permit"
    case laboratory = "laboratory hold"
}

/// A flag that stops moves while it is up or not known; read like an interlock, by its name.
package struct HoldFlag: Hashable, Codable, Sendable {
    package var name: String
    package var kind: HoldKind
    /// The handles that it stops; empty: the whole asset.
    package var handles: [TagName]

    package init(_ name: String, _ kind: HoldKind, stopping handles: [TagName] = []) {
        self.name = name
        self.kind = kind
        self.handles = handles
    }

    /// Whether a move of this handle waits for it.
    package func stops(_ tag: TagName) -> Bool { handles.isEmpty || handles.contains(tag) }
}

/// Smaller steps in the first cycles after the mode was raised.
package struct SoftStart: Hashable, Codable, Sendable {
    /// For so many cycles of the optimizer; zero or more.
    package var cycles = 3
    /// The largest step is multiplied by this; above 0, at most 1.
    package var share = 0.25

    package init() {}
}

/// What is asked of the model and of what is known about its quality.
package struct ModelRules: Hashable, Codable, Sendable {
    /// Regions of operation in which the model may be acted on; nil: every one that it knows.
    package var regions: [String]?
    /// Oldest verdict on the model's quality that counts [s].
    package var gateAge: Double?
    package var demand = Demand.withoutPerson

    package init() {}
}
