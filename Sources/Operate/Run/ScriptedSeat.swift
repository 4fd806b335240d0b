import Guard
import Synchronization
package import Tags

/// An operator by script: raises the mode, accepts what the card says, rejects where told to.
///
/// He thinks before he answers, and leaves a card on which the guard's preview says no; only the
/// very first he tries all the same, as new operators do. What the guard says then is the guard's.
package final class ScriptedSeat: OperatorSeat {
    /// A card he says no to, counted from 1 among those that the preview would accept.
    package struct Refusal: Hashable, Sendable {
        package let card: Int
        package let reason: RejectionReason
        package let text: String

        package init(card: Int, reason: RejectionReason, text: String) {
            self.card = card
            self.reason = reason
            self.text = text
        }
    }

    /// Least time before he answers [plant s].
    package static let thinking = 30.0
    /// Each answer comes this much later after its card than the one before, so that moves of one
    /// handle lie further apart than cards do [plant s].
    private static let drift = 20.0
    /// He does not let a card lie longer than this; then he lets one pass and begins anew.
    private static let longest = 200.0

    private let refusals: [Refusal]
    private let state = Mutex(State())

    private struct State {
        var asked: Mode?
        /// The card that lay before him when he last asked again.
        var askedAgain: DecisionID?
        /// Cards the preview would accept, counted when first seen.
        var count = 0
        var last: DecisionID?
        var answered: DecisionID?
        var hasTried = false
        var patience = ScriptedSeat.thinking
        /// A card he lets pass.
        var passing = false
    }

    package init(rejecting refusals: [Refusal]) { self.refusals = refusals }

    /// He looks at the card when he is asked.
    package func show(_ card: ShownCard?) async {}

    package func answers(to card: ShownCard?) async -> [OperatorAnswer] {
        state.withLock { state in
            guard state.asked == .supervisory else {
                state.asked = .supervisory
                return [.mode(.supervisory, why: "the script of the demonstration")]
            }
            guard let card, card.decision != state.answered else { return [] }
            // What was in the way of his first request may be gone: loops go into remote only
            // after the block is claimed, and that was his request's work.
            if card.mode == .advisory, state.askedAgain != card.decision {
                state.askedAgain = card.decision
                return [.mode(.supervisory, why: "the script of the demonstration, again")]
            }
            return answer(card, &state).map { [$0] } ?? []  // he is still thinking
        }
    }

    private func answer(_ card: ShownCard, _ state: inout State) -> OperatorAnswer? {
        if card.decision != state.last { take(card, &state) }
        if state.passing { return nil }
        if card.preview.isAccepted {
            guard card.age >= Self.thinking else { return nil }
            state.answered = card.decision
            state.patience = max(Self.thinking, card.age)
            if let refusal = refusals.first(where: { $0.card == state.count }) {
                return .reject(card.decision, refusal.reason, text: refusal.text)
            }
            return .accept(card.decision)
        }
        if !state.hasTried, card.mode == .supervisory {
            guard card.age >= Self.thinking else { return nil }
            state.hasTried = true
            state.answered = card.decision
            return .accept(card.decision)
        }
        guard card.preview.denial?.isCuredByWaiting == true, card.age >= state.patience else {
            return nil
        }
        state.answered = card.decision
        return .accept(card.decision)
    }

    /// A card he has not seen before.
    private func take(_ card: ShownCard, _ state: inout State) {
        state.last = card.decision
        state.passing = false
        if card.preview.isAccepted {
            state.count += 1
        } else if card.preview.denial?.isCuredByWaiting == true {
            state.patience += Self.drift
            if state.patience > Self.longest {
                state.patience = Self.thinking
                state.passing = true
            }
        }
    }
}

extension Finding {
    /// The handle was moved a moment ago: the same move is lawful minutes later.
    fileprivate var isCuredByWaiting: Bool {
        if case .tooSoon = denial { return true }
        return false
    }
}
