package import GuardSide
package import Tags

/// One handle of the write list, beside its limits in the guard's rules.
package struct SealedHandle: Hashable, Codable, Sendable {
    package var tag: TagName
    /// Which tags tell the state of its loop.
    package var binding: HandleBinding
    package var recovery: RecoveryAction
    /// The role that answers for its limits.
    package var owner: String
    /// Why the limits are what they are.
    package var reason: String

    package init(binding: HandleBinding, recovery: RecoveryAction, owner: String, reason: String) {
        tag = binding.tag
        self.binding = binding
        self.recovery = recovery
        self.owner = owner
        self.reason = reason
    }
}

/// What happens to a handle when the twin lets go. Declared for each, signed, no default.
package struct RecoveryAction: Hashable, Codable, Sendable {
    package enum Kind: String, Codable, CaseIterable, Sendable {
        /// The setpoint stays.
        case keep = "KEEP"
        /// It travels to a safe value, within its ramps.
        case rampToSafe = "RAMP_TO_SAFE"
        /// It travels to where the operator had it, within its ramps.
        case returnToBaseline = "RETURN_TO_BASELINE"
        /// The loop goes back to its local setpoint.
        case returnToLocal = "RETURN_TO_LOCAL"
    }

    package var kind: Kind
    /// Where RAMP_TO_SAFE goes, in SI; nil for the others.
    package var safe: Double?
    /// How fast RAMP_TO_SAFE goes at most [SI per second]; nil: as fast as the ramps allow.
    package var speed: Double?

    package init(_ kind: Kind, safe: Double? = nil, speed: Double? = nil) {
        self.kind = kind
        self.safe = safe
        self.speed = speed
    }
}
