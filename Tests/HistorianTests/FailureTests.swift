import Determinism
import Foundation
import GRDB
import Historian
import Tags
import Testing

/// What the disk may do to the record, and what the historian says about it.
@Suite struct FailureTests {
    private let record: TemporaryRecord
    private let tag = TagName("TIC-1.PV")

    init() throws { record = try TemporaryRecord() }

    @Test func `a full disk loses nothing that was offered`() async throws {
        let full = try record.open(.init(fileBytes: 150_000))
        let path = record.path
        _ = full.intake.offer(try samples(count: 100))
        #expect(try await full.drain().samples == 100)
        _ = full.intake.offer(try samples(from: 100, count: 20_000))
        await #expect(throws: HistorianError.diskFull(path: path)) { try await full.drain() }
        _ = full.intake.offer(try samples(from: 20_100, count: 5))
        #expect(full.intake.lag == .init(waiting: 20_005, oldest: .seconds(100), refused: 0))
        #expect(try await full.samples(of: tag, in: always).count == 100)
        await #expect(throws: HistorianError.diskFull(path: path)) { try await full.drain() }
        let roomy = try record.open()
        _ = roomy.intake.offer(try samples(from: 100, count: 20_000))
        #expect(try await roomy.drain().samples == 20_000)
    }

    @Test func `a file that another process holds is locked, and taken when it is free`()
        async throws
    {
        let historian = try record.open(.init(lockSeconds: 0.05))
        _ = historian.intake.offer(try samples(count: 3))
        let other = try record.foreignConnection()
        try await other.writeWithoutTransaction { try $0.beginTransaction(.immediate) }
        await #expect(throws: HistorianError.locked(path: record.path)) {
            try await historian.drain()
        }
        try await other.writeWithoutTransaction { try $0.rollback() }
        #expect(try await historian.drain().samples == 3)
    }

    @Test func `a damaged file is named as damaged`() throws {
        try Data("This is not a database, whatever its name says.".utf8)
            .write(to: URL(filePath: record.path))
        let error = #expect(throws: HistorianError.self) { try record.open() }
        guard case .corrupt = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    @Test func `the record of a newer version is refused and left alone`() async throws {
        try await record.open().close()
        try await record.foreignConnection().write { db in
            try db.execute(sql: "INSERT INTO grdb_migrations VALUES ('99 of the future')")
        }
        let path = record.path
        #expect(throws: HistorianError.newerSchema(path: path)) { try record.open() }
    }

    @Test func `the database of another program is refused and left alone`() async throws {
        try await record.foreignConnection().write { db in
            try db.execute(sql: "CREATE TABLE addresses (name TEXT)")
        }
        let path = record.path
        #expect(throws: HistorianError.foreignFile(path: path)) { try record.open() }
        let tables = try await record.foreignConnection().read { db in
            try Int.fetchOne(db, sql: "SELECT count(*) FROM sqlite_master")
        }
        #expect(tables == 1)
    }

    @Test func `a folder that does not exist is named as not writable`() throws {
        let path = record.folder + "/none/record.sqlite"
        let error = #expect(throws: HistorianError.self) { try record.open(at: path) }
        guard case .notWritable(path, _) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    /// What a killed process leaves is its files as they are at that moment.
    @Test func `the files of a process killed in mid-run hold every finished batch`() async throws {
        let historian = try record.open()
        for round in 0..<20 {
            _ = historian.intake.offer(try samples(from: round * 50, count: 50))
            _ = try await historian.drain()
            try await historian.ingest([entry(Int64(round + 1))])
        }
        let copy = try copied("killed", logBytes: nil)
        let reopened = try record.open(at: copy)
        #expect(try await reopened.samples(of: tag, in: always) == (try samples(count: 1000)))
        #expect(try await reopened.lastJournalSequence() == 20)
    }

    /// A power loss may cut the log anywhere: what is left is a whole number of batches.
    @Test func `a log cut at any byte leaves whole batches in their order`() async throws {
        let historian = try record.open()
        for round in 0..<10 {
            _ = historian.intake.offer(try samples(from: round * 50, count: 50))
            _ = try await historian.drain()
        }
        let log = try Data(contentsOf: URL(filePath: record.path + "-wal"))
        var counts: Set<Int> = []
        var chance = RandomStream(seed: 7, purpose: "cut of the log")
        for cut in 0..<40 {
            let bytes = Int(chance.uniform(0, Double(log.count)))
            let copy = try copied("cut-\(cut)", logBytes: bytes)
            let state = try await DatabaseQueue(path: copy).read { db in
                let tables = try String.fetchAll(db, sql: "SELECT name FROM sqlite_master")
                let sound = try String.fetchOne(db, sql: "PRAGMA integrity_check")
                let count =
                    tables.contains("samples")
                    ? try Int.fetchOne(db, sql: "SELECT count(*) FROM samples") : 0
                return (sound: sound, count: count)
            }
            #expect(state.sound == "ok", "cut at \(bytes)")
            let count = try #require(state.count)
            #expect(count % 50 == 0, "cut at \(bytes)")
            counts.insert(count)
        }
        #expect(counts.count > 3)
    }

    /// A copy of the record's file and of the first bytes of its log.
    private func copied(_ name: String, logBytes: Int?) throws -> String {
        let copy = record.folder + "/\(name).sqlite"
        try FileManager.default.copyItem(atPath: record.path, toPath: copy)
        let log = try Data(contentsOf: URL(filePath: record.path + "-wal"))
        try log.prefix(logBytes ?? log.count).write(to: URL(filePath: copy + "-wal"))
        return copy
    }
}
