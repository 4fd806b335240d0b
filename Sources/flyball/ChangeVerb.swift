import ArgumentParser
import Foundation
import Operate
import Seal
import Signing
import Units

/// `flyball change`: what the guard goes by changes only by the signatures of two people.
struct ChangeVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "change",
        abstract: "Propose, approve, put back and show what is sealed.",
        discussion: """
            Limits, write list, objective, recovery and modes of twin.yaml count once an engineer \
            has proposed and another person has approved them; docs/change-control.md.
            """,
        subcommands: [
            Propose.self, Approve.self, Rollback.self, Show.self, ProgramsVerb.self,
        ],
        defaultSubcommand: Show.self)

    struct Options: ParsableArguments {
        @Argument(help: "The folder that holds twin.yaml.") var directory: String
        @Flag(help: "Print one JSON object instead of text.") var json = false
    }

    struct Signing: ParsableArguments {
        @Option(help: "Your private key file.") var key: String
        @OptionGroup var passphrase: PassphraseOptions
        @Flag(help: "Judge and show everything; write nothing.") var dryRun = false
    }

    struct Propose: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Propose what twin.yaml says now, as an engineer.")
        @OptionGroup var options: Options
        @OptionGroup var signing: Signing
        @Option(help: "Why, for the one who approves and for the record.") var why: String

        func run() throws {
            let folder = try Talk.folder(options.directory)
            try Talk.changing {
                let control = try ChangeControl(folder)
                let key = try Talk.key(signing.key, try Passphrases(signing.passphrase))
                let proposed = try control.propose(
                    why: why, key: key, at: Talk.wallNanoseconds, dryRun: signing.dryRun)
                try ChangeVerb.tell(
                    ChangeJSON(proposed, isWritten: !signing.dryRun), proposed.lines, options.json)
                ChangeVerb.sayNext(
                    signing.dryRun,
                    "another person approves: flyball change approve \(options.directory) --key …"
                )
            }
        }
    }

    struct Approve: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Approve the proposal that lies there, as an approver who did not make it.")
        @OptionGroup var options: Options
        @OptionGroup var signing: Signing
        @Option(help: "A word for the record.") var why = "approved"

        func run() throws {
            let folder = try Talk.folder(options.directory)
            try Talk.changing {
                let control = try ChangeControl(folder)
                // What is approved is shown before the passphrase is asked for.
                let (_, author, differences) = try control.judgedProposal()
                if !options.json {
                    Talk.say("\(author.person) proposes, \(stamp(author.at)): \(author.why)")
                    for line in changeLines(differences) { Talk.say(line) }
                }
                let key = try Talk.key(signing.key, try Passphrases(signing.passphrase))
                let approved = try control.approve(
                    why: why, key: key, at: Talk.wallNanoseconds, dryRun: signing.dryRun)
                try ChangeVerb.tell(
                    ChangeJSON(approved, isWritten: !signing.dryRun), approved.lines, options.json)
                ChangeVerb.sayNext(signing.dryRun, "in force with the next start of the twin")
            }
        }
    }

    struct Rollback: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Put an earlier approval's files back and propose them, as an engineer.")
        @OptionGroup var options: Options
        @OptionGroup var signing: Signing
        @Option(help: "The number to go back to; see flyball change show.") var to: UInt64
        @Option(help: "Why, for the one who approves and for the record.") var why: String

        func run() throws {
            let folder = try Talk.folder(options.directory)
            try Talk.changing {
                let control = try ChangeControl(folder)
                let key = try Talk.key(signing.key, try Passphrases(signing.passphrase))
                let proposed = try control.rollBack(
                    to: to, why: why, key: key, at: Talk.wallNanoseconds, units: UDUnits(),
                    dryRun: signing.dryRun)
                try ChangeVerb.tell(
                    ChangeJSON(proposed, isWritten: !signing.dryRun), proposed.lines, options.json)
                ChangeVerb.sayNext(
                    signing.dryRun,
                    "twin.yaml is as it was under number \(to); until another person approves it, "
                        + "the twin is locked out")
            }
        }
    }

    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "What is sealed, by whom, and what twin.yaml says differently.")
        @OptionGroup var options: Options

        func run() throws {
            let folder = try Talk.folder(options.directory)
            try Talk.changing {
                let status = try ChangeControl(folder).status()
                let lines =
                    status.state.lines + [status.proposal].compactMap { $0 }
                    + status.history.map { "  " + $0 }
                try ChangeVerb.tell(StatusJSON(status), lines, options.json)
                if status.state.locksOut { throw ExitStatus.conflict }
            }
        }
    }

    private static func tell(
        _ json: some Encodable, _ lines: [String], _ wantsJSON: Bool
    ) throws {
        if wantsJSON { return try Talk.tellJSON(json) }
        for line in lines { Talk.tell(line) }
    }

    private static func sayNext(_ isDryRun: Bool, _ next: String) {
        Talk.say(isDryRun ? "a dry run: nothing was written" : next)
    }
}

/// A proposal or an approval, for scripts.
private struct ChangeJSON: Encodable {
    let serial: UInt64
    let hash: String
    let author: String
    let approver: String?
    let why: String
    let differences: [SealDifference]
    let written: Bool

    init(_ proposed: Proposed, isWritten: Bool) {
        serial = proposed.serial
        hash = proposed.hash.description
        author = proposed.author.person
        approver = nil
        why = proposed.author.why
        differences = proposed.differences
        written = isWritten
    }

    init(_ approved: Approved, isWritten: Bool) {
        serial = approved.serial
        hash = approved.hash.description
        author = approved.author.person
        approver = approved.approver.person
        why = approved.author.why
        differences = approved.differences
        written = isWritten
    }
}

/// What stands, for scripts.
private struct StatusJSON: Encodable {
    let state: String
    let locksOut: Bool
    let maySupervise: Bool
    let serial: UInt64?
    let hash: String?
    let author: String?
    let approver: String?
    let differences: [SealDifference]
    let lines: [String]
    let proposal: String?
    let history: [String]

    init(_ status: ChangeStatus) {
        let standing = status.state.standing
        var found: [SealDifference] = []
        if case .edited(_, let differences) = status.state { found = differences }
        state = status.state.word
        locksOut = status.state.locksOut
        maySupervise = status.state.maySupervise
        serial = standing?.serial
        hash = standing?.hash.description
        author = standing?.by.author.person
        approver = standing?.by.approver.person
        differences = found
        lines = status.state.lines
        proposal = status.proposal
        history = status.history
    }
}
