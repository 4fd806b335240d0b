import Foundation
package import Swarm
import Tags

/// Many seeds of the furnace under drawn faults, each in a process of its own, since IPOPT solves
/// one problem at a time in one process.
package struct FurnaceSeeds: Sendable {
    /// A worker that did not end with a report.
    package struct Lost: Error, CustomStringConvertible {
        let seed: UInt64
        let status: Int32

        package var description: String {
            "the process of seed \(seed) ended with status \(status) and no report"
        }
    }

    private let program: String
    private let directory: String
    private let hours: Double

    /// - Parameter program: this program; a worker is `program rehearse DIR --seed N --seeds 1`.
    package init(program: String, directory: String, hours: Double) {
        self.program = program
        self.directory = directory
        self.hours = hours
    }

    /// Runs the seeds, as many at a time as there are cores.
    package func run(_ seeds: ClosedRange<UInt64>) async throws -> SwarmReport {
        try await withThrowingTaskGroup(of: SwarmReport.self) { group in
            var report = SwarmReport(of: Self.subject(directory))
            var waiting = seeds.makeIterator()
            func begin() {
                guard let seed = waiting.next() else { return }
                group.addTask { try await worker(seed) }
            }
            for _ in 0..<ProcessInfo.processInfo.activeProcessorCount { begin() }
            while let part = try await group.next() {
                report.take(part)
                begin()
            }
            return report
        }
    }

    /// What a run of one seed is called by on the command line.
    package static func subject(_ directory: String) -> String { directory + " --seeds 1" }

    private func worker(_ seed: UInt64) async throws -> SwarmReport {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = [
            "rehearse", directory, "--seed", "\(seed)", "--seeds", "1", "--hours", "\(hours)",
            "--json",
        ]
        // A report of one seed is shorter than what a pipe holds.
        let pipe = Pipe()
        process.standardOutput = pipe
        try await withCheckedThrowingContinuation { (ended: CheckedContinuation<Void, any Error>) in
            process.terminationHandler = { _ in ended.resume() }
            do { try process.run() } catch { ended.resume(throwing: error) }
        }
        let text = try pipe.fileHandleForReading.readToEnd()
        guard let text, let part = SwarmReport(json: text, of: Self.subject(directory)) else {
            throw Lost(seed: seed, status: process.terminationStatus)
        }
        return part
    }
}
