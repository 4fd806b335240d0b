import ArgumentParser
import Diagnostics
import Foundation
import Operate
import Tags
import TwinFile
import Units

/// `flyball replay DIR --decision ID`: a past decision calculated again from its stored inputs.
struct ReplayVerb: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replay",
        abstract: "Calculate a past decision again and compare it bit for bit.",
        discussion: """
            Uses the inputs that were stored with the decision and the twin's files as they were \
            then; what stands in the folder now does not matter. Ends with 0 if the same came out, \
            with 1 if something else did or if it cannot be calculated.
            """)

    @Argument(help: "The folder that holds twin.yaml.") var directory: String
    @Option(help: "The decision's number, such as 7 or D-7.") var decision: String
    @Option(help: "Where the records are; the twin's own place if not given.") var records: String?

    func run() async throws {
        let digits = decision.hasPrefix("D-") ? String(decision.dropFirst(2)) : decision
        guard let number = UInt64(digits) else {
            throw ValidationError("--decision \(decision): wants a number")
        }
        let place = try records ?? own()
        do {
            let replay = try await DecisionReplay.find(
                DecisionID(number), of: directory, records: place, units: UDUnits())
            let report = try replay.run()
            for line in report.lines { print(line) }
            guard report.isSame else { throw ExitStatus.failed }
        } catch let obstacle as ReplayObstacle {
            Talk.say(obstacle.text)
            throw ExitStatus.failed
        }
    }

    private func own() throws -> String {
        let folder = try Talk.folder(directory)
        return folder.path + "/" + folder.twin.records
    }
}
