import Diagnostics
import Expressions
import Line
import Testing
import TwinFile
import Units

@Suite struct LineReadingTests {
    /// The whole line as it was read.
    private func whole() throws -> LineModel {
        do { return try read(wholeLine).model } catch {
            Issue.record("\(error.text())")
            throw error
        }
    }

    private func station(_ name: String) throws -> LineModel.Station {
        try #require(try whole().stations.first { $0.name == name })
    }

    private func product(_ name: String) throws -> LineModel.Product {
        try #require(try whole().products.first { $0.name == name })
    }

    /// Equal but for the rounding of units.
    private func near(_ a: Double?, _ b: Double) -> Bool {
        a.map { abs($0 - b) <= 1e-12 * abs(b) } ?? false
    }

    @Test func `the short forms say the usual`() throws {
        let model = try read(smallLine).model
        #expect(model.name == "small")
        #expect(model.stations.map(\.name) == ["A", "B"])
        #expect(model.stations[0].process == .constant(60) && model.stations[0].queue == .init())
        #expect(model.stations[1].queue == .init(places: 10))
        #expect(
            model.products == [
                .init(
                    "part", release: .saturated,
                    steps: [.init("A", at: ["A"]), .init("B", at: ["B"])])
            ])
        #expect(model.economy == .init() && model.run == .init())
    }

    @Test func `money is in the file's currency and all figures in SI`() throws {
        let economy = try whole().economy
        #expect(economy.currency == "USD")
        #expect(near(economy.energyPrice, 0.18 / 3.6e6))
        #expect(near(economy.lateness, 6.0 / 3600))
        #expect(economy.scrap == 2 && economy.escape == 90)
        #expect(near(economy.yearlyTime, 4000 * 3600))
        let model = try whole()
        #expect(near(model.crews[0].costPerHour, 38) && model.crews[1].costPerHour == 0)
        #expect(near(model.stocks[0].holding, 0.001) && model.stocks[0].price == 0.02)
        #expect(near(model.transportSpeed, 1.5))
        #expect(
            model.run.kind == .steady && model.run.length == 20 * 86_400 && model.run.warmUp == 0
                && model.run.precision == 0.01 && model.run.leastReplications == 8
                && model.run.mostReplications == 64 && model.run.seed == 7)
    }

    @Test func `shifts that touch are one, breaks are taken out, nights go over midnight`() throws {
        let calendars = try whole().calendars
        let workdays = (0..<5).map { span(day: $0, 6, 22) }
        #expect(calendars[0].open == workdays && calendars[0].period == 7 * 86_400)
        // Monday's first hours are Sunday's night; each night less its half hour from one o'clock.
        let first = [span(day: 0, 0, 1), span(day: 0, 1.5, 6), span(day: 0, 22, 25)]
        #expect(Array(calendars[1].open.prefix(3)) == first)
        #expect(calendars[1].open.last == span(day: 6, 22, 24))
        #expect(calendars[2].period == 86_400 && calendars[2].open == [span(day: 0, 6, 18)])
    }

    /// Hours of a day, 0 being Monday.
    private func span(day: Int, _ from: Double, _ to: Double) -> LineModel.Calendar.Span {
        .init(from: (Double(day) * 24 + from) * 3600, to: (Double(day) * 24 + to) * 3600)
    }

    @Test func `a night of one day a week ends at the start of the next week`() throws {
        let model = try read(
            smallLine.replacing("stations:", with: "calendars: {late: sun 22:00-06:00}\nstations:")
        ).model
        #expect(
            model.calendars[0].open == [span(day: 0, 0, 6), span(day: 6, 22, 24)])
    }

    @Test func `a station says all that the model knows`() throws {
        let saw = try station("saw")
        #expect(saw.process == .truncatedNormal(mean: 12, deviation: 1))
        #expect(saw.units == 2 && saw.speed == 0.95 && saw.calendar == "two shifts")
        #expect(saw.queue.places == 10 && saw.queue.order == .dueDate)
        #expect(saw.queue.conveyor == .init(travel: 12, accumulates: false))
        #expect(saw.setups == .init([.init(takes: .erlang(stages: 4, mean: 252))]))
        #expect(saw.breakdowns.map(\.name) == ["jam", "blade"])
        #expect(saw.breakdowns[0].until == .exponential(mean: 2400))
        #expect(saw.breakdowns[0].repair == .constant(30) && saw.breakdowns[0].isMicroStop)
        #expect(saw.breakdowns[1].clock == .parts && saw.breakdowns[1].workUnderWay == .scrap)
        #expect(near(saw.breakdowns[1].until.mean, 4000))
        #expect(
            saw.upkeep[0].trigger == .every(720_000, .calendar) && saw.upkeep[0].renews == ["jam"])
        guard case .condition(let rule) = saw.upkeep[1].trigger else {
            Issue.record("sharpening has no condition")
            return
        }
        #expect(rule.names == ["parts_since_upkeep", "work_since_upkeep"])
        #expect(saw.atClosing == .finish)
        #expect(saw.hands.repair == .init("repair") && saw.hands.setup == .init("setup", people: 2))
        #expect(saw.hands.work == nil && saw.hands.upkeep == nil)
        #expect(saw.power.working == 12_000 && saw.power.off == 100)
        #expect(saw.position == .init(x: 12, y: 4.5))
        let oven = try station("oven")
        #expect(oven.batch == .init(least: 4, most: 24, longestWait: 1800))
        #expect(oven.power.working == 50_000 && oven.power.idle == 0)
        #expect(try station("check").batch == .init(least: 1, most: 1))
    }

    @Test func `setups take changes, then the matrix, then any other`() throws {
        #expect(
            try station("paint 1").setups
                == .init(
                    [
                        .init(to: "primed", takes: .constant(60)),
                        .init(from: "white", to: "black", takes: .constant(600)),
                        .init(from: "black", to: "white", takes: .constant(2700)),
                        .init(takes: .constant(1200)),
                    ], isSetAtStart: true))
    }

    @Test func `a route says alternatives, materials, defects, inspection and ways on`() throws {
        let door = try product("door")
        #expect(
            door.release
                == .arrivals(.lognormal(mean: 600, squaredVariation: 0.25), parts: 2))
        #expect(door.family == "white" && door.priority == 3 && door.dueAfter == 5 * 86_400)
        #expect(door.margin == 12 && door.materialCost == 3 && door.endsIn == "goods")
        #expect(door.steps.map(\.name) == ["saw", "oven", "paint", "check"])
        #expect(door.steps[0].takes == [.init("caps", pieces: 4), .init("resin")])
        #expect(door.steps[0].gives == [.init("offcuts", pieces: 2), .init("rest")])
        #expect(door.steps[0].defects == .share(0.006))
        #expect(door.steps[2].stations == ["paint 1", "paint 2"])
        #expect(
            door.steps[2].choice == .shares([0.6, 0.4]) && door.steps[2].process == .constant(55))
        guard case .rule(let rule) = door.steps[2].defects else {
            Issue.record("the defects of painting are no rule")
            return
        }
        #expect(rule.number { _ in 10 } == 0.02)
        var inspection = LineModel.Inspection()
        (inspection.finds, inspection.falseAlarms) = (0.95, 0.005)
        (inspection.rework, inspection.mostReworks) = ("paint", 2)
        #expect(door.steps[3].inspection == inspection)
        let frame = try product("frame")
        #expect(frame.release == .lossy(.constant(1800), most: 6))
        #expect(frame.steps[0].next == .shares([.init(0.75, to: "paint"), .init(0.25, to: nil)]))
        #expect(frame.steps[1].choice == .firstFree)
        guard case .rules(let ways, let otherwise) = try product("primer").steps[0].next else {
            Issue.record("the primer's ways are no rules")
            return
        }
        #expect(ways.count == 1 && ways[0].step == nil && otherwise == "paint")
    }

    @Test func `parts come in every way that the model knows`() throws {
        #expect(
            try product("primer").release
                == .orders([
                    .init("A-17", parts: 4, released: 21_600, due: 3 * 86_400),
                    .init("A-18", parts: 1, released: 0, due: nil),
                ]))
        #expect(try product("rest").release == .given)
        #expect(try product("made to stock").release == .replenishing(stock: "goods", upTo: 20))
        #expect(try product("carrier").release == .circulating(5))
        #expect(
            try whole().campaigns == [
                .init(of: "A", parts: 50), .init(of: "B", parts: 20), .init(of: "A", parts: 10),
            ])
    }

    @Test func `stocks say who fills them and who takes from them`() throws {
        let stocks = try whole().stocks
        #expect(stocks[0].initial == 500 && stocks[0].room == 9000)
        #expect(
            stocks[0].supplier?.policy == .fixedQuantity(reorderPoint: 2000, quantity: 5000)
                && stocks[0].supplier?.orderCost == 60)
        #expect(
            stocks[0].supplier?.leadTime
                == .triangular(low: 86_400, mode: 2 * 86_400, high: 4 * 86_400))
        #expect(
            stocks[1].demand
                == .init(between: .exponential(mean: 3600), pieces: 3, isBackordered: false))
        #expect(stocks[2].supplier?.policy == .upTo(least: 200, upTo: 800, review: 86_400))
    }

    @Test(arguments: [
        ("4.2 min", Law.constant(252)),
        ("{exponential: 10 s}", .exponential(mean: 10)),
        ("{uniform: {low: 1 s, high: 3 s}}", .uniform(low: 1, high: 3)),
        ("{triangular: {low: 1 s, mode: 2 s, high: 4 s}}", .triangular(low: 1, mode: 2, high: 4)),
        ("{lognormal: {mean: 4 s, variation: 50 %}}", .lognormal(mean: 4, squaredVariation: 0.25)),
        ("{weibull: {scale: 1 min, shape: 1.5}}", .weibull(scale: 60, shape: 1.5)),
        ("{weibull: {mean: 1 min, shape: 1}}", .weibull(mean: 60, shape: 1)),
        (
            "{values: [[1 s, 25 %], [2 s, 75 %]]}",
            .empirical([.init(1, probability: 0.25), .init(2, probability: 0.75)])
        ),
        (
            "{samples: times.csv}",
            .empirical([.init(60, probability: 0.75), .init(120, probability: 0.25)])
        ),
        (
            "{samples: {file: more.csv, column: b, in: s}}",
            .empirical([.init(1, probability: 0.5), .init(3, probability: 0.5)])
        ),
        ("{fitted: {to: times.csv, law: exponential}}", .exponential(mean: 75)),
    ])
    func `a law is written by its figures, by values or by a file`(text: String, law: Law) throws {
        let model = try read(
            smallLine.replacing("process: 50 s", with: "process: \(text)"),
            files: [
                "times.csv": "repair [min]\n1\n1\n2\n\n1\n", "more.csv": "a, \"b\"\n5,1\n6,3\n7,\n",
            ]
        ).model
        #expect(model.stations[1].process == law)
    }

    @Test func `the whole line has no complaint and its warnings are these`() throws {
        let read = try read(wholeLine)
        #expect(read.model.complaints == [])
        #expect(
            read.warnings.all.map(\.message) == ["nothing goes by the calendar days"])
    }
}
