import Testing

@testable import Line

/// Where parts go, what they take and give, and who is needed, each case worked out by hand.
@Suite struct GeneralRouteTests {
    @Test func `a conveyor that stops holds up what comes after, one that accumulates does not`() {
        for (accumulates, times) in [(false, [17.0, 22, 30]), (true, [17, 22, 27])] {
            var b = station("b", 5)
            b.queue.conveyor = LineModel.Conveyor(travel: 10, accumulates: accumulates)
            let model = line(
                [station("a", 2), b], [product("part", ["a", "b"], at: [(0, 2), (10, 1)])])
            #expect(departures(of: model, 3) == times)
        }
    }

    @Test func `parts travel, and hold their place on the way`() {
        var (a, b) = (station("a", 1), station("b", 1, places: 1))
        a.position = .init(x: 0, y: 0)
        b.position = .init(x: 6, y: 8)
        var model = line([a, b], [product("part", ["a", "b"], at: [(0, 2)])])
        model.transportSpeed = 2
        #expect(departures(of: model, 2) == [7, 12])
        #expect(outcome(of: model, until: 12).stations[0].times[.blocked] == 4)
        model.stations[1].queue.places = 2
        #expect(departures(of: model, 2) == [7, 8])
    }

    static let choices: [(LineModel.Choice, [String])] = [
        (.firstFree, ["x", "x", "y", "y", "x", "x"]),
        (.shortestQueue, ["x", "y", "x", "y", "x", "x"]),
        (.cycle, ["x", "y", "x", "y", "x", "x"]),
        (.shares([0, 1]), ["y", "y", "y", "y", "y", "y"]),
    ]

    @Test(arguments: choices)
    func `a part goes to the station that is chosen, and waits for the first that has a place`(
        choice: LineModel.Choice, names: [String]
    ) {
        // x works for 100 s and y for 200 s: four parts have places until x is ready at 101 s.
        var entry = product("part", ["feed", "x"], at: [(0, 6)])
        entry.steps[1].stations = ["x", "y"]
        entry.steps[1].choice = choice
        let model = line(
            [station("feed", 1), station("x", 100, places: 1), station("y", 200, places: 1)],
            [entry])
        var run = GeneralRun(GeneralPlan(model), seed: 1, isTraced: true)
        run.run(until: Ticks(seconds: 2_000))
        let worked = (run.trace?.entries ?? []).filter { $0.state == .working && $0.station > 0 }
        let byPart = worked.sorted { ($0.part ?? 0) < ($1.part ?? 0) }
        #expect(byPart.map { run.plan.model.stations[Int($0.station)].name } == names)
    }

    @Test func `rework ends after so many times, and then the part is scrapped`() {
        var entry = product("part", ["one"], at: [(0, 1)])
        entry.steps[0].defects = .share(1)
        var inspection = LineModel.Inspection()
        inspection.rework = "one"
        inspection.mostReworks = 2
        entry.steps[0].inspection = inspection
        let seen = outcome(of: line([station("one", 1)], [entry]), until: 3)
        #expect(seen.products[0].reworked == 2 && seen.products[0].scrapped == 1)
        #expect(seen.stations[0].spoiled == 3 && seen.stations[0].parts == 3)
        #expect(seen.stations[0].scrapped == 1 && seen.workInProcess == 1)
    }

    @Test func `a defect that rework mends does not escape, one that nobody looks for does`() {
        var entry = product("part", ["one", "mend"], at: [(0, 10)])
        entry.steps[0].defects = .rule(rule("parts_since_setup / 10"))
        let model = line([station("one", 1), station("mend", 1)], [entry])
        let blind = outcome(of: model, until: 100)
        #expect(blind.products[0].escaped > 0)
        #expect(blind.products[0].escaped == blind.stations[0].spoiled)
        var inspection = LineModel.Inspection()
        inspection.rework = "mend"
        var looking = model
        looking.products[0].steps[0].inspection = inspection
        looking.products[0].steps[0].next = .shares([.init(1, to: nil)])
        let seen = outcome(of: looking, until: 100)
        #expect(seen.products[0].escaped == 0 && seen.products[0].finished == 10)
        #expect(seen.products[0].reworked == blind.products[0].escaped)
        #expect(seen.stations[1].parts == seen.products[0].reworked)
    }

