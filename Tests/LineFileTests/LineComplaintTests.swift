import Diagnostics
import Line
import Testing
import TwinFile

/// What the checks of the model say, with the place in the file.
@Suite struct LineComplaintTests {
    /// A line with one of much: two products in campaigns, setups, hands, a batch, an inspection.
    private let line = """
        line: checked
        calendars: {day: mon-fri 06:00-14:00}
        crews: {team: {people: 1, skills: [repair], calendar: day}}
        stocks: {caps: {initial: 10, room: 20, supplier: {order: 5, at: 5, lead time: 1 d}}}
        stations:
          turn: {process: 1 min, setups: {changes: [{from: red, takes: 5 min}]}}
          mill:
            process: 2 min
            queue: {places: 4}
            breakdowns: {jam: {every: {exponential: 1 h}, repair: 5 min}}
            upkeep: {oil: {every: 100 h, takes: 10 min, renews: [jam]}}
            hands: {repair: repair}
          oven: {process: 20 min, queue: 8, batch: 6}
          look: {process: 10 s, queue: 3}
        products:
          red part:
            family: red
            release: saturated
            route:
              - {at: turn, takes: caps}
              - {at: mill, defects: 2 %}
              - oven
              - {at: look, inspection: {finds: 90 %}}
          blue part: {release: saturated, route: [turn, mill, oven, look]}
        campaigns: [{red part: 50}, {blue part: 20}]
        run: {length: 10 d}

        """

