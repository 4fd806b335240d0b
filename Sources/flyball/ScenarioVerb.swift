import ArgumentParser
import Diagnostics
import Foundation
import Line
import LineDesk
import Replications
import Scenarios
import Units

/// `flyball scenario`: which change of a line pays.
struct ScenarioVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "scenario",
        abstract: "Simulate changes to a line, and say which of them pays.",
        discussion: """
            Changes stand in scenarios/*.yaml beside line.yaml, what is assumed of money and what \
            must hold in study.yaml; docs/scenario-file.md.
            """,
        subcommands: [Run.self, Compare.self])

    struct Run: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Simulate the line with the changes of one scenario.")

        @Argument(help: "The folder with line.yaml and scenarios/.") var directory: String
        @Option(help: "The scenario's name; needed where there is more than one.")
        var scenario: String?
        @Option(help: "So many replications.") var replications: Int?
        @Option(help: "The seed of all chance.") var seed: UInt64?
        @Flag(help: "Print JSON instead of text.") var json = false

        func validate() throws {
            if let replications, !(2...1_000_000).contains(replications) {
                throw ValidationError("--replications \(replications): from 2 to 1000000")
            }
        }

        func run() throws {
            let folder = try Talk.studyFolder(directory, measured: nil)
            let options = folder.study.options
            let names = options.map(\.name).joined(separator: ", ")
            guard
                let option = scenario.map({ name in options.first { $0.name == name } })
                    ?? (options.count == 1 ? options.first : nil)
            else {
                Talk.say(
                    scenario.map { "there is no scenario \($0); there are: \(names)" }
                        ?? "give --scenario, one of: \(names)")
                throw ExitStatus.misconfigured
            }
            guard folder.lines.count == 1, let line = folder.lines.first else {
                Talk.say(
                    "\(directory) has several models of a plant; run one of them: "
                        + folder.lines.map(\.path).joined(separator: ", "))
                throw ExitStatus.misconfigured
            }
            try Talk.complaining {
                var model = try option.apply(to: line.model)
                model.name += ", \(option.name)"
                var bar = ProgressBar("simulated")
                let simulation = LineSimulation(
                    model, LineRequest(replications: replications, seed: seed),
                    by: ParallelReplications(), progress: { bar.show($0) })
                bar.clear()
                let text = json ? try simulation.json() : simulation.text
                Talk.tell(text.trimmingCharacters(in: .newlines))
                if let standstill = simulation.standstill {
                    Talk.say(standstill)
                    throw ExitStatus.failed
                }
            }
        }
    }

    struct Compare: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Compare all scenarios under the same chance, and report.",
            discussion: """
                --out PREFIX writes PREFIX.txt, PREFIX.html, PREFIX.json and pictures. Where \
                study.yaml names several models of a plant, --measured FILE tells which it is; \
                without it the report ends with what to measure.
                """)

        @Argument(help: "The folder with scenarios/, and line.yaml or study.yaml.")
        var directory: String
        @Option(help: "A file of the folder with measured shares of time.") var measured: String?
        @Option(help: "Write PREFIX.txt, PREFIX.html, PREFIX.json and pictures.") var out: String?
        @Flag(help: "Print JSON instead of text.") var json = false

        func run() throws {
            let folder = try Talk.studyFolder(directory, measured: measured)
            try Talk.complaining {
                var bar = ProgressBar("")
                let inquiry = folder.inquiry(
                    version: Self.version, command: command)
                let report = try ScenarioReport(
                    inquiry, by: ParallelReplications(),
                    tracing: { LineRecording(of: $0, seed: $0.run.seed, length: $1).trace },
                    progress: { what, share in bar.show(share, what) })
                bar.clear()
                if let out { try write(report, to: out) }
                Talk.tell((json ? report.json : report.text).trimmingCharacters(in: .newlines))
            }
        }

        /// What stands in a report for whoever does it again.
        private static let version = "flyball, built from source"

        /// The command, as it stands in the report.
        private var command: String {
            "flyball scenario compare \(directory)"
                + (measured.map { " --measured \($0)" } ?? "")
        }

        private func write(_ report: ScenarioReport, to out: String) throws {
            var files = [
                (out + ".txt", report.text), (out + ".html", report.html),
                (out + ".json", report.json),
            ]
            files += report.pictures.map { ("\(out)-\($0.name).svg", $0.svg) }
            for (path, text) in files { try Talk.write(text, to: path) }
            Talk.say("written: " + files.map(\.0).joined(separator: ", "))
        }
    }
}

extension Talk {
    /// Reads a folder with scenarios, or says everything that is wrong with it and ends with 2.
    static func studyFolder(_ path: String, measured: String?) throws -> StudyFolder {
        do throws(Findings) {
            return try StudyFolder(path, measured: measured, units: UDUnits())
        } catch {
            say(error.text(in: lineSources(of: error, in: path)))
            throw ExitStatus.misconfigured
        }
    }

    /// Does the work; a change that does not fit the line is said, and ends with 2.
    static func complaining(_ work: () throws -> Void) throws {
        do { try work() } catch let complaint as LineComplaint {
            say((complaint.path + [complaint.message]).joined(separator: ": "))
            if let mend = complaint.mend { say("mend: \(mend)") }
            throw ExitStatus.misconfigured
        }
    }
}
