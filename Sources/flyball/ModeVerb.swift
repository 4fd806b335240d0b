import Act
import ArgumentParser
import Foundation
import GuardLink
import GuardSide
import Operate
import Tags
import TwinFile

/// `flyball mode`: asks a running guard for a mode, or what it stands at.
struct ModeVerb: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mode",
        abstract: "Show or ask for the mode of a running twin.",
        discussion: """
            Without a mode it tells the one in force, what the twin has shown so far, and what \
            stands against the next mode. With --hand-back a handle that the operator had, or \
            that was shed, is the twin's again. Ends with 4 if what was asked for is not granted, \
            with 5 if no guard answers.
            """)

    @Argument(help: "The folder that holds twin.yaml.") var directory: String
    @Argument(help: "off, shadow, advisory, supervisory, automatic or hold.") var wanted: String?
    @Option(help: "Where the records are; the twin's own place if not given.") var records: String?
    @Option(help: "Who asks, as the record names him.") var person = "operator"
    @Option(help: "His duty: operator, supervisor, engineer …") var duty = "operator"
    @Option(help: "NAME:DUTY of a second person, where two are asked for.") var with: String?
    @Option(help: "After a fall: cause mended, cause outside the twin, false alarm, test.")
    var rearm: String?
    @Option(help: "Why, in words.") var why = "asked at the command line"
    @Option(help: "A handle that is given back to the twin; asks for --reason.")
    var handBack: String?
    @Option(
        help: "Why it is given back: done, cause mended, cause outside the twin, false alarm, test."
    )
    var reason: String?

    func validate() throws {
        guard (handBack == nil) == (reason == nil) else {
            throw ValidationError("--hand-back and --reason go together")
        }
        if handBack != nil, wanted != nil {
            throw ValidationError("one thing at a time: a mode, or --hand-back")
        }
    }

    func run() async throws {
        let line = try GuardCall.line(directory, records)
        defer { line.close() }
        do {
            _ = try await line.greet(Hello(seat: .console, seal: nil, program: "flyball mode"))
            if let handBack {
                let found = try await line.take(try self.handBack(of: handBack))
                if found.isEmpty { return Talk.tell("\(handBack) is the twin's again") }
                for blocker in found { Talk.tell("  " + blocker.text) }
                throw ExitStatus.notAllowed
            }
            guard let wanted else {
                tell(try await line.status())
                return
            }
            let answer = try await line.request(try request(for: wanted))
            Talk.tell("mode \(answer.mode.rawValue)")
            for blocker in answer.blockers { Talk.tell("  " + blocker.text) }
            if !answer.blockers.isEmpty { throw ExitStatus.notAllowed }
        } catch let error as LinkError {
            Talk.say("\(error)")
            throw ExitStatus.unreachable
        }
    }

    private func tell(_ status: GuardStatus) {
        Talk.tell("mode \(status.welcome.mode.rawValue)")
        Talk.tell("loop: " + (status.loop.map { "process \($0)" } ?? "none"))
        if let card = status.card { Talk.tell("card: \(card)") }
        if !status.taken.isEmpty {
            Talk.tell("not ours: " + status.taken.map(\.text).joined(separator: ", "))
        }
        for line in status.record.lines { Talk.tell(line) }
        if !status.blockers.isEmpty { Talk.tell("against the next mode:") }
        for blocker in status.blockers { Talk.tell("  " + blocker.text) }
    }

    private func handBack(of tag: String) throws -> HandBack {
        guard let reason = reason.flatMap({ HandBackReason(rawValue: $0) }) else {
            throw ValidationError("--reason \(reason ?? "") is no reason")
        }
        return HandBack(
            TagName(tag), by: try Self.person(person, duty), because: reason, why: why)
    }

    private func request(for wanted: String) throws -> ModeRequest {
        guard let mode = Mode(rawValue: wanted) else {
            throw ValidationError("\(wanted) is no mode")
        }
        var reason: RearmReason?
        if let rearm {
            reason = RearmReason(rawValue: rearm)
            guard reason != nil else { throw ValidationError("--rearm \(rearm) is no reason") }
        }
        var second: Person?
        if let with {
            let parts = with.split(separator: ":").map(String.init)
            guard parts.count == 2 else { throw ValidationError("--with \(with): wants NAME:DUTY") }
            second = try Self.person(parts[0], parts[1])
        }
        return ModeRequest(
            mode, by: try Self.person(person, duty), confirmedBy: second, rearm: reason, why: why)
    }

    private static func person(_ name: String, _ duty: String) throws -> Person {
        guard let duty = Duty(rawValue: duty) else { throw ValidationError("\(duty) is no duty") }
        return Person(name: name, duty: duty, console: "command line")
    }
}

/// `flyball failsafe`: never refused.
struct FailsafeVerb: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "failsafe",
        abstract: "Stop a running twin from writing, at once. Never refused.")

    @Argument(help: "The folder that holds twin.yaml.") var directory: String
    @Option(help: "Where the records are; the twin's own place if not given.") var records: String?
    @Option(help: "Why, in words.") var why = "pressed at the command line"

    func run() async throws {
        let socket = GuardProcess.socket(in: GuardCall.records(directory, records))
        do {
            Talk.tell(try await GuardLine.failsafe(to: socket, why: why))
        } catch {
            Talk.say("\(error); use the switch at the control system")
            throw ExitStatus.unreachable
        }
    }
}

/// How a verb reaches the guard of a twin.
enum GuardCall {
    static func line(_ directory: String, _ records: String?) throws -> GuardLine {
        do throws(LinkError) {
            return try GuardLine(to: GuardProcess.socket(in: self.records(directory, records)))
        } catch {
            Talk.say("no guard answers: \(error); is `flyball run` there?")
            throw ExitStatus.unreachable
        }
    }

    /// A twin whose file is broken at this moment must still be stopped: then its usual place.
    static func records(_ directory: String, _ given: String?) -> String {
        if let given { return given }
        // What is wrong with the file is told; the usual place does instead.
        let own = try? Talk.folder(directory).twin.records
        return directory + "/" + (own ?? "records")
    }
}

extension Blocker {
    /// What stands against it, and who clears it.
    var text: String { what + (clearedBy.map { " (\($0))" } ?? "") }
}

extension GuardStatus.Record {
    /// What the twin has shown, as an engineer reads it.
    var lines: [String] {
        guard let region else { return ["record: the region of operation is not known"] }
        let days = (shown.days * 10).rounded(.down) / 10
        var lines = [
            "record in \(region): \(days) days in supervisory, "
                + "\(shown.decisions) judged decisions, \(shown.accepted) accepted, "
                + "\(shown.overrides) overrides, \(shown.mismatches) mismatches"
        ]
        lines += forecasts.map {
            let bias = ($0.bias * 100).rounded() / 100
            return "  \($0.tag): \($0.count) forecasts, bias \(bias) standard deviations, the 90 % "
                + "bands cover \(($0.coverage * 1000).rounded() / 10) %"
        }
        return lines
    }
}
