/// An instant on the plant's clock: whole nanoseconds since 1970-01-01 UTC, stamped by the caller.
///
/// Nothing in the core reads a clock; every function that needs the time takes one of these.
/// Under simulation it runs as fast as the simulated plant.
package struct PlantTime: Hashable, Comparable, Sendable {
    /// Nanoseconds since 1970-01-01 UTC.
    package let nanoseconds: Int64

    package init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

    /// The instant that lies `seconds` after 1970-01-01 UTC, rounded to a nanosecond.
    package static func seconds(_ seconds: Double) -> PlantTime {
        PlantTime(nanoseconds: Int64((seconds * 1e9).rounded()))
    }

    /// Seconds since 1970-01-01 UTC [s].
    package var seconds: Double { Double(nanoseconds) * 1e-9 }

    /// The instant `seconds` later (earlier if negative) [s].
    package func later(by seconds: Double) -> PlantTime {
        PlantTime(nanoseconds: nanoseconds + Int64((seconds * 1e9).rounded()))
    }

    /// The instant `seconds` earlier [s].
    package func earlier(by seconds: Double) -> PlantTime { later(by: -seconds) }

    /// Seconds from `other` to this instant; negative if `other` is later [s].
    package func seconds(since other: PlantTime) -> Double {
        Double(nanoseconds - other.nanoseconds) * 1e-9
    }

    package static func < (a: PlantTime, b: PlantTime) -> Bool { a.nanoseconds < b.nanoseconds }
}
