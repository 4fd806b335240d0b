import Testing

@testable import Line

/// Cases with known answers for what only the general tier carries. Numbers: `docs/line.md`, "Exact
/// cases".
@Suite struct GeneralExactCaseTests {
    private func replicate(
        _ model: LineModel, replications: Int, warmUp: Double, length: Double
    ) -> [LineOutcome] {
        let plan = GeneralPlan(model)
        return (0..<replications).map {
            plan.outcome(
                seed: 21, replication: UInt64($0),
                window: LineWindow(warmUp: warmUp, length: length))
        }
    }

    private func oneStation(
        _ products: [(name: String, release: LineModel.Release, priority: Int)], process: Law
    ) -> LineModel {
        var model = LineModel("one")
        var station = LineModel.Station("one")
        station.process = process
        model.stations = [station]
        model.products = products.map { name, release, priority in
            var product = LineModel.Product(
                name, release: release, steps: [LineModel.Step("work", at: ["one"])])
            product.priority = priority
            return product
        }
        return model
    }

    @Test func `two priorities wait as Cobham says`() {
        var model = oneStation(
            [
                ("urgent", .arrivals(.exponential(mean: 1 / 0.3), parts: 1), 1),
                ("plain", .arrivals(.exponential(mean: 1 / 0.5), parts: 1), 0),
            ], process: .exponential(mean: 1))
        model.stations[0].queue.order = .priority
        let seen = replicate(model, replications: 40, warmUp: 1_000, length: 60_000)
        check(
            seen.map { $0.products[0].leadTime.mean - 1 }, 1.1428571429, relativeError: 0.005,
            "urgent")
        check(
            seen.map { $0.products[1].leadTime.mean - 1 }, 5.7142857143, relativeError: 0.015,
            "plain")
    }

    /// A stock with customers and a supplier, and a station that has nothing to do.
    private func shop(
        rate: Double, leadTime: Double, point: Int, quantity: Int
    ) -> LineModel {
        var model = oneStation([("none", .orders([]), 0)], process: .constant(1))
        var stock = LineModel.Stock("goods")
        stock.initial = point + quantity
        stock.supplier = LineModel.Supplier(
            .fixedQuantity(reorderPoint: point, quantity: quantity),
            leadTime: .constant(leadTime))
        stock.demand = LineModel.Demand(between: .exponential(mean: 1 / rate))
        model.stocks = [stock]
        return model
    }

    @Test func `a reorder point serves as the Poisson law says`() {
        let seen = replicate(
            shop(rate: 10, leadTime: 0.5, point: 6, quantity: 20), replications: 32, warmUp: 50,
            length: 10_000)
        check(
            seen.map { $0.stocks[0].onHand }, 11.523340043, relativeError: 0.002, "on hand")
        check(
            seen.map { Double($0.stocks[0].servedAtOnce) / Double($0.stocks[0].demanded) },
            0.9753351248, relativeError: 0.001, "fill")
        check(
            seen.map { Double($0.stocks[0].orders) / $0.span }, 0.5, relativeError: 0.002, "orders")
    }

    @Test func `a base stock serves as the Poisson law says`() {
        let seen = replicate(
            shop(rate: 2, leadTime: 3, point: 8, quantity: 1), replications: 32, warmUp: 100,
            length: 25_000)
        check(
            seen.map { Double($0.stocks[0].servedAtOnce) / Double($0.stocks[0].demanded) },
            0.8472374940, relativeError: 0.001, "fill")
        check(
            seen.map { $0.stocks[0].backordered }, 0.1612588831, relativeError: 0.01,
            "backorders")
    }

    @Test func `machines that one person repairs are down as the finite source says`() {
        var model = oneStation([("part", .saturated, 0)], process: .constant(100))
        model.stations[0].units = 10
        model.stations[0].breakdowns = [
            LineModel.Breakdown(
                "stop", until: .exponential(mean: 50), repair: .exponential(mean: 5))
        ]
        model.stations[0].hands.repair = .init("mend")
        model.crews = [LineModel.Crew("menders", people: 1, skills: ["mend"])]
        let seen = replicate(model, replications: 32, warmUp: 1_000, length: 60_000)
        check(
            seen.map { $0.stations[0].times[.down] / $0.span }, 2.1458234311,
            relativeError: 0.006, "down")
        // Work goes on ten machines for 50 of every 55 s that nobody waits for the repairman.
        check(
            seen.map { $0.crews[0].busy / $0.crews[0].onDuty }, 0.1 * (10 - 2.1458234311),
            relativeError: 0.006, "repairman")
    }

