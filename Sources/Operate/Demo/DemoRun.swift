import Act
import Determinism
import Foundation
import Guard
import GuardRoom
import Historian
import Journal
import Learn
import Loop
import Seal
package import Tags
import TwinFile

/// A demonstration: the twin, the simulated plant as a process of its own, and a scripted
/// operator, over some plant hours; then the judgement.
package struct DemoRun: Sendable {
    package struct Options: Sendable {
        /// The plant's program.
        package var plant: String
        /// The guard's program.
        package var guardProgram: String
        /// Where the records go; must be new.
        package var records: String
        package var speed = 120.0
        package var hours = 8.0
        package var seed: UInt64 = 2
        /// 0 takes any free one.
        package var port = 0

        package init(plant: String, guardProgram: String, records: String) {
            self.plant = plant
            self.guardProgram = guardProgram
            self.records = records
        }
    }

    /// What happens to the furnace beside what its seed brings: a control thermocouple freezes, the
    /// operator takes a zone, the exit pyrometer spikes.
    package static let events = [
        "--freeze", "TI-202@2h:60min", "--take", "TIC-201=1105@4h:30min",
        "--spike", "TI-305@5h:20min",
    ]
    /// What a sense line shows beside the setpoints.
    package static let shown: [TagName] = ["TI-202.PV", "TI-305.PV", "TI-401.PV", "LINE.SPEED"]
        .map { TagName($0) }
    /// What the operator says no to.
    package static let refusals = [
        ScriptedSeat.Refusal(
            card: 4, reason: .planUpOrDownstream, text: "the mill changes its plan in an hour")
    ]

    private let folder: TwinFolder
    private let options: Options
    private let tell: @Sendable (String) -> Void

    package init(
        _ folder: TwinFolder, _ options: Options, tell: @escaping @Sendable (String) -> Void
    ) {
        self.folder = folder
        self.options = options
        self.tell = tell
    }

    /// How the furnace's control system is set up where the twin declares the block: its watchdog
    /// waits for three beats, shed loops do what the twin's handles declare.
    static let blockArguments = ["--block", "on", "--shed", "baseline", "--watchdog", "15"]

    private var common: [String] {
        ["--seed", "\(options.seed)", "--json"] + Self.events
    }

    /// Runs it all. Nil if it was stopped before its end.
    package func run(shouldStop: @escaping @Sendable () -> Bool) async throws -> DemoSummary? {
        try FileManager.default.createDirectory(
            atPath: options.records, withIntermediateDirectories: true)
        let setpoints = options.records + "/plant-setpoints.csv"
        tell("warming up the furnace (seed \(options.seed)) …")
        let plant = try PlantProcess(
            program: options.plant,
            arguments: [
                "serve", "--port", "\(options.port)", "--speed", "\(options.speed)",
                "--setpoints", setpoints, "--truth", options.records + "/plant-slabs.csv",
            ] + common + (folder.twin.block == nil ? [] : Self.blockArguments))
        do { try await testDrop(plant) } catch {
            _ = plant.stop()
            throw error
        }
        let clock = PlantClock(speed: options.speed)
        let end = clock.now.later(by: options.hours * 3600)
        tell(
            "the furnace listens on 127.0.0.1:\(plant.port), "
                + "\(DemoSummary.round(options.speed, 0)) × real time")
        let watch = DemoWatch()
        let lessons: PredictionLedger
        do {
            lessons = try await loop(plant, clock, end, watch, shouldStop)
        } catch {
            _ = plant.stop()
            throw error
        }
        let isPlantLost = !plant.isRunning
        let printed = plant.stop()
        guard !shouldStop() else { return nil }
        guard !isPlantLost else { throw DemoFailure("the plant ended in mid-run") }
        let ended = clock.now >= end
        guard let advised = try PlantResult.results(in: printed).last else {
            throw DemoFailure("the plant ended without its result")
        }
        return try judge(advised, setpoints, watch.sight, lessons, ended: ended)
    }

    /// Where there is a block, the drop test comes first, as on a site.
    private func testDrop(_ plant: PlantProcess) async throws {
        guard folder.twin.block != nil else { return }
        tell("the drop test: the beats stop, and every loop must leave remote by itself …")
        let reached = folder.reached(at: "127.0.0.1", port: plant.port)
        tell(try await DemoDropTest(twin: SealedTwin(reached)).run())
    }

    private func loop(
        _ plant: PlantProcess, _ clock: PlantClock, _ end: PlantTime, _ watch: DemoWatch,
        _ shouldStop: @escaping @Sendable () -> Bool
    ) async throws -> PredictionLedger {
        let narrator = DemoNarrator(folder.twin, start: clock.now, showing: Self.shown)
        tell(narrator.legend)
        let tell = tell
        var run = RunSession.Options(
            records: options.records, mode: .advisory,
            person: Person(name: "scripted operator", duty: .operator, console: "demo"))
        // A cycle of five minutes lasts 2.5 s on the wall at 120 × real time.
        run.solverShare = 0.7
        let reached = folder.reached(at: "127.0.0.1", port: plant.port)
        run.guardProgram = options.guardProgram
        run.sealFolder = options.records + "/seal"
        try seal(reached, in: options.records + "/seal")
        let session = try await RunSession(
            reached, run, clock: clock,
            seat: ScriptedSeat(rejecting: Self.refusals)
        ) { event in
            watch.note(event)
            for line in narrator.lines(for: event) { tell(line) }
        }
        try await session.run(until: end) { shouldStop() || !plant.isRunning }
        return await session.runner.lessons
    }

    /// The guard goes by what two people have signed; here by two keys made for this run.
    private func seal(_ folder: TwinFolder, in path: String) throws {
        try FileManager.default.createDirectory(
            atPath: path, withIntermediateDirectories: true)
        let standing = try SealFolder(path).sealForDemonstration(
            SealedTwin(folder), at: PlantClock.utc.nanoseconds)
        tell(standing.text)
    }

    private func judge(
        _ advised: PlantResult, _ setpoints: String, _ sight: DemoWatch.Sight,
        _ lessons: PredictionLedger, ended: Bool
    ) throws -> DemoSummary {
        tell("judging: both baselines under the same disturbances …")
        let fixed = try PlantResult.results(
            in: PlantProcess.output(
                of: options.plant, ["judge", "--hours", "\(advised.hours)"] + common))
        guard fixed.count == 2 else { throw DemoFailure("the plant judged \(fixed.count) tables") }
        let path = options.records + "/decisions.journal"
        let tally = JournalTally(try StampedEntry.all(ofJournalAt: path))
        let rows = try SetpointRow.rows(
            in: try String(contentsOfFile: setpoints, encoding: .utf8))
        let escapes = EscapeCheck(
            folder.twin, plant: rows, permitted: tally.permitted, answered: tally.answered)
        let fence = folder.twin.block.map { _ in FenceTally(tally, plant: rows) }
        let judgement = DemoJudgement(
            tally, chain: try verifyJournal(path: path), sight: sight, escapes: escapes,
            advised: advised, practice: fixed[0], ended: ended, fence: fence)
        return DemoSummary(
            folder.twin, judgement: judgement, tally: tally, sight: sight,
            lessons: lessons, advised: advised, practice: fixed[0], bestFixed: fixed[1],
            records: options.records)
    }
}
