import Determinism
import Tags
import Testing

@testable import Guard

/// What is kept of a setpoint's readings, against all of them.
@Suite struct ReadbackHistoryTests {
    private let start = PlantTime.seconds(1_750_000_000)

    private func time(_ second: Int) -> PlantTime { start.later(by: Double(second)) }

    /// The readings that say what it was over a window, from a list of which nothing was forgotten.
    private func covering(
        _ window: Int, of all: [(at: Int, value: Double)], until now: Int, gap: Int
    ) -> [Double]? {
        guard let newest = all.last, (0...gap).contains(now - newest.at) else { return nil }
        guard let first = all.lastIndex(where: { now - $0.at >= window }) else { return nil }
        let kept = all[first...]
        let isWhole = zip(kept, kept.dropFirst()).allSatisfy { $1.at - $0.at <= gap }
        return isWhole ? kept.map(\.value) : nil
    }

    @Test func `what is forgotten is never missed within the reach`() {
        var chance = RandomStream(seed: 11, purpose: "readbacks")
        var (answered, refused) = (0, 0)
        for _ in 0..<300 {
            let reach = Int(chance.uniform(1, 40))
            var history = ReadbackHistory(reach: Double(reach))
            var (all, now) = ([(at: Int, value: Double)](), 0)
            for index in 0..<60 {
                // Now and then the same time again, which is dropped.
                now += Int(chance.uniform(0, 5))
                guard let value = Finite(Double(index)) else { continue }
                history.note(value, at: time(now))
                if all.last.map({ $0.at < now }) ?? true { all.append((now, value.value)) }
                let (window, gap) = (Int(chance.uniform(0, Double(reach + 1))), 3)
                let late = now + Int(chance.uniform(0, 5))
                let expected = covering(window, of: all, until: late, gap: gap)
                let found = history.covering(
                    Double(window), until: time(late), gap: Double(gap))
                #expect(found.map { $0.map(\.value) } == expected)
                if expected == nil { refused += 1 } else { answered += 1 }
            }
        }
        #expect(answered > 2_000 && refused > 2_000)
    }

    @Test func `no more is kept than the reach needs, an hour unless said otherwise`() throws {
        var history = ReadbackHistory()
        let value = try #require(Finite(80))
        for second in 0...4_000 { history.note(value, at: time(second)) }
        // One reading at the hour's beginning, and all after.
        #expect(history.readings.first?.at == time(399))
        let recalled = ReadbackHistory(
            recalling: (0...4_000).map { ReadbackHistory.Reading(value, at: time($0)) },
            until: time(4_000), gap: 1)
        #expect(recalled.readings.first?.at == time(399))
    }

    @Test func `of too many readings the oldest go`() throws {
        var history = ReadbackHistory(reach: 1e9)
        let value = try #require(Finite(80))
        for second in 0...200_001 { history.note(value, at: time(second)) }
        #expect(history.readings.count == 200_000)
        #expect(history.readings.first?.at == time(2))
    }

    @Test func `where nothing is recalled, a pause of this run is judged by this run alone`()
        throws
    {
        var history = ReadbackHistory(recalling: [], until: start, gap: 5)
        let value = try #require(Finite(80))
        history.note(value, at: time(0))
        history.note(value, at: time(20))
        #expect(history.covering(20, until: time(20), gap: 30)?.count == 2)
    }

    @Test func `a hole as long as is allowed is none`() throws {
        let value = try #require(Finite(80))
        let earlier = [0, 5, 10].map { ReadbackHistory.Reading(value, at: time($0)) }
        let recalled = ReadbackHistory(recalling: earlier, until: time(15), gap: 5)
        #expect(recalled.readings.count == 3)
        #expect(
            ReadbackHistory(recalling: earlier, until: time(16), gap: 5).readings.isEmpty)
        // The newest may be as young as now.
        #expect(
            ReadbackHistory(recalling: earlier, until: time(10), gap: 5).readings.count == 3)
    }

    @Test func `a change counts from beyond the resolution on`() throws {
        let values = try [80, 81, 80, 78, 81].map { try #require(Finite($0)) }
        let readings = values.enumerated().map { ReadbackHistory.Reading($1, at: time($0)) }
        #expect(ReadbackHistory.changes(in: readings[...], beyond: 1) == [false, true])
        #expect(
            ReadbackHistory.changes(in: readings[...], beyond: 0.5)
                == [true, false, false, true])
    }
}
