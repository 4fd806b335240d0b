import Foundation
import Guard
import Operate
import Synchronization
import Tags
import Testing

/// What typed lines mean, and to which card.
@Suite struct TypedOperatorTests {
    /// A verdict with no finding, as a record holds it: only the guard makes new ones.
    private func card(_ number: UInt64) throws -> ShownCard {
        let record = #"{"kind":"preview","decision":\#(number),"findings":[]}"#
        return ShownCard(
            decision: DecisionID(number), moves: [], sentences: [],
            preview: try JSONDecoder().decode(Verdict.self, from: Data(record.utf8)), age: 0)
    }

    @Test func `a yes is to the card that was shown when it was typed, not to the one after`()
        async throws
    {
        let seat = TypedOperator { _ in }
        await seat.show(try card(5))
        seat.type("accept")
        await seat.show(try card(6))
        #expect(try await seat.answers(to: card(6)) == [.accept(DecisionID(5))])
        seat.type("accept")
        seat.type("reject R7 too much")
        #expect(
            try await seat.answers(to: card(6)) == [
                .accept(DecisionID(6)), .reject(DecisionID(6), .moveTooBig, text: "too much"),
            ])
    }

    @Test func `an answer without a card says so and is none`() async throws {
        let said = Mutex<[String]>([])
        let seat = TypedOperator { text in said.withLock { $0.append(text) } }
        seat.type("accept")
        await seat.show(try card(5))
        await seat.show(nil)
        seat.type("reject R7")
        #expect(await seat.answers(to: nil).isEmpty)
        #expect(
            said.withLock { $0 } == ["there is no card to answer", "there is no card to answer"])
    }

    @Test func `what is not understood is answered with how to say it`() async {
        let said = Mutex<[String]>([])
        let seat = TypedOperator { text in said.withLock { $0.append(text) } }
        seat.type("yes please")
        #expect(await seat.answers(to: nil).isEmpty)
        #expect(said.withLock { $0.first?.contains("\"yes please\" is not understood") } == true)
    }
}
