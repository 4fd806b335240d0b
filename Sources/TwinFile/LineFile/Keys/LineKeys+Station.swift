import Line

/// The keys of a station and of what stops it.
extension LineKeys {
    static let station = Table(
        name: "a station",
        keys: [
            .may(
                "process", law, "{normal: {mean: 12 s, deviation: 1 s}}",
                "Time to work on a part, or on a batch; needed where a step does not say it."),
            .may("units", .whole(1...10_000), "2", "Like machines side by side; 1 if absent."),
            .may(
                "queue", .either([.whole(0...mostParts), .section(queue)]), "10",
                "What waits before it: places for parts that come from stations; without limit if "
                    + "absent."),
            .may(
                "batch", .either([.whole(1...mostParts), .section(batch)]), "{least: 12, most: 24}",
                "Parts of one product that are worked on together; one at a time if absent."),
            .may(
                "speed", .quantity, "95 %",
                "How fast it runs against what was declared; 100 % if absent."),
            .may(
                "setups", .either([law, .section(setups)]), "{otherwise: 20 min}",
                "How long a change from one product (or family) to another takes; a law alone is "
                    + "for any change."),
            .may(
                "breakdowns", .named(.section(breakdown)),
                "{jam: {every: {exponential: 40 min}, repair: 2 min}}", "Ways to fail, by name."),
            .may(
                "upkeep", .named(.section(upkeep)), "{lubricate: {every: 200 h, takes: 30 min}}",
                "Planned maintenance, by name."),
            .may("calendar", .text, "two shifts", "When it is open; always if absent."),
            .may(
                "at closing", .words(LineModel.AtClosing.allCases.map(\.rawValue)), "pause",
                "Work under way rests until it opens, or is finished first; pause if absent."),
            .may(
                "hands", .section(hands), "{repair: fitting}",
                "Who is needed; without it the station runs by itself."),
            .may(
                "power", .either([.quantity, .section(power)]), "{working: 12 kW, idle: 3 kW}",
                "Electric power of one unit; alone: while working. Nothing if absent."),
            .may("position", .list(.quantity), "[12 m, 4.5 m]", "Where it stands on the plan."),
        ])

    static let queue = Table(
        name: "a queue",
        keys: [
            .may(
                "places", .whole(0...mostParts), "10",
                "For parts that come from stations, also while they travel; without limit if "
                    + "absent."),
            .may(
                "order", .either([.words(orders), .section(order)]), "due date",
                "Which part is taken next; first come if absent."),
            .may("conveyor", .section(conveyor), "{travel: 12 s}", "What brings parts to it."),
        ])

    static let orders = [
        "first come", "shortest work", "due date", "priority", "same setup",
    ]

    static let order = Table(
        name: "an order",
        keys: [
            .may(
                "sequence", .list(.text), "[small, large]",
                "Products in this order, over and over; it waits for the one whose turn it is."),
            .may(
                "least", .formula, "due - remaining",
                "The part with the least value of a formula."),
        ])

    static let conveyor = Table(
        name: "a conveyor",
        keys: [
            .may("travel", .quantity, "12 s", "From end to end; or `length` and `speed`."),
            .may("length", .quantity, "6 m", "From end to end."),
            .may("speed", .quantity, "0.5 m/s", "Of the belt."),
            .may(
                "accumulates", .truth, "true",
                "Whether parts close up behind one that waits at the end; otherwise all stand "
                    + "still. True if absent."),
        ])

    static let batch = Table(
        name: "a batch",
        keys: [
            .may("least", count, "12", "It waits for so many; 1 if absent."),
            .must("most", count, "24", "So many it holds."),
            .may(
                "longest wait", .quantity, "30 min",
                "A smaller batch is begun when its first part has waited so long; never if "
                    + "absent."),
        ])

    static let setups = Table(
        name: "setups",
        keys: [
            .may(
                "changes", .list(.section(change)), "[{from: white, to: black, takes: 10 min}]",
                "The first that fits counts."),
            .may(
                "matrix", .named(.named(law)), "{white: {black: 10 min}, black: {white: 45 min}}",
                "The same as a table: from each to each; looked at after the changes."),
            .may(
                "otherwise", law, "20 min", "Any other change; at once if absent."),
            .may(
                "first part", .truth, "true",
                "Whether the very first part needs a setup, too; false if absent."),
        ])

    static let change = Table(
        name: "a change",
        keys: [
            .may("from", .text, "white", "A product's family, or its name; any if absent."),
            .may("to", .text, "black", "Likewise."),
            .must("takes", law, "10 min", "How long."),
        ])

    static let breakdown = Table(
        name: "a breakdown",
        keys: [
            .must(
                "every", law, "{exponential: 40 min}",
                "Until the next, on its clock, from the end of the repair."),
            .must("repair", law, "{lognormal: {mean: 20 min, deviation: 15 min}}", "How long."),
            .may(
                "clock", .words(LineModel.Clock.allCases.map(\.rawValue)), "working",
                "Counted in time at work, in time by the calendar, or in parts; working if "
                    + "absent."),
            .may(
                "part under work", .words(LineModel.WorkUnderWay.allCases.map(\.rawValue)),
                "resume",
                "It goes on where it was, begins anew, or is lost; resume if absent."),
            .may(
                "micro-stop", .truth, "true",
                "OEE counts it as lost performance, not as lost availability; false if absent."),
        ])

    static let upkeep = Table(
        name: "upkeep",
        keys: [
            .may("every", .quantity, "200 h", "On its clock, since it was last done."),
            .may(
                "clock", .words(LineModel.Clock.allCases.map(\.rawValue)), "working",
                "As of a breakdown; working if absent."),
            .may(
                "when", .formula, "parts_since_upkeep > 5000 and now > 2 h",
                "Instead of every: when the condition holds between two parts."),
            .must("takes", law, "30 min", "How long."),
            .may("renews", .list(.text), "[bearing]", "Breakdowns whose clocks begin anew."),
        ])

    static let hands = Table(
        name: "hands",
        keys: ["work", "setup", "repair", "upkeep"].map {
            .may(
                $0, .either([.text, .section(need)]), "{skill: fitting, people: 2}",
                "Who is needed for \($0): a skill, and how many people; nobody if absent.")
        })

    static let need = Table(
        name: "people needed",
        keys: [
            .must("skill", .text, "fitting", "One of the skills of the crews."),
            .may("people", .whole(1...10_000), "2", "1 if absent."),
        ])

    static let power = Table(
        name: "power",
        keys: [
            .may("working", .quantity, "12 kW", "While working."),
            .may("setup", .quantity, "4 kW", "While set up."),
            .may("idle", .quantity, "3 kW", "Blocked, starved or waiting."),
            .may("down", .quantity, "2 kW", "Failed, or in maintenance."),
            .may("off shift", .quantity, "0.1 kW", "While its calendar is closed."),
        ])
}
