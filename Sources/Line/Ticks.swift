/// Time on a line: a whole number of microseconds since the run began.
///
/// Whole numbers make ties exact and sums the same in any order, so that every tier of the
/// simulation and every machine gives the same departures. The recursion keeps the same numbers in
/// `Double`, which holds them exactly up to `exactLimit`.
package struct Ticks: Hashable, Comparable, Sendable {
    package var count: Int64

    package init(_ count: Int64) { self.count = count }

    /// The nearest whole tick; `seconds` must lie within ± 285 years.
    package init(seconds: Double) {
        let count = seconds * Ticks.perSecond
        precondition(abs(count) <= Ticks.exactLimit, "\(seconds) s is more than 285 years")
        self.count = Int64(count.rounded(.toNearestOrEven))
    }

    package var seconds: Double { Double(count) / Ticks.perSecond }

    package static let perSecond = 1e6
    /// 2⁵³ ticks, 285 years: up to here `Double` holds every tick.
    package static let exactLimit = 0x1p53
    package static let zero = Ticks(0)

    package static func < (a: Ticks, b: Ticks) -> Bool { a.count < b.count }
    package static func + (a: Ticks, b: Ticks) -> Ticks { Ticks(a.count + b.count) }
    package static func - (a: Ticks, b: Ticks) -> Ticks { Ticks(a.count - b.count) }
    package static func += (a: inout Ticks, b: Ticks) { a.count += b.count }
}
