import Tags

/// All keys of `twin.yaml`.
enum TwinKeys {
    static let twin = Table(
        name: "the file",
        keys: [
            .must("twin", .text, "reheat-furnace-2", "What the twin is called."),
            .must(
                "owner", .text, "hot mill operations",
                "The role that owns it, named in the records."),
            .must("model", .text, "furnace.mo", "The model's file, in the same directory."),
            .must(
                "cadence", .section(cadence), "{sense: 5 s, optimize: 2 min, horizon: 3 h}",
                "How often the loop turns."),
            .may(
                "connections", .named(.section(connection)),
                "{plc: {modbus: tcp://127.0.0.1:1502, station: 1, …}}",
                "Where the plant is reached; needed to run, not to calibrate from a file."),
            .may(
                "block", .section(block), "{connection: plc, owner: 7, control: 411, …}",
                "The companion block in the control system; without one the twin acts as far as "
                    + "supervisory at most."),
            .must(
                "tags", .named(.section(tag)), "{TI-305.PV: {role: CV, …}}",
                "The plant's values that the twin knows."),
            .must(
                "map", .named(.text), "{TIC-201.SP: setpoint[1]}",
                "Plant tag and the model's variable it is; every MV, CV and DV once."),
            .may(
                "hold", .named(.section(hold)), "{exit_mean: {between: [1180 degC, …], …}}",
                "What is held between bounds, measured or not; needed where there is an MV."),
            .may(
                "groups", .named(.list(.text)), "{zones: [TIC-201.SP, TIC-202.SP]}",
                "MVs that are moved together or not at all, in the order of writing."),
            .may(
                "joint", .named(.section(joint)),
                "{zone step: {of: TIC-202.SP - TIC-201.SP, below: 150 K, …}}",
                "Bounds on a sum of setpoints after every move."),
            .may(
                "interlocks", .list(.section(interlock)),
                "[{when: LINE.STOPPED, then: no moves, reason: slabs stand still}]",
                "When no moves are made; an input that is absent counts as true."),
            .may(
                "work permits", .list(.section(stop)),
                "[{when: DOOR.PERMIT, reason: people at the doors}]",
                "When people work on the plant, so that an MV or the asset is not moved; an input "
                    + "that is absent counts as true."),
            .may(
                "laboratory holds", .list(.section(stop)),
                "[{when: LAB.HOLD, stops: [TIC-203.SP], reason: the lot waits for its analysis}]",
                "When a laboratory asks to leave an MV or the asset alone; read in the same way."),
            .may(
                "plant modes", .section(plantModes), "{maintenance: FURNACE.SERVICE}",
                "How start-up, trip and maintenance are told; otherwise the mode is normal."
            ),
            .may(
                "objective", .section(objective), "{fuel: …, worth acting above: 8 EUR/h}",
                "What running costs, in money per time; needed where there is an MV."),
            .may(
                "regions", .named(.formula), "{cold charge: charge_temperature < 100 degC}",
                "Where the model's word is judged separately; the first that is true counts."),
            .may(
                "step responses", .named(.named(.section(stepResponse))),
                "{exit_surface: {TIC-203.SP: {units: K/K, …}}}",
                "How each hard bound's value answers a step of each MV, so that the guard can tell "
                    + "whether backing off still helps; made by `flyball steps`."),
            .may(
                "shifts", .section(shifts), "{length: 8 h, start: \"04:00 UTC\"}",
                "When shifts begin; needed where the drift of an MV is limited."),
            .may(
                "modes", .section(modes), "{allowed: [shadow, advisory]}",
                "How far the twin may act; needed where there is an MV."),
            .may(
                "guard", .section(guardSection), "{input deadband: 5 %, permit life: 2 s}",
                "What the guard judges by beside the limits; each figure has a default."),
            .may(
                "estimate", .section(estimate), "{measurement noise: {TI-305.PV: 2 K}}",
                "The plant's noise, for the estimator."),
            .may(
                "learn", .section(learn),
                "{calibrate: [wall_conductance], window: 7 d, ask: process engineering}",
                "What calibration may change, and whom it asks."),
            .may(
                "journal", .section(journal), "{head: {connection: plc, register: 601}}",
                "Where the plant keeps the head of the guard's journal."),
            .may(
                "records", .text, "records",
                "The directory of the records, inside the twin's; \"records\" if absent."),
        ])

