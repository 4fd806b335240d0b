import Line

/// All keys of `line.yaml`.
enum LineKeys {
    static let line = Table(
        name: "the file",
        keys: [
            .must("line", .text, "bottling-2", "What the line is called."),
            .must(
                "stations", .named(.section(station)), "{filler: {process: 1.2 s}, …}",
                "What stands there, by name."),
            .must(
                "products", .named(.section(product)),
                "{bottle: {release: saturated, route: [filler, capper]}}",
                "What flows through it, by name."),
            .may(
                "campaigns", .either([.list(.named(count)), .named(count)]),
                "[{small: 5000}, {large: 2000}]",
                "The order in which saturated products are begun, over and over, so many parts of "
                    + "each; needed where more than one product is saturated."),
            .may(
                "stocks", .named(.section(stock)), "{caps: {initial: 5000, supplier: {…}}}",
                "What is counted and not followed one by one: materials, components, finished "
                    + "goods."),
            .may(
                "crews", .named(.section(crew)), "{fitters: {people: 2, skills: [repair]}}",
                "People who can do the same."),
            .may(
                "calendars", .named(.either([.text, .list(.text), .section(calendar)])),
                "{two shifts: mon-fri 06:00-22:00}",
                "When something is open; a run begins on a Monday at 00:00."),
            .may(
                "transport speed", .quantity, "1.2 m/s",
                "How fast parts travel between stations with a position; at once if absent."),
            .may("economy", .section(economy), "{currency: EUR, energy: 0.2 EUR/kWh}", "Money."),
            .may(
                "run", .section(run), "{kind: steady, length: 30 d}", "What a run is asked for."),
        ])

    static let mostParts = 1_000_000_000
    static let count = KeyShape.whole(1...mostParts)

    static let crew = Table(
        name: "a crew",
        keys: [
            .must("people", .whole(1...10_000), "2", "How many there are while on duty."),
            .must("skills", .list(.text), "[repair, setup]", "What each of them can do."),
            .may("calendar", .text, "two shifts", "When they are on duty; always if absent."),
            .may("cost", .quantity, "38 EUR/h", "Of one person on duty; nothing if absent."),
        ])

    static let calendar = Table(
        name: "a calendar",
        keys: [
            .must(
                "open", .either([.text, .list(.text)]), "[mon-fri 06:00-14:00]",
                "Shifts: weekdays (every day if absent), from, to; one may end after midnight."),
            .may(
                "breaks", .either([.text, .list(.text)]), "[mon-fri 10:00-10:30]",
                "Taken out of the shifts, written like them."),
        ])

    static let economy = Table(
        name: "economy",
        keys: [
            .may(
                "currency", .text, "USD",
                "Three letters, which all money of the file is written in; EUR if absent."),
            .may("energy", .quantity, "0.2 EUR/kWh", "Price of energy; nothing if absent."),
            .may(
                "lateness", .quantity, "5 EUR/h",
                "Cost of one part that is late; nothing if absent."),
            .may(
                "scrap", .quantity, "1.5 EUR",
                "Cost of a part that is scrapped, beside what was "
                    + "spent on it; nothing if absent."),
            .may(
                "escape", .quantity, "80 EUR",
                "Cost of a defective part that reaches the customer; nothing if absent."),
            .may(
                "yearly time", .quantity, "4000 h",
                "Production planned in a year; what the calendars say if absent."),
        ])

    static let run = Table(
        name: "run",
        keys: [
            .may(
                "kind", .words(LineModel.RunSettings.Kind.allCases.map(\.rawValue)), "steady",
                "What it does in the long run, or from a given start to a given end; steady if "
                    + "absent."),
            .may(
                "length", .quantity, "30 d", "Time that counts in a replication; 30 d if absent."),
            .may(
                "warm-up", .quantity, "2 d",
                "Time before it that does not count; found from pilot runs if absent. 0 s: none."),
            .may(
                "precision", .quantity, "0.5 %",
                "Wanted half width of the 95 % interval of throughput, relative to its mean; "
                    + "0.5 % if absent."),
            .may(
                "replications", .list(.whole(2...1_000_000)), "[16, 4096]",
                "At least and at most; [16, 4096] if absent."),
            .may("seed", .whole(0...Int.max), "1", "Of all chance; 1 if absent."),
        ])
}
