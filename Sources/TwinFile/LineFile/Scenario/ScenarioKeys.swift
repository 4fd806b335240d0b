import Line
import Scenarios

/// All keys of a file in `scenarios/`.
enum ScenarioKeys {
    static let scenario = Table(
        name: "the file",
        keys: [
            .must("scenario", .text, "second B", "What it is called, in reports too."),
            .must(
                "changes", .list(.section(change)), "[{add units: {station: B, units: 1}}]",
                "What is changed on the line, one after the other."),
            .may(
                "investment", figure, "{triangular: [140 kEUR, 150 kEUR, 180 kEUR]}",
                "Once, at the decision; nothing if absent."),
            .may(
                "yearly cost", figure, "20 kEUR",
                "A year, from the end of the lead time; nothing if absent."),
            .may(
                "payment", .words(["monthly", "in advance"]), "monthly",
                "How yearly cost is paid: by the month, or at the beginning of each year."),
            .may(
                "effort", .section(effort), "{hours: 15 h, people: 12, rate: 35 EUR/h}",
                "Work that is done once: training, installation."),
            .may(
                "lead time", figure, "56 d",
                "From the decision until the changes work; none if absent."),
            .may(
                "risks", .list(.text), "[the supplier has one reference]",
                "What may go wrong, in words."),
        ])

    /// A number and its unit, a law of how unsure it is, or both.
    static let figure = KeyShape.defined(
        "figure", as: .either([.quantity, .section(figureTable), .section(LineKeys.lawTable)]))

    static let figureTable = Table(
        name: "a figure",
        keys: [
            .must("law", LineKeys.law, "{triangular: [10 %, 30 %, 45 %]}", "How unsure it is."),
            .may(
                "likely", .quantity, "30 %",
                "What is most likely; the law's mode or mean if absent."),
            .may(
                "name", .text, "effect of care",
                "Figures of one name in one scenario are one and the same doubt."),
        ])

    static let effort = Table(
        name: "effort",
        keys: [
            .must("hours", figure, "15 h", "Of each."),
            .must(
                "people", .either([.whole(0...100_000), figure]), "12", "Taken from their work."),
            .must("rate", figure, "35 EUR/h", "Cost of one."),
            .may(
                "lost production", figure, "50 %",
                "Share of the line's production that is lost in these hours; none if absent."),
        ])

    static let places = KeyShape.either([.text, .list(.text)])

    /// One change: a section of one key.
    static let change = Table(
        name: "a change",
        keys: [
            .may(
                "add units", .section(addUnits), "{station: B, units: 1}",
                "Like machines beside those of a station."),
            .may(
                "times", .section(times), "{of: repair, at: [A, B], by: 80 %}",
                "A time is multiplied."),
            .may(
                "remove failures", .section(failures), "{at: all, share: 30 %}",
                "This share of failures no longer happens."),
            .may(
                "calendar", .section(calendar), "{of: A, open: mon-sun 06:00-22:00}",
                "Stations or a crew follow another calendar."),
            .may(
                "upkeep", .section(upkeep),
                "{station: A, is: {oil: {every: 100 h, takes: 10 min}}}",
                "All planned maintenance of a station, in place of what it had."),
            .may(
                "setups", .section(setups), "{station: A, are: {otherwise: 5 min}}",
                "All changeovers of a station, in place of what it had."),
            .may(
                "campaigns", .list(.named(LineKeys.count)), "[{red: 100}, {blue: 100}]",
                "Another order of campaigns."),
            .may("order", .section(order), "{station: A, is: due date}", "Of a queue."),
            .may("people", .section(people), "{crew: fitters, people: 3}", "Of a crew."),
            .may(
                "add crew", .section(crew), "{name: setters, people: 2, skills: [setup]}",
                "A new crew."),
            .may(
                "supply time", .section(supplyTime), "{stock: caps, by: 50 %}",
                "Lead times of a supplier are multiplied."),
            .may(
                "supply", .section(supply), "{stock: caps, order: 8000, at: 3000}",
                "When how much is ordered."),
            .may(
                "demand", .section(demand), "{by: 115 %}",
                "Arrivals, orders and customers are multiplied."),
            .may("queue", .section(queue), "{station: B, places: 40}", "Places before a station."),
            .may("speed", .section(speed), "{at: A, by: 105 %}", "Of stations, multiplied."),
            .may(
                "defects", .section(defects), "{step: paint, to: 0.5 %}",
                "The share of a step: set, or multiplied."),
            .may(
                "release", .section(release), "{product: red, is: {circulating: 40}}",
                "How a product's parts come."),
            .may(
                "layout", .named(.list(.quantity)), "{saw: [4 m, 2 m]}",
                "Where stations stand from now on."),
            .may("transport speed", figure, "2 m/s", "How fast parts travel."),
        ])

