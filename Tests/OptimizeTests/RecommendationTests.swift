import Determinism
import Modeling
import Tags
import Testing

@testable import Optimize

@Suite struct RecommendationTests {
    func optimizer() -> Optimizer {
        Optimizer(PlantModels.heatedProblem(), grid: PlantModels.heatedGrid)
    }

    @Test func `heat is saved down to the bound, within the ramp, and the ramp is named`() throws {
        var optimizer = optimizer()
        let answer = optimizer.recommend(PlantModels.heatedSituation())
        #expect(answer.status == .optimal)
        let move = try #require(answer.moves.first)
        #expect(move.from.value == 1560 && abs(move.to.value - 1557) < 1e-9)
        #expect(answer.gainPerHour > 0)
        let outlook = try #require(answer.held.first)
        #expect(try #require(outlook.margin) > -1e-3)
        #expect(answer.shadowPrices.contains { $0.tag.text == "TI-1" && $0.limit == "low bound" })
        #expect(answer.shadowPrices.contains { $0.limit == "ramp limit (1 min)" && !$0.isHigh })
    }

    /// A kelvin less for the four hours of the horizon is worth some 0.7 EUR here.
    @Test func `travel that costs more is travelled less, and not at all beyond its worth`() throws
    {
        func travel(_ price: Double) -> Double {
            var optimizer = Optimizer(
                PlantModels.heatedProblem(travelPrice: price), grid: PlantModels.heatedGrid)
            var situation = PlantModels.heatedSituation()
            situation.handles[0].ramps = []
            let answer = optimizer.recommend(situation)
            #expect(answer.status == .optimal)
            return answer.moves.reduce(0) { $0 + abs($1.to.value - $1.from.value) }
        }
        let (free, dear, prohibitive) = (travel(0), travel(0.3), travel(10))
        #expect(free > 50 && dear < 0.8 * free && prohibitive == 0, "\(free), \(dear)")
    }

    /// A kelvin of heat is worth 0.18 EUR/h here.
    @Test(arguments: [(0.01 / 3600, false), (36.0 / 3600, true)])
    func `a soft bound is kept where leaving it costs more than it saves`(
        price: Double, isKept: Bool
    ) throws {
        var optimizer = optimizer()
        var situation = PlantModels.heatedSituation()
        situation.handles[0].ramps = []
        situation.bounds[0].enforcement = .soft(price: price)
        let answer = optimizer.recommend(situation)
        #expect(answer.status == .optimal)
        let margin = try #require(answer.held.first?.margin)
        #expect(isKept ? margin > -0.1 : margin < -1, "\(margin)")
    }

    @Test func `the price of the bound is what one kelvin more costs in the long run`() throws {
        // Heat lost per kelvin above ambient: 0.05 W/K at 0.001 a joule is 0.18 an hour.
        var optimizer = Optimizer(
            PlantModels.heatedProblem(),
            grid: .growing(horizon: 400 * 3600, first: 600, count: 20, blockCount: 10))
        var situation = PlantModels.heatedSituation(state: 1480, live: 1539, low: 1480)
        situation.handles[0].ramps = []
        let answer = optimizer.recommend(situation)
        #expect(answer.status == .optimal)
        let price = try #require(answer.shadowPrices.first { $0.tag.text == "TI-1" })
        #expect(abs(price.perHour - 0.18) < 0.01)
    }