    static let cadence = Table(
        name: "cadence",
        keys: [
            .must("sense", .quantity, "5 s", "Between two snapshots, in plant time."),
            .must(
                "optimize", .quantity, "2 min",
                "Between two recommendations; a whole multiple of sense."),
            .must(
                "horizon", .quantity, "3 h",
                "How far a recommendation looks ahead; a whole multiple of optimize."),
        ])

    static let connection = Table(
        name: "a connection",
        keys: [
            .must("modbus", .text, "tcp://127.0.0.1:1502", "Modbus TCP host and port."),
            .must("station", .whole(0...255), "1", "The unit identifier."),
            .must("timeout", .quantity, "2 s", "The longest wait for one answer, in wall time."),
            .must(
                "words", .words(ModbusSettings.WordOrder.allCases.map(\.rawValue)), "high first",
                "Which half of a 32-bit value the first register holds."),
            .must(
                "registers from", .whole(0...1), "1",
                "The number the plant's list gives the first register."),
            .may(
                "simulator", .truth, "true",
                "Whether the device is a simulation; false if absent. Only then plant time may run "
                    + "fast."),
        ])

    static let source = Table(
        name: "a source",
        keys: [
            .must("connection", .text, "plc", "One of the connections."),
            .may(
                "holding", .whole(0...65536), "101",
                "Number of a holding register (read and write)."),
            .may("input", .whole(0...65536), "201", "Number of an input register (read)."),
            .may("discrete", .whole(0...65536), "12", "Number of a discrete input (read)."),
            .may("coil", .whole(0...65536), "3", "Number of a coil (read and write)."),
            .may(
                "type", .words(["uint16", "int16", "uint32", "int32", "float32", "float64"]),
                "float32", "How a register's bits are a number; needed for registers, not for bits."
            ),
            .may("scale", .number, "0.1", "Units of the tag per count; 1 if absent."),
            .may("offset", .number, "0", "Units of the tag at count 0; 0 if absent."),
        ])

    static let tag = Table(
        name: "a tag",
        keys: [
            .must(
                "role", .words(Role.allCases.map(\.rawValue)), "CV",
                "MV is moved, CV held, DV disturbs; state, limit, KPI and block are read."),
            .may("text", .text, "exit pyrometer", "What the plant calls it in words."),
            .may(
                "units", .text, "degC",
                "The unit of the source's numbers; needed for MV, CV, DV and limit."),
            .may(
                "source", .section(source), "{connection: plc, input: 305, type: float32}",
                "Where the value is read; for all but MVs."),
            .may(
                "write", .section(source), "{connection: plc, holding: 101, type: float32}",
                "Where an MV's setpoint is written."),
            .may(
                "readback", .section(source), "{connection: plc, input: 201, type: float32}",
                "Where an MV's live setpoint is read."),
            .may(
                "loop", .section(loop), "{mode: TIC-201.MODE, remote when: 3}",
                "The loop behind an MV."),
            .may(
                "critical", .truth, "true",
                "Whether its loss stops the twin's acting on the whole asset; false if absent."),
            .may(
                "safety", .truth, "true",
                "Whether it is a tag of a safety system: read, never written; false if absent."),
            .may(
                "valid", .section(valid), "{range: [0, 1400], rate: 25 K/s}",
                "When the value is believed; range is needed for CV and DV."),
            .may(
                "expected", .section(expected), "{to: 160 t/h, within: 1 h}",
                "Where a DV goes in plans; without, it stays as it is."),
            .may(
                "limits", .section(limits), "{engineering: [900, 1300], …}",
                "How far and how fast an MV may be moved."),
            .may(
                "recovery",
                .words(["KEEP", "RAMP_TO_SAFE", "RETURN_TO_BASELINE", "RETURN_TO_LOCAL"]),
                "RETURN_TO_BASELINE", "What happens to an MV when the twin lets go; no default."),
            .may(
                "safe", .quantityOrNumber, "1160",
                "Where RAMP_TO_SAFE goes; inside the engineering limits."),
            .may(
                "recovery rate", .quantity, "2 K/min",
                "How fast RAMP_TO_SAFE and RETURN_TO_BASELINE go; as fast as every ramp window "
                    + "allows if absent."),
        ])

