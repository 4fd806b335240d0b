/// The keys of `step responses` and `shifts`, with the ranges within which they may be set.
extension TwinKeys {
    static let notLimited = "not limited"
    static let responsePoints = 2...500
    static let recoveryStarts = 1...20

    static let stepResponse = Table(
        name: "a step response",
        keys: [
            .must(
                "units", .text, "K/K", "Unit of the values: the value's by the MV's, differences."),
            .must(
                "times", .list(.quantity), "[0 min, 10 min, 30 min, 3 h]",
                "After the step, rising from 0, as far as the horizon; straight lines between."),
            .must(
                "values", .list(.number), "[0, 0.1, 0.3, 0.6]",
                "The answer to a step of one unit at these times."),
            .must(
                "error", .number, "0.08",
                "The true answer lies within this of the values at every time."),
        ])

    static let shifts = Table(
        name: "shifts",
        keys: [
            .must("length", .quantity, "8 h", "Of each; a whole number of them makes a day."),
            .must(
                "start", .text, "04:00 UTC",
                "When any one of them begins; summer time is not followed."),
        ])
}