    @Test func `rules send parts on by what they ask`() {
        var entry = product("part", ["one", "two", "three"], at: [(0, 4)])
        entry.steps[0].next = .rules(
            [.init(when: rule("two.queue + two.in_work >= 2"), to: "three")], otherwise: "two")
        entry.steps[1].next = .shares([.init(1, to: nil)])
        let model = line([station("one", 1), station("two", 10), station("three", 1)], [entry])
        #expect(departures(of: model, 4) == [4, 5, 11, 21])
    }

    @Test func `a step takes its material before work and waits for it`() {
        var entry = product("part", ["one"], at: [(0, 3)])
        entry.steps[0].takes = [.init("screw", pieces: 2)]
        var model = line([station("one", 1)], [entry])
        var screws = LineModel.Stock("screw")
        screws.initial = 3
        screws.supplier = .init(
            .upTo(least: 2, upTo: 4, review: nil), leadTime: .constant(6))
        model.stocks = [screws]
        // One at 0; of 1 left 3 are ordered and come at 6: 4 on hand, 2 taken; at 7 the last 2.
        #expect(departures(of: model, 3) == [1, 7, 8])
        let seen = outcome(of: model, until: 8)
        #expect(seen.stations[0].times[.waitingForMaterial] == 5)
        #expect(seen.stocks[0].orders == 2 && seen.stocks[0].piecesOrdered == 7)
    }

    @Test func `a part waits at its station for room in a stock`() {
        var entry = product("part", ["one"], at: [(0, 3)])
        entry.endsIn = "goods"
        var model = line([station("one", 1)], [entry])
        var goods = LineModel.Stock("goods")
        goods.room = 1
        goods.demand = .init(between: .constant(10))
        model.stocks = [goods]
        #expect(departures(of: model, 3) == [1, 10, 20])
        let seen = outcome(of: model, until: 20)
        #expect(seen.stations[0].times[.blocked] == 8 + 9)
        #expect(seen.stocks[0].onHand == 19.0 / 20)
    }

    @Test func `kanban begins what the stock lacks`() {
        var entry = product("part", ["one"], at: [])
        entry.release = .replenishing(stock: "goods", upTo: 2)
        entry.endsIn = "goods"
        var model = line([station("one", 3)], [entry])
        var goods = LineModel.Stock("goods")
        goods.initial = 1
        goods.demand = .init(between: .constant(5), isBackordered: false)
        model.stocks = [goods]
        // One is lacking at 0 and comes at 3; then one for each customer, 3 s later.
        #expect(departures(of: model, 4) == [3, 8, 13, 18])
        #expect(outcome(of: model, until: 20).products[0].begun == 5)
    }

    @Test func `customers who find nothing wait, or are lost`() {
        for (isBackordered, late, lost) in [(true, 2.0, 0), (false, 0, 2)] {
            var model = line([station("one", 1)], [product("part", ["one"], at: [])])
            var goods = LineModel.Stock("goods")
            goods.initial = 5
            goods.demand = .init(between: .constant(4), pieces: 7, isBackordered: isBackordered)
            model.stocks = [goods]
            let seen = outcome(of: model, until: 5).stocks[0]
            #expect(seen.demanded == 7 && seen.servedAtOnce == 5 && seen.lostSales == lost)
            #expect(seen.backordered == late / 5)
        }
    }

    @Test func `a step gives parts of another product`() {
        var whole = product("whole", ["saw"], at: [(0, 1)])
        whole.steps[0].gives = [.init("half", pieces: 2)]
        var half = product("half", ["plane"], at: [])
        half.release = .given
        let model = line([station("saw", 2), station("plane", 1)], [whole, half])
        #expect(departures(of: model, 3) == [2, 3, 4])
    }

    @Test func `orders have due dates, and lateness is counted`() {
        var entry = product("part", ["one"], at: [])
        entry.release = .orders([
            .init("a", parts: 2, released: 0, due: 5), .init("b", parts: 1, released: 1, due: nil),
        ])
        entry.dueAfter = 3
        let seen = outcome(of: line([station("one", 4)], [entry]), until: 20).products[0]
        // Done at 4, 8 and 12; due at 5, 5 and 1 + 3.
        #expect(seen.withDueDate == 3 && seen.late == 2 && seen.lateness == 3 + 8)
    }

