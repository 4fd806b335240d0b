import Guard
import Operate
import Tags
import Testing

@Suite struct ScriptedSeatTests {
    /// A card as the runner shows it; the preview denies for `denial`, or accepts.
    private func card(_ number: UInt64, age: Double, denial: Denial? = nil) -> ShownCard {
        let finding = Finding(
            check: .rate, about: "TIC-201.SP",
            result: denial.map { .denied(because: $0) } ?? .accepted(margin: nil))
        return ShownCard(
            decision: DecisionID(number), moves: [], sentences: [],
            preview: Verdict(kind: .preview, decision: DecisionID(number), findings: [finding]),
            age: age)
    }

    /// A seat that has already raised the mode and tried its first denied card.
    private func settled(rejecting: [ScriptedSeat.Refusal] = []) async -> ScriptedSeat {
        let seat = ScriptedSeat(rejecting: rejecting)
        _ = await seat.answers(to: nil)
        _ = await seat.answers(to: card(1, age: 60, denial: .noReadback(window: 60)))
        return seat
    }

    @Test func `he first raises the mode`() async {
        let seat = ScriptedSeat(rejecting: [])
        let answers = await seat.answers(to: card(1, age: 100))
        guard case .mode(.supervisory, _)? = answers.first, answers.count == 1 else {
            Issue.record("\(answers)")
            return
        }
    }

    @Test func `he thinks, then accepts once`() async {
        let seat = await settled()
        #expect(await seat.answers(to: card(2, age: 29)).isEmpty)
        #expect(await seat.answers(to: card(2, age: 30)) == [.accept(DecisionID(2))])
        #expect(await seat.answers(to: card(2, age: 45)).isEmpty)
    }

    @Test func `he tries the first card that the preview would deny, and no later one`() async {
        let seat = ScriptedSeat(rejecting: [])
        _ = await seat.answers(to: nil)
        let denial = Denial.noReadback(window: 3600)
        #expect(
            await seat.answers(to: card(1, age: 40, denial: denial)) == [.accept(DecisionID(1))])
        #expect(await seat.answers(to: card(2, age: 40, denial: denial)).isEmpty)
        #expect(await seat.answers(to: card(2, age: 299, denial: denial)).isEmpty)
    }

    @Test func `he waits where waiting helps`() async {
        let seat = await settled()
        #expect(await seat.answers(to: card(2, age: 35)) == [.accept(DecisionID(2))])
        let soon = Denial.tooSoon(apart: 300)
        #expect(await seat.answers(to: card(3, age: 54, denial: soon)).isEmpty)
        #expect(await seat.answers(to: card(3, age: 55, denial: soon)) == [.accept(DecisionID(3))])
    }

    @Test func `he rejects the card he is told to, with its reason`() async {
        let refusal = ScriptedSeat.Refusal(card: 2, reason: .moveTooBig, text: "too much at once")
        let seat = await settled(rejecting: [refusal])
        #expect(await seat.answers(to: card(2, age: 40)) == [.accept(DecisionID(2))])
        #expect(
            await seat.answers(to: card(3, age: 40))
                == [.reject(DecisionID(3), .moveTooBig, text: "too much at once")])
        #expect(await seat.answers(to: card(4, age: 40)) == [.accept(DecisionID(4))])
    }
}
