/// What must hold in every rehearsed run.
package enum SwarmProperty: String, CaseIterable, Codable, Sendable {
    case limits = "no write outside engineering or operator limits"
    case ramp = "no ramp window exceeded"
    case durable = "intent, verdict and permit durable before the write"
    case once = "at most one write per decision and handle"
    case overOperator = "no write over an operator's change that was seen"
    case plantState = "no write while an interlock or a trip was seen"
    case mode = "no write in a mode that forbids it"
    case badInput = "no write on an input that was bad"
    case failsafe = "no write after FAILSAFE"
    case lease = "no write without the lease"
    case fence = "no write past the block, nor by another's epoch"
    case envelope = "no write without a person outside the envelope"
    case region = "no write without a person where the model is not judged"
    case journal = "the journal verifies after every start"
    case liveness = "after faults stop, a write is verified again"
    case recovery = "after faults stop, held values come back"
}

/// One property that did not hold.
package struct SwarmViolation: Hashable, Codable, Sendable {
    package let seed: UInt64
    /// Seconds after the start of the run; plant time [s].
    package let at: Double
    package let property: SwarmProperty
    package let what: String
}

/// A fault planted between the guard's side and its world, to see that a checker finds it.
package enum SwarmBug: String, CaseIterable, Sendable {
    case writesTwice, changesValue, recordsAfterWrite, forgetsLimits, forgetsRamps
    case hidesOperator, hidesInterlock, hidesMode, inventsInputs, dropsFailsafe, stopsClock
    case damagesJournal, interlockStays
    // Only automatic mode behind the block can show these:
    case forgetsEnvelope, hidesRegion, passesBlock
    case hidesAcceptance
    // Only the whole loop can show these:
    case forgetsHolds

    /// Those that the small plant and its advisor can show.
    package static let ofSmallPlant = allCases.filter { $0 != .forgetsHolds }

    /// What it breaks.
    package var breaks: SwarmProperty {
        switch self {
        case .writesTwice: .once
        case .changesValue, .recordsAfterWrite: .durable
        case .forgetsLimits: .limits
        case .forgetsRamps: .ramp
        case .hidesOperator: .overOperator
        case .hidesInterlock: .plantState
        case .hidesMode: .mode
        case .inventsInputs: .badInput
        case .dropsFailsafe: .failsafe
        case .stopsClock: .lease
        case .damagesJournal: .journal
        case .interlockStays: .liveness
        case .forgetsHolds: .recovery
        case .forgetsEnvelope: .envelope
        case .hidesRegion: .region
        case .hidesAcceptance: .mode
        case .passesBlock: .fence
        }
    }
}
