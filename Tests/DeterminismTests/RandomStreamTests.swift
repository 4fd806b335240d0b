import Determinism
import Testing

@Suite struct RandomStreamTests {
    @Test func `the same seed and purpose give the same draws`() {
        var a = RandomStream(seed: 7, purpose: "noise")
        var b = RandomStream(seed: 7, purpose: "noise")
        #expect((0..<100).allSatisfy { _ in a.next() == b.next() })
    }

    @Test func `another purpose, seed or index gives other draws`() {
        var streams = [
            RandomStream(seed: 7, purpose: "noise"), RandomStream(seed: 7, purpose: "stops"),
            RandomStream(seed: 8, purpose: "noise"),
            RandomStream(seed: 7, purpose: "noise", index: 1),
        ]
        let first = streams.indices.map { streams[$0].next() }
        #expect(Set(first).count == 4)
    }

    @Test func `normal draws have the mean and deviation asked for`() {
        var stream = RandomStream(seed: 1, purpose: "test")
        let count = 20_000
        let draws = (0..<count).map { _ in stream.normal(mean: 3, deviation: 2) }
        let mean = draws.reduce(0, +) / Double(count)
        let variance = draws.map { ($0 - mean) * ($0 - mean) }.reduce(0, +) / Double(count - 1)
        // Four standard errors: 2/√n for the mean, about 2·√(1/2n) for the deviation.
        #expect(abs(mean - 3) < 4 * 2 / Double(count).squareRoot())
        #expect(abs(variance.squareRoot() - 2) < 4 * 2 * (0.5 / Double(count)).squareRoot())
    }

    @Test func `plant time keeps whole nanoseconds and its differences`() {
        let start = PlantTime.seconds(1_700_000_000)
        #expect(start.later(by: 0.25).seconds(since: start) == 0.25)
        #expect(start.earlier(by: 60) < start)
    }
}