    private func check(
        _ old: String, _ new: String, _ message: String, at place: String, mend: String? = nil,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        #expect(line.contains(old), "no \"\(old)\" there", sourceLocation: sourceLocation)
        let changed = line.replacing(old, with: new, maxReplacements: 1)
        let error = #expect(throws: Findings.self, sourceLocation: sourceLocation) {
            try read(changed)
        }
        let all = try #require(error).all
        let shown = all.map { $0.text() }.joined()
        let found = all.first { $0.message == message }
        #expect(found != nil, "\(shown)", sourceLocation: sourceLocation)
        if let found {
            #expect(
                "\(found.line):\(found.column)" == place, "\(shown)",
                sourceLocation: sourceLocation)
        }
        if let mend { #expect(found?.mend == mend, sourceLocation: sourceLocation) }
    }

    private func warnings(_ old: String, _ new: String) throws -> [String] {
        #expect(line.contains(old))
        return try read(line.replacing(old, with: new, maxReplacements: 1)).warnings.all.map {
            "\($0.line):\($0.column) \($0.message)"
        }
    }

    @Test func `the line is without complaint and without warning`() throws {
        #expect(try warnings("checked", "checked") == [])
    }

    @Test func `a name that is not declared is said with the nearest`() throws {
        try check(
            "[turn, mill,", "[turn, mil,", "the station mil is not declared", at: "24:49",
            mend: "did you mean mill?")
        try check(
            "calendar: day", "calendar: days", "the calendar days is not declared", at: "3:55",
            mend: "did you mean day?")
        try check("takes: caps", "takes: {cap: 2}", "the stock cap is not declared", at: "20:33")
        try check(
            "renews: [jam]", "renews: [jams]", "the breakdown jams is not declared", at: "11:57")
        try check(
            "{red part: 50}", "{redpart: 50}", "the product redpart is not declared", at: "25:23")
        try check(
            "finds: 90 %", "finds: 90 %, rework: mil", "the step mil is not declared", at: "23:54")
    }

    @Test func `a station that no route reaches is said`() throws {
        try check(
            "  look: {process", "  spare: {process: 1 min}\n  look: {process",
            "no route reaches the station spare", at: "14:3")
    }

    @Test func `a buffer of negative size is said`() throws {
        var model = try read(line).model
        model.stations[1].queue.places = -1
        #expect(
            model.complaints.map(\.message) == ["a buffer of -1 places"]
                && model.complaints[0].path == ["stations", "mill", "queue", "places"])
    }

    @Test func `shares and probabilities sum to one`() throws {
        try check(
            "{at: mill, defects: 2 %}",
            "{at: mill, next: [{share: 70 %, to: oven}, {share: 40 %, to: finished}]}",
            "the shares sum to 110 %, not to 100 %", at: "21:26", mend: "10 % is too much")
        try check(
            "{at: mill, defects: 2 %}", "{step: mill, at: [mill, look], choice: [60 %, 30 %]}",
            "the shares sum to 90 %, not to 100 %", at: "21:48")
        try check(
            "{at: mill, defects: 2 %}", "{step: mill, at: [mill, look], choice: [100 %]}",
            "1 shares for 2 stations", at: "21:48")
        try check(
            "repair: 5 min", "repair: {values: [[1 s, 30 %], [2 s, 60 %]]}",
            "probabilities that sum to 0.8999999999999999, not to 1", at: "10:51")
        try check("2 %", "-2 %", "a share of defects of -2 %: from 0 % to 100 %", at: "21:29")
    }

    @Test func `a routing cycle without exit is said with its steps`() throws {
        try check(
            "{at: look, inspection: {finds: 90 %}}", "{at: look, next: mill}",
            "parts never leave turn, mill, oven, look: the routing has a cycle without exit",
            at: "20:9")
        try check(
            "{at: mill, defects: 2 %}", "{at: mill, next: look}",
            "no way leads to the step oven", at: "22:9")
    }

    @Test func `a law that is none is said`() throws {
        try check(
            "every: {exponential: 1 h}", "every: {triangular: [3 s, 2 s, 1 s]}",
            "triangular 3.0, 2.0, 1.0: 0 ≤ low ≤ mode ≤ high and low < high", at: "10:24")
        try check("every: {exponential: 1 h}", "every: 0 s", "it is always zero", at: "10:31")
        try check(
            "every: {exponential: 1 h}", "every: {exponential: 100000 h}", "it may take 419 years",
            at: "10:24")
        try check(
            "process: 2 min", "process: -2 min", "a constant of -120.0: at least 0", at: "8:14")
    }

    @Test func `skills that nobody has, or too few, are said`() throws {
        try check(
            "hands: {repair: repair}", "hands: {repair: repairs}", "nobody has the skill repairs",
            at: "12:21", mend: "did you mean repair?")
        try check(
            "hands: {repair: repair}", "hands: {repair: {skill: repair, people: 2}}",
            "2 people are needed, and 1 has the skill repair", at: "12:45")
    }

    @Test func `batches that are empty or never fill are said`() throws {
        try check("batch: 6", "batch: {least: 7, most: 6}", "batches of 7 to 6 parts", at: "13:37")
        try check(
            "batch: 6", "batch: 9", "oven waits for 9 parts, and its queue holds 8", at: "13:44")
    }

    @Test func `setups name families that there are`() throws {
        try check(
            "from: red", "from: rad", "the family rad is not declared", at: "6:52",
            mend: "did you mean red?")
        // The name of a product with a family is not what setups go by.
        try check("from: red", "from: red part", "the family red part is not declared", at: "6:52")
        try check(
            "setups: {changes: [{from: red, takes: 5 min}]}",
            "setups: {matrix: {red: {green: 5 min}}}", "the family green is not declared",
            at: "6:57")
    }

    @Test func `rules use names that there are, in units that agree, and are of the right kind`()
        throws
    {
        func check(_ rule: String, _ message: String, at place: String) throws {
            try self.check(
                "queue: {places: 4}", "queue: {places: 4, order: {least: \(rule)}}", message,
                at: place)
        }
        try check(
            "due - wait", "wait is not declared (not among the names that rules may use)",
            at: "9:45")
        try check(
            "\"due - wait\"", "wait is not declared (not among the names that rules may use)",
            at: "9:46")
        try check(
            "due - priority", "units do not agree: left is s, right is 1", at: "9:39")
        try check("due < 5 h", "the rule is true or false; expected a number", at: "9:39")
        try self.check(
            "every: 100 h,", "when: parts_since_upkeep,",
            "the rule is a plain number; expected a condition, true or false", at: "11:26")
        try self.check(
            "defects: 2 %", "defects: 0.01 * waited",
            "the rule is s; expected a plain number, "
                + "without a unit", at: "21:29")
        _ = try read(
            line.replacing(
                "queue: {places: 4}",
                with:
                    "queue: {places: 4, order: {least: 1 min * oven.queue + 1 s * caps.stock}}"
            ))
    }

    @Test func `campaigns are of products that are always there`() throws {
        try check(
            "blue part: {release: saturated", "blue part: {release: {arrivals: 5 min}",
            "a campaign of blue part, which is not always there", at: "25:41")
        try check(
            ", {blue part: 20}", "", "blue part is in no campaign, so it is never begun",
            at: "24:24")
        try check(
            "campaigns: [{red part: 50}, {blue part: 20}]", "",
            "red part and blue part are always there, and nothing says which comes when",
            at: "24:24")
    }

    @Test func `parts that circulate begin where there is room for all`() throws {
        let changed = line.replacing(
            "blue part: {release: saturated, route: [turn,",
            with: "blue part: {release: {circulating: 5}, route: ["
        ).replacing(", {blue part: 20}", with: "")
        let error = try #require(#expect(throws: Findings.self) { try read(changed) })
        #expect(
            error.all.map { "\($0.line):\($0.column) \($0.message)" } == [
                "9:21 parts of blue part that circulate begin at mill, whose queue is limited"
            ])
    }

    @Test func `releases fit what they release`() throws {
        try check(
            "family: red\n    release: saturated", "release: given",
            "no step gives red part, so it is never begun", at: "17:14")
        try check(
            "blue part: {release: saturated", "blue part: {release: {replenishes: caps, up to: 5}",
            "blue part is begun for caps, and does not end there", at: "24:38")
        try check(
            "blue part: {release: saturated",
            "blue part: {release: {orders: {A: {parts: 2, released: 2 h, due: 1 h}}}",
            "it is due before it is released", at: "24:68")
    }

    @Test func `every station says how long it works`() throws {
        try check(
            "look: {process: 10 s, queue: 3}", "look: {queue: 3}",
            "how long look works on red part is not said", at: "23:9")
    }

    @Test func `stocks hold what is in them`() throws {
        try check(
            "initial: 10", "initial: 30", "30 pieces at the start, and room for 20", at: "4:26")
        try check(
            "takes: caps", "takes: {caps: 21}", "21 pieces of caps, which has room for 20",
            at: "20:34")
    }

    @Test func `a terminating run has no warm-up`() throws {
        try check(
            "length: 10 d", "length: 10 d, kind: terminating, warm-up: 1 d",
            "a terminating run has no warm-up", at: "26:49")
    }

    @Test func `a rework loop through limited queues is warned of with its stations`() throws {
        #expect(
            try warnings("finds: 90 %", "finds: 90 %, rework: mill") == [
                "9:21 mill, oven, look can wait for each other: a rework loop leads through their "
                    + "limited queues"
            ])
        #expect(
            try warnings("{at: mill, defects: 2 %}", "{at: mill, inspection: {rework: mill}}") == [
                "9:21 mill can wait for itself: parts go back to its own limited queue"
            ])
        // The queue before turn is not limited: rework always finds a place there.
        #expect(try warnings("finds: 90 %", "finds: 90 %, rework: turn") == [])
    }

    @Test func `what is declared and does nothing is warned of`() throws {
        #expect(
            try warnings("queue: {places: 4}", "queue: {places: 4, order: due date}") == [
                "9:31 mill goes by due dates, and no part has one"
            ])
        #expect(
            try warnings("supplier: {order: 5, at: 5, lead time: 1 d}", "price: 1 EUR") == [
                "4:10 caps is taken from and never filled"
            ])
        #expect(
            try warnings("{day: mon-fri 06:00-14:00}", "{day: 06:00-14:00, late: 14:00-22:00}") == [
                "2:37 nothing goes by the calendar late"
            ])
    }
}
