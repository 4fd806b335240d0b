import Line
import Scenarios

/// All keys of `study.yaml` and of files of measured shares.
enum StudyKeys {
    static let study = Table(
        name: "the file",
        keys: [
            .must("study", .text, "machine-abc", "What it is called."),
            .may(
                "lines", .list(.text), "[losses-at-a, losses-at-b]",
                "Folders with line.yaml; more than one: models of one plant, of which measured "
                    + "shares must tell the right one. This folder if absent."),
            .may(
                "assumptions", .section(assumptions), "{years: 2, discount rate: 8 %}",
                "What is true of the money whatever is chosen."),
            .may(
                "gates", .list(.section(gate)), "[{measure: defect rate, below: 2 %}]",
                "What must hold before anything is ranked."),
            .may(
                "most combined", .whole(1...8), "3",
                "Options are also compared together, so many at most; 1 if absent: alone."),
            .may(
                "confidence", .quantity, "95 %", "Of all intervals and choices; 95 % if absent."),
            .may(
                "precision", .quantity, "0.5 %",
                "Differences in good parts that are worth telling apart, relative to the line as "
                    + "it is; 0.5 % if absent."),
        ])

    static let assumptions = Table(
        name: "assumptions",
        keys: [
            .may(
                "margins", .named(ScenarioKeys.figure),
                "{housing: {triangular: [9 EUR, 12 EUR, 15 EUR]}}",
                "Earned with a good part, by product; as line.yaml says if absent."),
            .may(
                "hours a year", ScenarioKeys.figure, "4000 h",
                "Of production; as line.yaml says if absent."),
            .may(
                "comes true", ScenarioKeys.figure, "{uniform: [75 %, 95 %]}",
                "Share of the simulated gain that comes true; 100 % if absent."),
            .may("years", .whole(1...50), "2", "Of the return on investment; 2 if absent."),
            .may("discount rate", ScenarioKeys.figure, "8 %", "A year; 8 % if absent."),
            .may("draws", .whole(2...100_000), "200", "Of all that is unsure; 200 if absent."),
            .may(
                "replications a draw", .whole(1...10_000), "8", "Pairs behind each; 8 if absent."),
            .may("notes", .list(.text), "[what is made can be sold]", "Further ones, in words."),
        ])

    static let gate = Table(
        name: "a gate",
        keys: [
            .must("measure", .words(measures.map(\.name)), "defect rate", "What is judged."),
            .may("below", .quantity, "2 %", "It must lie below this; or `above`."),
            .may("above", .quantity, "50 1/h", "It must lie above this."),
            .may("probability", .quantity, "95 %", "That it holds over a year; 95 % if absent."),
        ])

    /// Measures as files name them.
    static let measures: [(name: String, measure: Measure)] = [
        ("good parts per hour", .goodPerHour), ("lead time", .leadTime),
        ("median lead time", .leadTimeMedian), ("95th percentile of lead time", .leadTimeP95),
        ("parts on the line", .workInProcess), ("defect rate", .defectRate),
        ("energy per good part", .energyPerGoodPart), ("service level", .serviceLevel),
        ("share on time", .onTimeShare), ("money per hour", .moneyPerHour),
    ]

    static let measured = Table(
        name: "the file",
        keys: [
            .must("measured", .text, "weeks 12 to 20", "What was measured, and when."),
            .may("length", .quantity, "400 h", "How long; one run's length if absent."),
            .must(
                "stations", .named(.section(station)), "{A: {utilization: 85 %, down: 6 %}}",
                "Shares of planned time."),
        ])

    static let station = Table(
        name: "a measured station",
        keys: [.must("utilization", .quantity, "85 %", "Share of time at work.")]
            + StationState.allCases.filter { $0 != .working }.map {
                .may($0.words, .quantity, "6 %", "Share of time; not known if absent.")
            })
}