    @Test func `one person serves two stations in the order of asking`() {
        var (a, b) = (station("a", 3), station("b", 3))
        a.hands.work = .init("run")
        b.hands.work = .init("run")
        var model = line(
            [a, b], [product("x", ["a"], at: [(0, 2)]), product("y", ["b"], at: [(0, 1)])])
        model.crews = [LineModel.Crew("crew", people: 1, skills: ["run"])]
        #expect(departures(of: model, 3) == [3, 6, 9])
        let seen = outcome(of: model, until: 10)
        #expect(seen.stations[1].times[.waitingForCrew] == 3)
        #expect(seen.crews[0].busy == 9 && seen.crews[0].onDuty == 10)
    }

    @Test func `who asks for two is not overtaken by who asks for one of the same skill`() {
        var (a, b, c) = (station("a", 4), station("b", 4), station("c", 4))
        a.hands.work = .init("run")
        b.hands.work = .init("run", people: 2)
        c.hands.work = .init("run")
        var model = line(
            [a, b, c],
            [
                product("x", ["a"], at: [(0, 1)]), product("y", ["b"], at: [(1, 1)]),
                product("z", ["c"], at: [(2, 1)]),
            ])
        model.crews = [LineModel.Crew("crew", people: 2, skills: ["run"])]
        #expect(departures(of: model, 3) == [4, 8, 12])
    }

    @Test(arguments: [false, true])
    func `people pause their work at the end of the shift, unless others take over`(
        othersCome: Bool
    ) {
        var one = station("one", 4)
        one.hands.work = .init("run")
        var model = line([one], [product("part", ["one"], at: [(0, 4)])])
        model.calendars = [
            LineModel.Calendar("early", period: 20, open: [.init(from: 0, to: 10)]),
            LineModel.Calendar("late", period: 20, open: [.init(from: 10, to: 20)]),
        ]
        model.crews = [LineModel.Crew("a", people: 1, skills: ["run"])]
        model.crews[0].calendar = "early"
        if othersCome {
            model.crews.append(LineModel.Crew("b", people: 1, skills: ["sweep", "run"]))
            model.crews[1].calendar = "late"
        }
        #expect(departures(of: model, 4) == (othersCome ? [4, 8, 12, 16] : [4, 8, 22, 26]))
        let seen = outcome(of: model, until: 20)
        #expect(seen.stations[0].times[.waitingForCrew] == (othersCome ? 0 : 10))
        #expect(seen.crews[0].onDuty == 10 && seen.crews[0].busy == 10)
    }

    @Test func `people are free while their machine is down, and the mender pauses at night`() {
        var one = station("one", 10)
        one.hands.work = .init("run")
        one.hands.repair = .init("mend")
        one.breakdowns = [
            LineModel.Breakdown("stop", until: .constant(8), repair: .constant(4))
        ]
        var model = line([one], [product("part", ["one"], at: [(0, 1)])])
        model.calendars = [
            LineModel.Calendar("day", period: 20, open: [.init(from: 0, to: 10)])
        ]
        model.crews = [
            LineModel.Crew("operators", people: 1, skills: ["run"]),
            LineModel.Crew("menders", people: 1, skills: ["mend"]),
        ]
        model.crews[1].calendar = "day"
        // Fails at 8, mended 8–10 and 20–22, works 22–24.
        #expect(departures(of: model, 1) == [24])
        let seen = outcome(of: model, until: 24)
        #expect(seen.stations[0].times[.down] == 14)
        #expect(seen.crews[0].busy == 10 && seen.crews[1].busy == 4)
    }

    @Test func `stations that wait for one another in a circle are named`() {
        var entry = product("part", ["a", "b"], at: [(0, 5)])
        entry.steps.append(LineModel.Step("again", at: ["a"]))
        let model = line(
            [station("a", 1, places: 0), station("b", 2, places: 0), station("c", 1)], [entry])
        let seen = outcome(of: model, until: 100)
        #expect(seen.standstill == .init(time: 3, stations: ["a", "b"]))
    }

    @Test func `a line that lacks its material for ever is named too`() {
        var entry = product("part", ["one"], at: [(0, 2)])
        entry.steps[0].takes = [.init("screw")]
        var model = line([station("one", 1)], [entry])
        model.stocks = [LineModel.Stock("screw")]
        model.stocks[0].initial = 1
        #expect(outcome(of: model, until: 0.5).standstill == nil)
        #expect(outcome(of: model, until: 100).standstill?.stations == ["one"])
    }
}
