import Act
import ArgumentParser
import Determinism
import Foundation
import Guard
import Journal
import Operate
import Tags

/// `flyball decisions`: what is on record, and whether the record is whole.
struct DecisionsVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "decisions", abstract: "List, show and verify recorded decisions.",
        subcommands: [List.self, Show.self, Verify.self], defaultSubcommand: List.self)

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "One line a decision.")
        @Argument(help: "The journal, such as records/decisions.journal.") var journal: String

        func run() throws {
            var lines: [DecisionID: String] = [:]
            try DecisionsVerb.each(journal) { record in
                guard let decision = record.decision else { return }
                switch try record.entry() {
                case .recommendation(let entry):
                    let moves = entry.proposal.moves.map(\.tag.text).joined(separator: " ")
                    lines[decision] =
                        "\(decision)  \(record.plantTime.iso8601)  \(moves)  not answered"
                case .rejection(let entry):
                    replaceEnd(of: &lines[decision], by: "rejected \(entry.reason.rawValue)")
                case .outcome(let outcome):
                    replaceEnd(of: &lines[decision], by: outcome.result.rawValue)
                case .settled(let settled):
                    let results = settled.moves.map(\.result.rawValue).joined(separator: ", ")
                    replaceEnd(of: &lines[decision], by: "settled: \(results)")
                default: break
                }
            }
            for decision in lines.keys.sorted() { print(lines[decision] ?? "") }
        }

        /// The last column is what became of it, so far.
        private func replaceEnd(of line: inout String?, by text: String) {
            guard let old = line, let end = old.range(of: "  ", options: .backwards) else { return }
            line = old[..<end.upperBound] + text
        }
    }

    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "All records of one decision, one JSON text a line.")
        @Argument(help: "The journal.") var journal: String
        @Argument(help: "The decision's number.") var decision: UInt64

        func run() throws {
            var found = false
            try DecisionsVerb.each(journal) { record in
                guard record.decision == DecisionID(decision) else { return }
                found = true
                print(record.plantTime.iso8601, record.kindName, record.json)
            }
            guard found else {
                Talk.say("there is no decision \(decision) in \(journal)")
                throw ExitStatus.failed
            }
        }
    }

    struct Verify: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Check hashes, chain and signatures of the whole journal.",
            discussion: """
                scripts/verify-journal.py checks the same without Flyball and must say the same. \
                Ends with 1 if the journal is damaged, cut or rewritten.
                """)
        @Argument(help: "The journal.") var journal: String
        @Option(help: "A head seen elsewhere, SEQUENCE:HASH with 8 to 64 digits of the hash.")
        var head: String?
        @Option(help: "A public key that may sign checkpoints; may be given again.")
        var key: [String] = []

        func run() throws {
            var mark: HeadMark?
            if let head {
                mark = HeadMark(head)
                guard mark != nil else {
                    throw ValidationError("--head \(head): wants SEQUENCE:HASH, 8 to 64 digits")
                }
            }
            let report: JournalReport
            do throws(JournalError) {
                report = try verifyJournal(
                    path: journal, against: mark, keys: key.map { $0.lowercased() })
            } catch {
                Talk.say("\(journal): \(StartFailure.text(error))")
                throw ExitStatus.failed
            }
            for line in report.lines { print(line) }
            guard report.isSound else { throw ExitStatus.failed }
        }
    }

    /// Goes through a journal, or says why it cannot.
    static func each(
        _ path: String, _ body: (JournalRecord) throws -> Void
    ) throws {
        do {
            var reader = try JournalReader(path: path)
            while let record = try reader.next() { try body(record) }
        } catch let error as JournalError {
            Talk.say("\(path): \(StartFailure.text(error))")
            throw ExitStatus.failed
        }
    }
}
