import GRDB

/// The SQLite file: opened, recognized, brought to today's schema, written in transactions.
struct RecordFile: Sendable {
    /// How much a power loss may take.
    enum Durability: String {
        /// Nothing that was committed: the log is flushed with every commit.
        case full = "FULL"
        /// The last commits, never the file's integrity. A killed process loses nothing.
        case normal = "NORMAL"
    }

    let path: String
    private let pool: DatabasePool

    /// Opens the file, or creates it. `maximumBytes` bounds its growth; `lockSeconds` is how long
    /// to wait while another process holds it.
    init(path: String, maximumBytes: Int64?, lockSeconds: Double) throws(HistorianError) {
        self.path = path
        var configuration = Configuration()
        configuration.busyMode = .timeout(lockSeconds)
        configuration.prepareDatabase { db in
            // So that REPLACE, too, runs into the triggers that forbid deletion.
            try db.execute(sql: "PRAGMA recursive_triggers = ON")
            guard let maximumBytes, !db.configuration.readonly else { return }
            guard let pageSize = try Int64.fetchOne(db, sql: "PRAGMA page_size") else { return }
            let pages = max(1, maximumBytes / pageSize)
            try db.execute(sql: "PRAGMA max_page_count = \(pages)")
        }
        do {
            pool = try DatabasePool(path: path, configuration: configuration)
            try Self.recognize(pool, path: path)
            try pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA synchronous = FULL") }
            try Schema.migrator.migrate(pool)
        } catch {
            throw HistorianError(error, path: path)
        }
    }

    private static func recognize(_ pool: DatabasePool, path: String) throws {
        try pool.read { db in
            let mark = try Int.fetchOne(db, sql: "PRAGMA application_id")
            let tables = try Int.fetchOne(db, sql: "SELECT count(*) FROM sqlite_master")
            if mark == 0, tables == 0 { return }
            guard mark == Schema.applicationID else { throw HistorianError.foreignFile(path: path) }
            if try Schema.migrator.hasBeenSuperseded(db) {
                throw HistorianError.newerSchema(path: path)
            }
        }
    }

    /// Runs `body` as one transaction: all of it is stored, or nothing.
    func write<Result>(
        _ durability: Durability, _ body: (Database) throws -> Result
    ) throws(HistorianError) -> Result {
        do {
            return try pool.writeWithoutTransaction { db in
                try db.execute(sql: "PRAGMA synchronous = \(durability.rawValue)")
                try db.beginTransaction(.immediate)
                do {
                    let result = try body(db)
                    try db.commit()
                    return result
                } catch {
                    // SQLite rolls back by itself on some errors, a full disk among them.
                    if db.isInsideTransaction { try db.rollback() }
                    throw error
                }
            }
        } catch {
            throw HistorianError(error, path: path)
        }
    }

    /// Reads one consistent state of the record, beside a writer.
    func read<Result>(_ body: (Database) throws -> Result) throws(HistorianError) -> Result {
        do {
            return try pool.read(body)
        } catch {
            throw HistorianError(error, path: path)
        }
    }

    func close() throws(HistorianError) {
        do {
            try pool.close()
        } catch {
            throw HistorianError(error, path: path)
        }
    }
}
