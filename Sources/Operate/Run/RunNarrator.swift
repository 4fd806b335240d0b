import Act
package import Determinism
import Estimate
import Guard
import Learn
import Loop
import Quantities
import Tags
package import TwinFile

/// Tells a run in lines of plain text, for a terminal or a log.
package struct RunNarrator: Sendable {
    private let twin: Twin
    private let start: PlantTime

    package init(_ twin: Twin, start: PlantTime) {
        self.twin = twin
        self.start = start
    }

    /// The lines for one event; none for what happens all the time.
    package func lines(for event: RunEvent) -> [String] {
        switch event {
        case .opened(let mode, let settled, let records):
            return ["\(twin.name): mode \(mode.rawValue), records in \(records)"]
                + settled.map { "settled " + line($0) }
        case .seal(let line): return ["SEAL    \(line)"]
        case .trouble(let text, let at): return ["\(stamp(at)) LOST    \(text)"]
        case .recovered(let at): return ["\(stamp(at)) BACK    all connections answer"]
        case .sensed(let outcome): return sensed(outcome)
        case .obstacle(let why?, let at):
            return ["\(stamp(at)) BLIND   no recommendations: \(why)"]
        case .obstacle(nil, let at):
            return ["\(stamp(at)) BACK    the plant's state is estimated again"]
        case .quality(let tag, let quality, let at):
            return ["\(stamp(at)) SENSOR  \(tag): \(text(quality))"]
        case .card(let card, let at): return lines(card, at)
        case .noMove(let sentences, let at):
            return ["\(stamp(at)) STAY    \(sentences.first ?? "nothing is worth moving")"]
        case .mode(let mode, let blockers, let person, let at):
            let asked = person.map { ", asked by \($0.name)" } ?? ""
            return ["\(stamp(at)) MODE    \(mode.rawValue)\(asked)"]
                + blockers.map {
                    "                \($0.what)" + ($0.clearedBy.map { " (\($0))" } ?? "")
                }
        case .accepted(let decision, let person, let at):
            return ["\(stamp(at)) ACCEPT  \(decision) by \(person.name)"]
        case .rejected(let decision, let reason, let person, let at):
            return [
                "\(stamp(at)) REJECT  \(decision) by \(person.name): "
                    + "\(reason.rawValue) \(reason.text)"
            ]
        case .refused(let text, let at): return ["\(stamp(at)) REFUSED \(text)"]
        case .outcome(let outcome, let verdict, let at): return lines(outcome, verdict, at)
        case .overridden(let override, let at):
            return [
                "\(stamp(at)) OVERRIDE \(override.tag) was moved to "
                    + "\(value(override.seen, override.tag)) by the operator; "
                    + "the twin leaves it alone"
            ]
        case .settled(let settled, let at): return ["\(stamp(at)) SETTLED " + line(settled)]
        case .recordTrouble(let text): return ["RECORD  \(text)"]
        case .closed(let at): return ["\(stamp(at)) CLOSED"]
        }
    }

    private func sensed(_ outcome: CycleOutcome) -> [String] {
        guard outcome.advice != nil else { return [] }
        let values = twin.tags.filter { $0.role == .cv || $0.role == .mv }.map { tag in
            "\(tag.name) \(value(outcome.snapshot.value(of: tag.name), tag.name))"
        }
        let judged = outcome.lessons.count
        return [
            "\(stamp(outcome.snapshot.at)) SENSE   " + values.joined(separator: "  ")
                + (judged > 0 ? "  (\(judged) forecasts judged)" : "")
        ]
    }

    private func lines(_ card: ShownCard, _ at: PlantTime) -> [String] {
        var lines = ["\(stamp(at)) CARD    \(card.decision)"]
        lines += (card.sentences + standIns(card, at)).map { "                \($0)" }
        if let denial = card.preview.denial {
            lines.append("                guard (preview): would deny, \(text(denial))")
        } else {
            lines.append("                guard (preview): would accept")
        }
        return lines
    }

    /// One sentence for each input without a good value.
    func standIns(_ card: ShownCard, _ at: PlantTime) -> [String] {
        card.standIns.map { standIn in
            let age = Int(max(0, at.seconds(since: standIn.at)).rounded())
            return "\(standIn.tag) has no good value; \(value(standIn.value, standIn.tag)) from "
                + "\(age) s before stands in."
        }
    }

    private func lines(_ outcome: Outcome, _ verdict: Verdict?, _ at: PlantTime) -> [String] {
        var lines = ["\(stamp(at)) OUTCOME \(outcome.decision): \(outcome.result.rawValue)"]
        if let denial = verdict?.denial { lines.append("                guard: \(text(denial))") }
        for move in outcome.moves where move.result != .notSent {
            lines.append(
                "                \(move.tag) \(value(move.from, move.tag)) → "
                    + "\(value(move.to, move.tag)): \(move.result.rawValue), reads "
                    + value(move.seen, move.tag))
        }
        return lines
    }

    private func line(_ settled: Settled) -> String {
        let moves = settled.moves.map { "\($0.tag) \($0.result.rawValue)" }
        return "\(settled.decision) by reading: " + moves.joined(separator: ", ")
    }

    func text(_ finding: Finding) -> String {
        let about = finding.about.map { "\($0): " } ?? ""
        let why = finding.denial?.text(numbers(for: finding.about)) ?? "accepted"
        return "\(finding.check.rawValue): \(about)\(why)"
    }

    /// Numbers of a denial in the unit of the tag it is about.
    private func numbers(for about: String?) -> DenialNumbers {
        let unit = about.flatMap { twin[TagName($0)]?.unit } ?? .one  // no tag
        func rounded(_ x: Double) -> String { "\((x * 100).rounded() / 100)" }
        return DenialNumbers(
            value: { "\(rounded(unit.fromSI($0))) \(unit.symbol)" },
            difference: { "\(rounded(unit.fromSI(difference: $0))) \(unit.difference.symbol)" },
            plain: rounded)
    }

    private func text(_ quality: Quality) -> String {
        switch quality {
        case .good: "good again"
        case .uncertain(let reason): "uncertain, \(reason.rawValue)"
        case .bad(let reason): "bad, \(reason.rawValue); treated as absent"
        }
    }

    /// A value in the plant's unit, or a dash where there is none.
    private func value(_ si: Double?, _ tag: TagName) -> String {
        guard let si, let unit = twin[tag]?.unit else { return "—" }
        let shown = (unit.fromSI(si) * 10).rounded() / 10
        return unit == .one ? "\(shown)" : "\(shown) \(unit.symbol)"
    }

    /// Hours, minutes and seconds of plant time since the start.
    func stamp(_ time: PlantTime) -> String {
        let seconds = Int(max(0, time.seconds(since: start)))
        func two(_ n: Int) -> String { n < 10 ? "0\(n)" : "\(n)" }
        return "\(two(seconds / 3600)):\(two(seconds / 60 % 60)):\(two(seconds % 60))"
    }
}
