import ArgumentParser
import Diagnostics
import Foundation
import Operate
import Units

/// `flyball demo [DIR]`: the loop, the simulated furnace and a scripted operator, then a judgement.
struct DemoVerb: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo",
        abstract: "Run the furnace and its twin for some plant hours, and judge what happened.",
        discussion: """
            Starts flyball-plant, which must lie beside this program, and ends it. Exits 0 only if \
            every point of the judgement passes; docs/demo.md explains them.
            """)

    @Argument(help: "The folder of the furnace's twin.") var directory = "examples/reheat-furnace"
    @Option(help: "Plant seconds per wall second, 1 to 200.") var speed = 120.0
    @Option(help: "Plant hours.") var hours = 8.0
    @Option(help: "The seed of the furnace's disturbances.") var seed: UInt64 = 2
    @Option(help: "A new folder for the records; one in the temporary folder if not given.")
    var records: String?
    @Option(help: "The plant's port; 0 takes a free one.") var port = 0
    @Flag(
        help: "With the companion block in front of the loops, and its drop test first.")
    var block = false

    func validate() throws {
        guard speed >= 1, speed <= 200 else { throw ValidationError("--speed \(speed): 1 to 200") }
        guard hours >= 0.05, hours <= 1000 else {
            throw ValidationError("--hours \(hours): 0.05 to 1000")
        }
        guard (0...65_535).contains(port) else { throw ValidationError("--port \(port)") }
    }

    func run() async throws {
        let folder = try twin()
        var options = DemoRun.Options(
            plant: try sibling("flyball-plant"), guardProgram: try sibling("flyball-guard"),
            records: try place())
        options.speed = speed
        options.hours = hours
        options.seed = seed
        options.port = port
        StopSignals.install()
        let ink = Ink()
        let summary: DemoSummary?
        do {
            summary = try await DemoRun(folder, options) { Talk.tell(ink.coloured($0)) }
                .run { StopSignals.isAsked }
        } catch {
            Talk.say("the demonstration failed: \(StartFailure.text(error))")
            throw ExitStatus.failed
        }
        guard let summary else {
            Talk.say("stopped; records in \(options.records)")
            throw ExitStatus.interrupted
        }
        for line in summary.lines { Talk.tell(ink.coloured(line)) }
        if !summary.isPassed { throw ExitStatus.failed }
    }

    /// The twin as its folder says, or as a site with the companion block declares it.
    private func twin() throws -> TwinFolder {
        let folder = try Talk.folder(directory)
        guard block else { return folder }
        do throws(Findings) { return try folder.behindFurnaceBlock(units: UDUnits()) } catch {
            Talk.say(error.text())
            throw ExitStatus.misconfigured
        }
    }

    /// A program that was built beside this one.
    private func sibling(_ name: String) throws -> String {
        let path = Bundle.main.bundlePath + "/" + name
        guard FileManager.default.isExecutableFile(atPath: path) else {
            Talk.say("there is no program \(path); build it: swift build --product \(name)")
            throw ExitStatus.misconfigured
        }
        return path
    }

    /// A folder for the records that no other run used: a judgement is about one run.
    private func place() throws -> String {
        let path =
            records
            ?? FileManager.default.temporaryDirectory.path + "/flyball-demo-"
            + UUID().uuidString.prefix(8).lowercased()
        guard !FileManager.default.fileExists(atPath: path + "/decisions.journal") else {
            Talk.say("\(path) holds the records of another run; name a new folder")
            throw ExitStatus.misconfigured
        }
        return path
    }
}

/// Colours the word of a line, on a terminal only.
private struct Ink {
    private let isOn =
        isatty(STDOUT_FILENO) != 0 && ProcessInfo.processInfo.environment["NO_COLOR"] == nil

    private static let colours = [
        "WROTE": 32, "PASS": 32, "DENIED": 31, "FAIL": 31, "REFUSED": 31, "LOST": 31,
        "REJECT": 33, "OVERRIDE": 33, "SENSOR": 33, "CARD": 36, "LEARN": 35, "MODE": 34,
    ]

    func coloured(_ line: String) -> String {
        guard isOn else { return line }
        // Behind the stamp of time, or at the front.
        for word in line.split(separator: " ", maxSplits: 2).prefix(2) {
            if let colour = Self.colours[String(word)], let place = line.range(of: word) {
                return line.replacingCharacters(
                    in: place, with: "\u{1B}[\(colour)m\(word)\u{1B}[0m")
            }
        }
        return line
    }
}
