package import Determinism
import GRDB
import Tags

/// Keeps what the plant measured, what the twin believed and predicted, and what was decided.
///
/// One SQLite file in WAL mode, append-only: triggers refuse to change or remove a row. Journal
/// entries are flushed to disk before `ingest` returns; samples, estimates, forecasts and cycles
/// survive a killed process, while a power loss may take the last of them.
/// The decision record itself is the guard's journal; this is the copy that can be queried.
package actor Historian {
    /// Bounds of one historian.
    package struct Limits: Sendable {
        /// Most samples that may wait to be stored.
        package let waitingSamples: Int
        /// Largest size of the file [bytes], its log not counted; nil for no bound but the disk.
        package let fileBytes: Int64?
        /// How long to wait for a file that another process holds [s].
        package let lockSeconds: Double

        package init(
            waitingSamples: Int = 200_000, fileBytes: Int64? = nil, lockSeconds: Double = 2
        ) {
            self.waitingSamples = waitingSamples
            self.fileBytes = fileBytes
            self.lockSeconds = lockSeconds
        }
    }

    /// What one round of storing did.
    package struct Stored: Hashable, Sendable {
        /// New samples.
        package let samples: Int
        /// Samples of a tag at an instant that was stored before; the first one stays.
        package let repeated: Int

        package init(samples: Int, repeated: Int) {
            self.samples = samples
            self.repeated = repeated
        }
    }

    /// SQLite blocks, so the historian works on a thread of its own.
    private let thread = StorageThread()
    package nonisolated var unownedExecutor: UnownedSerialExecutor {
        unsafe thread.asUnownedSerialExecutor()
    }

    /// Where samples are offered; any thread may, and none waits for the disk.
    package nonisolated let intake: Intake
    let file: RecordFile
    private let clock: @Sendable () -> PlantTime
    private var tagNumbers: [TagName: Int64] = [:]

    /// Opens the record at `path`, or creates it. `clock` stamps what the historian itself notes.
    package init(
        path: String, limits: Limits = Limits(), clock: @escaping @Sendable () -> PlantTime
    ) throws(HistorianError) {
        file = try RecordFile(
            path: path, maximumBytes: limits.fileBytes, lockSeconds: limits.lockSeconds)
        intake = Intake(capacity: limits.waitingSamples)
        self.clock = clock
    }

    /// Stores all samples that wait. On an error they keep waiting.
    package func drain() throws(HistorianError) -> Stored {
        let (samples, gap) = intake.lease()
        guard !samples.isEmpty || gap != nil else { return Stored(samples: 0, repeated: 0) }
        var numbers = tagNumbers
        let now = clock()
        let new = try file.write(.normal) { db in
            if let gap { try db.insertGap(gap, notedAt: now) }
            return try db.insert(samples, numbers: &numbers)
        }
        tagNumbers = numbers
        intake.release(gap)
        return Stored(samples: new, repeated: samples.count - new)
    }

    /// Stores the estimates of one cycle.
    package func store(_ estimates: [EstimateRecord]) throws(HistorianError) {
        try file.write(.normal) { db in
            for estimate in estimates { try db.insert(estimate) }
        }
    }

    /// Stores the forecasts of one cycle.
    package func store(_ forecasts: [ForecastRecord]) throws(HistorianError) {
        try file.write(.normal) { db in
            for forecast in forecasts { try db.insert(forecast) }
        }
    }

    /// Stores forecasts whose instant has come, with what was measured.
    package func store(_ outcomes: [ForecastOutcome]) throws(HistorianError) {
        try file.write(.normal) { db in
            for outcome in outcomes { try db.insert(outcome) }
        }
    }

    /// Stores one cycle. Its number must be new.
    package func store(_ cycle: CycleRecord) throws(HistorianError) {
        try file.write(.normal) { db in try db.insert(cycle) }
    }

    /// Stores that something keeps the loop from recommending, or no longer does.
    package func store(_ trouble: TroubleRecord) throws(HistorianError) {
        try file.write(.normal) { db in try db.insert(trouble) }
    }

    /// Stores the inputs of one recommendation, flushed to disk when it returns.
    package func store(_ kept: KeptAdvice) throws(HistorianError) {
        try file.write(.full) { db in try db.insert(kept) }
    }

    /// Takes over journal entries in their order; returns how many were new.
    ///
    /// Entries that were ingested before are passed over, so a journal may be read again from any
    /// point. An entry that differs from the stored one, or a gap in the numbers, stops the whole
    /// call and stores nothing of it.
    @discardableResult
    package func ingest(_ entries: [IngestedRecord]) throws(HistorianError) -> Int {
        let now = clock()
        return try file.write(.full) { db in try db.ingest(entries, at: now) }
    }

    /// Stores what waits and closes the file.
    package func close() throws(HistorianError) {
        _ = try drain()
        try file.close()
    }
}
