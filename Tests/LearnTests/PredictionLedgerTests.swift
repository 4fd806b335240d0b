import Determinism
import Learn
import Tags
import Testing

@Suite struct PredictionLedgerTests {
    let tag = TagName("TI-305.PV")

    private func ledger(limit: Int = 1000, memory: Int = 200) -> PredictionLedger {
        PredictionLedger(
            horizonEnds: [600, 3600], patience: 5, waitingLimit: limit, memory: memory)
    }

    private func expectation(
        made: Double = 0, due: Double, mean: Double, deviation: Double = 1, widening: Double = 1
    ) -> PredictionLedger.Expectation {
        .init(
            tag: tag, region: "hot charge", made: .seconds(made), due: .seconds(due), mean: mean,
            deviation: deviation, widening: widening)
    }

    @Test func `forecasts are judged when due, by horizon`() throws {
        var ledger = ledger()
        ledger.expect(expectation(due: 3000, mean: 20))
        ledger.expect(expectation(due: 60, mean: 10))
        ledger.settle(tag, measured: 11, at: .seconds(59))
        #expect(ledger.keys.isEmpty)
        ledger.settle(tag, measured: 12, at: .seconds(62))
        ledger.settle(tag, measured: 20.5, at: .seconds(3000))
        #expect(ledger.keys.map(\.horizon) == [0, 1])
        let near = try #require(ledger.performance(ledger.keys[0]))
        #expect(near.count == 1 && near.bias == 2 && near.rootMeanSquare == 2)
        #expect(near.coverage == 0)
        #expect(ledger.performance(ledger.keys[1])?.coverage == 1)
        #expect(ledger.bucket(of: 600) == 0 && ledger.bucket(of: 600.1) == 1)
        #expect(ledger.bucket(of: 4000) == 2)
    }

    @Test func `a bad measurement waits, and one that comes too late is a miss`() {
        var ledger = ledger()
        ledger.expect(expectation(due: 60, mean: 10))
        ledger.settle(tag, measured: nil, at: .seconds(60))
        ledger.settle(tag, measured: .nan, at: .seconds(62))
        #expect(ledger.missed == 0 && ledger.keys.isEmpty)
        ledger.settle(tag, measured: 10, at: .seconds(66))
        #expect(ledger.missed == 1 && ledger.keys.isEmpty)
    }

    @Test func `forecasts that are not numbers are not kept, and too many drop the oldest`() {
        var ledger = ledger(limit: 3)
        ledger.expect(expectation(due: 10, mean: .nan))
        ledger.expect(expectation(due: 10, mean: 1, deviation: 0))
        for k in 1...5 { ledger.expect(expectation(due: Double(k), mean: 0)) }
        #expect(ledger.dropped == 2)
        ledger.settle(tag, measured: 0, at: .seconds(5))
        #expect(ledger.keys.first.flatMap { ledger.performance($0) }?.count == 3)
    }

    /// The model claims half the true spread; after widening the bands hold what they promise.
    @Test func `bands widened by past errors hold four fifths of what comes`() throws {
        var ledger = ledger(memory: 400)
        var chance = RandomStream(seed: 9, purpose: "errors")
        let key = PredictionLedger.Key(tag: tag, region: "hot charge", horizon: 0)
        #expect(ledger.widening(key) == 1)
        var inside = 0
        for k in 0..<1400 {
            let widening = ledger.widening(key)
            let value = chance.normal(deviation: 2)
            let due = Double(k + 1)
            ledger.expect(
                expectation(made: due - 1, due: due, mean: 0, deviation: 1, widening: widening))
            if k >= 400, abs(value) <= PredictionLedger.bandHalfWidth * widening { inside += 1 }
            ledger.settle(tag, measured: value, at: .seconds(due))
        }
        #expect((760...840).contains(inside), "\(inside) of 1000")
        #expect(abs(ledger.widening(key) - 2) < 0.3)
        let all = try #require(ledger.performance(key))
        #expect(abs(all.rootMeanSquare - 2) < 0.15 && all.count == 1400)
    }
}
