package import Act
package import Determinism
import Guard
package import GuardSide
package import Tags

/// How the guard stands, for whoever asks.
package struct GuardStatus: Hashable, Codable, Sendable {
    /// What the twin has shown in the region in which the plant runs.
    package struct Record: Hashable, Codable, Sendable {
        /// Nil if it runs where the model is not judged, or nobody says.
        package let region: String?
        package let shown: TrackRecord.Showing
        /// The loop's claim.
        package let forecasts: [ForecastFigures]
        /// Days since an unsound plan was refused; nil if none ever was.
        package let cleanDays: Double?

        package init(_ facts: ModeFacts) {
            region = facts.showing.region
            shown = facts.showing.record
            forecasts = facts.showing.forecasts
            cleanDays = facts.showing.cleanDays
        }
    }

    package let welcome: Welcome
    /// The card on the table.
    package let card: DecisionID?
    package let nextDecision: DecisionID
    /// Decisions whose end is not known.
    package let unsettled: [DecisionID]
    /// What stands against the next rung of the ladder.
    package let blockers: [Blocker]
    /// When the plant was last read; nil if never.
    package let readAt: PlantTime?
    /// The process that is the loop; nil if there is none.
    package let loop: Int32?
    /// Handles that somebody has, or that were shed.
    package let taken: [TagName]
    package let record: Record

    package init(
        welcome: Welcome, card: DecisionID?, nextDecision: DecisionID, unsettled: [DecisionID],
        blockers: [Blocker], readAt: PlantTime?, loop: Int32?, taken: [TagName] = [],
        record: Record = Record(ModeFacts())
    ) {
        self.welcome = welcome
        self.card = card
        self.nextDecision = nextDecision
        self.unsettled = unsettled
        self.blockers = blockers
        self.readAt = readAt
        self.loop = loop
        self.taken = taken
        self.record = record
    }
}
