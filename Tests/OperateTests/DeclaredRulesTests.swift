import ConnectModbus
import Determinism
import Diagnostics
import Foundation
import Guard
import GuardSide
import Loop
import Operate
import Quantities
import Seal
import Tags
import Testing
import TwinFile
import Units

/// Everything the file declares for the guard: the same rules by way of the seal and without it,
/// each change of it shown.
@Suite struct DeclaredRulesTests {
    /// The furnace with every key of the guard declared.
    static func text() throws -> String {
        let path =
            URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().path + "/examples/reheat-furnace/"
        let plain = try String(contentsOfFile: path + "twin.yaml", encoding: .utf8)
        let moves = "moves: {smallest: 2 K, at least apart: 2 min, reversals per h: 4}"
        try #require(plain.contains(moves) && plain.contains("\nhold:\n"))
        let response = "{units: K/K, times: [0 min, 1 h, 3 h], values: [0, 0.2, 0.4], error: 0.1}"
        return plain.replacing(moves, with: moves + "\n      drift: 40 K")
            .replacing(
                "\nhold:\n",
                with: """

                    hold:
                      exit_surface: {below: 1310 degC, hard: true, owner: rolling, reason: scale}

                    """
            )
            .replacing(
                "  LINE.STOPPED: {role: state,",
                with: "  LINE.STOPPED: {role: state, safety: true,"
            )
            .replacing(
                "modes: {allowed: [shadow, advisory, supervisory]}",
                with: """
                    modes: {allowed: [shadow, advisory, supervisory], critical loops: [TIC-202.SP]}
                    """
            ) + """

                shifts: {length: 8 h, start: 04:00 UTC}
                work permits:
                  - {when: TI-203.PV < 900 degC, stops: [TIC-203.SP], reason: burner service}
                laboratory holds:
                  - {when: TI-305.PV > 1330 degC, reason: a lot is analysed}
                guard:
                  setpoint tolerance: 0.2 %
                  regions: [hot charge]
                  recovery horizon: 1 h
                  recovery starts: [0 min, 10 min]
                step responses:
                  exit_surface:
                    TIC-201.SP: \(response)
                    TIC-202.SP: \(response)
                    TIC-203.SP: \(response)

                """
    }

    static func folder(_ change: (String) -> String = { $0 }) throws -> TwinFolder {
        let path =
            URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().path + "/examples/reheat-furnace"
        let text = change(try text())
        return try TwinFolder(path, units: UDUnits()) { file throws(Findings) in
            file == "twin.yaml" ? text : try TwinFolder.text(path + "/" + file, shownAs: file)
        }
    }

