import Act
import Determinism
import Foundation
import Guard
package import Journal
import Operate
import Seal
import Tags
import Units

/// A copy of a small twin that points at one device, and its records, in a folder of its own.
package struct Workbench: Sendable {
    /// What the bench is about.
    package enum Plant: String, Sendable {
        /// Behind the registers of `KettleBank`.
        case kettle
        /// The preheating zone of `flyball-plant`, looked at as if it were all of it.
        case zone

        /// The setpoint that the twin moves, and where it stands at the start [K].
        fileprivate var handle: (tag: TagName, start: Double) {
            switch self {
            case .kettle: (TagName("TIC-1.SP"), 80 + 273.15)
            case .zone: (TagName("TIC-201.SP"), 1125 + 273.15)
            }
        }
    }

    package let plant: Plant
    package let folder: String
    package var records: String { folder + "/records" }
    package var journal: String { records + "/decisions.journal" }

    /// Plant seconds per wall second in the tests of the kettle.
    package static let speed = 600.0

    package init(
        _ plant: Plant = .kettle, port: Int, changing change: (String) -> String = { $0 }
    ) throws {
        self.plant = plant
        // Without doubled slashes: the tracer compares paths letter by letter.
        folder =
            URL(fileURLWithPath: NSTemporaryDirectory()).standardized.path
            + "/flyball-run-\(UUID().uuidString)"
        let files = FileManager.default
        try files.createDirectory(atPath: records, withIntermediateDirectories: true)
        let fixture = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("Fixtures/\(plant.rawValue)")
        for name in ["twin.yaml", "\(plant.rawValue).mo"] {
            let text = try String(
                contentsOf: fixture.appendingPathComponent(name), encoding: .utf8)
            let changed = change(text.replacingOccurrences(of: ":1502", with: ":\(port)"))
            try changed.write(toFile: folder + "/" + name, atomically: true, encoding: .utf8)
        }
    }

    package func remove() {
        // A folder left behind in the temporary place harms nothing.
        try? FileManager.default.removeItem(atPath: folder)
    }

    package func runArguments(speed: Int = Int(speed)) -> [String] {
        ["run", folder, "--speed", "\(speed)", "--records", records, "--single-process"]
    }

    package func start(speed: Int = Int(speed)) throws -> FlyballRun {
        try FlyballRun(try FlyballRun.program, runArguments(speed: speed))
    }

    /// What is on record, each record verified against the one before.
    package func onRecord() throws -> [JournalRecord] {
        var reader = try JournalReader(path: journal)
        var found: [JournalRecord] = []
        while let record = try reader.next() { found.append(record) }
        return found
    }

    /// Whether the record ends in order: with its closing, and the signature under it.
    package func isClosed() throws -> Bool {
        let kinds = try onRecord().suffix(2).map(\.kind)
        return kinds == [.closed, .checkpoint]
    }

    /// Writes into the journal what the guard of an earlier run would have read of the setpoint
    /// until now: where it starts, once a minute (the kettle) or every 5 s over 70 min, but for
    /// ages [s] in `hole`.
    ///
    /// - Parameter cards: so many cards were accepted in it, in supervisory mode all the time.
    package func recordEarlierRun(but hole: Range<Double> = 0..<0, accepting cards: Int = 0) throws
    {
        let model = try SealedTwin(try TwinFolder(folder, units: UDUnits())).sources.modelHash
        FlyballRun.oneAtATime.lock()
        defer { FlyballRun.oneAtATime.unlock() }
        let now = PlantTime(nanoseconds: Int64(Date().timeIntervalSince1970 * 1e9))
        let earlier = try Journal(
            path: journal, settings: [.init(name: TrackRecord.modelSetting, hash: model)],
            signing: .init(key: try JournalKey(folder: records)),
            plant: now.earlier(by: 4200), wallNanoseconds: now.nanoseconds)
        func note(_ entries: [JournalEntry], at time: PlantTime) throws {
            for entry in entries {
                try earlier.append(entry, plant: time, wallNanoseconds: now.nanoseconds)
            }
        }
        if cards > 0 { try note(Self.supervising, at: now.earlier(by: 4200)) }
        let pause = plant == .kettle ? 60.0 : 5
        for age in stride(from: 4200.0, through: 0, by: -pause) where !hole.contains(age) {
            let at = now.earlier(by: age)
            let seen = Watched(readAt: at, setpoints: [.init(plant.handle.tag, plant.handle.start)])
            try note([.watched(seen)], at: at)
        }
        for card in 0..<cards {
            try note([Self.acceptance(of: UInt64(card) + 1, at: now)], at: now)
        }
    }

    /// What begins a record in supervisory mode, where no regions are declared.
    private static let supervising: [JournalEntry] = [
        .modelReport(ModelReport(region: "everywhere", forecasts: [])),
        .mode(ModeChange(requested: .supervisory, actual: .supervisory, by: person, why: "test")),
    ]

    private static let person = Person(name: "Ada", duty: .operator, console: "test")

    private static func acceptance(of number: UInt64, at now: PlantTime) -> JournalEntry {
        .acceptance(
            Acceptance(
                person: person, token: "spent \(number)", decision: DecisionID(number),
                digest: DecisionDigest(text: String(repeating: "0", count: 64)), at: now,
                expiresAt: now))
    }

    /// What `flyball decisions verify` says, and how it ends.
    package func verify() throws -> (ending: FlyballRun.Ending?, lines: [String]) {
        let run = try FlyballRun(try FlyballRun.program, ["decisions", "verify", journal])
        let ending = run.end(within: 30)
        return (ending, run.lines + run.talk)
    }

    /// Seals the twin as it stands, an hour ago, with keys made for this.
    package func seal() throws {
        let twin = try SealedTwin(try TwinFolder(folder, units: UDUnits()))
        _ = try FlyballRun.oneAtATime.withLock {
            try SealFolder(folder).sealForDemonstration(
                twin, at: Int64((Date().timeIntervalSince1970 - 3600) * 1e9))
        }
    }

    /// The guard of this bench; nil if none runs.
    package var guardProcess: Int32? { FlyballRun.guardProcess(in: folder) }

    /// Waits on this thread for something to come true.
    package func await(within seconds: Double, _ holds: () -> Bool) -> Bool {
        let end = ContinuousClock.now + .seconds(seconds)
        while ContinuousClock.now < end {
            if holds() { return true }
            pause(0.1)
        }
        return holds()
    }

    /// Another `flyball` beside the run.
    package func call(
        _ arguments: String...
    ) throws -> (ending: FlyballRun.Ending?, lines: [String]) {
        let run = try FlyballRun(try FlyballRun.program, arguments)
        let ending = run.end(within: 30)
        return (ending, run.lines + run.talk)
    }
}

/// Does blocking work on a thread of its own, so that other tests keep theirs; still part of its
/// test, so that what it expects is told in the test's name.
package func onThread<T: Sendable>(_ work: @escaping @Sendable () throws -> T) async throws -> T {
    try await withTaskExecutorPreference(OwnThreads()) { try work() }
}

/// Runs each job of a task on a new thread.
private final class OwnThreads: TaskExecutor {
    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        Thread.detachNewThread { [self] in
            unsafe job.runSynchronously(on: asUnownedTaskExecutor())
        }
    }
}

/// Lets seconds of the wall's time pass on this thread.
package func pause(_ seconds: Double) {
    // Other processes are watched from outside, and plant time here follows the wall's.
    Thread.sleep(forTimeInterval: seconds)
}
