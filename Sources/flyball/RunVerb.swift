import ArgumentParser
import Determinism
import Foundation
import GuardRoom
import Operate
import Tags

/// `flyball run DIR`: the loop against the real connection, until stopped.
struct RunVerb: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Run the loop of a twin until stopped.",
        discussion: """
            SIGTERM or Ctrl-C finish the cycle under way and close the record; a second Ctrl-C \
            ends at once. It ends with 5 if nothing at all can be read in its first 10 seconds. \
            Answers are typed, one a line:
            """ + "\n" + TypedOperator.usage)

    @Argument(help: "The folder that holds twin.yaml.") var directory: String
    @Option(help: "Mode to start in, advisory at most: off, shadow, advisory.")
    var mode = "advisory"
    @Option(help: "Plant seconds per wall second; only for a simulated plant.") var speed = 1.0
    @Option(help: "Stop after so many plant hours.") var hours: Double?
    @Option(help: "Where the records go; the twin's own place if not given.") var records: String?
    @Flag(
        help: "Keep the guard in this process; only for a plant declared a simulator.")
    var singleProcess = false
    @Option(help: "Who answers at this terminal, as the record names him.") var person = "operator"

    func run() async throws {
        guard let mode = Mode(rawValue: mode), Mode.advisory.reaches(mode) else {
            throw ValidationError("--mode \(self.mode): a run starts in off, shadow or advisory")
        }
        guard speed > 0, speed <= 1000 else {
            throw ValidationError("--speed \(speed): wants more than 0 and at most 1000")
        }
        let folder = try Talk.folder(directory)
        let clock = PlantClock(speed: speed)
        let narrator = RunNarrator(folder.twin, start: clock.now)
        let seat = TypedOperator(say: Talk.say)
        StopSignals.install()
        var options = RunSession.Options(
            records: records, mode: mode,
            person: Person(name: person, duty: .operator, console: "terminal"))
        options.guardProgram = singleProcess ? nil : GuardProcess.besideThis
        let session: RunSession
        do {
            session = try await RunSession(
                folder, options, clock: clock, seat: seat
            ) { event in
                for line in narrator.lines(for: event) { Talk.tell(line) }
            }
        } catch {
            Talk.say("cannot start: \(StartFailure.text(error))")
            throw ExitStatus.failed
        }
        listen(to: seat)
        let end = hours.map { clock.now.later(by: $0 * 3600) }
        do {
            try await session.run(until: end) { StopSignals.isAsked }
        } catch let error as PlantNeverRead {
            Talk.say("stopped: \(error.text)")
            throw ExitStatus.unreachable
        } catch {
            Talk.say("stopped: \(StartFailure.text(error))")
            throw ExitStatus.failed
        }
    }

    /// Reads typed lines on a thread of its own, since reading blocks.
    private func listen(to seat: TypedOperator) {
        Thread.detachNewThread {
            while let line = readLine() { seat.type(line) }
        }
    }
}
