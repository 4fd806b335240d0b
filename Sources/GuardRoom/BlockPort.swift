import Act
package import CompanionBlock
package import ConnectModbusWriting
package import Guard

/// The companion block as the guard's side reaches it; `docs/companion-block.md` has its rules.
///
/// Nothing is ever sent twice by it. Epochs are the block's own.
package protocol BlockPort: Sendable {
    /// Asset and loops as one reading showed them; nil if they could not be read.
    func status() async -> BlockMaster.Status?
    /// Claims the asset; returns the epoch once it is granted to this very claim.
    func claim() async throws(BlockFailure) -> UInt16
    /// Sends one move; returns once the block has applied it.
    ///
    /// - Parameter seen: the loop as it was read when the move was judged.
    func command(
        _ move: ReleasedMove, epoch: UInt16, expecting seen: LoopStatus
    ) async throws(BlockFailure) -> BlockMaster.Applied
    /// Says that the master lives. False if that is not known to have arrived.
    func beat(epoch: UInt16, count: UInt16) async -> Bool
    /// Asks the block to shed at once. False if that is not known to have arrived.
    func shed(epoch: UInt16) async -> Bool
    /// Gives the asset back. False if that is not known to have arrived.
    func release(epoch: UInt16) async -> Bool
    func close()
}

/// The one place where the guard's epochs, of 32 bits, and the block's, of 16, meet.
enum BlockEpoch {
    static func forGuard(_ epoch: UInt16) -> UInt32 { UInt32(epoch) }

    /// Nil if no block can have granted it.
    static func forBlock(_ epoch: UInt32) -> UInt16? {
        UInt16(exactly: epoch).flatMap { $0 > 0 ? $0 : nil }
    }
}

extension WriteStatus {
    /// What the block did with a command that moved the setpoint.
    init(_ applied: BlockMaster.Applied) {
        switch applied.result {
        case .applied: self = .good
        // Its value stands somewhere between, and somebody else has the loop now.
        case .cutShort: self = .completesLater
        // Not where it was asked for: to a limit, or with a rest that follows at the block's rate.
        default: self = .clamped
        }
    }

    /// Why the block did not do what it was sent, or why that is not known.
    init(_ failure: BlockFailure) {
        switch failure {
        case .unknown: self = .noAnswer
        case .dropped(let result):
            self = .refused(
                reason: "the block dropped it, code \(result.rawValue): \(result.text)")
        default: self = .refused(reason: "\(failure)")
        }
    }
}

extension CommandResult {
    /// As docs/companion-block.md has it.
    var text: String {
        switch self {
        case .none: "no command was looked at"
        case .applied: "applied"
        case .clamped: "clamped"
        case .ramped: "ramped"
        case .clampedAndRamped: "clamped and ramped"
        case .cutShort: "cut short"
        case .wrongEpoch: "another epoch; the sender does not own the asset any more"
        case .oldSequence: "an old number"
        case .shed: "the loop is shed"
        case .beatStale: "no fresh beat of this epoch"
        case .notRemote: "the loop is not in remote"
        case .notFinite: "a setpoint is no number"
        case .badLimits: "the limits cross or are no numbers"
        case .otherCount: "setpoint or mode changed since the decision was judged"
        case .otherSetpoint: "the setpoint is not the one that was judged"
        }
    }
}

extension ShedCause {
    /// As docs/companion-block.md has it.
    var text: String {
        switch self {
        case .none: "no cause is shown"
        case .failsafe: "FAILSAFE at the control system"
        case .asked: "the owner asked for it"
        case .noWatchdog: "the watchdog was set to 0"
        case .beatLost: "beats were lost"
        case .badConfiguration: "a loop's configuration"
        case .released: "released"
        }
    }
}