    @Test func `all that is declared reaches the guard's rules`() throws {
        let rules = GuardAssembly(try Self.folder().twin, spacing: 600).rules
        #expect(rules.safetyTags.map(\.text) == ["LINE.STOPPED"])
        let shift = Shift(length: 28_800, offset: 14_400)
        #expect(rules.handles.allSatisfy { $0.drift == .most(40, shift: shift) })
        #expect(rules.handles.allSatisfy { $0.toleranceShare == 0.002 })
        #expect(
            rules.holds == [
                HoldFlag("burner service", .workPermit, stopping: [TagName("TIC-203.SP")]),
                HoldFlag("a lot is analysed", .laboratory),
            ])
        #expect(rules.model.regions == ["hot charge"])
        #expect(rules.recoverability.horizon == 3600 && rules.recoverability.starts == [0, 600])
        #expect(rules.recoverability.cycle == 300 && rules.stepResponses.count == 3)
        let response = try #require(rules.stepResponses.first)
        #expect(response.variable.text == "exit_surface" && response.handle.text == "TIC-201.SP")
        #expect(response.times == [0, 3600, 10_800] && response.values == [0, 0.2, 0.4])
        #expect(response.error == 0.1)
        #expect(
            GuardAssembly(try Self.folder().twin, spacing: 600).modes.criticalLoops.map(\.text) == [
                "TIC-202.SP"
            ])
    }

    @Test func `by way of the seal come the same rules, modes and readings`() throws {
        let folder = try Self.folder()
        let settings = try LoopSettings(folder.twin, folder.model)
        let own = GuardAssembly(folder.twin, spacing: settings.spacing)
        let sealed = try SealedTwin(body: try SealedTwin(folder).body())
        #expect(sealed.rules == own.rules && sealed.modes == own.modes)
        let reading = try sealed.plantReading()
        var chance = RandomStream(seed: 7, purpose: "snapshots")
        for i in 0..<200 {
            let now = PlantTime.seconds(1_800_000_000 + Double(i))
            let samples = folder.twin.tags.compactMap { tag -> Sample? in
                guard !chance.happens(with: 0.1) else { return nil }
                let value = tag.isTruth ? Double(chance.next() % 2) : chance.uniform(250, 1700)
                return Finite(value).map { Sample(tag.name, $0, at: now) }
            }
            let snapshot = Snapshot(at: now, samples: samples)
            #expect(reading.live(snapshot) == own.reading.live(snapshot))
        }
    }

    @Test func `equal twins are equal bytes, and reading changes none`() throws {
        let bytes = try SealedTwin(try Self.folder()).body()
        #expect(try SealedTwin(try Self.folder()).body() == bytes)
        #expect(try SealedTwin(body: bytes).body() == bytes)
    }

    @Test(
        arguments: [
            ("drift: 40 K", "drift: 45 K", "TIC-201.SP: drift: most: 40 K → 45 K"),
            (
                "length: 8 h, start: 04:00 UTC", "length: 12 h, start: 04:00 UTC",
                "TIC-201.SP: drift: most: shift: length: 8 h → 12 h"
            ),
            (
                "start: 04:00 UTC", "start: 05:00 UTC",
                "TIC-201.SP: drift: most: shift: offset: 14400 → 18000"
            ),
            (
                "state, safety: true,", "state,",
                "safety tags: LINE.STOPPED → none"
            ),
            (
                "stops: [TIC-203.SP], reason", "reason",
                "holds: burner service: TIC-203.SP → the whole asset"
            ),
            (
                "TI-203.PV < 900 degC", "TI-203.PV < 950 degC",
                "stops: burner service: when: TI-203.PV < 900 degC → TI-203.PV < 950 degC"
            ),
            (
                "setpoint tolerance: 0.2 %", "setpoint tolerance: 0.1 %",
                "TIC-201.SP: tolerance share: 0.002 → 0.001"
            ),
            (
                "regions: [hot charge]", "regions: [hot charge, cold charge]",
                "model: regions: hot charge → hot charge, cold charge"
            ),
            (
                "recovery horizon: 1 h", "recovery horizon: 90 min",
                "recoverability: horizon: 1 h → 90 min"
            ),
            (
                "recovery starts: [0 min, 10 min]", "recovery starts: [0 min]",
                "recoverability: starts: 0, 600 → 0"
            ),
            (
                "critical loops: [TIC-202.SP]", "critical loops: [TIC-201.SP]",
                "modes: critical loops: TIC-202.SP → TIC-201.SP"
            ),
            (
                "TIC-202.SP: {units: K/K, times: [0 min, 1 h, 3 h], values: [0, 0.2, 0.4], "
                    + "error: 0.1}",
                "TIC-202.SP: {units: K/K, times: [0 min, 1 h, 3 h], values: [0, 0.3, 0.4], "
                    + "error: 0.2}",
                "step responses: exit_surface by TIC-202.SP: values: 0, 0.2, 0.4 → 0, 0.3, 0.4"
            ),
        ])
    func `a change is shown before it is signed`(old: String, new: String, line: String) throws {
        #expect(try Self.text().contains(old))
        let before = try SealedTwin(try Self.folder())
        let after = try SealedTwin(try Self.folder { $0.replacing(old, with: new) })
        let lines = before.differences(to: after).map(\.text)
        #expect(lines.contains(line), "\(lines)")
    }

    @Test func `a seal whose write list has a safety tag is refused, however it came about`() throws
    {
        var sealed = try SealedTwin(try Self.folder())
        sealed.rules.safetyTags.append(TagName("TIC-201.SP"))
        #expect(
            throws: SealedTwinError.complaint(
                "TIC-201.SP is a tag of a safety system and stands on the write list")
        ) { try sealed.body() }
    }

    @Test func `a seal that writes where a safety tag is read is refused`() throws {
        var sealed = try SealedTwin(try Self.folder())
        let stopped = TagName("LINE.STOPPED")
        sealed.connections[0].reading = sealed.connections[0].reading.map { point in
            guard point.tag == stopped else { return point }
            return ModbusPoint(
                tag: stopped, area: .holding, number: 102, encoding: .uint16)
        }
        #expect(
            throws: SealedTwinError.complaint(
                "TIC-201.SP would write a register of LINE.STOPPED, which is of a safety system")
        ) { try sealed.body() }
    }

    @Test
    func `regions are read from inputs of the model and from tags, not from what it works out`()
        throws
    {
        let twin = try Self.folder {
            $0.replacing(
                "hot charge: charge_temperature >= 100 degC",
                with: "hot charge: charge_temperature >= 100 degC and exit_mean > 900 degC")
        }.twin
        let reading = GuardAssembly(twin, spacing: 600).reading
        let now = PlantTime.seconds(1_800_000_000)
        func read(_ charge: Double) throws -> [LiveRegion] {
            let sample = Sample(
                TagName("LINE.CHARGE_TEMP"), try #require(Finite(charge)), at: now)
            return reading.live(Snapshot(at: now, samples: [sample])).regions
        }
        // Hot: whether it holds rests on the estimate. Cold: known either way.
        #expect(try read(500).map(\.holds) == [nil, false])
        #expect(try read(300).map(\.holds) == [false, true])
    }
}
