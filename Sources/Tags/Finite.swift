/// A number that is neither NaN nor infinite. Values are wrapped in it at every edge.
package struct Finite: Hashable, Comparable, Sendable {
    package let value: Double

    /// Nil for NaN and infinities.
    package init?(_ value: Double) {
        guard value.isFinite else { return nil }
        self.value = value
    }

    package static func < (a: Finite, b: Finite) -> Bool { a.value < b.value }
}
