import Determinism
package import GuardRoom

/// Does `work`, which blocks this thread, and reads beside it once a period from one period on.
///
/// No reading is under way any more when it returns, so that those that follow do not overlap.
///
/// - Parameters:
///   - period: plant time between two readings [s].
///   - read: one round of reading.
/// - Returns: what the work gave, and the readings in order; none if it took less than a period.
package func readingBeside<Reading: Sendable, Result>(
    every period: Double, by clock: PlantClock,
    isolation: isolated (any Actor)? = #isolation,
    _ read: @escaping @Sendable () async throws -> Reading, while work: () -> Result
) async throws -> (result: Result, readings: [Reading]) {
    let reader = Task.detached {
        var readings: [Reading] = []
        var next = clock.now.later(by: period)
        while true {
            // Cancelled or not, what follows looks whether it goes on.
            try? await Task.sleep(for: .seconds(clock.wallSeconds(until: next)))
            if Task.isCancelled { return readings }
            readings.append(try await read())
            // Missed readings are skipped, not made up.
            while next <= clock.now { next = next.later(by: period) }
        }
    }
    let result = work()
    reader.cancel()
    return (result, try await reader.value)
}
