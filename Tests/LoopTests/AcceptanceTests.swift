import Act
import Guard
import GuardSide
import Loop
import Tags
import Testing

/// What becomes of a card when an operator accepts it.
@Suite struct AcceptanceTests {
    private let ada = Person(name: "Ada", duty: .operator, console: "C1")

    @Test func `a card whose plan cannot be predicted anew is not accepted`() throws {
        var loop = try KettleLoop()
        var desk = loop.desk()
        let (proposal, _) = try loop.layFirstCard(on: &desk)
        loop.raise(&desk, by: ada)
        #expect(throws: Desk.Refusal.notPredicted(proposal.id)) {
            try desk.accept(proposal.id, by: ada, renewed: nil, at: loop.now)
        }
        // It stays on the table: the next turn may be able to.
        #expect(desk.card?.proposal.id == proposal.id)
    }

    @Test func `what is judged goes on record with the intent: the certificate predicted anew`()
        throws
    {
        var loop = try KettleLoop()
        var desk = loop.desk()
        let (proposal, _) = try loop.layFirstCard(on: &desk)
        loop.raise(&desk, by: ada)
        var renewed = proposal.certificate
        renewed.gain += 1
        var begun = try desk.accept(proposal.id, by: ada, renewed: renewed, at: loop.now)
        guard case .record(.intent(let intent)) = begun.protocol.begin().effect else {
            Issue.record("it does not begin with the intent")
            return
        }
        #expect(intent.certificate == renewed && intent.digest == proposal.digest)
    }
}
