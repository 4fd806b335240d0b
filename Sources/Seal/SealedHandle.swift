package import GuardSide
package import Tags

/// One handle of the write list, beside its limits and its recovery in the guard's rules.
package struct SealedHandle: Hashable, Codable, Sendable {
    package var tag: TagName
    /// Which tags tell the state of its loop.
    package var binding: HandleBinding
    /// The role that answers for its limits.
    package var owner: String
    /// Why the limits are what they are.
    package var reason: String

    package init(binding: HandleBinding, owner: String, reason: String) {
        tag = binding.tag
        self.binding = binding
        self.owner = owner
        self.reason = reason
    }
}
