import ArgumentParser
import Foundation
import LineDesk
import Modeling
import Operate
import Simulate

/// `flyball simulate DIR`: the folder's model under inputs from a file, or the folder's line.
struct SimulateVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "simulate",
        abstract: "Run a folder's model under inputs from a CSV file, or its line.",
        discussion: """
            A line (line.yaml) is simulated until its throughput is known as well as the file \
            wants, or --replications times. --out PREFIX writes PREFIX.json and pictures of \
            states, buffers and units over time.

            A model: columns are named by variables of the model, in SI, or by tags that \
            twin.yaml maps, in the tags' units. Without --out the run goes to standard output \
            as CSV.
            """)

    @Argument(help: "The folder with twin.yaml and its model, with one model alone, or line.yaml.")
    var directory: String
    @Option(help: "CSV file of inputs; its first column is the time in seconds.")
    var inputs: String?
    @Option(help: "Length of the run in hours; of a line's trace and pictures, 24 if not said.")
    var hours: Double?
    @Option(help: "Length of the run in seconds.") var seconds: Double?
    @Option(help: "Seconds between rows of the result.") var every: Double?
    @Option(
        parsing: .upToNextOption, help: "Inputs, parameters or initial states, as name=value.")
    var set: [String] = []
    @Option(help: "Write PREFIX.csv, PREFIX.json and PREFIX.svg; of a line see above.")
    var out: String?
    @Option(help: "Of a line: so many replications.") var replications: Int?
    @Option(help: "Of a line: the seed of all chance.") var seed: UInt64?
    @Option(help: "Of a line: write what every unit did in one replication, as CSV.")
    var trace: String?
    @Flag(help: "Print JSON instead of CSV.") var json = false
    @OptionGroup var rules: RecordOptions

    func validate() throws {
        guard seconds == nil || hours == nil else {
            throw ValidationError("give --hours or --seconds, not both")
        }
        if let replications, !(2...1_000_000).contains(replications) {
            throw ValidationError("--replications \(replications): from 2 to 1000000")
        }
        if let hours, !(hours > 0 && hours <= 100_000) {
            throw ValidationError("--hours \(hours): above 0, up to 100000")
        }
        if Talk.holdsLineAlone(directory) {
            guard inputs == nil, seconds == nil, every == nil, set.isEmpty else {
                throw ValidationError(
                    "\(directory) holds a line: --inputs, --seconds, --every and --set are for "
                        + "models")
            }
        } else if replications != nil || seed != nil || trace != nil {
            throw ValidationError(
                "\(directory) holds no line.yaml: --replications, --seed and --trace are for lines")
        }
    }

    func run() throws {
        if Talk.holdsLineAlone(directory) {
            return try LineSimulationRun(
                directory: directory, request: LineRequest(replications: replications, seed: seed),
                hours: hours ?? 24, trace: trace, out: out, json: json
            ).run()
        }
        try Talk.refusing(in: directory) {
            let folder = try Talk.modelFolder(directory)
            var request = SimulationRequest()
            request.record = try inputs.map { try rules.record($0, for: folder) }
            request.settings = try set.map { try Setting($0, in: folder) }
            request.seconds = seconds ?? hours.map { $0 * 3600 }
            request.every = every
            request.course = rules.course
            request.tolerance = try rules.checkedTolerance(default: 1e-6)
            var bar = ProgressBar("simulated")
            let run = try SimulatedRun(folder, request) { bar.show($0) }
            bar.clear()
            try write(run)
            if let last = request.record?.times.last, let end = run.trajectory.times.last,
                end > last
            {
                Talk.say("the record ends at \(last) s; its last inputs are held to \(end) s")
            }
            Talk.say(run.summary.trimmingCharacters(in: .newlines))
            if !run.trajectory.status.isFinished { throw ExitStatus.failed }
        }
    }

    private func write(_ run: SimulatedRun) throws {
        guard let out else {
            Talk.tell((json ? run.json : run.csv).trimmingCharacters(in: .newlines))
            return
        }
        try Talk.write(run.csv, to: out + ".csv")
        try Talk.write(run.json, to: out + ".json")
        try Talk.write(run.svg(title: run.model.name), to: out + ".svg")
        Talk.tell("\(out).csv\n\(out).json\n\(out).svg")
    }
}
