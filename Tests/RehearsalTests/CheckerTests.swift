import Act
import Determinism
import Guard
import Rehearsal
import Tags
import Testing

@Suite struct CheckerTests {
    @Test func `a written move without a permit on record is a breach`() {
        var report = RehearsalReport()
        let proposal = Proposal(
            id: DecisionID(1), madeAt: .seconds(0), expiresAt: .seconds(60),
            moves: [ProposedMove(tag: TagName("A.SP"), from: 1, to: 2)], shownGain: 1, inputs: [],
            certificate: Certificate(
                status: .optimal, predictedFrom: .seconds(0), trajectories: [], bounds: [], gap: 0,
                residual: 0, gain: 1, gainDeviation: 0))
        report.journal = [
            .intent(Intent(proposal, by: nil)),
            .writeStatus(
                WriteAnswered(
                    decision: DecisionID(1), tag: TagName("A.SP"), to: 2, status: .good)),
        ]
        report.checkJournal()
        #expect(report.breaches == ["D-1 was written without a durable record"])
    }

    @Test func `an operator's answers depend on seed and decision only`() {
        let script = OperatorScript(seed: 7)
        let answers = (1...200).map {
            script.answer(to: DecisionID(UInt64($0)), after: 200)
        }
        let again = (1...200).map {
            OperatorScript(seed: 7).answer(to: DecisionID(UInt64($0)), after: 200)
        }
        #expect(answers == again)
        #expect(answers.contains(.accepts))
        #expect(answers.contains { if case .rejects = $0 { true } else { false } })
        #expect(script.answer(to: DecisionID(1), after: 0) == .thinks)
    }
}
