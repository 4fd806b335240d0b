import ArgumentParser
import Foundation
import Operate

/// `flyball steps DIR --data FILE`: how hard-held values answer steps of the MVs, for `twin.yaml`.
struct StepsVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "steps",
        abstract: "Work out from the model how hard-held values answer steps of the MVs.",
        discussion: """
            The model runs along the record; around operating points of it each MV is stepped up \
            and down by its largest step. Prints the section "step responses" of twin.yaml, by \
            which the guard tells whether backing off would still help. Nothing is changed.
            """)

    @Argument(help: "The folder with twin.yaml and its model.") var directory: String
    @Option(help: "CSV file of a recorded run; its first column is the time in seconds.")
    var data: String
    @Option(help: "Operating points, evenly over the record.") var points = 12
    @Option(help: "Second of the first point; a horizon after the record's beginning if absent.")
    var from: Double?
    @Option(
        parsing: .upToNextOption, help: "Inputs to hold, as name=value.")
    var set: [String] = []
    @Flag(help: "Print JSON instead of YAML.") var json = false
    @OptionGroup var rules: RecordOptions

    func run() throws {
        try Talk.refusing(in: directory) {
            let folder = try Talk.modelFolder(directory)
            guard let twin = folder.twin else {
                throw RequestRefusal("\(directory) holds no twin.yaml, which says what is held")
            }
            let record = try rules.record(data, for: folder)
            let settings = try set.map { try Setting($0, in: folder) }
            var request = StepStudy.Request()
            (request.points, request.from) = (points, from)
            request.tolerance = try rules.checkedTolerance(default: 1e-8)
            var bar = ProgressBar("stepped")
            let study = try StepStudy(
                twin, folder.model,
                inputs: try record.schedule(
                    folder.model, settings: settings, course: rules.course),
                times: record.times, source: URL(fileURLWithPath: data).lastPathComponent, request
            ) { bar.show($0) }
            bar.clear()
            Talk.tell((json ? study.json : study.yaml).trimmingCharacters(in: .newlines))
        }
    }
}
