import Diagnostics
import Foundation
import Operate
import Simulate
import Testing
import Units

/// A folder on disk with a heated drum: its model, and a twin in plant units if asked.
struct SmallFolder {
    static let model = """
        model Drum "heated, losing heat to its hall"
          parameter Real loss(unit = "1/s", min = 0.001, max = 1) = 0.02;
          parameter Real gain(unit = "1/s", min = 0.001, max = 1) = 0.05;
          parameter Real idle(unit = "K", min = 0, max = 10) = 3 "acts on nothing measured";
          input Real burner(unit = "K", min = 200, max = 900);
          input Real hall(unit = "K", min = 200, max = 400);
          Real T(unit = "K", start = 300, nominal = 100);
          output Real shown(unit = "K");
          output Real unseen(unit = "K");
        equation
          der(T) = gain * (burner - T) - loss * (T - hall);
          shown = T;
          unseen = T + idle;
        end Drum;
        """

    static let twin = """
        twin: drum
        owner: operations
        model: drum.mo
        cadence: {sense: 5 s, optimize: 1 min, horizon: 10 min}
        connections:
          plc:
            modbus: "tcp://127.0.0.1:1502"
            station: 1
            timeout: 2 s
            words: high first
            registers from: 1
        tags:
          BURNER.SP:
            role: MV
            units: degC
            write: {connection: plc, holding: 101, type: float32}
            readback: {connection: plc, input: 201, type: float32}
            loop: {mode: BURNER.MODE, remote when: 3}
            critical: true
            valid: {range: [0, 600], stale after: 60 s}
            limits:
              engineering: [0, 600]
              operator: [0, 600]
              envelope: [10, 500]
              ramp: {per 5 min: 100 K}
              moves: {smallest: 1 K, at least apart: 1 min, reversals per h: 4}
              owner: process engineering
              reason: the drum's lining
            recovery: KEEP
          BURNER.MODE: {role: state, source: {connection: plc, input: 301, type: uint16}}
          T.PV:
            role: CV
            units: degC
            source: {connection: plc, input: 203, type: float32}
            valid: {range: [0, 600], stale after: 60 s}
          HALL.PV:
            role: DV
            units: degC
            source: {connection: plc, input: 205, type: float32}
            valid: {range: [-30, 60], stale after: 60 s}
        map: {BURNER.SP: burner, T.PV: shown, HALL.PV: hall}
        hold:
          shown: {between: [20 degC, 400 degC], hard: true, owner: quality, reason: specification}
        objective:
          heat: {of: T, price: 0.1 EUR/(h.K), owner: energy, valid for: 30 d}
          worth acting above: 1 EUR/h
        modes: {allowed: [shadow, advisory]}
        estimate:
          measurement noise: {T.PV: 0.5 K}
          states: {T: {per 1 h: 1 K}}
        learn: {calibrate: [loss, idle], window: 1 d, ask: process engineering}
        """

    let path: String

    init(withTwin: Bool = false) throws {
        path =
            FileManager.default.temporaryDirectory
            .appendingPathComponent("drum-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(
            atPath: path, withIntermediateDirectories: true)
        try write(Self.model, "drum.mo")
        if withTwin { try write(Self.twin, "twin.yaml") }
    }

    func write(_ text: String, _ name: String) throws {
        try Data(text.utf8).write(to: URL(fileURLWithPath: path + "/" + name))
    }

    /// What the folder holds, read; the files are then removed.
    func read() throws -> ModelFolder {
        defer {
            do { try FileManager.default.removeItem(atPath: path) } catch {
                Issue.record("\(path) cannot be removed: \(error)")
            }
        }
        do throws(Findings) { return try ModelFolder(path, units: UDUnits()) } catch {
            Issue.record("\(error.text())")
            throw error
        }
    }
}

/// The messages of what a record was refused with, as a user reads them; empty if it was taken.
func refusals(_ csv: String, _ folder: ModelFolder, _ rules: RecordRules = .init()) -> [String] {
    do throws(Findings) {
        _ = try PlantRecord(csv: csv, file: "day.csv", for: folder, rules: rules)
            .schedule(folder.model, settings: [], course: .hold)
        return []
    } catch {
        return error.text().split(separator: "\n").map(String.init)
    }
}
