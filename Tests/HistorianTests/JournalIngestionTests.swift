import Determinism
import GRDB
import Historian
import Tags
import Testing

/// The copy of the guard's journal: each entry once, none changed, none missing.
@Suite struct JournalIngestionTests {
    private let record: TemporaryRecord
    private let historian: Historian

    init() throws {
        record = try TemporaryRecord()
        historian = try record.open()
    }

    @Test func `reading the journal again adds only what is new`() async throws {
        #expect(try await historian.ingest([entry(1), entry(2)]) == 2)
        #expect(try await historian.ingest([entry(1), entry(2), entry(3)]) == 1)
        #expect(try await historian.ingest([entry(2)]) == 0)
        #expect(try await historian.lastJournalSequence() == 3)
    }

    @Test func `an entry that was rewritten stops the ingestion and nothing of it stays`()
        async throws
    {
        try await historian.ingest([entry(1), entry(2)])
        await #expect(throws: HistorianError.rewrittenEntry(sequence: 2)) {
            try await historian.ingest([entry(2, hash: "cd"), entry(3)])
        }
        #expect(try await historian.lastJournalSequence() == 2)
    }

    @Test func `a gap in the numbers stops the ingestion and nothing of it stays`() async throws {
        try await historian.ingest([entry(1)])
        await #expect(throws: HistorianError.missingEntries(expected: 3, found: 4)) {
            try await historian.ingest([entry(2), entry(4)])
        }
        #expect(try await historian.lastJournalSequence() == 1)
    }

    @Test func `a decision comes with all its entries, also those outside the range`() async throws
    {
        let about = IngestedRecord(
            sequence: 5, kind: "started", decision: nil, at: .seconds(5), json: "{}", hash: "ef")
        try await historian.ingest([
            entry(1), entry(2, kind: "permit"), entry(3, kind: "write"),
            entry(4, kind: "outcome"), about,
        ])
        let range = PlantTime.seconds(3)...PlantTime.seconds(9)
        let decisions = try await historian.decisions(in: range)
        #expect(decisions.map(\.decision) == [7])
        #expect(decisions.first?.entries.map(\.sequence) == [1, 2, 3, 4])
        #expect(decisions.first?.last("outcome")?.sequence == 4)
        #expect(decisions.first?.last("readback") == nil)
        let late = PlantTime.seconds(5)...PlantTime.seconds(9)
        #expect(try await historian.decisions(in: late).isEmpty)
    }

    @Test func `an entry that is not JSON is refused`() async throws {
        let broken = IngestedRecord(
            sequence: 1, kind: "intent", decision: 1, at: .seconds(1), json: "{", hash: "ab")
        await #expect(throws: HistorianError.self) { try await historian.ingest([broken]) }
    }
}

/// Once written, a row stays as it is.
@Suite struct AppendOnlyTests {
    /// Every table of the record but the list of its migrations.
    @Test func `every table refuses to change or remove a row`() async throws {
        let record = try TemporaryRecord()
        let historian = try record.open()
        try await fill(historian)
        try await record.foreignConnection().write { db in
            let tables = try String.fetchAll(
                db,
                sql: """
                    SELECT name FROM sqlite_master WHERE type = 'table'
                        AND name NOT IN ('grdb_migrations', 'gaps')
                    """)
            #expect(tables.count == 10)
            for table in tables {
                let rows = try Int.fetchOne(db, sql: "SELECT count(*) FROM \(table)")
                #expect(rows == 1, "\(table)")
                let column = try #require(try db.columns(in: table).last?.name)
                for change in [
                    "UPDATE \(table) SET \(column) = \(column)", "DELETE FROM \(table)",
                ] {
                    let error = #expect(throws: DatabaseError.self) { try db.execute(sql: change) }
                    #expect(error?.message == "\(table) is append-only")
                }
            }
        }
    }

    @Test func `a journal entry cannot be replaced even where triggers do not recurse`()
        async throws
    {
        let record = try TemporaryRecord()
        try await record.open().ingest([entry(1)])
        try await record.foreignConnection().write { db in
            try db.execute(sql: "PRAGMA recursive_triggers = OFF")
            let sql = "INSERT OR REPLACE INTO journal VALUES (1, 'x', 1, 1, '{}', '', 1)"
            #expect(throws: DatabaseError.self) { try db.execute(sql: sql) }
        }
    }

    /// One row in every table but the gaps.
    private func fill(_ historian: Historian) async throws {
        try await historian.store(
            KeptAdvice(
                decision: 7, at: .seconds(0), hash: String(repeating: "0", count: 64), bytes: [1]))
        let one = try #require(Finite(1))
        _ = historian.intake.offer(try samples(count: 1))
        _ = try await historian.drain()
        try await historian.ingest([entry(1)])
        try await historian.store([
            EstimateRecord(state: "a", at: .seconds(1), mean: one, deviation: one)
        ])
        let forecast = ForecastRecord(
            variable: "a", plan: .current, madeAt: .seconds(1), about: .seconds(2),
            mean: one, deviation: one)
        try await historian.store([forecast])
        try await historian.store([ForecastOutcome(forecast: forecast, actual: one, region: "r")])
        try await historian.store(
            CycleRecord(
                number: 1, at: .seconds(1), mode: .off, durations: ["sense": one], digest: 1))
        try await historian.store(TroubleRecord(at: .seconds(1), text: "no good value"))
    }
}
