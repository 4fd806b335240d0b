package import Tags

/// What the guard's side found wrong in one cycle. Each kind has one consequence.
package enum Trouble: Hashable, Codable, Sendable {
    // A person is asked again.
    case leavesEnvelope(TagName)
    case regionUnknown
    case tooUncertain
    case objectiveOld
    /// What is asked of a twin in automatic is not met any longer; in words.
    case notEarned(String)
    // Nothing is written for a while.
    case inputLost(TagName)
    case noPlan(String)
    case plantSlow
    // A person moves the plant himself.
    case diskLow
    // The declared recovery is written.
    case criticalInputLost(TagName)
    // The loops go back to the control system.
    case readbackMismatch(TagName)
    case writeRejectedTwice(TagName)
    case criticalLoopTaken(TagName)
    /// The block gave the loops back by itself; why, in its words.
    case blockShed(String)
    case leaseLost, epochLost, blockSilent, clockJumped, diskFull, journalFailed, loopDied
    // Nothing until two people have looked.
    case sealBroken(String)
    case journalCut(String)
    case selfTestFailed(String)

    /// What follows from a trouble, from mild to grave.
    package enum Consequence: Int, Comparable, Sendable {
        case asks, hold, advises, backoff, shed, lockout

        package static func < (a: Consequence, b: Consequence) -> Bool { a.rawValue < b.rawValue }
    }

    package var consequence: Consequence {
        switch self {
        case .leavesEnvelope, .regionUnknown, .tooUncertain, .objectiveOld, .notEarned: .asks
        case .inputLost, .noPlan, .plantSlow: .hold
        case .diskLow: .advises
        case .criticalInputLost: .backoff
        case .readbackMismatch, .writeRejectedTwice, .criticalLoopTaken, .leaseLost, .epochLost,
            .blockShed, .blockSilent, .clockJumped, .diskFull, .journalFailed, .loopDied:
            .shed
        case .sealBroken, .selfTestFailed, .journalCut: .lockout
        }
    }

    /// As the operator reads it.
    package var text: String {
        switch self {
        case .leavesEnvelope(let tag): "\(tag) leaves the envelope"
        case .regionUnknown: "the plant runs where the model was not judged"
        case .tooUncertain: "the forecast is too uncertain"
        case .objectiveOld: "prices are older than the file allows"
        case .notEarned(let why): "it may not write by itself any longer: \(why)"
        case .inputLost(let tag): "\(tag) is not good, and nothing may stand in for it any longer"
        case .noPlan(let why): "no plan could be made: \(why)"
        case .plantSlow: "the plant answers too slowly"
        case .diskLow: "the disk is nearly full"
        case .criticalInputLost(let tag): "\(tag), which is critical, is not good"
        case .readbackMismatch(let tag): "\(tag) is not where it was written"
        case .writeRejectedTwice(let tag): "the control system refused \(tag) twice"
        case .criticalLoopTaken(let tag): "the operator took \(tag), which is critical"
        case .leaseLost: "the lease ran out"
        case .epochLost: "another owner holds the block"
        case .blockShed(let why): "the block gave the loops back: \(why)"
        case .blockSilent: "the block in the control system does not answer the heartbeat"
        case .clockJumped: "the clock jumped"
        case .diskFull: "the disk is full"
        case .journalFailed: "the journal cannot be written"
        case .loopDied: "the loop's process died"
        case .sealBroken(let why): "the sealed configuration does not hold: \(why)"
        case .journalCut(let why): "the journal is not the one that was left: \(why)"
        case .selfTestFailed(let why): "the guard's self-test failed: \(why)"
        }
    }
}
