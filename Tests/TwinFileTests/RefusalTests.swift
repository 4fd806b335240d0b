import Diagnostics
import Testing
import TwinFile
import Units

@Suite struct RefusalTests {
    /// The findings after a change of the small twin.
    func findings(_ old: String, _ new: String, model: ModelNames? = nil) throws -> [Diagnostic] {
        #expect(old.isEmpty || smallTwin.contains(old), "the small twin has no \"\(old)\"")
        let text = old.isEmpty ? new : smallTwin.replacing(old, with: new, maxReplacements: 1)
        let error = #expect(throws: Findings.self) {
            try Twin.read(text, file: "twin.yaml", units: UDUnits()) { _ in model }
        }
        return try #require(error).all
    }

    /// Expects the first finding of a change to begin so, at this place.
    func check(
        _ old: String, _ new: String, _ message: String, at place: String? = nil,
        mend: String? = nil,
        model: ModelNames? = nil, sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let all = try findings(old, new, model: model)
        let found = all.first { $0.message.hasPrefix(message) }
        let shown = all.map { $0.text() }.joined()
        #expect(found != nil, "\(shown)", sourceLocation: sourceLocation)
        if let place, let found {
            #expect("\(found.line):\(found.column)" == place, sourceLocation: sourceLocation)
        }
        if let mend { #expect(found?.mend == mend, sourceLocation: sourceLocation) }
    }

    @Test func `only a disturbance has an expected course, in its own dimension`() throws {
        try check(
            "spike: 40 K}", "spike: 40 K}\n    expected: {to: 1200 degC, within: 1 h}",
            "TI-5.PV: a CV has no \"expected\"")
        try check(
            "valid: {range: [0, 400]},",
            "valid: {range: [0, 400]}, expected: {to: 20 degC, within: 1 h},",
            "FEED: expected: to is in degC")
        try check(
            "valid: {range: [0, 400]},", "valid: {range: [0, 400]}, expected: {to: 360 t/h},",
            "FEED: expected: \"within\" is missing")
    }

    @Test func `an envelope beyond the engineering limits is shown as a plant engineer reads it`()
        throws
    {
        let text = smallTwin.replacing("[1150, 1260]", with: "[1150, 1360]")
        let error = #expect(throws: Findings.self) {
            try Twin.read(text, file: "twin.yaml", units: UDUnits())
        }
        #expect(
            error?.text(in: [SourceText(file: "twin.yaml", text: text)]) == """
                twin.yaml:18:17: error: envelope [1150, 1360] degC reaches beyond \
                the engineering limits [900, 1300] degC
                   18 |       envelope: [1150, 1360]
                      |                 ^^^^^^^^^^^^ the envelope must lie inside \
                the engineering limits (line 16)
                   mend: lower 1360 to 1300 degC or less, or widen \
                the engineering limits with a change record

                """)
    }

    @Test func `malformed YAML names the place`() throws {
        try check(
            "[1150, 1260]", "[1150, 1260", "this is not YAML: did not find expected", at: "19:11")
        try check("owner: kiln operations", "owner: \"kiln", "this is not YAML: ")
        try check("", "", "the file is empty", at: "1:1")
        try check("", "just words", "the file is \"just words\"")
        try check("", "a: \u{7}", "this is not text")
        try check("", "twin: {a: b", "this is not YAML: ", at: "1:12")
        try check(
            "reason: refractory", "reason: a\u{2028}b", "a line separator that most editors do not",
            at: "22:16")
    }

    @Test func `an unknown key names the nearest, at every level`() throws {
        try check(
            "cadence:", "candence:", "the file: unknown key \"candence\"", at: "4:1",
            mend: "did you mean cadence?")
        try check("envelope:", "envelop:", "TIC-1.SP: limits: unknown key \"envelop\"", at: "18:7")
        try check("timeout: 2 s", "time out: 2 s", "plc: unknown key \"time out\"")
        try check("rate: 25 K/s", "slew: 25 K/s", "TI-5.PV: valid: unknown key \"slew\"")
    }

    @Test func `a key that stands twice is shown where it stands again`() throws {
        try check(
            "owner: kiln operations", "twin: kiln2\nowner: a", "the key \"twin\" stands twice",
            at: "2:1")
        try check(
            "station: 1,", "station: 1, station: 2,", "the key \"station\" stands twice", at: "6:47"
        )
    }

    @Test(arguments: ["engineering", "operator", "envelope", "ramp", "moves", "owner", "reason"])
    func `a missing limit is an error, never infinite`(key: String) throws {
        let lines = smallTwin.split(separator: "\n").filter { !$0.hasPrefix("      \(key):") }
        try check(
            "", lines.joined(separator: "\n"), "TIC-1.SP: limits: \"\(key)\" is missing", at: "15:5"
        )
    }

    @Test func `a missing section names itself and how to mend it`() throws {
        try check(
            "    recovery: RAMP_TO_SAFE\n    safe: 1160\n", "", "TIC-1.SP: \"recovery\" is missing",
            at: "8:3")
        try check("modes: {allowed: [advisory, shadow]}", "", "the file: \"modes\" is missing")
        try check("valid: {range: [0, 1400], ", "valid: {", "TI-5.PV: valid: \"range\" is missing")
        try check(
            "{per 1 min: 3 K, per 10 min: 20 K}", "{}", "TIC-1.SP: limits: ramp has no window")
        try check("    units: degC\n    write", "    write", "TIC-1.SP: \"units\" is missing")
    }

    @Test func `a wrong unit says what it is and what fits`() throws {
        try check(
            "rate: 25 K/s", "rate: 25 K",
            "TI-5.PV: valid: rate is in K (K), which does not fit s-1.K", at: "33:37")
        try check("sense: 5 s", "sense: 5 kg", "cadence: sense is in kg (kg), which does not fit s")
        try check("timeout: 2 s", "timeout: 2", "plc: timeout is \"2\" without a unit")
        try check("below: 35 K", "below: 35", "spread: below is \"35\" without a unit")
        try check(
            "units: t/h", "units: tonnes_hourly", "\"tonnes_hourly\" is not a unit: it is not known"
        )
        try check("40 EUR/(h.K)", "40 EUR/h", "exit_mean: soft is in EUR/h")
        try check(
            "price: 32 EUR/MWh", "price: 32 EUR/t", "fuel: units do not agree: of × price is",
            model: kilnModel())
        try check(
            "price: 32 EUR/MWh", "price: 32 1/MWh", "fuel: price is in 1/MWh, which is not money")
    }

    @Test func `names must be declared`() throws {
        try check(
            "[TIC-1.SP_LO,", "[TIC-1.SP_LOW,",
            "TIC-1.SP: limits: operator: the tag TIC-1.SP_LOW is not declared", at: "17:18",
            mend: "did you mean TIC-1.SP_LO?")
        try check(
            "[TIC-1.SP_LO,", "[STOPPED,", "TIC-1.SP: limits: operator: STOPPED has the role state")
        try check(
            "mode: TIC-1.MODE", "mode: TIC-1.MOD",
            "TIC-1.SP: loop: mode: the tag TIC-1.MOD is not declared")
        try check(
            "{when: STOPPED or", "{when: STOPED or", "STOPED is not declared", at: "46:12",
            mend: "did you mean STOPPED?")
        try check(
            "connection: plc, holding", "connection: dcs, holding",
            "TIC-1.SP: write: the connection dcs is not declared")
        try check("  FEED: throughput", "  FEET: throughput", "map: the tag FEET is not declared")
    }

    @Test func `names of the model must exist and fit`() throws {
        let model = try kilnModel()
        try check(
            "FEED: throughput", "FEED: through", "map: the model has no variable through",
            model: model)
        try check(
            "FEED: throughput", "FEED: exit_mean", "map: exit_mean is not an input of the model",
            model: model)
        try check(
            "FEED: throughput", "FEED: charge",
            "map: units do not agree: FEED is in t/h, charge in K", model: model)
        try check(
            "cold: charge <", "cold: change <", "change is not declared",
            mend: "did you mean charge?", model: model)
        try check(
            "calibrate: [wall]", "calibrate: [fuel]", "learn: calibrate: fuel is not a parameter",
            model: model)
        try check("  spread:", "  sprad:", "hold: the model has no variable sprad", model: model)
        try check(
            "{of: fuel,", "{of: fuel + charge,",
            "units do not agree: left is kg.m2.s-3, right is K", model: model)
    }

    @Test func `a tag that is not in the map is named`() throws {
        try check("  FEED: throughput\n", "", "FEED is a DV but not in the map", at: "34:3")
        try check(
            "FEED: throughput", "FEED: exit_surface", "map: exit_surface already stands for TI-5.PV"
        )
    }

    @Test func `words that YAML 1.1 reads as booleans are never values`() throws {
        for word in ["yes", "no", "on", "off", "No", "Y"] {
            try check(
                "critical: true", "critical: \(word)", "\"\(word)\" is true or false in YAML 1.1")
        }
        try check("critical: true", "critical: \"true\"", "TIC-1.SP: critical is \"true\"")
        try check("[advisory, shadow]", "[advisory, off]", "\"off\" is true or false in YAML 1.1")
        try check("[advisory, shadow]", "[advisory, shed]", "modes: allowed is \"shed\"")
    }

    @Test func `numbers are decimal and finite`() throws {
        for bad in [".nan", ".inf", "-.inf", "0x10", "1_000", "010", "nan", "1e5x"] {
            try check(
                "[900, 1300]", "[\(bad), 1300]", "TIC-1.SP: limits: engineering is \"\(bad)\"")
        }
        try check(
            "[900, 1300]", "[900, 1e999]", "TIC-1.SP: limits: engineering is too large a number")
        try check(
            "[900, 1300]", "[1300, 900]", "TIC-1.SP: limits: engineering: the low end is not below")
        try check("station: 1,", "station: 1.5,", "station is \"1.5\"")
    }

    @Test func `anchors, aliases, tags and depth are refused before they can grow`() throws {
        let bomb = "a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\n"
        let found = try findings("", bomb)
        #expect(found[0].message == "an anchor is not used here" && found[0].column == 4)
        #expect(found.contains { $0.message == "an alias is not used here" })
        try check("", "twin: !!python/object x", "a YAML tag is not used here")
        try check("", "twin: x\n---\ntwin: y", "a second document begins here", at: "2:1")
        try check("", "twin: " + String(repeating: "[", count: 100_000), "nested too deeply")
        try check("", String(repeating: "- ", count: 100_000) + "x", "nested too deeply")
        try check("", String(repeating: "a", count: 1_000_001), "the file is larger")
        try check("owner: kiln operations", "\towner: a", "a tab cannot indent")
    }

    @Test func `what looks like an anchor inside a value is none`() throws {
        let text = smallTwin.replacing("reason: refractory", with: "reason: A & B *C* !D")
            .replacing("reason: cracking", with: "reason: 'it''s [*bad], *x & {!worse}'")
            .replacing("regions:", with: "groups: {}\njoint: {}\nregions:")
        #expect(try accepted(text).holds[1].reason == "it's [*bad], *x & {!worse}")
    }

    @Test func `values must make sense together`() throws {
        try check(
            "horizon: 1 h", "horizon: 61 min",
            "cadence: horizon is not a whole multiple of optimize")
        try check(
            "per 10 min: 20 K", "per 10 min: 2 K",
            "TIC-1.SP: limits: ramp: \"per 10 min\" is out of order")
        try check("safe: 1160", "safe: 160", "TIC-1.SP: the safe value lies outside")
        try check("input: 203,", "input: 202,", "TIC-1.SP_LO and TIC-1.SP share input 202")
        try check("holding: 101", "input: 101", "TIC-1.SP: write: input cannot be written")
        try check("holding: 101", "holding: 0", "TIC-1.SP: write: register 0 does not exist")
        try check(
            "hard: true", "soft: 3 EUR/(h.K), hard: true",
            "spread is neither hard nor soft, or both")
        try check(
            "tcp://10.0.0:502", "tcp://10.0.0", "plc: \"tcp://10.0.0\" is not an address")
        try check(
            "model: kiln.mo", "model: ../kiln.mo", "the file: \"../kiln.mo\" is not a model file")
        try check(
            "TIC-1.MODE: {role: state,", "TIC-1.MODE: {role: state, limits: {},",
            "TIC-1.MODE: a state has no \"limits\"")
    }

    @Test func `several findings come in one run, in reading order`() throws {
        let text = smallTwin.replacing("sense: 5 s", with: "sense: 5 kg").replacing(
            "units: t/h", with: "units: xyz"
        )
        .replacing("hard: true", with: "hart: true")
        let error = #expect(throws: Findings.self) {
            try Twin.read(text, file: "twin.yaml", units: UDUnits())
        }
        let lines = error?.all.sorted().map(\.line) ?? []
        #expect(lines.count >= 3 && lines.first == 4 && lines.last == 46)
    }
}
