import Act
import Determinism
import Foundation
import Historian
import Journal
import Synchronization
import Tags

/// A copy of the kettle's twin that points at one device, and its records, in a folder of its own.
struct Workbench: Sendable {
    let folder: String
    var records: String { folder + "/records" }
    var journal: String { records + "/decisions.journal" }

    /// Plant seconds per wall second in these tests.
    static let speed = 600.0

    init(port: Int, changing change: (String) -> String = { $0 }) throws {
        // Without doubled slashes: the tracer compares paths letter by letter.
        folder =
            URL(fileURLWithPath: NSTemporaryDirectory()).standardized.path
            + "/flyball-run-\(UUID().uuidString)"
        let files = FileManager.default
        try files.createDirectory(atPath: records, withIntermediateDirectories: true)
        let fixture = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("Fixtures/kettle")
        for name in ["twin.yaml", "kettle.mo"] {
            let text = try String(
                contentsOf: fixture.appendingPathComponent(name), encoding: .utf8)
            let changed = change(text.replacingOccurrences(of: ":1502", with: ":\(port)"))
            try changed.write(toFile: folder + "/" + name, atomically: true, encoding: .utf8)
        }
    }

    func remove() {
        // A folder left behind in the temporary place harms nothing.
        try? FileManager.default.removeItem(atPath: folder)
    }

    func runArguments(speed: Int = Int(speed)) -> [String] {
        ["run", folder, "--speed", "\(speed)", "--records", records, "--single-process"]
    }

    func start(speed: Int = Int(speed)) throws -> FlyballRun {
        try FlyballRun(try FlyballRun.program, runArguments(speed: speed))
    }

    /// What is on record, each record verified against the one before.
    func onRecord() throws -> [JournalRecord] {
        var reader = try JournalReader(path: journal)
        var found: [JournalRecord] = []
        while let record = try reader.next() { found.append(record) }
        return found
    }

    /// Whether the record ends in order: with its closing, and the signature under it.
    func isClosed() throws -> Bool {
        let kinds = try onRecord().suffix(2).map(\.kind)
        return kinds == [.closed, .checkpoint]
    }

    /// What `flyball replay` says of a decision, and how it ends.
    func replay(_ decision: Int) throws -> (ending: FlyballRun.Ending?, lines: [String]) {
        let run = try FlyballRun(
            try FlyballRun.program,
            ["replay", folder, "--decision", "\(decision)", "--records", records])
        let ending = run.end(within: 60)
        return (ending, run.lines + run.talk)
    }

    /// Writes into the journal what the guard of an earlier run would have read of TIC-1.SP until
    /// now: 80 °C, once a minute over 70 min, but for ages [s] in `hole`.
    func recordEarlierRun(but hole: Range<Double> = 0..<0) throws {
        let now = PlantTime(nanoseconds: Int64(Date().timeIntervalSince1970 * 1e9))
        let earlier = try Journal(
            path: journal, settings: [], signing: .init(key: try JournalKey(folder: records)),
            plant: now.earlier(by: 4200), wallNanoseconds: now.nanoseconds)
        for age in stride(from: 4200.0, through: 0, by: -60) where !hole.contains(age) {
            let at = now.earlier(by: age)
            let seen = Watched(
                readAt: at, setpoints: [.init(TagName("TIC-1.SP"), 80 + 273.15)])
            try earlier.append(.watched(seen), plant: at, wallNanoseconds: now.nanoseconds)
        }
    }

    /// The newest reading of TIC-1.SP on record, and the stages of the first cycle [s].
    func lastReading() throws -> (sample: Sample?, stages: [String: Double]) {
        let path = records + "/history.sqlite"
        return try awaited {
            let historian = try Historian(path: path) { .seconds(0) }
            let sample = try await historian.lastSample(of: TagName("TIC-1.SP"))
            return (sample, try await historian.durations(ofCycle: 1))
        }
    }

    /// What kept the loop from recommending, by the historian's record.
    func troubles() throws -> [TroubleRecord] {
        let path = records + "/history.sqlite"
        return try awaited {
            let historian = try Historian(path: path) { .seconds(0) }
            return try await historian.troubles(
                in: PlantTime(nanoseconds: .min)...PlantTime(nanoseconds: .max))
        }
    }

    /// What `flyball decisions verify` says, and how it ends.
    func verify() throws -> (ending: FlyballRun.Ending?, lines: [String]) {
        let run = try FlyballRun(try FlyballRun.program, ["decisions", "verify", journal])
        let ending = run.end(within: 30)
        return (ending, run.lines + run.talk)
    }
}

/// Does blocking work on a thread of its own, so that other tests keep theirs; still part of its
/// test, so that what it expects is told in the test's name.
func onThread<T: Sendable>(_ work: @escaping @Sendable () throws -> T) async throws -> T {
    try await withTaskExecutorPreference(OwnThreads()) { try work() }
}

/// Waits on this thread, which must not be one that tasks run on, for what is done elsewhere.
func awaited<T: Sendable>(_ work: @escaping @Sendable () async throws -> T) throws -> T {
    let result = Mutex<Result<T, any Error>?>(nil)
    let done = DispatchSemaphore(value: 0)
    Task {
        let found: Result<T, any Error>
        do { found = .success(try await work()) } catch { found = .failure(error) }
        result.withLock { $0 = found }
        done.signal()
    }
    done.wait()
    guard let found = result.withLock({ $0 }) else { throw CancellationError() }
    return try found.get()
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
func pause(_ seconds: Double) {
    // Other processes are watched from outside, and plant time here follows the wall's.
    Thread.sleep(forTimeInterval: seconds)
}
