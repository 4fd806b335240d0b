import Foundation
import RunBench

/// How much is drilled, and how much of it at once.
enum Drill {
    /// All operations and all kinds, as `make drill` does it; otherwise the same points each time,
    /// few of them.
    static let isFull = ProcessInfo.processInfo.environment["FLYBALL_DRILL"] == "full"

    /// Adds lines to the table that `scripts/drill` shows, if one is wanted: what goes through
    /// pipes comes late, and not at all if a run is stopped.
    static func note(_ lines: [String]) {
        guard let path = ProcessInfo.processInfo.environment["FLYBALL_DRILL_TABLE"] else { return }
        FlyballRun.oneAtATime.withLock {
            let text = lines.map { $0 + "\n" }.joined()
            // A table that cannot be written is missed by who wanted it.
            let before = (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""  // new: empty
            try? (before + text).write(toFile: path, atomically: true, encoding: .utf8)  // as above
        }
    }

    /// Stands that are used at once: most of the time they wait.
    private static let places = DispatchSemaphore(value: 14)

    /// The points of a fault with `count` of them: all, or `few` spread over them.
    static func points(of count: Int, few: Int) -> [Int] {
        guard !isFull, count > few else { return count > 0 ? Array(1...count) : [] }
        return (0..<few).map { 1 + ($0 * 2 + 1) * count / (2 * few) }
    }

    /// Does `work` for each point on a thread of its own; what it throws is a finding.
    static func forEach<Point: Sendable>(
        _ points: [Point], _ report: DrillReport,
        _ work: @escaping @Sendable (Point) throws -> Void
    ) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for point in points {
                group.addTask {
                    try await onThread {
                        places.wait()
                        defer { places.signal() }
                        report.tried()
                        do { try work(point) } catch { report.check(false, "\(point): \(error)") }
                    }
                }
            }
            try await group.waitForAll()
        }
    }

    /// Does `work` once in a place of its own.
    static func once<T: Sendable>(_ work: @escaping @Sendable () throws -> T) async throws -> T {
        try await onThread {
            places.wait()
            defer { places.signal() }
            return try work()
        }
    }
}
