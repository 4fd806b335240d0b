import Determinism
import Modeling
import Tags
import Testing

@testable import Optimize

@Suite struct RecommendationTests {
    @Test func `heat is saved down to the bound and the ramp is named as what stops it`() throws {
        var optimizer = Optimizer(PlantModels.heatedProblem(), grid: PlantModels.heatedGrid)
        let situation = PlantModels.heatedSituation()
        let answer = optimizer.recommend(situation)
        #expect(answer.status == .optimal)
        let move = try #require(answer.moves.first)
        #expect(move.to.value < 1560 && move.to.value >= 1557)
        #expect(answer.gainPerHour > 0)
        let outlook = try #require(answer.held.first)
        #expect(try #require(outlook.margin) > -1e-3)
        print(answer.iterations, answer.gainPerHour, answer.shadowPrices, answer.setpoints, outlook)
        print(answer.certificate?.gap ?? -1, answer.certificate?.residual ?? -1, answer.certificate?.stationarity ?? -1)
    }
}
