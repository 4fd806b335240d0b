package import CompanionBlock
package import Tags

/// Why the companion block did not do what was asked; what matters is whether a setpoint may have
/// moved.
package enum BlockFailure: Error, Hashable, Sendable, CustomStringConvertible {
    /// The tag has no mailbox. Nothing was sent.
    case unknownTag(TagName)
    /// The value does not fit single precision. Nothing was sent.
    case notRepresentable(value: Double)
    /// No connection. Nothing was sent.
    case notSent(reason: String)
    /// The device refused the registers: the map is wrong or there is no block; nothing moved.
    case refused(reason: String)
    /// The status could not be read. Nothing was sent.
    case notRead(reason: String)
    /// The status is not of the version that this master knows. Nothing was sent.
    case notUnderstood
    /// The block looked at the claim and did not grant it; the engineer or the operator clears it.
    case claimRefused(ClaimResult)
    /// Another claimer came after us; nobody moved anything.
    case outbid(owner: UInt16, epoch: UInt16)
    /// The block looked at the command and dropped it; the setpoint is as it was.
    case dropped(CommandResult)
    /// Sent, and the block's word on it was not seen: settled by reading, never by sending again.
    case unknown(reason: String)

    /// True if the plant may have taken what was sent.
    package var mayHaveActed: Bool {
        if case .unknown = self { return true }
        return false
    }

    package var description: String {
        switch self {
        case .unknownTag(let tag): "\(tag) has no mailbox in the block"
        case .notRepresentable(let value): "\(value) cannot be written: not a single"
        case .notSent(let reason): "not sent: \(reason)"
        case .refused(let reason): "the device refused: \(reason)"
        case .notRead(let reason): "the block's status was not read: \(reason)"
        case .notUnderstood: "the block's status is not of version \(BlockRegisters.version)"
        case .claimRefused(let result): "the block refused the claim: \(result)"
        case .outbid(let owner, let epoch): "owner \(owner) has the asset, epoch \(epoch)"
        case .dropped(let result): "the block dropped the command: \(result)"
        case .unknown(let reason): "sent, and its end was not seen: \(reason)"
        }
    }
}
