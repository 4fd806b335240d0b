import Diagnostics
import Tags
import Testing
import TwinFile
import Units

/// What the file declares for the guard beside limits: safety tags, permits and holds, drift and
/// shifts, critical loops, tolerance, approved regions.
@Suite struct SafetyKeyTests {
    private func findings(_ old: String, _ new: String) throws -> [Diagnostic] {
        try #require(old.isEmpty || smallTwin.contains(old), "the small twin has no \"\(old)\"")
        let text =
            old.isEmpty ? smallTwin + "\n" + new : smallTwin.replacing(old, with: new)
        let error = #expect(throws: Findings.self) {
            try Twin.read(text, file: "twin.yaml", units: UDUnits())
        }
        return try #require(error).all
    }

    /// Expects exactly one finding.
    private func check(
        _ old: String, _ new: String, _ message: String, at place: String, note: String? = nil,
        mend: String? = nil, sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let all = try findings(old, new)
        #expect(all.map(\.message) == [message], sourceLocation: sourceLocation)
        guard let found = all.first else { return }
        #expect("\(found.line):\(found.column)" == place, sourceLocation: sourceLocation)
        if let note { #expect(found.note == note, sourceLocation: sourceLocation) }
        if let mend { #expect(found.mend == mend, sourceLocation: sourceLocation) }
    }

    private func with(_ section: String) throws -> Twin {
        try accepted(smallTwin + "\n" + section, model: try kilnModel())
    }

    // MARK: safety tags

    @Test func `a tag of a safety system is read and marked`() throws {
        let twin = try accepted(
            smallTwin.replacing(
                "STOPPED: {role: state,", with: "STOPPED: {role: state, safety: true,"))
        #expect(twin.tags.filter(\.isSafety).map(\.name.text) == ["STOPPED"])
    }

    @Test func `an MV is never a tag of a safety system`() throws {
        try check(
            "critical: true", "safety: true",
            "TIC-1.SP: a tag of a safety system cannot be an MV", at: "14:5",
            note: "nothing of a safety system is ever written",
            mend: "make it a state or a CV that is read, and let the twin move the basic loop")
    }

    @Test func `no MV writes the register of a safety tag`() throws {
        try check(
            "STOPPED: {role: state, source: {connection: plc, discrete: 3}}",
            "STOPPED: {role: state, source: {connection: plc, discrete: 3}}\n"
                + "  TRIP.SP: {role: state, safety: true, "
                + "source: {connection: plc, holding: 101, type: float32}}",
            "TIC-1.SP would write holding 101 of TRIP.SP", at: "11:5",
            note: "TRIP.SP is a tag of a safety system; nothing of it is ever written",
            mend: "write the setpoint of the basic loop, in a register of its own")
    }

    @Test func `nor through another name of the same device`() throws {
        let other =
            "  sis: {modbus: tcp://10.0.0:502, station: 1, timeout: 2 s, words: low first, "
            + "registers from: 0}\ntags:"
        let text = smallTwin.replacing("tags:", with: other).replacing(
            "STOPPED: {role: state, source: {connection: plc, discrete: 3}}",
            with: "STOPPED: {role: state, source: {connection: plc, discrete: 3}}\n"
                + "  TRIP.SP: {role: state, safety: true, "
                + "source: {connection: sis, holding: 99, type: float32}}")
        // Number 99 from 0 is 100 from 1: the first half of 101 from 1.
        let error = #expect(throws: Findings.self) {
            try Twin.read(text, file: "twin.yaml", units: UDUnits())
        }
        #expect(
            try #require(error).all.map(\.message) == [
                "TIC-1.SP would write holding 99 of TRIP.SP"
            ])
        let apart = text.replacing("holding: 99", with: "holding: 98")
        #expect(try accepted(apart).tags.contains(where: \.isSafety))
    }

    @Test func `nor does the companion block`() throws {
        try check(
            "STOPPED: {role: state, source: {connection: plc, discrete: 3}}",
            "STOPPED: {role: state, source: {connection: plc, discrete: 3}}\n"
                + "  TRIP.SP: {role: state, safety: true, "
                + "source: {connection: plc, holding: 431, type: uint16}}\n"
                + "block: {connection: plc, owner: 7, control: 411, status: 501, "
                + "loops: {TIC-1.SP: {mailbox: 421, status: 516}}}",
            "block: TIC-1.SP: mailbox would write holding 431 of TRIP.SP", at: "39:1")
    }

    @Test func `nor does the journal's head, by another name of the device`() throws {
        let text = smallTwin.replacing(
            "tags:",
            with: "  sis: {modbus: tcp://10.0.0:502, station: 1, timeout: 2 s, words: low first, "
                + "registers from: 1}\ntags:"
        ).replacing(
            "STOPPED: {role: state, source: {connection: plc, discrete: 3}}",
            with: "STOPPED: {role: state, source: {connection: plc, discrete: 3}}\n"
                + "  TRIP.SP: {role: state, safety: true, "
                + "source: {connection: sis, holding: 603, type: uint16}}")
        let error = #expect(throws: Findings.self) {
            try Twin.read(
                text + "\njournal: {head: {connection: plc, register: 600}}", file: "twin.yaml",
                units: UDUnits())
        }
        #expect(
            try #require(error).all.map(\.message) == [
                "the journal's head would write holding 603 of TRIP.SP"
            ])
    }

    // MARK: permits and holds

    @Test func `permits and holds stop some MVs or the asset`() throws {
        let twin = try with(
            """
            work permits:
              - {when: STOPPED, reason: people at the doors}
              - {when: FEED < 1 t/h, stops: [TIC-1.SP], reason: burner service}
            laboratory holds:
              - {when: TI-5.PV > 1300 degC, reason: a lot is analysed}
            """)
        #expect(twin.stops.map(\.kind) == [.workPermit, .workPermit, .laboratory])
        #expect(twin.stops.map { $0.stopped.map(\.text) } == [[], ["TIC-1.SP"], []])
        #expect(
            twin.stops.map(\.reason) == [
                "people at the doors", "burner service", "a lot is analysed",
            ]
        )
    }

    @Test(
        arguments: [
            (
                "work permits:\n  - {when: DOOR, reason: people}",
                "DOOR is not declared", "61:12"
            ),
            (
                "work permits:\n  - {when: FEED, reason: people}",
                "work permits: 1: when is kg.s-1", "61:12"
            ),
            (
                "laboratory holds:\n  - {when: STOPPED, stops: [TI-5.PV], reason: lot}",
                "laboratory holds: 1: stops: TI-5.PV has the role CV", "61:29"
            ),
            (
                "laboratory holds:\n  - {when: STOPPED, stops: [TIC-1], reason: lot}",
                "laboratory holds: 1: stops: the tag TIC-1 is not declared", "61:29"
            ),
            (
                "laboratory holds:\n  - {when: STOPPED, stops: [], reason: lot}",
                "laboratory holds: 1: stops needs one or more MVs, each once", "61:28"
            ),
            (
                "work permits:\n  - {when: STOPPED}",
                "work permits: 1: \"reason\" is missing", "61:5"
            ),
            (
                "work permits:\n  - {when: STOPPED, reason: kiln stands still}",
                "work permits: 1: the reason \"kiln stands still\" stands twice", "61:29"
            ),
            (
                "work permits:\n  - {when: STOPPED, reason: x}\n"
                    + "laboratory holds:\n  - {when: STOPPED, reason: x}",
                "laboratory holds: 1: the reason \"x\" stands twice", "63:29"
            ),
        ] as [(String, String, String)])
    func `a permit or hold that cannot be told is refused`(
        section: String, message: String, place: String
    ) throws {
        let all = try findings("", section)
        let found = all.first { $0.message.hasPrefix(message) }
        #expect(found != nil, "\(all.map(\.message))")
        if let found { #expect("\(found.line):\(found.column)" == place) }
    }

    @Test func `two interlocks of one reason are refused, since one would not be looked at`() throws
    {
        let line = "  - {when: STOPPED or FEED < 5 t/h, then: no moves, reason: kiln stands still}"
        try check(
            line, line + "\n  - {when: STOPPED, then: no moves, reason: kiln stands still}",
            "interlock 2: the reason \"kiln stands still\" stands twice", at: "47:45",
            note: "interlocks, permits and holds are told apart by it; it stands in line 46, too",
            mend: "say what is different about this one, or join the conditions by \"or\"")
    }

    // MARK: drift

    private let ramp = "ramp: {per 1 min: 3 K, per 10 min: 20 K}"

    @Test func `drift is a difference within a shift`() throws {
        let text = smallTwin.replacing(ramp, with: ramp + "\n      drift: 30")
        let twin = try accepted(text + "\nshifts: {length: 8 h, start: 04:30 UTC}")
        #expect(twin.tags(.mv).map(\.limits?.drift) == [.most(30)])
        #expect(twin.shifts?.length == 28_800 && twin.shifts?.offset == 16_200)
        let late = try accepted(text + "\nshifts: {length: 8 h, start: \"22:00 UTC\"}")
        #expect(late.shifts?.offset == 21_600)
        let free = try accepted(
            smallTwin.replacing(ramp, with: ramp + "\n      drift: not limited"))
        #expect(free.tags(.mv).map(\.limits?.drift) == [.notLimited])
        #expect(try accepted(smallTwin).tags(.mv).map(\.limits?.drift) == [.notSaid])
    }

    @Test(
        arguments: [
            ("drift: 0 K", "TIC-1.SP: limits: drift is \"0 K\""),
            ("drift: 5 t/h", "TIC-1.SP: limits: drift is in t/h"),
            ("drift: none", "TIC-1.SP: limits: drift is \"none\""),
            ("drift: 30 K", "TIC-1.SP: drift is limited, and no shifts are declared"),
        ])
    func `a drift that says nothing is refused`(drift: String, message: String) throws {
        let all = try findings(ramp, ramp + "\n      " + drift)
        #expect(all.count == 1 && all[0].message.hasPrefix(message), "\(all.map(\.message))")
    }

    @Test func `automatic mode wants to see whether drift is limited`() throws {
        try check(
            "allowed: [advisory, shadow]", "allowed: [advisory, shadow, supervisory, automatic]",
            "TIC-1.SP: limits: \"drift\" is missing", at: "15:5",
            note: "automatic mode is allowed, in which nobody looks at each move",
            mend: "add \"drift: 30 K\", or \"drift: not limited\" if that is meant")
    }

    @Test(
        arguments: [
            (
                "shifts: {length: 7 h, start: 04:00 UTC}",
                "shifts: a day is no whole number of shifts of 25200 s", "60:18"
            ),
            (
                "shifts: {length: 48 h, start: 04:00 UTC}",
                "shifts: a day is no whole number of shifts of 172800 s", "60:18"
            ),
            ("shifts: {length: 8 h, start: 04:00}", "shifts: \"04:00\" is no time of day", "60:30"),
            (
                "shifts: {length: 8 h, start: 24:00 UTC}",
                "shifts: \"24:00 UTC\" is no time of day", "60:30"
            ),
            (
                "shifts: {length: 8 h, start: 4:00 UTC}",
                "shifts: \"4:00 UTC\" is no time of day", "60:30"
            ),
            ("shifts: {length: 8 h}", "shifts: \"start\" is missing", "60:1"),
        ])
    func `shifts that do not repeat by the day are refused`(
        section: String, message: String, place: String
    ) throws {
        try check("", section, message, at: place)
    }

    // MARK: critical loops, tolerance, regions

    @Test func `critical loops, tolerance and approved regions are taken`() throws {
        let twin = try accepted(
            smallTwin.replacing(
                "modes: {allowed: [advisory, shadow]}",
                with: "modes: {allowed: [advisory, shadow], critical loops: [TIC-1.SP]}")
                + "\nguard: {setpoint tolerance: 0.2 %, regions: [cold]}")
        #expect(twin.modes.criticalLoops.map(\.text) == ["TIC-1.SP"])
        #expect(twin.guardSettings.setpointTolerance == 0.002)
        #expect(twin.guardSettings.approvedRegions == ["cold"])
        let plain = try accepted(smallTwin)
        #expect(plain.modes.criticalLoops.isEmpty)
        #expect(plain.guardSettings.setpointTolerance == 0.001)
        #expect(plain.guardSettings.approvedRegions == nil)
    }

    @Test(
        arguments: [
            (
                "guard: {setpoint tolerance: 5 %}", "guard: setpoint tolerance is \"5 %\"",
                "from 0.001 % to 2 %"
            ),
            (
                "guard: {setpoint tolerance: 0 %}", "guard: setpoint tolerance is \"0 %\"",
                "from 0.001 % to 2 %"
            ),
            (
                "guard: {regions: [cool]}", "guard: regions: the region cool is not declared",
                "declared: cold"
            ),
            (
                "guard: {regions: []}", "guard: no region is approved",
                "then nothing could ever be accepted"
            ),
        ])
    func `a figure of the guard that fits nothing is refused`(
        section: String, message: String, note: String
    ) throws {
        let all = try findings("", section)
        #expect(all.map(\.message) == [message])
        #expect(all.first?.note == note)
    }

    @Test func `a critical loop is an MV`() throws {
        try check(
            "modes: {allowed: [advisory, shadow]}",
            "modes: {allowed: [advisory, shadow], critical loops: [TI-5.PV]}",
            "modes: critical loops: TI-5.PV has the role CV", at: "54:55",
            note: "expected a tag of the role MV")
    }
}
