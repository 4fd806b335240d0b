package import Act
package import Determinism
import Diagnostics
import Foundation
import Guard
import GuardLink
package import GuardRoom
package import Historian
import Journal
package import Loop
import Modeling
package import Tags
import TwinFile

/// One run of one twin, put together: settings, the guard's desk, the recorder, the runner.
package struct RunSession: Sendable {
    package let folder: TwinFolder
    package let settings: LoopSettings
    package let clock: PlantClock
    private let arrangement: GuardArrangement
    package let historian: Historian
    package let runner: LoopRunner
    /// Where the records are.
    package let journalPath: String
    package let historianPath: String

    /// What a run is told beside the twin's own files. None of it is a safety value.
    package struct Options: Sendable {
        /// Where the records go; nil takes the twin's own place.
        package var records: String?
        package var mode: Mode
        package var person: Person
        /// The program of the guard's own process; nil keeps the guard in this one, which only a
        /// simulator allows.
        package var guardProgram: String?
        /// Holds the seal; nil is the twin's own folder.
        package var sealFolder: String?
        /// Share of the optimizer's cycle that a solve may take on the wall; more where plant time
        /// runs fast.
        package var solverShare = 0.25

        package init(records: String? = nil, mode: Mode, person: Person) {
            self.records = records
            self.mode = mode
            self.person = person
        }
    }

    package init(
        _ folder: TwinFolder, _ options: Options, clock: PlantClock, seat: any OperatorSeat,
        watch: @escaping @Sendable (RunEvent) -> Void
    ) async throws {
        self.folder = folder
        self.clock = clock
        settings = try LoopSettings(folder.twin, folder.model)
        let records = options.records ?? folder.path + "/" + folder.twin.records
        try FileManager.default.createDirectory(
            atPath: records, withIntermediateDirectories: true)
        journalPath = records + "/decisions.journal"
        historianPath = records + "/history.sqlite"
        historian = try Historian(path: historianPath) { PlantClock.utc }
        arrangement = try await GuardArrangement.made(
            folder, options, records: records, journal: journalPath, clock: clock)
        let desk = arrangement.seat
        let recorder = try await RunRecorder(historian, journal: journalPath, settings)
        try KeptTexts(records: records).keep(folder.sources)
        let book = AdviceBook(historian, settings, ranBy: folder.fingerprints)
        let track = try await ForecastHistory(historian, settings).track(
            of: folder.hash(ofSource: 1), until: clock.now)
        runner = LoopRunner(
            settings, desk: desk, in: arrangement.mode, recorder: recorder, book: book,
            clock: clock, seat: seat,
            person: options.person, continuing: track, solverShare: options.solverShare,
            watch: watch)
        watch(
            .opened(mode: arrangement.mode, settled: arrangement.settled, records: records))
        for line in arrangement.lines { watch(.seal(line)) }
    }

    /// Runs until `shouldStop` says so or the plant's clock passes `end`; then the guard ends too.
    package func run(
        until end: PlantTime?, shouldStop: @escaping @Sendable () -> Bool
    ) async throws {
        let pulse = Task { [arrangement] in await arrangement.own?.keepPulse() }
        defer { pulse.cancel() }
        do {
            try await runner.run(until: end, shouldStop: shouldStop)
        } catch let error as LinkError where error == .closed {
            // It knows why better than the line does.
            throw arrangement.process?.whyGone ?? error
        }
        arrangement.process?.waitForEnd()
    }
}

extension TwinFolder {
    /// Hashes of the files the run goes by, for the record.
    package var fingerprints: [Opened.Setting] {
        sources.map {
            Opened.Setting(name: $0.file, hash: KeptTexts.hash(of: KeptTexts.text(of: $0)))
        }
    }
}