    static let loop = Table(
        name: "loop",
        keys: [
            .must("mode", .text, "TIC-201.MODE", "The tag of the loop's mode."),
            .must(
                "remote when", .either([.number, .list(.number)]), "3",
                "The value or values at which the loop takes our setpoint."),
            .may(
                "manual when", .either([.number, .list(.number)]), "0",
                "Where the operator drives the valve by hand; other values mean local."),
            .may(
                "saturated", .text, "TIC-201.SAT", "True while its output is at either end."),
            .may(
                "saturated high", .text, "TIC-201.SAT_HI",
                "True while it can go no higher; instead of saturated."),
            .may(
                "saturated low", .text, "TIC-201.SAT_LO",
                "True while it can go no lower; instead of saturated."),
        ])

    static let valid = Table(
        name: "valid",
        keys: [
            .may(
                "range", .list(.quantityOrNumber), "[0, 1400]", "Where the instrument can be right."
            ),
            .may("rate", .quantity, "25 K/s", "The fastest true change."),
            .may(
                "stale after", .quantity, "30 s",
                "The age beyond which it is stale; three sense periods if absent."),
            .may(
                "frozen after", .quantity, "10 min",
                "Without any change for so long it is frozen; leave out for what may stand still."),
            .may(
                "spike", .quantityOrNumber, "40 K",
                "A single sample further than this from its neighbours is a spike."),
        ])

    static let expected = Table(
        name: "expected",
        keys: [
            .must("to", .quantityOrNumber, "160 t/h", "The value that plans expect in the end."),
            .must(
                "within", .quantity, "1 h",
                "The time after which two thirds of the way are expected to be gone."),
        ])

    static let limits = Table(
        name: "limits",
        keys: [
            .must(
                "engineering", .list(.quantityOrNumber), "[900, 1300]", "What the equipment stands."
            ),
            .must(
                "operator", .list(.either([.text, .quantityOrNumber])),
                "[TIC-201.SP_LO, TIC-201.SP_HI]",
                "The tags of the operator's live limits, or fixed numbers."),
            .must(
                "envelope", .list(.quantityOrNumber), "[1150, 1260]",
                "Where the twin may act by itself; inside engineering."),
            .must(
                "ramp", .section(ramp), "{per 1 min: 3 K, per 60 min: 60 K}",
                "The most travel in each sliding window."),
            .must(
                "moves", .section(moves),
                "{smallest: 1 K, at least apart: 2 min, reversals per h: 4}",
                "How finely and how often it is moved."),
            .may(
                "drift", .either([.quantity, .words([TwinKeys.notLimited])]), "30 K",
                "How far from where the operator left it, within one shift; \"not limited\" if "
                    + "absent, which automatic mode wants to see written."),
            .must("owner", .text, "process engineering", "The role that answers for the limits."),
            .must(
                "reason", .text, "refractory; change record C-0102", "Why they are what they are."),
        ])

    static let ramp = Table(
        name: "ramp", keys: [],
        open: .may(
            "per", .quantity, "3 K",
            "\"per 10 min\": the most travel within any 10 minutes; one or more."))

    static let moves = Table(
        name: "moves",
        keys: [
            .must("smallest", .quantity, "1 K", "Smaller moves are not made."),
            .must("at least apart", .quantity, "2 min", "Between two moves of this MV."),
            .must(
                "reversals per h", .whole(0...3600), "4", "Changes of direction within any hour."),
        ])

