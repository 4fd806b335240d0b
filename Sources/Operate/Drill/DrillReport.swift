import Foundation
import Signing

/// What a drill found, fit for the commissioning file.
package struct DrillReport: Hashable, Codable, Sendable {
    /// What it was done with.
    package struct Subject: Hashable, Codable, Sendable {
        package let asset: String
        /// SHA-256 of the seal in hexadecimal; empty without one.
        package let seal: String
        /// Number of the seal and who signed it, in words.
        package let sealedBy: String
        /// SHA-256 of this program in hexadecimal; empty if its file cannot be read.
        package let program: String
        /// Where the connections lead: name and address.
        package let connections: [String]
        /// False if one of them leads to anything but a declared simulation.
        package let isSimulator: Bool
        /// Whether the section `block` is declared.
        package let hasBlock: Bool
        /// Plant seconds per wall second.
        package let speed: Double
    }

    package let subject: Subject
    /// Who ran it.
    package let person: String
    /// Whether anything was to be written.
    package let wrote: Bool
    /// UTC, ISO 8601.
    package let started: String
    package let ended: String
    package let steps: [DrillStep]
    /// How the plant was left.
    package let left: String
    /// Where the drill's own decision record is.
    package let journal: String

    package func count(_ result: DrillStep.Result) -> Int {
        steps.count { $0.result == result }
    }

    /// Whether nothing failed; what was not done is not counted as passed.
    package var isClean: Bool { count(.failed) == 0 }

    /// Whether the plant was never reached at all.
    package let isNothingRead: Bool

    /// One JSON object with sorted keys, and a line's end.
    package var json: String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes, .prettyPrinted]
        // Every figure is finite: JSON has nothing else, and a drill measures nothing else.
        guard let data = try? encoder.encode(self) else { return "" }
        return String(decoding: data, as: UTF8.self) + "\n"
    }

    /// For people, with room for signatures.
    package var text: String {
        var lines = [
            "DRILL of \(subject.asset)", "",
            "run by        \(person), \(started) to \(ended)",
            "seal          " + (subject.seal.isEmpty ? "none" : subject.seal),
            "              " + subject.sealedBy,
            "program       " + (subject.program.isEmpty ? "not known" : subject.program),
        ]
        for connection in subject.connections { lines.append("connection    \(connection)") }
        lines += [
            "test system   "
                + (subject.isSimulator
                    ? "declared simulator, \(DemoSummary.round(subject.speed, 1)) × real time"
                    : "so stated by the person who ran it"),
            "block         " + (subject.hasBlock ? "declared" : "none: supervisory at most"),
            "writing       " + (wrote ? "yes" : "no: steps that write were left out"),
            "record        \(journal)", "",
        ]
        for (index, step) in steps.enumerated() { lines += Self.lines(step, number: index + 1) }
        lines += [
            "RESULT        \(count(.passed)) passed, \(count(.failed)) failed, "
                + "\(count(.notDone)) not done",
            "plant left    \(left)",
            "this report   SHA-256 of its JSON form \(Digest(of: Array(json.utf8)))", "",
            "What was not done was not shown. A drill on a test system says nothing of the wiring",
            "of the plant itself; the drop test is made there again (docs/commissioning.md).", "",
            "Commissioning engineer  ______________________  date ____________",
            "Control engineer        ______________________  date ____________",
            "Operations              ______________________  date ____________",
        ]
        return lines.joined(separator: "\n") + "\n"
    }

    private static func lines(_ step: DrillStep, number: Int) -> [String] {
        let word = step.result.rawValue.uppercased()
        var lines = [
            "\(number). \(step.name): \(word)", "   did       \(step.did)",
            "   expected  \(step.expected)", "   seen      \(step.seen)",
        ]
        for figure in step.figures {
            let asked = figure.asked.map { ", asked: \($0)" } ?? ""
            lines.append(
                "   measured  \(figure.what) \(DemoSummary.round(figure.value, 3)) \(figure.unit)"
                    + asked)
        }
        return lines + step.details.map { "             \($0)" } + [""]
    }
}
