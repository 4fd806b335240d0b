import Guard
import Synchronization
import Tags

/// An operator at a terminal: what he types, line by line.
package final class TypedOperator: OperatorSeat {
    /// Lines not yet taken; more than these are a stuck key and are dropped.
    private static let capacity = 256
    private let waiting = Mutex<[String]>([])
    private let say: @Sendable (String) -> Void

    /// `say` answers what cannot be understood.
    package init(say: @escaping @Sendable (String) -> Void) { self.say = say }

    /// Takes one line he typed.
    package func type(_ line: String) {
        waiting.withLock { if $0.count < Self.capacity { $0.append(line) } }
    }

    package func answers(to card: ShownCard?) async -> [OperatorAnswer] {
        let lines = waiting.withLock { lines in
            defer { lines = [] }
            return lines
        }
        return lines.compactMap { answer($0, card) }
    }

    /// How to talk to the twin.
    package static let usage = """
        accept            accept the card
        reject R7 [text]  reject it; R1 unsafe, R2 equipment, R3 instrument, R4 work on site, \
        R5 plan, R6 quality, R7 too big, R8 price, R9 model, R0 other
        mode NAME         off, shadow, advisory, supervisory
        """

    private func answer(_ line: String, _ card: ShownCard?) -> OperatorAnswer? {
        let words = line.split(separator: " ", maxSplits: 2).map(String.init)
        guard let verb = words.first else { return nil }
        switch (verb, words.count) {
        case ("accept", 1):
            // Without a card there is nothing to say yes to.
            return card.map { .accept($0.decision) }
        case ("reject", 2...):
            guard let card else { return nil }
            guard let reason = RejectionReason(rawValue: words[1].uppercased()) else {
                say("\(words[1]) is not a reason\n" + Self.usage)
                return nil
            }
            return .reject(card.decision, reason, text: words.count > 2 ? words[2] : "")
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
