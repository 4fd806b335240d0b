import Act
import Determinism
import Guard
import GuardSide
import Loop
import Tags
import Testing

/// What the loop tells the guard of its model, and when it stands by a plan with it.
@Suite struct ModelWordTests {
    private func view(_ mode: Mode) -> DeskView {
        DeskView(mode: mode, readbacks: [:], taken: [:], nextDecision: DecisionID(1))
    }

    /// Outcomes of turns with a recommendation, once forecasts have come due.
    private func outcomes(_ mode: Mode) throws -> [CycleOutcome] {
        var kettle = try KettleLoop()
        var found: [CycleOutcome] = []
        for _ in 0..<400 {
            let outcome = kettle.turn(seeing: view(mode))
            if outcome.advice != nil { found.append(outcome) }
            if found.count >= 25 { break }
        }
        return found
    }

    @Test func `each recommendation comes with the region and how forecasts did there`() throws {
        let found = try outcomes(.supervisory)
        let last = try #require(found.last?.model)
        #expect(found.allSatisfy { $0.model?.region != nil })
        #expect(found.first?.model?.forecasts.isEmpty == true)
        #expect(!last.forecasts.isEmpty && last.forecasts.allSatisfy { $0.count > 0 })
    }

    @Test func `the loop stands by its model only where no person looks at the plan`() throws {
        for (mode, isSaid) in [(Mode.supervisory, false), (.automatic, true)] {
            let proposals = try outcomes(mode).compactMap { $0.advice?.proposal }
            try #require(!proposals.isEmpty)
            #expect(proposals.allSatisfy { ($0.certificate.model != nil) == isSaid })
            // Nothing like enough was judged yet.
            #expect(proposals.allSatisfy { $0.certificate.model.map { $0.gate != .green } ?? true })
        }
    }
}
