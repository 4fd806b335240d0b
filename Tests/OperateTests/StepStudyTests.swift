import Diagnostics
import Foundation
import Operate
import Simulate
import Tags
import Testing
import TwinFile
import Units

/// Step responses worked out from a model whose answers are known.
@Suite struct StepStudyTests {
    private let twinText = """
        twin: kiln
        owner: kiln operations
        model: kiln.mo
        cadence: {sense: 5 s, optimize: 2 min, horizon: 1 h}
        connections:
          plc: {modbus: tcp://10.0.0:502, station: 1, timeout: 2 s, words: low first,
                registers from: 1}
        tags:
          TIC-1.SP:
            role: MV
            units: degC
            write: {connection: plc, holding: 101, type: float32}
            readback: {connection: plc, input: 201, type: float32}
            loop: {mode: TIC-1.MODE, remote when: 3}
            limits:
              engineering: [600, 1300]
              operator: [700, 1200]
              envelope: [800, 1100]
              ramp: {per 5 min: 10 K, per 1 h: 60 K}
              moves: {smallest: 2 K, at least apart: 2 min, reversals per h: 4}
              owner: process engineering
              reason: refractory
            recovery: RETURN_TO_BASELINE
          TIC-1.MODE: {role: state, source: {connection: plc, input: 301, type: uint16}}
        map: {TIC-1.SP: u}
        hold:
          T_exit: {below: 1600 K, hard: true, owner: quality, reason: cracking}
        objective: {worth acting above: 8 EUR/h}
        modes: {allowed: [shadow]}

        """

    /// First order with a time constant of 20 min; `drive` is what it comes to rest at.
    private func folder(drive: String, twin: String? = nil) throws -> TwinFolder {
        let model = """
            model Kiln
              parameter Real tau(unit = "s") = 1200;
              parameter Real scale(unit = "K") = 1000;
              input Real u(unit = "K");
              Real T_exit(unit = "K", start = 1100);
            equation
              tau * der(T_exit) = \(drive) - T_exit;
            end Kiln;
            """
        return try TwinFolder("kiln", units: UDUnits()) {
            $0 == "kiln.mo" ? model : twin ?? twinText
        }
    }

    /// Ten hours at 1000 K, ten at 1200 K; ten points in each.
    private func study(
        drive: String, _ change: (inout StepStudy.Request) -> Void = { _ in }
    ) throws -> StepStudy {
        let folder = try folder(drive: drive)
        var request = StepStudy.Request()
        change(&request)
        return try StepStudy(
            folder.twin, folder.model,
            inputs: InputSchedule(times: [0, 36_000], values: [[1000], [1200]]),
            times: [0, 36_000, 72_000], source: "record.csv", request)
    }

    private func answer(after seconds: Double) -> Double { 1 - exp(-seconds / 1200) }

    @Test func `a linear model's answer is found, with the error of straight lines`() throws {
        let found = try #require(try study(drive: "u").answers.first)
        #expect(found.times.first == 0 && found.times.last == 3600 && found.values.first == 0)
        for (time, value) in zip(found.times, found.values) {
            #expect(abs(value - answer(after: time)) < 2e-4)
        }
        // Of 1 − exp(−t/τ) over 400 s at most h²/8τ², where lines are longest apart from the start.
        #expect(found.error > 1e-4 && found.error < 0.01)
    }

    @Test func `the error spans what the operating points differ by`() throws {
        // Comes to rest at u²/1000: 2 K for each K at 1000 K, 2.4 at 1200 K; a step of 10 K up or
        // down adds 0.01 either way.
        let found = try #require(try study(drive: "u * u / scale").answers.first)
        let end = answer(after: 3600)
        #expect(abs(found.values[found.values.count - 1] - 2.2 * end) < 1e-3)
        #expect(abs(found.error - 0.21 * end) < 0.01)
        #expect(abs(found.lastLow - 1.99 * end) < 1e-3 && abs(found.lastHigh - 2.41 * end) < 1e-3)
        for point in [1.99, 2.41] {
            for (time, value) in zip(found.times, found.values) {
                #expect(abs(value - point * answer(after: time)) <= found.error)
            }
        }
    }

    @Test func `what it prints can be pasted into the file`() throws {
        let yaml = try study(drive: "u * u / scale").yaml
        let whole = twinText + "guard: {recovery horizon: 30 min}\n" + yaml
        let twin = try folder(drive: "u", twin: whole).twin
        let response = try #require(twin.stepResponses.first)
        let found = try #require(try study(drive: "u * u / scale").answers.first)
        #expect(response.values == found.values && response.error == found.error)
        #expect(response.times == found.times)
        #expect(yaml.contains("around 12 operating points of record.csv"))
    }

    @Test func `what cannot be studied is said`() throws {
        #expect(throws: RequestRefusal("1 operating points: 2 to 1000 are possible")) {
            try study(drive: "u") { $0.points = 1 }
        }
        #expect(
            throws: RequestRefusal(
                "the record goes from 0 s to 72000 s, and the first operating point would be at "
                    + "80000 s")
        ) { try study(drive: "u") { $0.from = 80_000 } }
        let soft = twinText.replacing("hard: true", with: "soft: 10 EUR/(h.K)")
        let folder = try folder(drive: "u", twin: soft)
        #expect(
            throws: RequestRefusal(
                "no value in \"hold\" is \"hard: true\": there is nothing to seal")
        ) {
            try StepStudy(
                folder.twin, folder.model, inputs: .constant([1000]), times: [0, 9000],
                source: "")
        }
    }
}
