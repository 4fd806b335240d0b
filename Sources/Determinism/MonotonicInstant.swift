/// An instant on this machine's monotonic clock, stamped by the edge: whole nanoseconds since boot.
///
/// Permits and time-outs live on it, because a wall clock jumps and plant time may run faster than
/// the wall. It means nothing in another process run.
package struct MonotonicInstant: Hashable, Comparable, Codable, Sendable {
    package let nanoseconds: Int64

    package init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

    /// Seconds from `other` to this instant; nil if the difference does not fit [s].
    package func elapsed(since other: MonotonicInstant) -> Double? {
        let (difference, overflow) = nanoseconds.subtractingReportingOverflow(other.nanoseconds)
        return overflow ? nil : Double(difference) * 1e-9
    }

    package static func < (a: MonotonicInstant, b: MonotonicInstant) -> Bool {
        a.nanoseconds < b.nanoseconds
    }
}
