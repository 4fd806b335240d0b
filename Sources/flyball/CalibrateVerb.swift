import ArgumentParser
import Foundation
import Learn
import Operate

/// `flyball calibrate DIR --data FILE`: parameters of the model from a record of the plant.
struct CalibrateVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "calibrate",
        abstract: "Estimate parameters of a model from a recorded run.",
        discussion: """
            The model runs freely from the record's first row. Values outside the fit window do \
            not count in the fit. Neither the model nor the twin is changed: --out writes the \
            values.
            """)

    @Argument(help: "The folder with twin.yaml and its model, or with one model alone.")
    var directory: String
    @Option(help: "CSV file of the record; its first column is the time in seconds.")
    var data: String
    @Option(help: "Names with commas between, or none; else the twin's, or all with min and max.")
    var parameters: String?
    @Option(
        parsing: .upToNextOption,
        help: "Parameters to start from, inputs to hold, as name=value.")
    var set: [String] = []
    @Option(help: "Columns to fit to, with commas between.") var outputs: String?
    @Option(help: "States whose value at the first row is estimated too, with commas between.")
    var initial: String?
    @Option(parsing: .upToNextOption, help: "Standard deviations of sensors, as name=value.")
    var deviation: [String] = []
    @Option(help: "Second from which is fitted.") var from: Double?
    @Option(help: "Second to which is fitted.") var to: Double?
    @Option(
        parsing: .upToNextOption, help: "Two seconds, between which is judged but not fitted.")
    var check: [Double] = []
    @Option(help: "Points to search from: the given values, others within min and max.")
    var starts = 1
    @Option(help: "Seed of the other points.") var seed: UInt64 = 1
    @Option(help: "Write the values: JSON if the name ends in .json, else a Modelica modifier.")
    var out: String?
    @Flag(help: "Print JSON instead of text.") var json = false
    @Flag(help: "Say what would be fitted to what, and end.") var dryRun = false
    @OptionGroup var rules: RecordOptions

    func run() throws {
        guard check.isEmpty || (check.count == 2 && check[0] < check[1]) else {
            throw ValidationError("--check wants two seconds, the earlier first")
        }
        guard starts >= 1 && starts <= 1000 else {
            throw ValidationError("--starts \(starts): wants 1 to 1000")
        }
        try Talk.refusing(in: directory) {
            let folder = try Talk.modelFolder(directory)
            let record = try rules.record(data, for: folder)
            var request = CalibrationRequest()
            request.parameters = parameters == "none" ? [] : parameters.map(names)
            request.settings = try set.map { try Setting($0, in: folder) }
            request.outputs = outputs.map(names)
            request.initialStates = initial.map(names) ?? []
            request.deviations = try deviation.map {
                try Setting($0, in: folder, isDifference: true)
            }
            (request.from, request.to) = (from, to)
            request.check = check.isEmpty ? nil : check[0]...check[1]
            request.starts = StartPlan(count: starts, seed: seed)
            request.course = rules.course
            request.tolerance = try rules.checkedTolerance(default: 1e-6)
            let plan = try CalibrationPlan(folder, record, request)
            guard !dryRun else { return Talk.tell(plan.text) }
            let progress = TrialCounter()
            let report: CalibrationReport
            do throws(RequestRefusal) {
                report = try CalibrationReport(plan) { progress.note($0) }
            } catch {
                progress.end()
                Talk.say(error.text)
                throw ExitStatus.failed
            }
            progress.end()
            Talk.tell((json ? report.json : report.text).trimmingCharacters(in: .newlines))
            if let out {
                try Talk.write(out.hasSuffix(".json") ? report.json : report.modifier, to: out)
                Talk.say("written: \(out); \(folder.modelFile) is unchanged")
            }
            if report.found.status != .converged { throw ExitStatus.failed }
        }
    }

    /// Names with commas between; a comma in brackets belongs to the name.
    private func names(_ text: String) -> [String] {
        var (names, depth) = ([""], 0)
        for character in text {
            if character == "[" { depth += 1 }
            if character == "]" { depth -= 1 }
            if character == ",", depth == 0 {
                names.append("")
            } else if character != " " {
                names[names.count - 1].append(character)
            }
        }
        return names.filter { !$0.isEmpty }
    }
}
