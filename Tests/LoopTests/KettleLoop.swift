import Determinism
import Diagnostics
import Foundation
import Guard
import Loop
import Operate
import Tags
import Testing
import Units

/// The kettle of the run tests under a loop of its own, read as if its plant stood still at 80 °C.
struct KettleLoop {
    let folder: TwinFolder
    var cycle: LoopCycle
    /// What each tag reads [SI]; nil where it has no answer.
    var readings: [TagName: Double?]
    private(set) var now = PlantTime.seconds(1_750_000_000)

    /// - Parameter change: what is different from `Tests/RunTests/Fixtures/kettle`.
    init(changing change: (String) -> String = { $0 }) throws {
        folder = try Self.folder(changing: change)
        cycle = LoopCycle(try LoopSettings(folder.twin, folder.model))
        let celsius = 273.15
        readings = [
            TagName("TIC-1.SP"): 80 + celsius, TagName("TIC-1.MODE"): 3,
            TagName("TIC-1.SP_LO"): 20 + celsius, TagName("TIC-1.SP_HI"): 100 + celsius,
            TagName("TI-1.PV"): 80 + celsius, TagName("TI-2.PV"): 80 + celsius,
        ]
    }

    /// The kettle's twin, changed, read from a folder that is gone afterwards.
    static func folder(changing change: (String) -> String) throws -> TwinFolder {
        let files = FileManager.default
        let copy = files.temporaryDirectory.appendingPathComponent("kettle-\(UUID().uuidString)")
        try files.createDirectory(at: copy, withIntermediateDirectories: true)
        defer {
            do { try files.removeItem(at: copy) } catch { Issue.record("\(copy): \(error)") }
        }
        let fixture = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("RunTests/Fixtures/kettle")
        for name in ["twin.yaml", "kettle.mo"] {
            let text = try String(
                contentsOf: fixture.appendingPathComponent(name), encoding: .utf8)
            try Data(change(text).utf8).write(to: copy.appendingPathComponent(name))
        }
        do throws(Findings) { return try TwinFolder(copy.path, units: UDUnits()) } catch {
            Issue.record("\(error.text())")
            throw error
        }
    }

    /// What a round of reading gives now.
    var samples: [RawSample] {
        readings.sorted { $0.key < $1.key }.map { RawSample(tag: $0, value: $1, at: now) }
    }

    /// Lets one sense period pass and turns the loop, which watches only.
    mutating func turn() -> CycleOutcome {
        now = now.later(by: cycle.settings.senseEvery)
        let view = DeskView(
            mode: .shadow, readbacks: [:], taken: [:], nextDecision: DecisionID(1))
        return cycle.turn(on: samples, at: now, seeing: view)
    }
}
