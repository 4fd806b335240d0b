package import Determinism

/// The right to write, for a short while. Who is stopped and wakes up later finds it gone, and may
/// not take it again in the same process run: others may have acted meanwhile.
package struct Lease: Hashable, Sendable {
    /// How long it lasts [s], on the monotonic clock.
    package let length: Double
    /// It is held until then.
    package private(set) var until: MonotonicInstant
    /// It once ran out.
    package private(set) var isLost = false

    /// Taken at the start.
    package init(length: Double, at now: MonotonicInstant) {
        precondition(length > 0 && length <= 86_400, "a lease of \(length) s")
        self.length = length
        until = now.later(by: length)
    }

    /// Whether it is held now.
    package func isHeld(at now: MonotonicInstant) -> Bool { !isLost && now <= until }

    /// Renews it if it is still held; false if it is gone.
    package mutating func renew(at now: MonotonicInstant) -> Bool {
        guard isHeld(at: now) else {
            isLost = true
            return false
        }
        until = now.later(by: length)
        return true
    }

    /// A person has let the twin start anew after a fall.
    package mutating func takeAgain(at now: MonotonicInstant) {
        isLost = false
        until = now.later(by: length)
    }
}

extension MonotonicInstant {
    /// The instant `seconds` later [s].
    package func later(by seconds: Double) -> MonotonicInstant {
        MonotonicInstant(nanoseconds: nanoseconds + Int64((seconds * 1e9).rounded()))
    }
}
