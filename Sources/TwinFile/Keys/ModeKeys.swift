import Tags

/// The keys of `modes`, with the ranges within which they may be set.
extension TwinKeys {
    static let cycles = 1.0...100
    static let coolDown = 60.0...604_800
    static let lockoutWindow = 3600.0...604_800
    static let patience = 1.0...3600
    static let dropTestAge = 86_400.0...31_536_000
    static let beats = 1...100
    static let share = 0.01...1
    static let trialTime = 3600.0...31_536_000
    static let trialDecisions = 10...100_000
    static let bias = 0.0...3

    static let modes = Table(
        name: "modes",
        keys: [
            .must(
                "allowed", .list(.words(Mode.ladder.filter { $0 != .off }.map(\.rawValue))),
                "[shadow, advisory]", "The modes a user may ask for; off is always allowed."),
            .may(
                "hold cycles", .numberWithin(cycles), "3",
                "A hold of so many optimize periods becomes a back-off; 3 if absent."),
            .may(
                "good cycles", .numberWithin(cycles), "3",
                "Critical inputs are good for so many periods before a step up; 3 if absent."),
            .may(
                "cool-down", .quantity, "15 min",
                "Least time from a fall to a new start; 15 min if absent."),
            .may(
                "sheds to lockout", .whole(beats), "2",
                "So many sheds within the window lock the twin out; 2 if absent."),
            .may("lockout window", .quantity, "8 h", "8 h if absent."),
            .may(
                "patience", .quantity, "1 min",
                "How long a request waits for what clears by itself, in wall time; 1 min if absent."
            ),
            .may(
                "drop test age", .quantity, "90 d",
                "The oldest drop test of the companion block that counts; 90 d if absent."),
            .may(
                "answered beats", .whole(beats), "3",
                "Heartbeats the block answers before it is relied upon; 3 if absent."),
            .may(
                "critical loops", .list(.text), "[TIC-202.SP]",
                "MVs that the asset cannot be led without: taken by the operator, or not where "
                    + "they were written, they shed the whole asset; none if absent."),
            .may(
                "soft start", .section(softStart), "{cycles: 3, share: 25 %}",
                "Smaller steps after a step up."),
            .may(
                "automatic", .section(automatic), "{time: 14 d, decisions: 200}",
                "What the twin has shown before it may write by itself."),
        ])

    static let softStart = Table(
        name: "soft start",
        keys: [
            .may("cycles", .whole(0...100), "3", "For so many optimize periods; 3 if absent."),
            .may("share", .quantity, "25 %", "Of the largest step; 25 % if absent."),
        ])

    static let automatic = Table(
        name: "automatic",
        keys: [
            .may("time", .quantity, "14 d", "In supervisory mode, in the region; 14 d if absent."),
            .may(
                "decisions", .whole(trialDecisions), "200",
                "Judged decisions in the region; 200 if absent."),
            .may("acceptance", .quantity, "80 %", "Share of cards accepted; 80 % if absent."),
            .may(
                "bias", .numberWithin(bias), "1",
                "Of forecasts, in standard deviations of their error; at most 1 if absent."),
            .may(
                "coverage", .list(.quantity), "[85 %, 95 %]",
                "What the 90 % bands cover, at least and at most; [85 %, 95 %] if absent."),
            .may(
                "clean time", .quantity, "7 d",
                "Without a denial that the solver caused; 7 d if absent."),
            .may(
                "gain deviations", .numberWithin(deviations), "1",
                "A gain exceeds its own standard deviation times this, or a person is asked; 1 if "
                    + "absent."),
        ])
}
