import Foundation
import Guard
import Operate
import Tags
import Testing

@Suite struct ScriptedSeatTests {
    /// A verdict as a record holds it: only the guard makes new ones.
    private struct Recorded: Encodable {
        enum Result: Encodable {
            case accepted(margin: Margin?)
            case denied(because: Denial)
        }
        struct Finding: Encodable {
            let check = Check.rate
            let about = "TIC-201.SP"
            let result: Result
        }
        let kind = Verdict.Kind.preview
        let decision: DecisionID
        let findings: [Finding]
    }

    /// A card as the runner shows it; the preview denies for `denial`, or accepts.
    private func card(_ number: UInt64, age: Double, denial: Denial? = nil) throws -> ShownCard {
        let finding = Recorded.Finding(
            result: denial.map { .denied(because: $0) } ?? .accepted(margin: nil))
        let recorded = Recorded(decision: DecisionID(number), findings: [finding])
        let verdict = try JSONDecoder().decode(
            Verdict.self, from: try JSONEncoder().encode(recorded))
        return ShownCard(
            decision: DecisionID(number), moves: [], sentences: [], preview: verdict, age: age)
    }

    /// A seat that has already raised the mode and tried its first denied card.
    private func settled(rejecting: [ScriptedSeat.Refusal] = []) async throws -> ScriptedSeat {
        let seat = ScriptedSeat(rejecting: rejecting)
        _ = await seat.answers(to: nil)
        _ = try await seat.answers(to: card(1, age: 60, denial: .noReadback(window: 60)))
        return seat
    }

    @Test func `he first raises the mode`() async throws {
        let seat = ScriptedSeat(rejecting: [])
        let answers = try await seat.answers(to: card(1, age: 100))
        guard case .mode(.supervisory, _)? = answers.first, answers.count == 1 else {
            Issue.record("\(answers)")
            return
        }
    }

    @Test func `he thinks, then accepts once`() async throws {
        let seat = try await settled()
        #expect(try await seat.answers(to: card(2, age: 29)).isEmpty)
        #expect(try await seat.answers(to: card(2, age: 30)) == [.accept(DecisionID(2))])
        #expect(try await seat.answers(to: card(2, age: 45)).isEmpty)
    }

    @Test func `he tries the first card that the preview would deny, and no later one`()
        async throws
    {
        let seat = ScriptedSeat(rejecting: [])
        _ = await seat.answers(to: nil)
        let denial = Denial.noReadback(window: 3600)
        #expect(
            try await seat.answers(to: card(1, age: 40, denial: denial)) == [.accept(DecisionID(1))]
        )
        #expect(try await seat.answers(to: card(2, age: 40, denial: denial)).isEmpty)
        #expect(try await seat.answers(to: card(2, age: 299, denial: denial)).isEmpty)
    }

    @Test func `he waits where waiting helps`() async throws {
        let seat = try await settled()
        #expect(try await seat.answers(to: card(2, age: 35)) == [.accept(DecisionID(2))])
        let soon = Denial.tooSoon(apart: 300)
        #expect(try await seat.answers(to: card(3, age: 54, denial: soon)).isEmpty)
        #expect(
            try await seat.answers(to: card(3, age: 55, denial: soon)) == [.accept(DecisionID(3))])
    }

    @Test func `he rejects the card he is told to, with its reason`() async throws {
        let refusal = ScriptedSeat.Refusal(card: 2, reason: .moveTooBig, text: "too much at once")
        let seat = try await settled(rejecting: [refusal])
        #expect(try await seat.answers(to: card(2, age: 40)) == [.accept(DecisionID(2))])
        #expect(
            try await seat.answers(to: card(3, age: 40))
                == [.reject(DecisionID(3), .moveTooBig, text: "too much at once")])
        #expect(try await seat.answers(to: card(4, age: 40)) == [.accept(DecisionID(4))])
    }
}