    @Test func `a queue whose station fails waits as Gaver's completion time says`() {
        var model = oneStation(
            [("part", .arrivals(.exponential(mean: 1 / 0.6), parts: 1), 0)],
            process: .constant(1))
        model.stations[0].breakdowns = [
            LineModel.Breakdown(
                "stop", until: .exponential(mean: 20), repair: .exponential(mean: 2))
        ]
        let seen = replicate(model, replications: 40, warmUp: 1_000, length: 60_000)
        check(
            seen.map { $0.products[0].leadTime.mean }, 2.5205882353, relativeError: 0.006,
            "M/D/1 with failures")
    }

    /// Work of S that begins anew after failures at rate a with repairs of R on average is done
    /// after (1/a + R)(exp(aS) − 1) on average (Gaver 1962, preempt-repeat-identical); and where
    /// failures cost the part, good ones come as often.
    @Test(arguments: [LineModel.WorkUnderWay.repeat, .scrap])
    func `work that is lost by failures gives as many parts as theory says`(
        underWay: LineModel.WorkUnderWay
    ) {
        var model = oneStation([("part", .saturated, 0)], process: .constant(2))
        model.stations[0].breakdowns = [
            LineModel.Breakdown(
                "stop", until: .exponential(mean: 10), repair: .exponential(mean: 0.5))
        ]
        model.stations[0].breakdowns[0].workUnderWay = underWay
        let seen = replicate(model, replications: 32, warmUp: 100, length: 40_000)
        check(
            seen.map { Double($0.products[0].finished) / $0.span }, 1 / 2.3247289607,
            relativeError: 0.002, "\(underWay)")
        check(
            seen.map { Double($0.products[0].scrapped) / Double($0.products[0].begun) },
            underWay == .scrap ? 0.1812692469 : 0, relativeError: 0.01, "scrapped")
    }

    @Test func `failures by the calendar take their share of time whatever the station does`() {
        var model = oneStation(
            [("part", .arrivals(.exponential(mean: 4), parts: 1), 0)], process: .constant(1))
        model.stations[0].breakdowns = [
            LineModel.Breakdown(
                "stop", clock: .calendar, until: .exponential(mean: 30),
                repair: .exponential(mean: 5))
        ]
        let seen = replicate(model, replications: 32, warmUp: 200, length: 80_000)
        check(
            seen.map { $0.stations[0].times[.down] / $0.span }, 1.0 / 7, relativeError: 0.01,
            "down")
    }

    /// Kelton, Sadowski and Sturrock, Simulation with Arena, the drill press by hand: minutes taken
    /// for seconds.
    @Test func `the drill press of the textbook is replayed digit by digit`() throws {
        let arrivals = [0, 1.73, 3.08, 3.79, 4.41, 18.69, 19.39, 34.91]
        let work = [2.90, 1.76, 3.39, 4.52, 4.46, 4.36, 2.07, 3.36]
        var model = oneStation([], process: .constant(1))
        model.products = arrivals.indices.map { index in
            var step = LineModel.Step("drill", at: ["one"])
            step.process = .constant(work[index])
            return LineModel.Product(
                "part \(index)",
                release: .orders([
                    .init("part", parts: 1, released: arrivals[index], due: nil)
                ]), steps: [step])
        }
        let outcome = GeneralPlan(model).outcome(
            seed: 1, replication: 0, window: LineWindow(warmUp: 0, length: 20))
        let finished = outcome.products.filter { $0.finished == 1 }
        let total = finished.map { $0.leadTime.mean }
        #expect(finished.map(\.name) == (0..<5).map { "part \($0)" })
        #expect(total == [2.9, 2.93, 4.97, 8.78, 12.62])
        #expect(abs(total.reduce(0, +) / 5 - 6.44) < 1e-12)
        #expect(outcome.stations[0].meanQueue == 0.789)
        #expect(outcome.stations[0].times[.working] == 18.34)
        #expect(outcome.stations[0].longestQueue == 3)
    }
}
