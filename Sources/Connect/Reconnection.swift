/// When to try again after a connection failed: a pure state machine, told the time.
///
/// The pause doubles from `shortest` to `longest` with each failure in a row and starts over after
/// a success. Times are seconds on any clock that does not run backwards.
package struct Reconnection: Hashable, Sendable {
    /// Pause after the first failure [s].
    package let shortest: Double
    /// Longest pause [s].
    package let longest: Double
    /// Failures in a row.
    package private(set) var failures = 0
    private var notBefore = -Double.infinity

    package init(shortest: Double = 1, longest: Double = 30) {
        precondition(
            shortest > 0 && longest >= shortest, "pauses from \(shortest) to \(longest) s")
        self.shortest = shortest
        self.longest = longest
    }

    /// Seconds until the next attempt is allowed; 0 if it may be made now.
    package func pause(at now: Double) -> Double { notBefore > now ? notBefore - now : 0 }

    package mutating func failed(at now: Double) {
        // 2³⁰ shortest pauses exceed any longest one.
        let doublings = failures < 30 ? failures : 30
        let pause = shortest * Double(1 << doublings)
        notBefore = now + (pause < longest ? pause : longest)
        failures += 1
    }

    package mutating func succeeded() {
        failures = 0
        notBefore = -.infinity
    }
}
