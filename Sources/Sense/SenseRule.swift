package import Tags

/// When the values of one tag are believed. A rule that is nil is not applied.
package struct SenseRule: Hashable, Codable, Sendable {
    package let tag: TagName
    /// Where the instrument can be right, in SI.
    package let range: ClosedRange<Double>?
    /// The fastest true change, in SI per second; positive.
    package let rate: Double?
    /// The age beyond which the newest value is stale [s]; positive.
    package let staleAfter: Double
    /// Without any change for so long it is frozen [s]; nil for what may truly stand still.
    ///
    /// A signal of coarse resolution changes rarely while it lives. So the stage learns how often
    /// a tag changes, and waits at least 25 times as long.
    package let frozenAfter: Double?
    /// A sample further than this from the median of its last neighbours is a spike; in SI.
    package let spike: Double?

    package init(
        tag: TagName, range: ClosedRange<Double>? = nil, rate: Double? = nil, staleAfter: Double,
        frozenAfter: Double? = nil, spike: Double? = nil
    ) {
        precondition(staleAfter > 0, "\(tag) is stale after \(staleAfter) s")
        self.tag = tag
        self.range = range
        self.rate = rate
        self.staleAfter = staleAfter
        self.frozenAfter = frozenAfter
        self.spike = spike
    }
}