    static let timings = ["process", "repair", "failures", "setup", "upkeep"]

    static let addUnits = Table(
        name: "add units",
        keys: [
            .must("station", .text, "B", "Which."),
            .must("units", .whole(1...10_000), "1", "How many more."),
            .may(
                "defects", figure, "1.2 %",
                "Their own share of defects; that of the old ones if absent."),
        ])
    static let times = Table(
        name: "times",
        keys: [
            .must(
                "of", .words(timings), "repair",
                "Which time; failures: the time until the next."),
            .must("at", places, "[A, B]", "Stations; `all`: each that has such a time."),
            .may("breakdown", .text, "jam", "Of repair and failures: of this one only."),
            .must("by", figure, "80 %", "80 % is a fifth shorter."),
        ])
    static let failures = Table(
        name: "remove failures",
        keys: [
            .must("at", places, "all", "Stations; `all`: each that fails."),
            .may("breakdown", .text, "jam", "Of this one only."),
            .must("share", figure, "30 %", "Of the failures, below 100 %."),
        ])
    static let calendar = Table(
        name: "calendar",
        keys: [
            .may("of", places, "A", "Stations; `all` of them."),
            .may("crew", .text, "fitters", "Instead of stations."),
            .may("name", .text, "three shifts", "Of the new calendar; \"changed\" if absent."),
            .must(
                "open", .either([.text, .list(.text)]), "mon-sun 06:00-22:00", "As in line.yaml."),
            .may("breaks", .either([.text, .list(.text)]), "[10:00-10:30]", "As in line.yaml."),
        ])
    static let upkeep = Table(
        name: "changed upkeep",
        keys: [
            .must("station", .text, "A", "Which."),
            .must(
                "is", .named(.section(LineKeys.upkeep)), "{oil: {every: 100 h, takes: 10 min}}",
                "As in line.yaml."),
        ])
    static let setups = Table(
        name: "changed setups",
        keys: [
            .must("station", .text, "A", "Which."),
            .must(
                "are", .either([.words(["none"]), LineKeys.law, .section(LineKeys.setups)]),
                "{otherwise: 5 min}", "As in line.yaml, or none."),
        ])
    static let order = Table(
        name: "changed order",
        keys: [
            .must("station", .text, "A", "Which."),
            .must(
                "is", .either([.words(LineKeys.orders), .section(LineKeys.order)]), "due date",
                "As in line.yaml."),
        ])
    static let people = Table(
        name: "changed people",
        keys: [
            .must("crew", .text, "fitters", "Which."),
            .must("people", .whole(0...10_000), "3", "How many there are then."),
        ])
    static let crew = Table(
        name: "a new crew",
        keys: [.must("name", .text, "setters", "Its name.")] + LineKeys.crew.keys)
    static let supplyTime = Table(
        name: "supply time",
        keys: [
            .must("stock", .text, "caps", "Which."),
            .must("by", figure, "50 %", "50 % is half as long."),
        ])
    static let supply = Table(
        name: "changed supply",
        keys: [.must("stock", .text, "caps", "Which.")]
            + ["order", "at", "up to", "below", "review"].compactMap { LineKeys.supplier[$0] })
    static let demand = Table(
        name: "changed demand",
        keys: [
            .may("of", .text, "red", "A product or stock; all if absent."),
            .must("by", figure, "115 %", "115 % is 15 % more."),
        ])
    static let queue = Table(
        name: "changed queue",
        keys: [
            .must("station", .text, "B", "Which."),
            .must(
                "places", .either([.words(["unlimited"]), .whole(0...LineKeys.mostParts)]), "40",
                "As in line.yaml, or unlimited."),
        ])
    static let speed = Table(
        name: "changed speed",
        keys: [
            .must("at", places, "A", "Stations; `all` of them."),
            .must("by", figure, "105 %", "105 % is 5 % faster."),
        ])
    static let defects = Table(
        name: "changed defects",
        keys: [
            .may("product", .text, "red", "Which; all that have the step if absent."),
            .must("step", .text, "paint", "Of the route."),
            .may("to", figure, "0.5 %", "The new share."),
            .may("by", figure, "50 %", "Or a factor on the old one."),
        ])
    static let release = Table(
        name: "changed release",
        keys: [
            .must("product", .text, "red", "Which."),
            .must(
                "is", .either([.words(["saturated", "given"]), .section(LineKeys.release)]),
                "{circulating: 40}", "As in line.yaml."),
        ])
}
