import Determinism
import GRDB
import Historian
import Tags
import Testing

/// What goes in comes out, once, and never as NaN.
@Suite struct StoringTests {
    private let record: TemporaryRecord
    private let historian: Historian

    init() throws {
        record = try TemporaryRecord()
        historian = try record.open()
    }

    @Test func `samples of every quality come back as they were`() async throws {
        let tag = TagName("TIC-1.PV")
        var stored: [Sample] = []
        for (second, reason) in QualityReason.allCases.enumerated() {
            let value = try #require(Finite(0.1 * Double(second)))
            let at = PlantTime.seconds(Double(second * 3))
            stored.append(Sample(tag, value, at: at))
            stored.append(Sample(tag, value, .uncertain(reason), at: at.later(by: 1)))
            stored.append(Sample(tag, absentBecause: reason, at: at.later(by: 2)))
        }
        #expect(historian.intake.offer(stored) == .taken)
        #expect(historian.intake.lag.waiting == stored.count)
        #expect(try await historian.drain().samples == stored.count)
        #expect(historian.intake.lag.waiting == 0)
        #expect(try await historian.samples(of: tag, in: always) == stored)
        #expect(try await historian.lastSample(of: tag) == stored.last)
        #expect(try await historian.tags() == [tag])
    }

    @Test func `inputs of advice are kept once under their hash, and cannot be changed`()
        async throws
    {
        let hash = String(repeating: "ab", count: 32)
        let kept = KeptAdvice(decision: 7, at: .seconds(1), hash: hash, bytes: [0, 255, 10])
        for _ in 0..<2 { try await historian.store(kept) }
        #expect(try await historian.adviceInputs(hash: hash) == kept.bytes)
        #expect(try await historian.adviceInputs(hash: String(hash.reversed())) == nil)
        let other = try record.foreignConnection()
        for sql in ["DELETE FROM advice_inputs", "UPDATE advice_inputs SET bytes = x'00'"] {
            await #expect(throws: DatabaseError.self) {
                try await other.write { db in try db.execute(sql: sql) }
            }
        }
    }

    @Test func `a range holds both its ends and a limit holds`() async throws {
        _ = historian.intake.offer(try samples(count: 100))
        _ = try await historian.drain()
        let tag = TagName("TIC-1.PV")
        let range = PlantTime.seconds(10)...PlantTime.seconds(20)
        let found = try await historian.samples(of: tag, in: range)
        #expect(found == (try samples(from: 10, count: 11)))
        #expect(try await historian.samples(of: tag, in: range, limit: 3).count == 3)
        #expect(try await historian.samples(of: TagName("unknown"), in: always).isEmpty)
        #expect(try await historian.lastSample(of: TagName("unknown")) == nil)
    }

    @Test func `a sample that was stored before is counted and the first one stays`() async throws {
        _ = historian.intake.offer(try samples(count: 10))
        #expect(try await historian.drain() == .init(samples: 10, repeated: 0))
        let tag = TagName("TIC-1.PV")
        let other = Sample(tag, absentBecause: .spike, at: .seconds(9))
        _ = historian.intake.offer([other] + (try samples(from: 5, count: 7)))
        #expect(try await historian.drain() == .init(samples: 2, repeated: 6))
        #expect(try await historian.samples(of: tag, in: always) == (try samples(count: 12)))
    }

    @Test func `a full intake refuses the whole offer and the record says so`() async throws {
        let small = try record.open(.init(waitingSamples: 10), at: record.folder + "/small.sqlite")
        #expect(small.intake.offer(try samples(count: 8)) == .taken)
        #expect(small.intake.offer(try samples(from: 8, count: 3)) == .refused(count: 3))
        #expect(small.intake.offer(try samples(from: 8, count: 2)) == .taken)
        #expect(small.intake.offer(try samples(from: 20, count: 1)) == .refused(count: 1))
        #expect(small.intake.lag == .init(waiting: 10, oldest: .seconds(0), refused: 4))
        #expect(try await small.refusedSamples() == 0)
        #expect(try await small.drain().samples == 10)
        #expect(try await small.refusedSamples() == 4)
        _ = try await small.drain()
        #expect(try await small.refusedSamples() == 4)
    }

    @Test func `estimates, forecasts and their outcomes come back`() async throws {
        let number = { (value: Double) in try #require(Finite(value)) }
        let estimate = EstimateRecord(
            state: "slab.core", at: .seconds(5), mean: try number(1400), deviation: try number(3))
        try await historian.store([estimate])
        #expect(try await historian.estimates(in: always) == [estimate])
        let forecast = ForecastRecord(
            variable: "discharge", plan: .candidate, madeAt: .seconds(60), about: .seconds(660),
            mean: try number(1480), deviation: try number(4))
        try await historian.store([forecast])
        let outcome = ForecastOutcome(
            forecast: forecast, actual: try number(1486), region: "thick")
        try await historian.store([outcome])
        let found = try await historian.forecastOutcomes(of: "discharge", in: always)
        #expect(found == [outcome])
        #expect(found.first?.error == 6)
    }

    @Test func `a cycle is stored once under its number`() async throws {
        let cycle = CycleRecord(
            number: 41, at: .seconds(60), mode: .supervisory,
            durations: ["sense": try #require(Finite(0.001))], digest: 0xAB)
        #expect(try await historian.lastCycleNumber() == nil)
        try await historian.store(cycle)
        #expect(try await historian.lastCycleNumber() == 41)
        await #expect(throws: HistorianError.self) { try await historian.store(cycle) }
        let digest = try await record.foreignConnection().read { db in
            try String.fetchOne(db, sql: "SELECT digest FROM cycles")
        }
        #expect(digest == "00000000000000ab")
    }

    @Test(arguments: [Double.nan, .infinity, -.infinity])
    func `no table takes a number that is not finite`(bad: Double) throws {
        try record.foreignConnection().write { db in
            try db.execute(sql: "INSERT INTO tags VALUES (1, 'a')")
            for sql in [
                "INSERT INTO samples VALUES (1, 1, ?, 0, NULL)",
                "INSERT INTO samples VALUES (1, 1, ?, 1, 'spike')",
                "INSERT INTO estimates VALUES (1, 'a', ?, 1)",
                "INSERT INTO estimates VALUES (1, 'a', 1, ?)",
                "INSERT INTO forecasts VALUES (1, 'current', 'a', 2, ?, 1)",
                "INSERT INTO forecast_outcomes VALUES ('a', 2, 1, 'current', 1, 1, ?, 'r')",
                "INSERT INTO cycle_durations VALUES (1, 'sense', ?)",
            ] {
                #expect(throws: DatabaseError.self, "\(sql)") {
                    try db.execute(sql: sql, arguments: [bad])
                }
            }
        }
    }

    @Test func `a thousand samples a call are stored whole from many tasks at once`() async throws {
        let historian = historian
        try await withThrowingTaskGroup(of: Void.self) { group in
            for task in 0..<8 {
                group.addTask {
                    for round in 0..<5 {
                        let batch = try samples(of: "T-\(task)", from: round * 1000, count: 1000)
                        #expect(historian.intake.offer(batch) == .taken)
                        _ = try await historian.drain()
                    }
                }
            }
            try await group.waitForAll()
        }
        for task in 0..<8 {
            let tag = TagName("T-\(task)")
            #expect(try await historian.samples(of: tag, in: always).count == 5000)
        }
    }
}
