package import Determinism
package import Tags

/// Which number is not given.
package enum MissingLimit: String, Codable, Sendable {
    case engineering, envelope, step, ramp, resolution, reversals
    case operatorLimit = "operator limit"
    case smallestMove = "smallest move"
    case leastApart = "least time apart"
    case mostMoves = "most moves"
    case snapshotAge = "snapshot age"
    case cardLife = "card life"
    case readbackGap = "readback gap"
    case inputAge = "input age"
    case inputDeadband = "input deadband"
    case hardLimit = "hard limit"
    case horizon, spacing, coverage
    case certificateAge = "certificate age"
    case gap, feasibility, residual
    case leastGain = "least gain"
    case writeBudget = "write budget"
    case permitLife = "permit life"
    case selfTestAge = "self-test age"
    case writeTimeout = "write timeout"
    case softStart = "soft start"
    case drift, shift, recoverability
    case gateAge = "age of the model's quality"
}

/// Who set the limit that stops a move.
package enum LimitOwner: String, Codable, Sendable {
    case engineering, `operator`, envelope
}

/// Why the guard says no, with the numbers in SI. What each means and who clears it stands in
/// `docs/safety.md`.
package enum Denial: Hashable, Codable, Sendable {
    // Any check
    case limitMissing(MissingLimit)
    case notFinite(what: String)
    // The guard itself
    case buildNotApproved, buildUnknown, otherBuild
    case selfTestMissing
    case selfTestFailed(question: String)
    case failsafeUnknown, failsafeLatched
    // Authority
    case modeForbids(mode: Mode)
    case notAccepted
    case dutyForbids(duty: Duty)
    case tokenMissing, tokenSpent
    case acceptedAnotherDecision(accepted: DecisionID)
    case acceptedOtherContent
    case acceptanceExpired
    case blockMissing
    case leaseUnknown
    case leaseTooShort(seconds: Double, needed: Double)
    case epochUnknown
    case epochLost(ours: UInt32, block: UInt32)
    // Form
    case noMoves
    case tooManyMoves(count: Int, allowed: Int)
    case notWritable, movedTwice
    case decisionUsed(last: DecisionID)
    case safetyTagListed
    case notTheRecovery(due: Double?)
    // Time
    case clockWentBack
    case fromTheFuture(what: String)
    case tooOld(what: String, seconds: Double, allowed: Double)
    case cardExpired
    case cardLivesTooLong(seconds: Double, allowed: Double)
    case noInputs
    case unknownInput
    case inputNotNamed
    case inputAbsent(reason: QualityReason?)
    case inputUncertain(reason: QualityReason?)
    case plantMoved(by: Double, allowed: Double)
    // Plant state
    case plantMode(mode: PlantMode)
    case interlocked
    case interlockUnknown
    case held(by: HoldKind)
    case notInRemote(loop: LoopMode)
    case loopModeUnknown
    case saturated(end: Saturation)
    case saturationUnknown
    case setpointUnknown
    case setpointChanged(expected: Double, live: Double)
    case startsElsewhere(claimed: Double, live: Double)
    case takenByOperator(until: PlantTime)
    // Absolute limits
    case limitsCrossed(low: Double, high: Double)
    case belowLimit(asked: Double, limit: Double, by: LimitOwner)
    case aboveLimit(asked: Double, limit: Double, by: LimitOwner)
    // Rate
    case stepTooLarge(asked: Double, allowed: Double)
    case moveTooSmall(asked: Double, allowed: Double)
    case noReadback(window: Double)
    case tooFast(asked: Double, allowed: Double, window: Double)
    case tooSoon(apart: Double)
    case tooManyReversals(count: Int, allowed: Int)
    case baselineUnknown
    case driftTooLarge(asked: Double, allowed: Double)
    // Group
    case groupBroken(missing: TagName)
    case outOfOrder
    case jointLimit(sum: Double, low: Double?, high: Double?)
    // Consequence
    case noPrediction
    case predictionMalformed
    case predictionTooShort(seconds: Double, needed: Double)
    case predictionTooCoarse(seconds: Double, allowed: Double)
    case predictedBelow(value: Double, limit: Double, after: Double)
    case predictedAbove(value: Double, limit: Double, after: Double)
    case recoveryNotDeclared
    case recoveryMalformed
    case responseMissing(handle: TagName)
    case responseMalformed(handle: TagName)
    case responseTooShort(seconds: Double, needed: Double)
    case unrecoverableBelow(value: Double, limit: Double, after: Double)
    case unrecoverableAbove(value: Double, limit: Double, after: Double)
    // Model
    case modelUnknown, regionUnknown
    case regionNotApproved(region: String)
    case regionDisagrees(claimed: String, read: String?)
    case gateNotGreen(gate: QualityGate)
    case solverFailed(claim: SolverClaim)
    case noBounds
    case negativeMultiplier(value: Double)
    case outsideItsBound(by: Double, allowed: Double)
    case gapTooLarge(gap: Double, allowed: Double)
    case gapDisagrees(claimed: Double, recomputed: Double)
    case residualTooLarge(claimed: Double, allowed: Double)
    // Worth
    case gainTooSmall(gain: Double, needed: Double)
    case gainUncertain(gain: Double, needed: Double)
    case shownGainNotPositive(shown: Double)
    case budgetSpent(used: Int, asked: Int, allowed: Int)
    // Final
    case notReread
    case standingUnknown
    case modeChanged(judged: Mode, now: Mode)
    case changedSinceJudged(judged: Double, now: Double)
}
