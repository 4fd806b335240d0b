package import Act
package import Determinism
package import Tags

/// What the guard's side knows when a mode is asked for or kept. What is not known stands against
/// a mode, as if it were bad.
package struct ModeFacts: Hashable, Sendable {
    /// The configuration the guard judges by.
    package enum Seal: Hashable, Sendable {
        /// Signed by two people, and what the twin's file says now.
        case whole
        /// A simulated plant, which needs none.
        case simulated
        case none
        case broken(String)
    }

    /// The block in the control system.
    package struct Block: Hashable, Sendable {
        /// 0 if it never sheds by itself.
        package var watchdog: Double
        /// Days since its drop test; nil if none is on record.
        package var dropTestDays: Double?
        package var ownsEpoch: Bool
        /// Heartbeats answered since the epoch was claimed.
        package var answeredBeats: Int

        package init(
            watchdog: Double, dropTestDays: Double?, ownsEpoch: Bool, answeredBeats: Int
        ) {
            self.watchdog = watchdog
            self.dropTestDays = dropTestDays
            self.ownsEpoch = ownsEpoch
            self.answeredBeats = answeredBeats
        }
    }

    /// What the twin has shown so far, in the region in which the plant runs.
    package struct Showing: Hashable, Sendable {
        /// How many people signed the envelope.
        package var signers = 0
        /// Nil if the plant runs where the model is not judged, or nobody says.
        package var region: String?
        /// From the guard's own record.
        package var record = TrackRecord.Showing()
        /// The loop's claim.
        package var forecasts: [ForecastFigures] = []
        /// Controlled variables, for which there must be one.
        package var controlled: [TagName] = []
        /// Days since the guard denied something our solver got wrong; nil if it never did.
        package var cleanDays: Double?

        package init() {}
    }

    /// Whether a program is the one that two people approved.
    package enum Build: Hashable, Sendable {
        case approved
        /// None was approved.
        case notApproved
        /// One was approved, and which one runs cannot be told.
        case unknown
        /// Another one runs.
        case other
    }

    /// Whether the journal is as long as the plant remembers it.
    package enum Head: Hashable, Sendable {
        /// No tag of the plant keeps it.
        case notKept
        /// It was not read yet.
        case notRead
        case agrees
        /// Records are missing, or others stand in their place.
        case disagrees(String)
    }

    package var seal = Seal.none
    package var isJournalWritable = false
    package var holdsLease = false
    /// A person answers for the console.
    package var isOperatorPresent = false
    /// Critical inputs that are not good now.
    package var badInputs: [TagName] = []
    /// Since when all of them are good; nil if one is not or none was read.
    package var inputsGoodSince: PlantTime?
    /// Handles that are not in remote, or whose setpoint is not known.
    package var handlesNotReady: [TagName] = []
    /// Interlocks that are active or not known, by name.
    package var interlocks: [String] = []
    package var plantMode = PlantMode.unknown
    /// Plant modes in which the twin may move something.
    package var plantModes: [PlantMode] = [.normal]
    /// Whether the plant runs where the model was judged; nil if that is not known.
    package var isInRegion: Bool?
    /// Decisions without an end on record.
    package var unsettled: [DecisionID] = []
    /// Nil if the site has no block.
    package var block: Block?
    /// Handles without a declared recovery.
    package var withoutRecovery: [TagName] = []
    /// Handles whose recovery nobody can foretell: no step responses are sealed.
    package var notRecoverable: [TagName] = []
    /// Handles in our hand whose setpoint is outside the envelope.
    package var outsideEnvelope: [TagName] = []
    package var guardBuild = Build.notApproved
    package var loopBuild = Build.notApproved
    /// Prices older than the file allows, by name; nil if nobody knows when they were signed.
    package var oldPrices: [String]?
    package var head = Head.notKept
    package var showing = Showing()
    /// What is wrong now.
    package var troubles: [Trouble] = []
    /// The guard's constant-answer test passed within its period.
    package var isSelfTested = false

    package init() {}
}