    static let hold = Table(
        name: "a held value",
        keys: bounds + [
            .may(
                "soft", .quantity, "40 EUR/(h.K)",
                "What a unit outside costs per time; this or hard."),
            .may("hard", .truth, "true", "No plan may leave the bounds; this or soft."),
            .must("owner", .text, "rolling", "The role that answers for the bounds."),
            .must("reason", .text, "rolling specification", "Why they are what they are."),
        ])

    static let bounds: [Key] = [
        .may("between", .list(.quantity), "[1180 degC, 1220 degC]", "Both bounds."),
        .may("below", .quantity, "35 K", "The upper bound alone."),
        .may("above", .quantity, "1180 degC", "The lower bound alone."),
    ]

    static let joint = Table(
        name: "a joint limit",
        keys: [
            .must(
                "of", .formula, "TIC-202.SP - TIC-201.SP",
                "A sum of setpoints, each times a number.")
        ]
            + bounds + [
                .must("owner", .text, "process engineering", "The role that answers for it."),
                .must("reason", .text, "roof load", "Why it is there."),
            ])

    static let interlock = Table(
        name: "an interlock",
        keys: [
            .must("when", .formula, "LINE.STOPPED", "A condition over tags."),
            .must("then", .words(["no moves"]), "no moves", "What follows."),
            .must("reason", .text, "slabs stand still", "Why."),
        ])

    static let stop = Table(
        name: "a permit or hold",
        keys: [
            .must("when", .formula, "DOOR.PERMIT", "A condition over tags."),
            .may(
                "stops", .list(.text), "[TIC-203.SP]",
                "The MVs that are not moved; the whole asset if absent."),
            .must("reason", .text, "people at the doors", "Why; each once."),
        ])

    static let plantModes = Table(
        name: "plant modes",
        keys: [
            .may("start-up", .formula, "TI-201.PV < 800 degC", "True while the plant starts."),
            .may("trip", .formula, "FURNACE.TRIP", "True after a trip."),
            .may("maintenance", .formula, "FURNACE.SERVICE", "True during maintenance."),
        ])

    static let estimate = Table(
        name: "estimate",
        keys: [
            .may(
                "measurement noise", .named(.quantity), "{TI-305.PV: 2 K}",
                "Standard deviation of each measured CV's noise."),
            .may(
                "states", .named(.section(wander)), "{T_gas[1]: {per 1 h: 5 K}}",
                "How far the model's states may stray from the plant."),
            .may(
                "disturbances", .named(.section(wander)),
                "{wall_loss: {per 1 h: 20 kW, at start: 50 kW}}",
                "Integrating disturbances, against offset; at a CV or a variable of the model."
            ),
        ])

    static let wander = Table(
        name: "a random walk",
        keys: [
            .may(
                "at start", .quantity, "20 K",
                "Standard deviation at the start; that of the walk if absent.")
        ],
        open: .may(
            "per", .quantity, "5 K",
            "\"per 1 h\": standard deviation of the change within 1 h; exactly one."))

    static let learn = Table(
        name: "learn",
        keys: [
            .must(
                "calibrate", .list(.text), "[wall_conductance]",
                "Parameters of the model that calibration may change."),
            .must("window", .quantity, "7 d", "The stretch of record that is fitted."),
            .must("ask", .text, "process engineering", "The role that decides on proposals."),
        ])

    /// The fixed keys; every other key of the objective is a cost by a name the user chose.
    static let objective = Table(
        name: "objective",
        keys: [
            .may(
                "moves", .named(.quantity), "{TIC-201.SP: 0.4 EUR/K}", "What travel of an MV costs."
            ),
            .must(
                "worth acting above", .quantity, "8 EUR/h",
                "A recommendation that gains less is not shown."),
        ], others: .section(cost))

    static let cost = Table(
        name: "a cost",
        keys: [
            .must("of", .formula, "fuel", "A number over tags and model variables."),
            .may("price", .quantity, "32 EUR/MWh", "What a unit of it costs; this or income."),
            .may("income", .quantity, "500 EUR/t", "What a unit of it earns; this or price."),
            .must("owner", .text, "energy purchasing", "The role that answers for the price."),
            .must(
                "valid for", .quantity, "31 d",
                "Beyond this age the price is not used in automatic mode."),
        ])
}
