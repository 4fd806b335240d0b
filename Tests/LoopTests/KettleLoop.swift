import Act
import Determinism
import Diagnostics
import Foundation
import Guard
import GuardSide
import Loop
import Operate
import Optimize
import Sense
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

    /// - Parameter change: what is different from `Tests/RunBench/Fixtures/kettle`.
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

    /// A kettle whose hall temperature is measured by TI-3.PV, stale after 90 s.
    static func withRoom(_ text: String) -> String {
        text.replacing(
            "constant Real ambient(unit = \"K\") = 293.15",
            with: "input Real ambient(unit = \"K\", nominal = 300)"
        )
        .replacing("map:\n", with: "map:\n  TI-3.PV: ambient\n")
        .replacing(
            "\nmap:",
            with: """
                  TI-3.PV:
                    role: DV
                    units: degC
                    source: {connection: plc, input: 11, type: float32}
                    valid: {range: [-20, 50], stale after: 90 s}

                map:
                """)
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
            .deletingLastPathComponent().appendingPathComponent("RunBench/Fixtures/kettle")
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

    /// The guard's rules for this kettle, and how it reads it.
    private var guardSide: GuardAssembly {
        GuardAssembly(folder.twin, spacing: cycle.settings.spacing)
    }

    private var clocks: WriteProtocol.Clocks {
        WriteProtocol.Clocks(plant: now, wall: MonotonicInstant(nanoseconds: 0))
    }

    /// A desk with an empty journal behind it.
    func desk() -> Desk {
        Desk(
            rules: guardSide.rules, modes: guardSide.modes, startingIn: .advisory,
            recap: Recap(), at: clocks)
    }

    /// Raises a desk to supervisory, with nothing against it.
    func raise(_ desk: inout Desk, by person: Person) {
        desk.standing.seal = .simulated
        desk.standing.isJournalWritable = true
        desk.standing.holdsLease = true
        desk.standing.isOperatorPresent = true
        desk.standing.isInRegion = true
        desk.standing.isSelfTested = true
        desk.standing.inputsGoodSince = now.earlier(by: 86_400)
        _ = desk.request(
            ModeRequest(.supervisory, by: person, why: "test"), at: clocks)
    }

    /// Turns the loop until it lays its first card on `desk`, which looks on.
    ///
    /// - Parameter prepare: changes the kettle before each turn, counted from 0.
    mutating func layFirstCard(
        on desk: inout Desk, _ prepare: (Int, inout KettleLoop) -> Void = { _, _ in }
    ) throws -> (proposal: Proposal, preview: Verdict) {
        let guardSide = guardSide
        var sense = SenseStage(rules: LoopSettings.senseRules(of: folder.twin))
        for number in 0..<20 {
            prepare(number, &self)
            let outcome = turn()
            let snapshot = sense.snapshot(of: samples, at: now)
            let live = guardSide.reading.live(snapshot)
            #expect(desk.observe(snapshot, live).isEmpty)
            guard let proposal = outcome.advice?.proposal else { continue }
            _ = desk.offer(
                proposal, given: Circumstances(snapshot: snapshot, live: live, mode: desk.mode),
                token: "a token", at: now)
            return (proposal, try #require(desk.card?.preview))
        }
        throw NoCard()
    }

    struct NoCard: Error {}

    /// Lets one sense period pass and turns the loop, which sees the guard's side as `view`.
    mutating func turn(
        seeing view: DeskView, solving options: SolverOptions = SolverOptions()
    ) -> CycleOutcome {
        now = now.later(by: cycle.settings.senseEvery)
        return cycle.turn(on: samples, at: now, seeing: view, solving: options)
    }

    /// Lets time pass in which nobody looks.
    mutating func skip(seconds: Double) { now = now.later(by: seconds) }

    /// Lets one sense period pass and turns the loop, which watches only.
    mutating func turn(
        seeing readbacks: [TagName: ReadbackHistory] = [:]
    ) -> CycleOutcome {
        turn(
            seeing: DeskView(
                mode: .shadow, readbacks: readbacks, taken: [:], nextDecision: DecisionID(1)))
    }
}
