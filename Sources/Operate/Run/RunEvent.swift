package import Act
package import Determinism
package import Guard
package import Loop
package import Tags

/// What a run tells those who watch it, as it happens.
package enum RunEvent: Sendable {
    case opened(mode: Mode, settled: [Settled], records: String)
    /// What is to be said of the sealed configuration.
    case seal(String)
    case trouble(String, since: PlantTime)
    case recovered(PlantTime)
    case sensed(CycleOutcome)
    /// Nothing can be estimated and so nothing recommended, in words; nil when it can again.
    case obstacle(String?, at: PlantTime)
    /// The quality of a tag changed.
    case quality(TagName, Quality, at: PlantTime)
    case card(ShownCard, at: PlantTime)
    /// A recommendation was due and there is nothing to move, or none could be made.
    case noMove([String], at: PlantTime)
    /// Nobody asked if the twin changed it by itself, or a request was granted late.
    case mode(Mode, blockers: [Blocker], by: Person?, at: PlantTime)
    case accepted(DecisionID, by: Person, at: PlantTime)
    case rejected(DecisionID, RejectionReason, by: Person, at: PlantTime)
    /// An answer that could not be taken, and why.
    case refused(String, at: PlantTime)
    case outcome(Outcome, Verdict?, at: PlantTime)
    case overridden(Override, at: PlantTime)
    /// What was open was found out by reading.
    case settled(Settled, at: PlantTime)
    case recordTrouble(String)
    case closed(PlantTime)
}
