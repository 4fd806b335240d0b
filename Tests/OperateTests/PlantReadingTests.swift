import Determinism
import Expressions
import Guard
import GuardSide
import Loop
import Quantities
import Tags
import Testing
import Units

/// What the guard side reads out of a snapshot: plant mode, interlocks, loops. An absent value is
/// "not known", never a default.
@Suite struct PlantReadingTests {
    private let now = PlantTime.seconds(1000)
    private let reading: PlantReading

    init() throws {
        func formula(_ text: String) throws -> Formula { try Formula(text, units: UDUnits()) }
        reading = PlantReading(
            handles: [
                HandleBinding(
                    tag: TagName("TIC-1.SP"), low: .tag(TagName("LOW")), high: .fixed(1300),
                    mode: TagName("MODE"), remoteWhen: [3, 4], manualWhen: [0],
                    saturatedHigh: TagName("SAT_HI"), saturatedLow: TagName("SAT_LO"))
            ],
            interlocks: [("slabs stand still", try formula("STOPPED or SPEED < 5 t/h"))],
            modes: [
                (.trip, try formula("TRIP")), (.maintenance, try formula("SERVICE")),
                (.startUp, try formula("TEMPERATURE < 800 degC")),
            ])
    }

    /// A running plant in remote; nil takes a tag away.
    private func live(_ changes: [String: Double?] = [:]) throws -> LivePlant {
        var values: [String: Double?] = [
            "TRIP": 0, "SERVICE": 0, "TEMPERATURE": 1500, "STOPPED": 0, "SPEED": 40,
            "TIC-1.SP": 1473, "LOW": 1400, "MODE": 3, "SAT_HI": 0, "SAT_LO": 0,
        ]
        for (name, value) in changes { values[name] = value }
        let samples = try values.sorted { $0.key < $1.key }.map { name, value in
            guard let value else {
                return Sample(TagName(name), absentBecause: .disconnected, at: now)
            }
            return Sample(TagName(name), try #require(Finite(value)), at: now)
        }
        return reading.live(Snapshot(at: now, samples: samples))
    }

    private func check(_ changes: [String: Double?], _ mode: PlantMode) throws {
        #expect(try live(changes).plantMode == mode)
    }

    @Test func `the plant's mode is the first rule that is true, else normal`() throws {
        try check([:], .normal)
        try check(["TRIP": 1, "SERVICE": 1], .trip)
        try check(["SERVICE": 1, "TEMPERATURE": 300], .maintenance)
        try check(["TEMPERATURE": 1073.14], .startUp)
        try check(["TEMPERATURE": 1073.15], .normal)
    }

    @Test func `a rule that cannot be told makes the mode unknown, unless one before is true`()
        throws
    {
        try check(["TRIP": nil], .unknown)
        try check(["TRIP": 1, "SERVICE": nil], .trip)
        try check(["TEMPERATURE": nil], .unknown)
        try check(["SERVICE": 0.5], .unknown)
    }

    @Test func `an interlock is known only as far as its tags are`() throws {
        func active(_ changes: [String: Double?]) throws -> Bool? {
            try live(changes).interlocks[0].active
        }
        #expect(try active([:]) == false)
        #expect(try active(["STOPPED": 1]) == true)
        #expect(try active(["SPEED": 1]) == true)
        #expect(try active(["STOPPED": nil]) == nil)
        #expect(try active(["STOPPED": 1, "SPEED": nil]) == true)
    }

    @Test func `a loop is remote, manual or local by its mode tag`() throws {
        func loop(_ value: Double?) throws -> LoopMode? {
            try live(["MODE": value]).handles[0].loop
        }
        #expect(try loop(3) == .remote && loop(4) == .remote)
        #expect(try loop(0) == .manual && loop(1) == .local && loop(nil) == nil)
    }

    @Test func `operator limits and setpoint are live or not known`() throws {
        let handle = try live().handles[0]
        #expect(handle.setpoint == 1473 && handle.operatorLow == 1400)
        #expect(handle.operatorHigh == 1300)
        let blind = try live(["TIC-1.SP": nil, "LOW": nil]).handles[0]
        #expect(blind.setpoint == nil && blind.operatorLow == nil && blind.operatorHigh == 1300)
    }

    @Test func `saturation says which end, both are no end that is known`() throws {
        func end(_ high: Double?, _ low: Double?) throws -> Saturation? {
            try live(["SAT_HI": high, "SAT_LO": low]).handles[0].saturation
        }
        #expect(try end(0, 0) == Saturation.none && end(1, 0) == .high && end(0, 1) == .low)
        #expect(try end(1, 1) == .unknownEnd && end(nil, 0) == nil && end(1, nil) == nil)
    }
}
