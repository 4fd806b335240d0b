import Determinism
import Foundation
import Historian
import RunBench
import Tags

extension Workbench {
    /// What `flyball replay` says of a decision, and how it ends.
    func replay(_ decision: Int) throws -> (ending: FlyballRun.Ending?, lines: [String]) {
        let run = try FlyballRun(
            try FlyballRun.program,
            ["replay", folder, "--decision", "\(decision)", "--records", records])
        let ending = run.end(within: 60)
        return (ending, run.lines + run.talk)
    }

    /// The newest reading of TIC-1.SP on record, and the stages of the first cycle [s].
    func lastReading() throws -> (sample: Sample?, stages: [String: Double]) {
        let path = records + "/history.sqlite"
        return try awaited {
            let historian = try Historian(path: path) { .seconds(0) }
            let sample = try await historian.lastSample(of: TagName("TIC-1.SP"))
            return (sample, try await historian.durations(ofCycle: 1))
        }
    }

    /// What kept the loop from recommending, by the historian's record.
    func troubles() throws -> [TroubleRecord] {
        let path = records + "/history.sqlite"
        return try awaited {
            let historian = try Historian(path: path) { .seconds(0) }
            return try await historian.troubles(
                in: PlantTime(nanoseconds: .min)...PlantTime(nanoseconds: .max))
        }
    }
}
