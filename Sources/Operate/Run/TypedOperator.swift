import Guard
import Synchronization
import Tags

/// An operator at a terminal: what he types, line by line.
///
/// A line is about the card that was shown when it was typed. If another has taken its place before
/// the line is read, a yes must not pass for a yes to what he has not seen.
package final class TypedOperator: OperatorSeat {
    /// Lines not yet taken; more than these are a stuck key and are dropped.
    private static let capacity = 256
    private let state = Mutex(State())
    private let say: @Sendable (String) -> Void

    private struct State {
        var shown: DecisionID?
        var waiting: [(line: String, card: DecisionID?)] = []
    }

    /// `say` answers what cannot be understood.
    package init(say: @escaping @Sendable (String) -> Void) { self.say = say }

    /// Takes one line he typed.
    package func type(_ line: String) {
        state.withLock { state in
            guard state.waiting.count < Self.capacity else { return }
            state.waiting.append((line, state.shown))
        }
    }

    package func show(_ card: ShownCard?) async {
        state.withLock { $0.shown = card?.decision }
    }

    package func answers(to card: ShownCard?) async -> [OperatorAnswer] {
        let typed = state.withLock { state in
            defer { state.waiting = [] }
            return state.waiting
        }
        return typed.compactMap { answer($0.line, $0.card) }
    }

    /// How to talk to the twin.
    package static let usage = """
        accept            accept the card
        reject R7 [text]  reject it; R1 unsafe, R2 equipment, R3 instrument, R4 work on site, \
        R5 plan, R6 quality, R7 too big, R8 price, R9 model, R0 other
        mode NAME         off, shadow, advisory, supervisory
        """

    private func answer(_ line: String, _ card: DecisionID?) -> OperatorAnswer? {
        let words = line.split(separator: " ", maxSplits: 2).map(String.init)
        guard let verb = words.first else { return nil }
        switch (verb, words.count) {
        case ("accept", 1), ("reject", 2...):
            guard let card else {
                say("there is no card to answer")
                return nil
            }
            if verb == "accept" { return .accept(card) }
            guard let reason = RejectionReason(rawValue: words[1].uppercased()) else {
                say("\(words[1]) is not a reason\n" + Self.usage)
                return nil
            }
            return .reject(card, reason, text: words.count > 2 ? words[2] : "")
        case ("mode", 2...):
            guard let mode = Mode(rawValue: words[1]) else {
                say("\(words[1]) is not a mode\n" + Self.usage)
                return nil
            }
            return .mode(mode, why: words.count > 2 ? words[2] : "asked at the terminal")
        default:
            say("\"\(line)\" is not understood\n" + Self.usage)
            return nil
        }
    }
}
