import CompanionBlock
import ConnectModbusWriting
import Determinism
import GuardSide

/// What the guard's side holds of the companion block: its epoch, its beats and their echoes, and
/// what it still owes the block.
struct BlockDuty {
    /// How the asset is given back.
    enum Farewell: Hashable {
        /// Loops to local, each with its declared shed.
        case shed(UInt16)
        /// Loops to local, setpoints kept.
        case release(UInt16)

        var epoch: UInt16 {
            switch self {
            case .shed(let epoch), .release(let epoch): epoch
            }
        }
    }

    /// Ours; nil while we do not own the asset.
    private(set) var epoch: UInt16?
    /// A claim is on its way; what is read meanwhile says nothing about us.
    private(set) var isClaiming = false
    /// Not known to have arrived yet.
    var owed: Farewell?
    /// Until then the operator is waited for, who puts the loops into remote after a claim.
    var handOverUntil: MonotonicInstant?
    /// The last beat sent; 0 before the first of an epoch.
    private(set) var count: UInt16 = 0
    private(set) var lastBeat: MonotonicInstant?
    /// Echoes of our own beats, each seen once.
    private(set) var answered = 0
    /// Since when a beat has waited for its echo.
    private(set) var unansweredSince: MonotonicInstant?
    private var lastEcho: UInt16 = 0
    /// The block's [s], as last read; 0 before that.
    private var watchdog = 0.0
    private var dropTestDays: Double?

    mutating func beginClaim() {
        epoch = nil
        owed = nil
        isClaiming = true
    }

    /// - Parameter epoch: nil if the claim was not granted.
    mutating func endClaim(_ epoch: UInt16?) {
        isClaiming = false
        self.epoch = epoch
        count = 0
        lastBeat = nil
        lastEcho = 0
        answered = 0
        unansweredSince = nil
    }

    /// The asset is another's, or nobody's.
    mutating func lose() {
        epoch = nil
        handOverUntil = nil
    }

    /// From here on no beat is sent.
    mutating func leave(_ farewell: Farewell) {
        owed = farewell
        lose()
    }

    /// The word of the next beat; the count goes on from the last.
    mutating func nextBeat(at now: MonotonicInstant) -> UInt16 {
        count &+= 1
        lastBeat = now
        if unansweredSince == nil { unansweredSince = now }
        return count
    }

    func isBeatDue(every period: Double, at now: MonotonicInstant) -> Bool {
        guard let elapsed = lastBeat.flatMap({ now.elapsed(since: $0) }) else { return true }
        // Whoever comes a little early need not wait for a whole period.
        return elapsed >= 0.9 * period
    }

    /// Takes one reading of the block.
    mutating func note(_ asset: AssetStatus) {
        watchdog = Double(asset.watchdog)
        dropTestDays =
            asset.dropTestAge == AssetBlock.neverTested ? nil : Double(asset.dropTestAge) / 86_400
        if let owed, asset.epoch != owed.epoch || !asset.isOwned { self.owed = nil }
        guard let epoch, UInt16(asset.beatEcho >> 16) == epoch else { return }
        let echo = UInt16(asset.beatEcho & 0xFFFF)
        guard echo != lastEcho else { return }
        lastEcho = echo
        answered += 1
        unansweredSince = echo == count ? nil : lastBeat
    }

    /// Whether a beat has waited for its echo for longer than the watchdog.
    ///
    /// - Parameter patience: counts while the block's own watchdog was never read [s].
    func isSilent(at now: MonotonicInstant, patience: Double) -> Bool {
        guard let unansweredSince else { return false }
        // A wait that cannot be told is too long.
        let waited = now.elapsed(since: unansweredSince) ?? .infinity
        return waited > (watchdog > 0 ? watchdog : patience)
    }

    /// What modes go by.
    ///
    /// - Parameter isRead: whether the last reading succeeded.
    func facts(isRead: Bool) -> ModeFacts.Block {
        ModeFacts.Block(
            watchdog: watchdog, dropTestDays: dropTestDays, ownsEpoch: isRead && epoch != nil,
            answeredBeats: answered)
    }
}
