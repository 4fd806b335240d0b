/// How a time, or a number of parts, is written that may be left to chance.
extension LineKeys {
    /// A number and its unit, or a distribution.
    static let law = KeyShape.defined("law", as: .either([.quantity, .section(lawTable)]))

    /// Shapes that the schema describes once.
    static let shared = [law]

    static let lawTable = Table(
        name: "a law",
        keys: [
            .may(
                "exponential", .either([.quantity, .section(meanOnly)]), "{mean: 10 min}",
                "By its mean, also alone: `exponential: 10 min`."),
            .may(
                "uniform", .either([.list(.quantity), .section(ends)]), "{low: 1 s, high: 3 s}",
                "Each value between alike; also `[1 s, 3 s]`."),
            .may(
                "triangular", .either([.list(.quantity), .section(corners)]),
                "{low: 1 s, mode: 2 s, high: 4 s}",
                "Least, most frequent, largest; also `[1 s, 2 s, 4 s]`."),
            .may(
                "normal", .section(bell), "{mean: 10 s, deviation: 1 s}",
                "Never below zero: what lies there is left out."),
            .may(
                "lognormal", .section(spread), "{mean: 20 min, deviation: 15 min}",
                "By its own mean and deviation, not those of its logarithm."),
            .may(
                "erlang", .section(stages), "{stages: 4, mean: 4.2 min}",
                "Sum of so many exponential stages, with this mean in all."),
            .may(
                "weibull", .section(wear), "{mean: 300 h, shape: 2}",
                "P(X > x) = exp(−(x/scale)^shape); by its scale or its mean."),
            .may(
                "values", .list(.list(.quantity)), "[[1 s, 20 %], [2 s, 80 %]]",
                "Values and their probabilities, which sum to 100 %."),
            .may(
                "samples", .either([.text, .section(samples)]), "repairs.csv",
                "Values that were seen, each as probable as it was frequent; from a column of a "
                    + "CSV file in the folder."),
            .may(
                "fitted", .section(fitted), "{to: repairs.csv, law: best}",
                "A law fitted to such a column by maximum likelihood."),
        ])

    static let meanOnly = Table(
        name: "exponential", keys: [.must("mean", .quantity, "10 min", "Above zero.")])

    static let ends = Table(
        name: "uniform",
        keys: [
            .must("low", .quantity, "1 s", "The least value."),
            .must("high", .quantity, "3 s", "The largest value."),
        ])

    static let corners = Table(
        name: "triangular",
        keys: [
            .must("low", .quantity, "1 s", "The least value."),
            .must("mode", .quantity, "2 s", "The most frequent value."),
            .must("high", .quantity, "4 s", "The largest value."),
        ])

    static let bell = Table(
        name: "normal",
        keys: [
            .must("mean", .quantity, "10 s", "Before what lies below zero is left out."),
            .must("deviation", .quantity, "1 s", "Likewise."),
        ])

    static let spread = Table(
        name: "lognormal",
        keys: [
            .must("mean", .quantity, "20 min", "Of the values themselves."),
            .may("deviation", .quantity, "15 min", "Of the values; or `variation`."),
            .may("variation", .quantity, "75 %", "Deviation over mean."),
        ])

    static let stages = Table(
        name: "erlang",
        keys: [
            .must("stages", .whole(1...1000), "4", "More of them vary less."),
            .must("mean", .quantity, "4.2 min", "Of all stages together."),
        ])

    static let wear = Table(
        name: "weibull",
        keys: [
            .may("scale", .quantity, "340 h", "63 % of the values lie below it; or `mean`."),
            .may("mean", .quantity, "300 h", "Of the values."),
            .must(
                "shape", .number, "2",
                "Below 1 early failures, 1 exponential, above 1 wear."),
        ])

    static let samples = Table(
        name: "samples",
        keys: [
            .must("file", .text, "repairs.csv", "In the folder."),
            .may("column", .text, "repair", "Its heading; needed where there is more than one."),
            .may(
                "in", .text, "min",
                "Unit of the numbers; needed where the heading does not end in [min]."),
        ])

    static let fitted = Table(
        name: "fitted",
        keys: [
            .must("to", .text, "repairs.csv", "A CSV file in the folder."),
            .may("column", .text, "repair", "Its heading; needed where there is more than one."),
            .may(
                "in", .text, "min",
                "Unit of the numbers; needed where the heading does not end in [min]."),
            .must(
                "law", .words(fittedLaws), "best",
                "gamma: the Erlang law nearest to it. best: of all, the one with the least AIC."),
        ])

    static let fittedLaws = ["exponential", "lognormal", "weibull", "gamma", "best"]
}
