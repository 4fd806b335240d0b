import Testing

@testable import Line

/// What stations do, each case worked out by hand.
@Suite struct GeneralStationTests {
    static let closings: [(LineModel.AtClosing, Double, [Double])] = [
        (.pause, 4, [4, 8, 22, 26]), (.finish, 4, [4, 8, 12, 24]),
        // Work that ends with the shift; nothing is begun at that very time.
        (.pause, 5, [5, 10, 25, 30]), (.finish, 5, [5, 10, 25, 30]),
    ]

    @Test(arguments: closings)
    func `a closed station pauses its work, or finishes it and begins nothing`(
        closing: LineModel.AtClosing, work: Double, times: [Double]
    ) {
        var one = station("one", work)
        one.calendar = "shift"
        one.atClosing = closing
        var model = line([one], [product("part", ["one"], at: [(0, 4)])])
        model.calendars = [
            LineModel.Calendar("shift", period: 20, open: [.init(from: 0, to: 10)])
        ]
        #expect(departures(of: model, 4) == times)
        let seen = outcome(of: model, until: 20).stations[0].times
        #expect(seen[.offShift] == (closing == .finish && work == 4 ? 8 : 10))
        #expect(seen.all == 20)
    }

    @Test func `a calendar opens across the end of its period, and at its start`() {
        var one = station("one", 1)
        one.calendar = "shift"
        var model = line([one], [product("part", ["one"], at: [(0, 100)])])
        model.calendars = [
            LineModel.Calendar(
                "shift", period: 10,
                open: [.init(from: 0, to: 2), .init(from: 4, to: 5), .init(from: 8, to: 10)])
        ]
        #expect(
            departures(of: model, 9) == [1, 2, 5, 9, 10, 11, 12, 15, 19])
    }

    @Test func `a batch waits for enough parts, or until the first has waited long enough`() {
        var oven = station("oven", 10)
        oven.batch = LineModel.Batch(least: 3, most: 4, longestWait: 5)
        let model = line([oven], [product("part", ["oven"], at: [(0, 1), (1, 1), (6, 5)])])
        #expect(departures(of: model, 7) == [15, 15, 25, 25, 25, 25, 35])
    }

    @Test func `a batch is of one product`() {
        var oven = station("oven", 10)
        oven.batch = LineModel.Batch(least: 2, most: 2, longestWait: nil)
        let model = line(
            [oven],
            [
                product("a", ["oven"], at: [(0, 1), (2, 1)]),
                product("b", ["oven"], at: [(1, 1), (30, 1)]),
            ])
        #expect(departures(of: model, 4) == [12, 12, 40, 40])
    }

    static let changes: [(LineModel.WorkUnderWay, finished: [Double], scrapped: Int)] = [
        (.resume, [10, 22, 34], 0), (.repeat, [10, 24, 38], 0), (.scrap, [10, 24, 38], 2),
    ]

    @Test(arguments: changes)
    func `work under way goes on, begins anew or is lost when its station fails`(
        underWay: LineModel.WorkUnderWay, finished: [Double], scrapped: Int
    ) {
        var one = station("one", 10)
        one.breakdowns = [
            LineModel.Breakdown("stop", until: .constant(12), repair: .constant(2))
        ]
        one.breakdowns[0].workUnderWay = underWay
        let model = line([one], [product("part", ["one"], at: [(0, 5)])])
        #expect(departures(of: model, 3) == finished)
        #expect(outcome(of: model, until: 38).products[0].scrapped == scrapped)
    }

    @Test func `a failure by the calendar meets a station that waits, and one that is down later`()
    {
        var one = station("one", 4)
        one.breakdowns = [
            LineModel.Breakdown("a", clock: .calendar, until: .constant(10), repair: .constant(3)),
            LineModel.Breakdown("b", clock: .calendar, until: .constant(11), repair: .constant(2)),
        ]
        one.breakdowns[1].isMicroStop = true
        // Down 10–13, stopped 13–15; from these ends on 10 and 11 again: 23–26 and 26–28.
        let model = line([one], [product("part", ["one"], at: [(11, 1), (22, 1)])])
        #expect(departures(of: model, 2) == [19, 31])
        let seen = outcome(of: model, until: 31).stations[0]
        #expect(seen.times[.down] == 6 && seen.times[.microStop] == 4)
        #expect(seen.failures == [2, 2])
    }

    @Test func `a failure counted in parts comes when their work ends`() {
        var one = station("one", 2)
        one.breakdowns = [
            LineModel.Breakdown("stop", clock: .parts, until: .constant(3), repair: .constant(5))
        ]
        let model = line([one], [product("part", ["one"], at: [(0, 7)])])
        #expect(departures(of: model, 7) == [2, 4, 6, 13, 15, 17, 24])
    }

    @Test(arguments: [true, false])
    func `upkeep by parts or by a condition comes between two parts and renews a breakdown`(
        isByRule: Bool
    ) {
        var one = station("one", 2)
        one.breakdowns = [
            LineModel.Breakdown("stop", clock: .parts, until: .constant(4), repair: .constant(50))
        ]
        one.upkeep = [
            LineModel.Upkeep(
                "grease",
                when: isByRule ? .condition(rule("parts_since_upkeep >= 3")) : .every(3, .parts),
                takes: .constant(1))
        ]
        one.upkeep[0].renews = ["stop"]
        var model = line([one], [product("part", ["one"], at: [(0, 7)])])
        #expect(departures(of: model, 7) == [2, 4, 6, 9, 11, 13, 16])
        #expect(outcome(of: model, until: 16).stations[0].upkeeps == 2)
        model.stations[0].upkeep[0].renews = []
        #expect(departures(of: model, 4) == [2, 4, 6, 9])
        #expect(departures(of: model, 5)[4] == 61)
    }

    @Test
    func `upkeep by the calendar waits for the end of work, and begins at once where none is`() {
        var one = station("one", 3)
        one.upkeep = [
            LineModel.Upkeep("clean", when: .every(10, .calendar), takes: .constant(2))
        ]
        // Due at 10 while idle: 10–12. Due at 22 in work until 24: 24–26. Next at 36.
        let model = line([one], [product("part", ["one"], at: [(11, 1), (21, 1), (22, 1)])])
        #expect(departures(of: model, 3) == [15, 24, 29])
        let seen = outcome(of: model, until: 40).stations[0]
        #expect(seen.times[.maintenance] == 6 && seen.upkeeps == 3)
    }

    @Test func `setups follow the matrix and the campaigns`() {
        var one = station("one", 1)
        one.setups = LineModel.Setups([
            .init(from: "a", to: "b", takes: .constant(5)), .init(takes: .constant(3)),
        ])
        var model = line(
            [one],
            [
                LineModel.Product("a", release: .saturated, steps: [.init("one", at: ["one"])]),
                LineModel.Product("b", release: .saturated, steps: [.init("one", at: ["one"])]),
            ])
        model.campaigns = [.init(of: "a", parts: 2), .init(of: "b", parts: 1)]
        #expect(departures(of: model, 6) == [1, 2, 8, 12, 13, 19])
        model.stations[0].setups?.isSetAtStart = true
        #expect(departures(of: model, 3) == [4, 5, 11])
        #expect(outcome(of: model, until: 10).stations[0].setups == 2)
    }

    static let orders: [(LineModel.Order, [String])] = [
        (.firstCome, ["a", "b", "c"]), (.shortestWork, ["b", "c", "a"]),
        (.dueDate, ["c", "b", "a"]), (.priority, ["a", "c", "b"]),
        (.sequence(["first", "c", "a", "b"]), ["c", "a", "b"]),
        // Of equal values the first to come.
        (.least(rule("abs(work - 2)")), ["c", "a", "b"]),
        (.least(rule("0 - due")), ["a", "b", "c"]),
        (.least(rule("if priority == 2 then 0 else due / (priority - 1)")), ["b", "a", "c"]),
    ]

    @Test(arguments: orders)
    func `a queue is served in its order`(order: LineModel.Order, names: [String]) {
        var one = station("one", 1)
        one.queue.order = order
        var products = [product("first", ["one"], at: [(0, 1)])]
        for (name, work, due, priority) in [("a", 3.0, 30.0, 2), ("b", 1, 20, 0), ("c", 2, 10, 1)] {
            var entry = product(name, ["one"], at: [(0.5, 1)])
            entry.steps[0].process = .constant(work)
            entry.dueAfter = due
            entry.priority = priority
            products.append(entry)
        }
        var run = GeneralRun(GeneralPlan(line([one], products)), seed: 1, isTraced: true)
        run.run(until: Ticks(seconds: 20))
        let seen = run.trace?.entries.filter { $0.state == .working }.compactMap(\.product)
        #expect(seen?.dropFirst().map { run.plan.model.products[Int($0)].name } == names)
    }

    @Test func `the same setup goes first where the queue asks for it`() {
        var one = station("one", 1)
        one.setups = LineModel.Setups([.init(takes: .constant(5))])
        one.queue.order = .sameSetup
        let model = line(
            [one],
            [
                product("a", ["one"], at: [(0, 1), (0.5, 1)]),
                product("b", ["one"], at: [(0, 1)]),
            ])
        #expect(departures(of: model, 3) == [1, 2, 8])
    }

    @Test func `energy goes by state`() {
        var one = station("one", 4)
        one.power.working = 100
        one.power.idle = 10
        let model = line([one], [product("part", ["one"], at: [(0, 1)])])
        #expect(outcome(of: model, until: 10).stations[0].energy == 460)
    }

    @Test func `a trace tells what a unit did and when`() {
        let model = line([station("one", 4)], [product("part", ["one"], at: [(1, 1)])])
        var run = GeneralRun(GeneralPlan(model), seed: 1, isTraced: true)
        run.run(until: Ticks(seconds: 20))
        let entries = run.trace?.entries ?? []
        #expect(entries.map(\.time.seconds) == [1, 5])
        #expect(entries.map(\.state) == [.working, .starved])
        #expect(entries.map(\.part) == [1, nil])
    }
}