    @Test func `the certificate's numbers add up`() throws {
        var optimizer = optimizer()
        let answer = optimizer.recommend(PlantModels.heatedSituation())
        let certificate = try #require(answer.certificate)
        #expect(certificate.residual < 1e-6 && certificate.stationarity < 1e-4)
        #expect(certificate.gap >= 0 && certificate.gap < 1e-2)
        for bound in certificate.bounds {
            #expect(bound.lowMultiplier >= 0 && bound.highMultiplier >= 0)
            // IPOPT moves bounds outwards by 1e-8 of their scaled size; the handle's scale is 100.
            let allowed = 2e-8 * max(100, abs(bound.value))
            if let low = bound.low { #expect(bound.value >= low - allowed) }
            if let high = bound.high { #expect(bound.value <= high + allowed) }
        }
        #expect(certificate.trajectories[0].means.count == optimizer.grid.points)
    }

    @Test func `a bound that cannot be kept is named with the smallest breach`() throws {
        var optimizer = optimizer()
        var situation = PlantModels.heatedSituation(low: 1620)
        situation.handles[0].ramps = []
        situation.bounds[0].from = 3.5 * 3600
        let answer = optimizer.recommend(situation)
        #expect(answer.status == .infeasible && answer.isAdviceOnly)
        let conflict = try #require(answer.conflicts.first)
        #expect(conflict.tag.text == "TI-1" && !conflict.isHigh)
        // Full heat from the start is the best there is.
        let full = Array(repeating: [1650.0], count: optimizer.grid.blockCount)
        let predicted = optimizer.predict(situation, setpoints: full)
        let best = try #require(predicted)
        let reached = zip(best.times, best.held[0]).filter { $0.0 >= 3.5 * 3600 }.map(\.1)
        #expect(abs(conflict.amount - (1620 - (try #require(reached.min())))) < 0.05)
        let text = Explanation(answer, of: optimizer.problem, given: situation).text
        #expect(text.hasPrefix("Not all bounds can be kept: TI-1 goes at least "))
    }

    @Test func `a back-off keeps the plan clear of the bound by its margin`() throws {
        var optimizer = optimizer()
        var situation = PlantModels.heatedSituation()
        situation.bounds[0].margin = .init(times: [0, 7200], deviations: [0, 4], coverage: 2)
        let answer = optimizer.recommend(situation)
        let course = try #require(answer.prediction)
        for (time, value) in zip(course.times, course.held[0]) where time > 7200 {
            #expect(value >= 1488 - 0.01)
        }
    }

    @Test func `a handle in local is left alone and named`() {
        var optimizer = optimizer()
        var situation = PlantModels.heatedSituation()
        situation.handles[0].heldBecause = "loop in local"
        let answer = optimizer.recommend(situation)
        #expect(answer.moves.isEmpty && abs(answer.gainPerHour) < 1e-9)
        #expect(answer.unavailable.map(\.reason) == ["loop in local"])
    }

    @Test func `limits and ramps that leave nothing are named and the handle stays`() {
        var optimizer = optimizer()
        var situation = PlantModels.heatedSituation()
        situation.handles[0].limits.append(NamedLimit("envelope", Bounds(1400, 1500)))
        let answer = optimizer.recommend(situation)
        #expect(answer.moves.isEmpty)
        #expect(
            answer.unavailable.map(\.reason) == [
                "ramp limit (1 min) and envelope leave no setpoint"
            ])
    }

    @Test func `a gain below what is worth acting makes no move`() {
        var optimizer = optimizer()
        optimizer.settings.worthActingAbove = 1e6
        let answer = optimizer.recommend(PlantModels.heatedSituation())
        #expect(answer.status == .optimal && answer.moves.isEmpty && answer.gainPerHour > 0)
    }

    @Test func `a deadline that has passed gives no moves and says so`() {
        var optimizer = optimizer()
        var options = SolverOptions()
        options.shouldStop = { true }
        let situation = PlantModels.heatedSituation()
        let answer = optimizer.recommend(situation, options: options)
        #expect(answer.status == .timeLimit && answer.moves.isEmpty)
        let text = Explanation(answer, of: optimizer.problem, given: situation).text
        #expect(text == "No advice: the calculation ran out of time.")
    }

    @Test func `a situation that is not finite gives no moves`() {
        var optimizer = optimizer()
        let answer = optimizer.recommend(PlantModels.heatedSituation(state: .nan))
        #expect(answer.status == .notFinite && answer.moves.isEmpty)
    }

    @Test func `the same situation gives the same answer, bit for bit`() {
        var one = optimizer()
        var two = optimizer()
        #expect(
            one.recommend(PlantModels.heatedSituation())
                == two.recommend(PlantModels.heatedSituation()))
    }

    @Test func `what changed since the last decision is named with its effect`() throws {
        var optimizer = optimizer()
        var situation = PlantModels.heatedSituation(state: 1480, live: 1539)
        situation.handles[0].ramps = []
        _ = optimizer.recommend(situation)
        situation.time = situation.time.later(by: 120)
        situation.inputs[2] = 1.5
        let answer = optimizer.recommend(situation)
        let cause = try #require(answer.causes.first)
        #expect(cause.factor == .input("load"))
        #expect(cause.before == 1 && cause.now == 1.5 && cause.effects[0] > 5)
        let text = Explanation(answer, of: optimizer.problem, given: situation).text
        #expect(text.contains("load rose from 1 to 1.5: this moves TIC-1.SP by +"))
    }

    @Test func `the explanation says what, what it is worth, what stays inside and what stops it`()
    {
        var optimizer = optimizer()
        let situation = PlantModels.heatedSituation()
        let answer = optimizer.recommend(situation)
        let sentences = Explanation(answer, of: optimizer.problem, given: situation).sentences
        #expect(sentences[0].hasPrefix("Lower TIC-1.SP from 1286.9 to 1283.9 degC, later on to "))
        #expect(sentences[0].hasSuffix(" degC at no more than 3 K in 1 min."))
        #expect(sentences[1].hasPrefix("This saves "))
        #expect(sentences[1].contains(" EUR/h against leaving as is"))
        #expect(sentences[2].hasPrefix("TI-1 stays at 1207 to 1227 degC (margin 0"))
        #expect(
            sentences[3].hasPrefix("Stopped by the low bound of TI-1: one K more would be worth "))
    }
}
