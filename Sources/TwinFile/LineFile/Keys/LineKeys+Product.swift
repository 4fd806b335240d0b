/// The keys of a product and its route.
extension LineKeys {
    static let product = Table(
        name: "a product",
        keys: [
            .must(
                "release", .either([.words(["saturated", "given"]), .section(release)]),
                "{arrivals: {exponential: 10 min}}",
                "How parts come. saturated: there is always one before the first station. given: "
                    + "each begins at a step of another product that gives it."),
            .must(
                "route", .list(.either([.text, .section(step)])), "[turn, {at: [mill 1, mill 2]}]",
                "Its steps in order; a station's name alone is a step there of the same name."),
            .may("family", .text, "white", "What setups go by; its own name if absent."),
            .may(
                "priority", .whole(-1_000_000...1_000_000), "2",
                "A higher one goes first where a queue goes by priority; 0 if absent."),
            .may(
                "due after", .quantity, "5 d",
                "Time allowed from release to completion; no due date if absent."),
            .may("ends in", .text, "finished", "The stock that finished parts are put in."),
            .may(
                "margin", .quantity, "12 EUR",
                "Earned with each good part, before its material; nothing if absent."),
            .may(
                "material", .quantity, "3 EUR", "Spent on each part begun; nothing if absent."),
        ])

    static let release = Table(
        name: "release",
        keys: [
            .may("arrivals", law, "{exponential: 10 min}", "Time between parts."),
            .may("parts", count, "4", "With arrivals: so many at once; 1 if absent."),
            .may(
                "room", count, "5",
                "With arrivals: a part that finds so many at its first station, waiting and in "
                    + "work, is lost; without limit if absent."),
            .may(
                "circulating", count, "20",
                "So many in all: one that leaves or is scrapped begins anew (CONWIP)."),
            .may(
                "orders", .named(.section(order1)), "{A-17: {parts: 40, released: 0 h, due: 3 d}}",
                "Orders by name."),
            .may(
                "replenishes", .text, "finished",
                "A stock: so many are begun as it lacks (kanban)."),
            .may("up to", count, "20", "With replenishes: begun and in stock together."),
        ])

    static let order1 = Table(
        name: "a customer's order",
        keys: [
            .must("parts", count, "40", "How many."),
            .may("released", .quantity, "6 h", "From the start of the run; 0 s if absent."),
            .may("due", .quantity, "3 d", "Likewise; as the product says if absent."),
        ])

    static let step = Table(
        name: "a step",
        keys: [
            .may("step", .text, "rough turning", "Its name; the station's if absent."),
            .must(
                "at", .either([.text, .list(.text)]), "[mill 1, mill 2]",
                "Where it may be done; more than one: alternatives."),
            .may(
                "choice",
                .either([
                    .words(["first free", "shortest queue", "cycle"]),
                    .list(.quantity),
                ]), "shortest queue",
                "Among alternatives: the first in the list that has a place, the fewest parts "
                    + "there, one after the other, or shares such as [60 %, 40 %]; shortest queue "
                    + "if absent."),
            .may("process", law, "4.2 min", "Time of work; as the station says if absent."),
            .may(
                "takes", .either([.text, .named(count)]), "{caps: 1}",
                "Pieces taken from stocks for each part before work begins; a name alone is one "
                    + "piece."),
            .may(
                "gives", .either([.text, .named(count)]), "{offcuts: 2}",
                "Pieces put into stocks when work ends, or parts of a product that is given."),
            .may(
                "defects", .either([.quantity, .formula]), "0.6 %",
                "Probability that a good part is defective afterwards, or a formula; 0 % if "
                    + "absent."),
            .may(
                "inspection", .section(inspection), "{finds: 95 %, rework: polish}",
                "Looks for defects."),
            .may(
                "next", .either([.text, .list(.section(way))]),
                "[{share: 90 %, to: pack}, {share: 10 %, to: polish}]",
                "Where parts go from here; the following step if absent, `finished` to leave."),
        ])

    static let inspection = Table(
        name: "inspection",
        keys: [
            .may("finds", .quantity, "95 %", "Of the defective parts; 100 % if absent."),
            .may(
                "false alarms", .quantity, "0.5 %",
                "Of the good parts that it takes for defective; 0 % if absent."),
            .may(
                "rework", .text, "polish",
                "The step to which rejected parts go; they are scrapped if absent."),
            .may(
                "most reworks", .whole(0...1000), "3",
                "After so many a part is scrapped; 3 if absent."),
        ])

    static let way = Table(
        name: "a way",
        keys: [
            .may("share", .quantity, "90 %", "Of the parts; shares sum to 100 %."),
            .may(
                "when", .formula, "'mill 1.queue' > 5",
                "A condition; the first way whose condition holds counts."),
            .must("to", .text, "pack", "A step of this route, or `finished`."),
        ])
}
