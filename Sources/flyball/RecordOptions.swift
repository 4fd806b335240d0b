import ArgumentParser
import Diagnostics
import Foundation
import Operate
import Simulate

/// How a recorded file is taken; the same for every verb that reads one.
struct RecordOptions: ParsableArguments {
    @Flag(help: "Take gaps, doubled and disordered rows with a warning.") var asIs = false
    @Flag(help: "Leave out columns that neither the model nor the twin knows.")
    var otherColumns = false
    @Flag(help: "Join the inputs' rows by straight lines instead of holding each to the next.")
    var linear = false
    @Option(help: "Error of the integration per step, relative to the state.")
    var tolerance: Double?

    var course: InputSchedule.Course { linear ? .linear : .hold }

    func checkedTolerance(default usual: Double) throws -> Double {
        let tolerance = tolerance ?? usual
        guard tolerance >= 1e-12 && tolerance <= 1e-2 else {
            throw ValidationError("--tolerance \(tolerance): wants 1e-12 to 0.01")
        }
        return tolerance
    }

    /// Reads a record and says what was found in it.
    func record(_ path: String, for folder: ModelFolder) throws -> PlantRecord {
        guard let data = FileManager.default.contents(atPath: path),
            let text = String(data: data, encoding: .utf8)
        else {
            Talk.say("\(path): there is no readable file of UTF-8 text")
            throw ExitStatus.misconfigured
        }
        let record = try PlantRecord(
            csv: text, file: path, for: folder,
            rules: RecordRules(takesAsIs: asIs, allowsOtherColumns: otherColumns))
        if !record.warnings.isEmpty {
            Talk.say(record.warnings.text().trimmingCharacters(in: .newlines))
        }
        return record
    }
}
