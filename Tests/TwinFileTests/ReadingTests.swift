import Expressions
import Quantities
import Tags
import Testing
import TwinFile
import Units

/// What the small twin's model offers.
func kilnModel() throws -> ModelNames {
    let units = UDUnits()
    let kelvin = try units.unit("K")
    return ModelNames([
        .init("setpoint[1]", .input, kelvin), .init("throughput", .input, try units.unit("kg/s")),
        .init("charge", .input, kelvin), .init("wall", .parameter, try units.unit("W/K")),
        .init("T[1]", .inner, kelvin), .init("exit_surface", .output, kelvin),
        .init("exit_mean", .output, kelvin), .init("spread", .output, kelvin),
        .init("fuel", .output, try units.unit("W")),
    ])
}

@Suite struct ReadingTests {
    let twin: Twin

    init() throws { twin = try accepted(smallTwin, model: try kilnModel()) }

    /// Whether two numbers agree to rounding.
    func check(_ a: Double?, _ b: Double) -> Bool {
        a.map { abs($0 - b) <= 1e-12 * abs(b) } ?? false
    }

    @Test func `levels move by the unit's zero, differences do not`() throws {
        let limits = try #require(twin[TagName("TIC-1.SP")]?.limits)
        #expect(limits.engineering == 1173.15...1573.15)
        #expect(limits.envelope == 1423.15...1533.15)
        #expect(limits.ramps == twinRamps(limits))
        #expect(limits.ramps.map(\.window) == [60, 600] && limits.ramps.map(\.reach) == [3, 20])
        #expect(limits.moves.smallest == 2)
        #expect(twin[TagName("TIC-1.SP")]?.recovery == .rampToSafe(1433.15))
        let valid = try #require(twin[TagName("TI-5.PV")]?.validity)
        #expect(valid.range == 273.15...1673.15 && valid.rate == 25 && valid.spike == 40)
        #expect(valid.staleAfter == 30 && valid.frozenAfter == 3600)
    }

    @Test func `a disturbance may be expected to go somewhere`() throws {
        #expect(twin[TagName("FEED")]?.expected == nil)
        let text = smallTwin.replacing(
            "valid: {range: [0, 400]},",
            with: "valid: {range: [0, 400]}, expected: {to: 360, within: 1 h},")
        let read = try Twin.read(text, file: "twin.yaml", units: UDUnits())
        let expected = try #require(read[TagName("FEED")]?.expected)
        #expect(check(expected.to, 100) && expected.within == 3600)
    }

    func twinRamps(_ limits: MoveLimits) -> [RampWindow] {
        limits.ramps.sorted { $0.window < $1.window }
    }

    @Test func `money becomes EUR per SI unit`() {
        #expect(check(twin.objective.terms[0].price, 32 / 3.6e9))
        #expect(check(twin.objective.worthActingAbove, 8.0 / 3600))
        #expect(check(twin.objective.movePrices[0].price, 0.4))
        guard case .soft(let price) = twin.holds[0].firmness else {
            Issue.record("not soft")
            return
        }
        #expect(check(price, 40.0 / 3600))
        #expect(twin.holds[1].firmness == .hard)
        #expect(twin.holds[0].low == 1453.15 && twin.holds[1].high == 35)
    }

    @Test func `registers count as the plant's list does and become addresses`() throws {
        let setpoint = try #require(twin[TagName("TIC-1.SP")])
        #expect(setpoint.write?.address == 100 && setpoint.write?.number == 101)
        #expect(setpoint.source?.table == .input && setpoint.source?.address == 200)
        let feed = try #require(twin[TagName("FEED")]?.source)
        #expect(feed.type == .int16 && feed.scale == 0.1)
        #expect(twin[TagName("STOPPED")]?.isTruth == true)
        #expect(twin.connections[0].modbus.host == "10.0.0")
        #expect(twin.connections[0].modbus.port == 502)
    }

    @Test func `a tag without an age limit is stale after three periods`() {
        #expect(twin[TagName("STOPPED")]?.validity.staleAfter == 15)
    }

    @Test func `rules keep their formulas`() {
        let absent = twin.interlocks[0].when.truth { _ in nil }
        #expect(absent == .unknown)
        #expect(twin.interlocks[0].when.truth { $0 == "STOPPED" ? 0 : 3 } == .no)
        #expect(twin.plantModes.startUp?.names == ["TI-5.PV"])
        #expect(twin.allowedModes == [.shadow, .advisory])
        #expect(twin[TagName("TIC-1.SP")]?.loop?.remoteWhen == [3, 4])
        #expect(twin[TagName("TIC-1.SP")]?.limits?.operatorHigh == .tag(TagName("TIC-1.SP_HI")))
    }

    @Test func `walks give variance per second`() {
        #expect(check(twin.estimate.states[0].intensity, 25.0 / 3600))
        #expect(
            twin.estimate.disturbances.map(\.place) == [
                .variable("wall"), .reading(TagName("TI-5.PV")),
            ])
        #expect(twin.estimate.disturbances[0].deviationAtStart == 500)
        #expect(twin.estimate.measurementNoise[0].deviation == 2)
    }

    @Test func `a joint limit becomes coefficients in SI`() throws {
        let text = smallTwin.replacing(
            "modes: {allowed",
            with:
                "joint:\n  half: {of: 0.5 * TIC-1.SP - 10 K, below: 600 K, owner: a, reason: b}\n"
                + "modes: {allowed")
        let joint = try accepted(text).jointLimits[0]
        #expect(joint.parts.map(\.coefficient) == [0.5] && joint.high == 610 && joint.low == nil)
    }

    @Test func `without its model the file is read, names of the model unchecked`() throws {
        #expect(try accepted(smallTwin).holds.count == 2)
    }

    @Test func `a twin that moves nothing needs no objective and no connection`() throws {
        let twin = try accepted(
            """
            twin: tanks
            owner: laboratory
            model: tanks.mo
            cadence: {sense: 4 s, optimize: 4 s, horizon: 40 s}
            tags:
              pump: {role: DV, units: V, valid: {range: [0, 10]}}
              level: {role: CV, units: V, valid: {range: [0, 10]}}
            map: {pump: u, level: h2}
            learn: {calibrate: [k1], window: 1 h, ask: laboratory}
            """)
        #expect(twin.tags.count == 2 && twin.tags[0].source == nil)
        #expect(twin.records == "records")
    }
}
