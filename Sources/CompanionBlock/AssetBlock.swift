/// Who owns an asset, by which epoch, and whether he is alive: the half of the companion block that
/// stands once for all loops. The same rules as FB_FLYBALL_ASSET in plc/companion.st, statement by
/// statement; a test runs both against each other.
///
/// Pure: one call of `scan` is one scan of a controller.
package struct AssetBlock: Hashable, Sendable {
    /// Shortest and longest watchdog that is accepted [ms].
    package static let watchdogRange: ClosedRange<UInt32> = 1000...600_000
    /// The drop test's age when none was ever passed [s].
    package static let neverTested = UInt32.max
    /// Longest time that one scan counts for [ms].
    static let longestScan: UInt32 = 3_600_000
    /// The loops must have left remote so soon after the watchdog fired [ms].
    static let dropPatience: UInt32 = 10_000

    /// What the block is wired to.
    package struct Inputs: Hashable, Sendable {
        /// Since the last scan, in wall time [ms]; 0 counts as 1, so that the watchdog always runs.
        package var elapsed: UInt32 = 100
        /// [ms]; 0 means that nobody may own the asset.
        package var watchdog: UInt32 = 30_000
        /// Owner · 2¹⁶ + a number drawn by him; a word other than the last one seen is a claim.
        package var claim: UInt32 = 0
        /// The epoch that its owner gives back.
        package var release: UInt16 = 0
        /// The epoch whose owner asks for shedding.
        package var shedRequest: UInt16 = 0
        /// Epoch · 2¹⁶ + a count that goes up.
        package var beat: UInt32 = 0
        package var failsafe = false
        /// All loops say that their configuration is usable.
        package var configurationIsGood = true
        /// At least one loop is in remote.
        package var anyRemote = false
        /// The key of the drop test is turned.
        package var dropTest = false

        package init() {}
    }

    /// What the block shows to its owner, to the loops and to the operator.
    package struct Outputs: Hashable, Sendable {
        package var isOwned = false
        /// True for the scan in which a claim was granted.
        package var isGranted = false
        /// True for the scan in which the owner lost the asset.
        package var isShedNow = false
        package var owner: UInt16 = 0
        /// 0 before the first claim ever.
        package var epoch: UInt16 = 0
        package var beatIsFresh = false
        /// The last beat that counted.
        package var beatEcho: UInt32 = 0
        /// Since that beat, or since the claim was granted [ms].
        package var beatAge: UInt32 = 0
        /// The last claim that was looked at; whoever finds another word here has lost.
        package var claimSeen: UInt32 = 0
        package var claimResult = ClaimResult.none
        package var shedCause = ShedCause.none
        package var alarm = false
        package var dropTest = DropTest.none
        /// Since the last drop test that was passed [s]; time without power does not count.
        package var dropTestAge = AssetBlock.neverTested

        package init() {}
    }

    package private(set) var outputs = Outputs()

    private var isRunning = false
    private var beatWasSeen = false
    private var beatCount: UInt32 = 0
    private var dropLeft: UInt32 = 0
    // Kept without power:
    private var epoch: UInt16 = 0
    private var dropTestAge = AssetBlock.neverTested
    private var dropRest: UInt32 = 0

    package init() {}

    /// The controller lost its power and comes back: epoch and drop test are kept, nothing else.
    package mutating func restart() {
        var fresh = AssetBlock()
        fresh.epoch = epoch
        fresh.dropTestAge = dropTestAge
        fresh.dropRest = dropRest
        self = fresh
    }

    /// One scan.
    package mutating func scan(_ inputs: Inputs) {
        outputs.isGranted = false
        outputs.isShedNow = false
        if !isRunning {
            isRunning = true
            outputs.claimSeen = inputs.claim
        }
        let hasWatchdog = AssetBlock.watchdogRange.contains(inputs.watchdog)
        let elapsed = pass(inputs.elapsed)
        shedIfDue(inputs, hasWatchdog)
        advanceDropTest(inputs, elapsed)
        if !outputs.isShedNow && inputs.claim != outputs.claimSeen {
            judge(inputs, hasWatchdog)
        }
        hear(inputs.beat)
        outputs.beatIsFresh =
            outputs.isOwned && beatWasSeen && outputs.beatAge <= inputs.watchdog
        outputs.epoch = epoch
        outputs.dropTestAge = dropTestAge
    }

    /// Lets time pass; returns what this scan counts for [ms].
    private mutating func pass(_ given: UInt32) -> UInt32 {
        var elapsed = given
        if elapsed == 0 { elapsed = 1 }
        if elapsed > AssetBlock.longestScan { elapsed = AssetBlock.longestScan }
        if outputs.beatAge < 4_000_000 { outputs.beatAge += elapsed }
        dropRest += elapsed
        if dropTestAge < 4_000_000_000 { dropTestAge += dropRest / 1000 }
        dropRest %= 1000
        return elapsed
    }

    private mutating func shedIfDue(_ inputs: Inputs, _ hasWatchdog: Bool) {
        var cause = ShedCause.none
        if outputs.isOwned {
            if inputs.failsafe {
                cause = .failsafe
            } else if inputs.shedRequest == epoch {
                cause = .asked
            } else if !hasWatchdog {
                cause = .noWatchdog
            } else if outputs.beatAge > inputs.watchdog {
                cause = .beatLost
            } else if !inputs.configurationIsGood {
                cause = .badConfiguration
            } else if inputs.release == epoch {
                cause = .released
            }
        }
        guard cause != .none else { return }
        outputs.isOwned = false
        outputs.isShedNow = true
        outputs.owner = 0
        outputs.shedCause = cause
        beatWasSeen = false
        if cause != .released { outputs.alarm = true }
        if cause == .beatLost && inputs.dropTest && inputs.anyRemote {
            outputs.dropTest = .running
            dropLeft = AssetBlock.dropPatience
        }
    }

    private mutating func advanceDropTest(_ inputs: Inputs, _ elapsed: UInt32) {
        guard outputs.dropTest == .running && !outputs.isShedNow else { return }
        if !inputs.anyRemote {
            outputs.dropTest = .passed
            dropTestAge = 0
            dropRest = 0
        } else if dropLeft <= elapsed {
            outputs.dropTest = .failed
            dropTestAge = AssetBlock.neverTested
        } else {
            dropLeft -= elapsed
        }
    }

    /// A claim that is sound is granted, whoever holds the asset: what he sends from now on carries
    /// an old epoch.
    private mutating func judge(_ inputs: Inputs, _ hasWatchdog: Bool) {
        outputs.claimSeen = inputs.claim
        if inputs.claim / 65_536 == 0 {
            outputs.claimResult = .noOwner
        } else if inputs.failsafe {
            outputs.claimResult = .failsafe
        } else if !hasWatchdog {
            outputs.claimResult = .noWatchdog
        } else if !inputs.configurationIsGood {
            outputs.claimResult = .badConfiguration
        } else {
            outputs.claimResult = .granted
            outputs.isGranted = true
            outputs.isOwned = true
            outputs.owner = UInt16(inputs.claim / 65_536)
            outputs.beatAge = 0
            outputs.shedCause = .none
            outputs.alarm = false
            beatWasSeen = false
            beatCount = 0
            epoch = epoch == .max ? 1 : epoch + 1
        }
    }

    /// A beat counts if it is of this epoch and goes on from the last; 2¹⁵ ahead is behind.
    private mutating func hear(_ beat: UInt32) {
        guard outputs.isOwned && beat / 65_536 == UInt32(epoch) else { return }
        let ahead = (beat % 65_536 + 65_536 - beatCount) % 65_536
        guard ahead >= 1 && ahead <= 32_767 else { return }
        beatCount = beat % 65_536
        beatWasSeen = true
        outputs.beatAge = 0
        outputs.beatEcho = beat
    }
}
