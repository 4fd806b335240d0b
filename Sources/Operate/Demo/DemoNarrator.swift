import Act
package import Determinism
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
        var lastCause = ""
        var lastQuality: [TagName: Double] = [:]
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
            return isWithinBudget(at, &state) ? [self.card(card, at)] + why(card, &state) : []
        case .noMove(let sentences, let at):
            let text = sentences.first ?? "Nothing is worth moving."
            guard text != state.lastCause, isWithinBudget(at, &state) else { return [] }
            state.lastCause = text
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
            let seconds = at.seconds(since: start)
            // A first time has no last: it is told.
            let last = state.lastQuality[tag] ?? -Double.infinity
            guard seconds - last >= Self.qualityEvery else { return [] }
            state.lastQuality[tag] = seconds
            return plain.lines(for: event)
        default: return plain.lines(for: event)
        }
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
                "\(tag) \(plain.value(outcome.snapshot.value(of: tag), tag))"
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

    private func card(_ card: ShownCard, _ at: PlantTime) -> String {
        let moves = card.moves.map { move in
            "\(move.tag) \(plain.value(move.from, move.tag)) → \(plain.value(move.to, move.tag))"
        }
        let denial = card.preview.denial.map { "; the guard would deny, " + plain.text($0) } ?? ""
        return line(
            at, "CARD", "\(card.decision): " + moves.joined(separator: ", ") + denial)
    }

    /// The cause, the worth and the limit that stops it, if the cause is news.
    private func why(_ card: ShownCard, _ state: inout State) -> [String] {
        func sentence(_ isMeant: (String) -> Bool) -> String? {
            card.sentences.first(where: isMeant)
        }
        let cause = sentence { $0.contains(": this moves ") }
        let worth = sentence { $0.hasPrefix("This saves") || $0.hasPrefix("This costs") }
        let limit = sentence { $0.hasPrefix("Stopped by") }
        let text = [cause, worth, limit].compactMap { $0 }.joined(separator: " ")
        guard !text.isEmpty, text != state.lastCause else { return [] }
        state.lastCause = text
        return ["                  " + text]
    }

    private func outcome(_ outcome: Outcome, _ verdict: Verdict?, _ at: PlantTime) -> String {
        if let denial = verdict?.denial {
            return line(at, "DENIED", "\(outcome.decision) by the guard: \(plain.text(denial))")
        }
        let moves = outcome.moves.filter { $0.result != .notSent }.map { move in
            "\(move.tag) asked \(plain.value(move.to, move.tag)), reads "
                + "\(plain.value(move.seen, move.tag)), \(move.result.rawValue)"
        }
        let end = moves.isEmpty ? outcome.result.rawValue : moves.joined(separator: "; ")
        return line(at, "WROTE", "\(outcome.decision) (accepted): \(end)")
    }

    private func line(_ at: PlantTime, _ word: String, _ text: String) -> String {
        "\(plain.stamp(at)) " + word + String(repeating: " ", count: max(1, 9 - word.count)) + text
    }
}
