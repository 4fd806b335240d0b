import ArgumentParser
import Determinism
import Foundation
import GuardRoom
import Operate
import Seal
import Signing
import Tags

/// `flyball drill DIR`: the plant-side list against a user's own test system, and a report.
struct DrillVerb: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "drill",
        abstract: "Run the plant-side list against a test system and report it for the file.",
        discussion: """
            Reads by itself; writes only with --write, and then only what docs/commissioning.md \
            names. Run it against a test system, never against the running plant. Ends with 1 if \
            a step failed, with 4 if it may not be run, with 5 if nothing can be read.
            """)

    @Argument(help: "The folder that holds twin.yaml and twin.sealed.") var directory: String
    @Option(help: "Who runs it, as the report and the record name him.") var person = "engineer"
    @Option(help: "Write the report there; FILE.json gets the same for programs.")
    var report: String?
    @Option(help: "A new folder for the drill's own records; DIR/drill/TIME if not given.")
    var records: String?
    @Flag(help: "Also make the steps that write.") var write = false
    @Flag(
        help: """
            I state that these connections lead to a test system; asked for by --write where they \
            are not declared simulators.
            """)
    var testSystem = false
    @Flag(help: "Ask nobody: no Enter is waited for.") var unattended = false
    @Option(help: "Unattended: so many seconds for a setpoint to be moved by hand.")
    var waitForHand = 0.0
    @Option(help: "The longest wait for the plant, its people or the guard's windows [s].")
    var patience = 5400.0
    @Option(help: "Plant seconds per wall second; only for a simulated plant.") var speed = 1.0
    @Option(help: "The coil that is the drop test's key; only for a simulated plant.")
    var keyCoil: Int?

    func validate() throws {
        guard speed >= 1, speed <= 1000 else {
            throw ValidationError("--speed \(speed): 1 to 1000")
        }
        guard patience >= 1, patience <= 86_400 else {
            throw ValidationError("--patience \(patience): 1 to 86400")
        }
        guard waitForHand >= 0, waitForHand <= 86_400 else {
            throw ValidationError("--wait-for-hand \(waitForHand): 0 to 86400")
        }
    }

    func run() async throws {
        let folder = try Talk.folder(directory)
        let state: SealState
        do { state = SealFolder(directory).check(against: try SealedTwin(folder)) } catch {
            Talk.say("cannot start: \(StartFailure.text(error))")
            throw ExitStatus.misconfigured
        }
        guard case .inForce(let standing) = state else {
            for line in state.lines { Talk.say(line) }
            throw ExitStatus.notAllowed
        }
        try judgeWords(standing.twin)
        StopSignals.install()
        let asked = DrillPerson(isThere: !unattended) { Talk.say($0) }
        if !unattended { listen(for: asked) }
        let found: DrillReport
        do {
            found = try await DrillRun(
                GuardCharter(standing), options(standing), asking: asked
            ) { Talk.say($0) }.run { StopSignals.isAsked }
        } catch {
            Talk.say("the drill failed: \(StartFailure.text(error))")
            throw ExitStatus.failed
        }
        try tell(found)
    }

    /// What may be done to what.
    private func judgeWords(_ twin: SealedTwin) throws {
        if write, !twin.isSimulator, !testSystem {
            Talk.say(
                "\(twin.name) has a connection that is not declared a simulator: a drill writes "
                    + "to a test system only; state that it is one with --test-system")
            throw ExitStatus.notAllowed
        }
        if !twin.isSimulator, speed != 1 || keyCoil != nil {
            Talk.say("--speed and --key-coil are for simulated plants")
            throw ExitStatus.notAllowed
        }
    }

    private func options(_ standing: SealStanding) -> DrillRun.Options {
        let stamp = PlantClock.utc.iso8601.prefix(19).replacingOccurrences(of: ":", with: "-")
        var options = DrillRun.Options(
            records: records ?? directory + "/drill/" + stamp,
            person: Person(name: person, duty: .operator, console: "drill"))
        options.mayWrite = write
        options.speed = speed
        options.patience = patience
        options.handPatience = waitForHand
        options.keyCoil = keyCoil
        options.sealedBy = standing.text
        return options
    }

    private func tell(_ found: DrillReport) throws {
        Talk.tell(found.text)
        if let report {
            try Talk.write(found.text, to: report)
            try Talk.write(found.json, to: report + ".json")
        }
        if StopSignals.isAsked { throw ExitStatus.interrupted }
        if found.isNothingRead { throw ExitStatus.unreachable }
        if !found.isClean { throw ExitStatus.failed }
    }

    /// Reads typed lines on a thread of its own, since reading blocks.
    private func listen(for asked: DrillPerson) {
        Thread.detachNewThread {
            while readLine() != nil { asked.press() }
        }
    }
}
