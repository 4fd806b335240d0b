import Line
import Replications
import Scenarios
import Testing

/// What a line is judged by, from what a replication gave.
@Suite struct FigureTests {
    @Test func `the reference plants show the fractions that tell them apart`() throws {
        let published: [(LineModel, [[Double]], Double)] = [
            (
                Plants.lossesAtA,
                [
                    [0.854, 0.062, 0.072, 0.013, 0.000], [0.623, 0.014, 0.034, 0.016, 0.314],
                    [0.784, 0.016, 0.034, 0.000, 0.165],
                ], 50.44
            ),
            (
                Plants.lossesAtB,
                [
                    [0.851, 0.011, 0.008, 0.129, 0.000], [0.620, 0.320, 0.034, 0.008, 0.017],
                    [0.781, 0.013, 0.009, 0.000, 0.197],
                ], 50.24
            ),
        ]
        let states: [StationState] = [.working, .down, .setup, .blocked, .starved]
        for (model, fractions, goodPerHour) in published {
            let figures = PlainLine().outcomes(
                of: model, seed: 1, replications: 0..<40,
                window: LineWindow(warmUp: 33 * 3600, length: 166 * 3600)
            ).map { LineFigures($0, of: model) }
            for (index, row) in fractions.enumerated() {
                for (state, share) in zip(states, row) {
                    let mean = figures.reduce(0) { $0 + $1.stations[index][state] } / 40
                    #expect(abs(mean - share) < 0.01, "\(model.name) \(index) \(state): \(mean)")
                }
            }
            let good = try #require(Interval(of: figures.compactMap { $0[.goodPerHour] }))
            #expect(abs(good.mean - goodPerHour) < 0.26 + good.halfWidth, "\(good)")
            let defects = figures.compactMap { $0[.defectRate] }.reduce(0, +) / 40
            #expect(abs(defects - 0.01592) < 0.001)
        }
    }

    @Test func `effectiveness has the three factors of the standard`() throws {
        var station = LineOutcome.Station("A", units: 1)
        station.times[.working] = 600
        station.times[.microStop] = 50
        station.times[.setup] = 100
        station.times[.down] = 50
        station.times[.starved] = 100
        station.times[.maintenance] = 40
        station.times[.offShift] = 60
        station.parts = 100
        station.spoiled = 5
        station.idealWork = 520
        let oee = EquipmentEffectiveness(station)
        #expect(oee.plannedBusyTime == 900)
        #expect(oee.availability == 650.0 / 900)
        #expect(oee.ownAvailability == 650.0 / 800)
        #expect(oee.performance == 520.0 / 650)
        #expect(oee.quality == 0.95)
        let overall = try #require(oee.overall)
        #expect(abs(overall - 520 * 0.95 / 900) < 1e-12)
        #expect(EquipmentEffectiveness(LineOutcome.Station("B", units: 1)).overall == nil)
    }

    @Test func `money an hour is margins less all that was spent`() {
        var model = LineModel("shop")
        var product = LineModel.Product("P", release: .saturated, steps: [])
        (product.margin, product.materialCost) = (10, 2)
        model.products = [product]
        model.economy.scrap = 3
        model.economy.escape = 50
        model.economy.energyPrice = 1e-3
        model.economy.lateness = 0.01
        var crew = LineModel.Crew("C", people: 2, skills: [])
        crew.costPerHour = 20
        model.crews = [crew]
        model.stations = [LineModel.Station("A")]
        var outcome = LineOutcome(span: 7200)
        var figures = LineOutcome.Product("P")
        (figures.begun, figures.finished, figures.escaped, figures.scrapped) = (100, 90, 2, 10)
        (figures.withDueDate, figures.late, figures.lateness) = (90, 9, 600)
        outcome.products = [figures]
        var station = LineOutcome.Station("A", units: 1)
        station.energy = 44_000
        outcome.stations = [station]
        var people = LineOutcome.Crew("C")
        people.onDuty = 14_400
        outcome.crews = [people]
        let got = LineFigures(outcome, of: model)
        // 880 − 200 − 30 − 100 − 6 − 80 − 44 over two hours.
        #expect(got[.moneyPerHour] == 210)
        #expect(got.moneyPerHour(margins: [20]) == 650)
        #expect(got[.goodPerHour] == 44)
        #expect(got[.defectRate] == 0.12)
        #expect(got[.onTimeShare] == 0.9)
        #expect(got[.energyPerGoodPart] == 500)
        #expect(got[.serviceLevel] == nil)
        #expect(got[.leadTime] == nil)
    }

    @Test func `margins of goods sold from stock count what customers got`() {
        var model = LineModel("shop")
        var product = LineModel.Product("P", release: .saturated, steps: [])
        product.margin = 10
        product.endsIn = "goods"
        model.products = [product]
        var stock = LineModel.Stock("goods")
        stock.demand = LineModel.Demand(between: .constant(1))
        stock.holding = 0.001
        model.stocks = [stock]
        var outcome = LineOutcome(span: 3600)
        var made = LineOutcome.Product("P")
        made.finished = 70
        outcome.products = [made]
        var goods = LineOutcome.Stock("goods")
        (goods.demanded, goods.servedAtOnce, goods.lostSales, goods.onHand) = (60, 45, 10, 5)
        outcome.stocks = [goods]
        let got = LineFigures(outcome, of: model)
        #expect(got.products[0].soldPerHour == 50)
        #expect(abs((got[.moneyPerHour] ?? .nan) - 482) < 1e-9)
        #expect(got[.serviceLevel] == 0.75)
    }
}

/// The plain simulation of these tests beside the one that users get.
@Suite struct PlainLineTests {
    @Test(arguments: [Plants.lossesAtA, Plants.lossesAtB])
    func `two simulations of one plant agree replication by replication`(model: LineModel) {
        let window = LineWindow(warmUp: 10 * 3600, length: 50 * 3600)
        let plain = PlainLine().outcomes(of: model, seed: 7, replications: 0..<4, window: window)
        let real = ParallelReplications(threads: 2).outcomes(
            of: model, seed: 7, replications: 0..<4, window: window)
        for (a, b) in zip(plain, real) {
            for (here, there) in zip(a.stations, b.stations) {
                for state in StationState.allCases {
                    #expect(
                        abs(here.times[state] - there.times[state]) < 0.005 * window.length,
                        "\(here.name) \(state)")
                }
            }
        }
    }
}
