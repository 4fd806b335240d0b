import Act
package import Determinism
import Foundation
import Guard
import Learn
import Loop
import Quantities
import Synchronization
package import Tags
package import TwinFile

/// Tells a fast run so that a person can follow it: at most some twenty lines a plant hour, of
/// which what was written, denied, rejected or overridden comes first.
package final class DemoNarrator: Sendable {
    /// Lines a plant hour that are not worth more than others.
    private static let budget = 16
    private static let senseEvery = 1800.0
    private static let learnEvery = 3600.0
    private static let stayEvery = 1800.0
    private static let reasonEvery = 1200.0
    /// A tag's failure is told once in this time [s].
    private static let qualityEvery = 1800.0

    private let twin: Twin
    private let plain: RunNarrator
    private let shown: [TagName]
    private let start: PlantTime
    private let state = Mutex(State())

    private struct State {
        var hour = -1
        var lines = 0
        var lastSense = -Double.infinity
        var lastLesson = 0.0
        var lastStay = -Double.infinity
        var lastReason = -Double.infinity
        var lastDenial: String?
        var lastQuality: [TagName: Double] = [:]
        /// Tags whose failure was told.
        var isTold: Set<TagName> = []
        /// Tags whose last reading came late.
        var isLate: Set<TagName> = []
        var judged: [TagName: (count: Int, squares: Double, inside: Int)] = [:]
    }

    /// - Parameter shown: the measurements that a sense line shows beside the setpoints.
    package init(_ twin: Twin, start: PlantTime, showing shown: [TagName]) {
        self.twin = twin
        self.start = start
        self.shown = shown
        plain = RunNarrator(twin, start: start)
    }

    package func lines(for event: RunEvent) -> [String] {
        state.withLock { state in
            let lines = told(event, &state)
            state.lines += lines.count
            return lines
        }
    }

    private func told(_ event: RunEvent, _ state: inout State) -> [String] {
        switch event {
        case .sensed(let outcome): return sensed(outcome, &state)
        case .card(let card, let at):
            return isWithinBudget(at, &state) ? self.card(card, at, &state) : []
        case .noMove(let sentences, let at):
            let text = sentences.first ?? "Nothing is worth moving."
            let seconds = at.seconds(since: start)
            guard seconds - state.lastStay >= Self.stayEvery, isWithinBudget(at, &state) else {
                return []
            }
            state.lastStay = seconds
            return [line(at, "STAY", text)]
        case .accepted: return []
        case .outcome(let outcome, let verdict, let at):
            return [self.outcome(outcome, verdict, at)]
        case .quality(let tag, let quality, let at):
            // A reading that comes late is late for all tags at once.
            if quality.reason == .stale {
                state.isLate.insert(tag)
                return []
            }
            if state.isLate.remove(tag) != nil, quality.isGood { return [] }
            return isNews(tag, quality, at, &state) ? plain.lines(for: event) : []
        default: return plain.lines(for: event)
        }
    }

    /// A failure is told once in a while, and its end if it was told.
    private func isNews(
        _ tag: TagName, _ quality: Quality, _ at: PlantTime, _ state: inout State
    ) -> Bool {
        let seconds = at.seconds(since: start)
        if quality.isGood { return state.isTold.remove(tag) != nil }
        if let last = state.lastQuality[tag], seconds - last < Self.qualityEvery { return false }
        state.lastQuality[tag] = seconds
        state.isTold.insert(tag)
        return true
    }

    private func isWithinBudget(_ at: PlantTime, _ state: inout State) -> Bool {
        let hour = Int(max(0, at.seconds(since: start)) / 3600)
        if hour != state.hour { (state.hour, state.lines) = (hour, 0) }
        return state.lines < Self.budget
    }

    // MARK: Sensed and learned

    private func sensed(_ outcome: CycleOutcome, _ state: inout State) -> [String] {
        for lesson in outcome.lessons {
            let expected = lesson.expectation
            let error = lesson.measured - expected.mean
            let half = PredictionLedger.bandHalfWidth * expected.deviation * expected.widening
            var judged = state.judged[expected.tag] ?? (0, 0, 0)  // the first of its tag
            judged.count += 1
            judged.squares += error * error
            judged.inside += abs(error) <= half ? 1 : 0
            state.judged[expected.tag] = judged
        }
        let at = outcome.snapshot.at
        let seconds = at.seconds(since: start)
        var lines: [String] = []
        if outcome.advice != nil, seconds - state.lastSense >= Self.senseEvery {
            state.lastSense = seconds
            let values = (twin.tags(.mv).map(\.name) + shown).map { tag in
                "\(tag) \(number(outcome.snapshot.value(of: tag), tag))"
            }
            lines.append(line(at, "SENSE", values.joined(separator: ", ")))
        }
        if seconds - state.lastLesson >= Self.learnEvery {
            state.lastLesson = seconds
            lines += learned(at, &state)
        }
        return lines
    }

    private func learned(_ at: PlantTime, _ state: inout State) -> [String] {
        let parts = shown.compactMap { tag -> String? in
            guard let judged = state.judged[tag], let unit = twin[tag]?.unit else { return nil }
            let n = Double(judged.count)
            let error = unit.fromSI(difference: (judged.squares / n).squareRoot())
            return "\(tag) error \(DemoSummary.round(error, 1)) \(unit.difference.symbol), "
                + "\(judged.inside) of \(judged.count) inside the 80 % band"
        }
        state.judged = [:]
        return parts.isEmpty ? [] : [line(at, "LEARN", parts.joined(separator: "; "))]
    }

    // MARK: Recommended and written

    private func card(
        _ card: ShownCard, _ at: PlantTime, _ state: inout State
    ) -> [String] {
        let worth = card.sentences.first {
            $0.hasPrefix("This saves") || $0.hasPrefix("This costs")
        }
        // "This saves 267 EUR/h against leaving as is (…)."
        let amount = worth.flatMap { text in
            text.range(of: " against").map { " " + text[..<$0.lowerBound].dropFirst(5) }
        }
        let moves = card.moves.map { move in
            "\(move.tag) \(number(move.from, move.tag)) → \(number(move.to, move.tag))"
        }
        var lines = [
            line(
                at, "CARD",
                "\(card.decision)\(amount ?? ""): " + moves.joined(separator: ", "))  // no amount
        ]
        let denial = card.preview.denial.map(plain.text)
        if let denial, denial != state.lastDenial {
            lines.append(Self.indent + "the guard would deny it, " + denial)
        }
        state.lastDenial = denial
        lines += plain.standIns(card, at).map { Self.indent + $0 }
        return lines + why(card, at, &state)
    }

    /// The cause and the limit that stops it, now and then.
    private func why(_ card: ShownCard, _ at: PlantTime, _ state: inout State) -> [String] {
        let seconds = at.seconds(since: start)
        guard seconds - state.lastReason >= Self.reasonEvery else { return [] }
        let cause = card.sentences.first { $0.contains(": this moves ") }
        let limit = card.sentences.first { $0.hasPrefix("Stopped by") }
        let reasons = [cause, limit].compactMap { $0 }
        if !reasons.isEmpty { state.lastReason = seconds }
        return reasons.map { Self.indent + $0 }
    }

    private func outcome(_ outcome: Outcome, _ verdict: Verdict?, _ at: PlantTime) -> String {
        if let denial = verdict?.denial {
            return line(at, "DENIED", "\(outcome.decision) by the guard: \(plain.text(denial))")
        }
        let moves = outcome.moves.filter { $0.result != .notSent }
        guard !moves.isEmpty else {
            return line(at, "END", "\(outcome.decision): \(outcome.result.rawValue)")
        }
        let reads = moves.map { move in
            "\(move.tag) reads \(number(move.seen, move.tag))"
                + (move.result == .verified ? "" : ", \(move.result.rawValue)")
        }
        return line(
            at, "WROTE",
            "\(outcome.decision), \(outcome.result.rawValue): " + reads.joined(separator: ", "))
    }

    private func line(_ at: PlantTime, _ word: String, _ text: String) -> String {
        "\(plain.stamp(at)) " + word + String(repeating: " ", count: max(1, 8 - word.count)) + text
    }

    private static let indent = String(repeating: " ", count: 17)

    /// In the tag's unit, which the first line of the run tells; a dash where there is none.
    private func number(_ si: Double?, _ tag: TagName) -> String {
        guard let si, let unit = twin[tag]?.unit else { return "—" }
        return DemoSummary.round(unit.fromSI(si), 0)
    }

    /// In which units the numbers of the lines are.
    package var legend: String {
        let tags = twin.tags(.mv).map(\.name) + shown
        var units: [(symbol: String, tags: [String])] = []
        for tag in tags {
            guard let symbol = twin[tag]?.unit.symbol else { continue }
            if let i = units.firstIndex(where: { $0.symbol == symbol }) {
                units[i].tags.append(tag.text)
            } else {
                units.append((symbol, [tag.text]))
            }
        }
        return units.map { "\($0.tags.joined(separator: ", ")) in \($0.symbol)" }
            .joined(separator: "; ")
    }
}
