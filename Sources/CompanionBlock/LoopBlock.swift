/// Lets the owner's commands through to one loop, or drops them, and sheds the loop: the half of
/// the companion block that stands once for each MV. The same rules as FB_FLYBALL_MV in
/// plc/companion.st, statement by statement; a test runs both against each other.
///
/// Numbers are single precision, as in the registers. Pure: one call of `scan` is one scan of a
/// controller.
package struct LoopBlock: Hashable, Sendable {
    /// What the site declares for the loop; levels in the setpoint's unit.
    package struct Settings: Hashable, Sendable {
        package var engineeringLow: Float = 0
        package var engineeringHigh: Float = 0
        /// Most that a setpoint may step at once; above zero.
        package var largestStep: Float = 0
        /// How fast the allowance for steps comes back, and the rest of a larger one follows [1/s].
        package var rate: Float = 0
        /// Differences of the setpoint up to this are the loop's rounding, not somebody's change.
        package var tolerance: Float = 0
        package var shedAction = ShedAction.keep.rawValue
        package var safeSetpoint: Float = 0
        /// How fast a shed setpoint moves [1/s].
        package var shedRate: Float = 0

        package init() {}
    }

    /// A command, as it lies in the mailbox of the loop.
    package struct Mail: Hashable, Sendable {
        /// Counts up within an epoch; 0 is none.
        package var sequence: UInt32 = 0
        package var epoch: UInt16 = 0
        /// The change counter that the owner saw when he judged.
        package var expectedCount: UInt32 = 0
        package var expectedSetpoint: Float = 0
        package var value: Float = 0
        /// The sequence once more, written last: a half-copied mailbox is not looked at.
        package var sequenceAgain: UInt32 = 0

        package init() {}
    }

    /// What the block is wired to.
    package struct Inputs: Hashable, Sendable {
        /// Since the last scan, in the process's time [ms].
        package var elapsed: UInt32 = 100
        package var mail = Mail()
        package var liveSetpoint: Float = 0
        package var isRemote = false
        /// The control system's own word that somebody touched the loop, where it has one.
        package var operatorMoved = false
        package var operatorLow: Float = 0
        package var operatorHigh: Float = 0
        /// What the site's own strategy would set now.
        package var localSetpoint: Float = 0
        package var settings = Settings()

        package init() {}
    }

    /// What the block does to the loop, and shows to the owner and to the operator.
    package struct Outputs: Hashable, Sendable {
        package var setpoint: Float = 0
        /// True in a scan in which the loop is to take `setpoint`.
        package var writes = false
        /// The loop is to go to local.
        package var toLocal = false
        /// Owned, shed and in local: the operator may put the loop into remote.
        package var awaitsRemote = false
        package var isShed = true
        /// Goes up with every change of setpoint or mode, whoever made it.
        package var count: UInt32 = 0
        /// Last sequence of this epoch, and what became of it.
        package var sequence: UInt32 = 0
        package var result = CommandResult.none
        /// A command is on its way at the ramp's rate.
        package var isMoving = false
        /// Where the setpoint goes, or went last.
        package var target: Float = 0
        /// A shed setpoint is on its way.
        package var isShedding = false
        package var configurationIsGood = false
        /// The last command of another epoch or behind the sequence, and how many there were.
        package var strayResult = CommandResult.none
        package var strayEpoch: UInt16 = 0
        package var straySequence: UInt32 = 0
        package var strays: UInt16 = 0

        package init() {}
    }

    package internal(set) var outputs = Outputs()

    var isRunning = false
    var mailSequence: UInt32 = 0
    var mailEpoch: UInt16 = 0
    /// The setpoint as last known: a difference to it is somebody else's change.
    var reference: Float = 0
    var wasFinite = false
    var wasRemote = false
    /// Shed, and seen out of remote since.
    var hasLeft = false
    /// Where the operator had the setpoint.
    var baseline: Float = 0
    var hasBaseline = false
    /// What a setpoint may still step at once, and while it is shed.
    var allowance: Float = 0
    var shedAllowance: Float = 0
    var isClamped = false
    var isRamped = false
    // Of the present scan:
    var isLive = false
    var low: Float = 0
    var high: Float = 0
    var limitsAreGood = false
    var setpointChanged = false
    var seconds: Float = 0

    package init() {}

    /// The controller lost its power and comes back: nothing is kept.
    package mutating func restart() { self = LoopBlock() }

    /// One scan, after the asset's.
    package mutating func scan(_ inputs: Inputs, asset: AssetBlock.Outputs) {
        outputs.writes = false
        outputs.setpoint = inputs.liveSetpoint
        lookAround(inputs)
        noteChanges(inputs)
        if asset.isGranted {
            outputs.sequence = 0
            outputs.result = .none
            outputs.isMoving = false
        }
        shedOrReturn(inputs, asset)
        readMail(inputs, asset)
        if outputs.isMoving { moveOn(inputs.liveSetpoint) }
        if outputs.isShedding { shedOn(inputs) }
        outputs.toLocal = outputs.isShed && inputs.isRemote
        outputs.awaitsRemote = outputs.isShed && asset.isOwned && hasLeft
    }

    /// False for NaN and both infinities: written so that any comparison with NaN is false.
    static func isNumber(_ value: Float) -> Bool { value >= -3.0e38 && value <= 3.0e38 }
}
