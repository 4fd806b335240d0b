/// The keys of `guard`, with the ranges within which they may be set.
extension TwinKeys {
    static let deviations = 0.0...6
    static let permitLife = 0.1...60
    static let inputDeadband = 0.001...1
    static let predictionReach = 0.1...1
    static let writesPerHour = 1...3600
    static let longestHandsOff = 86_400.0
    static let longestReadbackGap = 3600.0
    static let gap = 1e-6...1e6
    static let feasibility = 1e-8...1e-3
    static let residual = 1e-9...1
    static let setpointTolerance = 1e-5...0.02
    static let wallFigure = 0.1...3600

    static let guardSection = Table(
        name: "guard",
        keys: [
            .may(
                "snapshot age", .quantity, "30 s",
                "The oldest snapshot that is judged; half of optimize if absent, at most 60 s."),
            .may(
                "prediction age", .quantity, "2 min",
                "The oldest prediction that is judged; optimize if absent."),
            .may(
                "card life", .quantity, "4 min",
                "From the solve to the card's expiry, at most; twice optimize if absent."),
            .may(
                "permit life", .quantity, "2 s",
                "From the verdict to the last write, in wall time; 2 s if absent."),
            .may(
                "readback gap", .quantity, "2 min",
                "The longest hole in the readings of a setpoint that counts as watched; ten sense "
                    + "periods if absent, at least optimize."),
            .may(
                "hands off", .quantity, "30 min",
                "How long an MV is left alone after the operator moved it; 30 min if absent."),
            .may(
                "input deadband", .quantity, "5 %",
                "How far an input may move between solve and judgement, of its valid range; 5 % "
                    + "if absent."),
            .may(
                "setpoint tolerance", .quantity, "0.1 %",
                "Two readings of a setpoint closer than this share of its engineering span are the "
                    + "same; 0.1 % if absent."),
            .may(
                "hard limit deviations", .numberWithin(deviations), "1",
                "Standard deviations of a prediction that stay inside a hard bound, for the "
                    + "optimizer and the guard; 1 if absent."),
            .may(
                "acts after", .quantity, "4 min",
                "No move acts on a held value earlier; twice optimize if absent."),
            .may(
                "prediction reach", .quantity, "90 %",
                "How much of the horizon a prediction of a hard bound covers; 90 % if absent."),
            .may(
                "gain deviations", .numberWithin(deviations), "0.25",
                "The gain exceeds its own standard deviation times this; 0.25 if absent."),
            .may(
                "writes per h", .whole(writesPerHour), "90",
                "The most writes within any hour; every MV in every cycle if absent."),
            .may(
                "regions", .list(.text), "[hot charge]",
                "Regions in which the model may be acted on; if absent, all that are declared."),
            .may(
                "recovery horizon", .quantity, "1 h",
                "How far backing off is followed from its beginning; needed with step responses."),
            .may(
                "recovery starts", .list(.quantity), "[0 min, 10 min]",
                "How long after a move backing off may begin, each of which is tried; at once if "
                    + "absent."),
            .may(
                "lease", .quantity, "15 s",
                "How long the lease on the asset lasts, in wall time; 15 s if absent."),
            .may(
                "lease renewal", .quantity, "5 s",
                "How often it is renewed, in wall time; at most half the lease, 5 s if absent."),
            .may(
                "heartbeat", .quantity, "5 s",
                "Between two beats to the control system, in wall time; 5 s if absent."),
            .may(
                "watchdog", .quantity, "30 s",
                "Without a beat for so long the control system takes its loops back, in wall time; "
                    + "at least three beats, 30 s if absent."),
            .may(
                "programs", .section(programs), "{guard: 64 hexadecimal digits, loop: the same}",
                "The approved programs, by their SHA-256 (flyball change programs); without them "
                    + "the twin does not write by itself."),
            .may(
                "certificate", .section(certificate), "{gap: 5 EUR, feasibility: 1e-5}",
                "What the solver's certificate must show."),
        ])

    static let certificate = Table(
        name: "certificate",
        keys: [
            .may(
                "gap", .quantity, "5 EUR",
                "The largest complementarity gap, over the horizon; 5 EUR if absent."),
            .may(
                "feasibility", .numberWithin(feasibility), "1e-5",
                "How far a value may lie outside its bound, relative; 1e-5 if absent. The solver "
                    + "itself needs 4e-6."),
            .may(
                "residual", .numberWithin(residual), "1e-3",
                "The largest equation residual that is claimed; 1e-3 if absent."),
        ])
}
