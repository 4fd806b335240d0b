import Testing

@testable import Line

/// Cases with known answers: |mean − exact| ≤ 4 standard errors, and the standard error as small as
/// asked. Numbers: `docs/line.md`, "Exact cases".
@Suite struct ExactCaseTests {
    /// Runs 8 × `groups` replications by recursion and hands out what each gives.
    private func replicate(
        _ model: LineModel, groups: Int, warmUp: Double, hours: Double
    ) -> [LineOutcome] {
        let line = CompiledLine(model)
        #expect(line.notes.allSatisfy { $0.tier == .recursion })
        return line.outcomes(
            seed: 42, replications: 0..<8 * groups,
            window: LineWindow(warmUp: warmUp, length: hours))
    }

    private func queue(arrivals: Law, process: Law) -> LineModel {
        serialLine(release: .arrivals(arrivals, parts: 1), process: [process], places: [])
    }

    static let queues: [(name: String, arrivals: Law, process: Law, wait: Double)] = [
        ("M/M/1 at 0.5", .exponential(mean: 2), .exponential(mean: 1), 1),
        ("M/M/1 at 0.9", .exponential(mean: 1 / 0.9), .exponential(mean: 1), 9),
        ("M/D/1", .exponential(mean: 1.25), .constant(1), 2),
        ("M/E2/1", .exponential(mean: 1.25), .erlang(stages: 2, mean: 1), 3),
        ("M/U/1", .exponential(mean: 1.25), .uniform(low: 0.5, high: 1.5), 2.1666666667),
        (
            "M/LogN/1", .exponential(mean: 1.25), .lognormal(mean: 1, squaredVariation: 0.25), 2.5
        ),
        ("D/M/1", .constant(1.25), .exponential(mean: 1), 1.6927308399),
    ]

    @Test(arguments: queues)
    func `a queue waits as long as theory says`(
        name: String, arrivals: Law, process: Law, wait: Double
    ) {
        let busy = wait > 5
        let seen = replicate(
            queue(arrivals: arrivals, process: process), groups: 5, warmUp: busy ? 20_000 : 2_000,
            hours: busy ? 2_000_000 : 300_000)
        check(
            seen.map { $0.products[0].leadTime.mean - process.mean }, wait, relativeError: 0.004,
            name)
    }

    static let lines: [(name: String, places: [Int], fails: Bool, throughput: Double)] = [
        ("2 stations, no buffer", [0], false, 0.6666666667),
        ("2 stations, 4 places", [4], false, 0.8571428571),
        ("3 stations, no buffers (Hunt 1956)", [0, 0], false, 0.5641025641),
        ("4 stations, no buffers", [0, 0, 0], false, 0.5147754893),
        ("5 stations, no buffers", [0, 0, 0, 0], false, 0.4857981216),
        ("3 stations, 2 places each", [2, 2], false, 0.7340166721),
        ("2 stations that fail", [4], true, 0.7591766325),
        ("3 stations that fail", [4, 4], true, 0.7048626535),
    ]

    @Test(arguments: lines)
    func `an exponential line gives what its Markov chain gives`(
        name: String, places: [Int], fails: Bool, throughput: Double
    ) {
        let stop = LineModel.Breakdown(
            "stop", until: .exponential(mean: 20), repair: .exponential(mean: 2))
        let seen = replicate(
            serialLine(
                release: .saturated,
                process: [Law](repeating: .exponential(mean: 1), count: places.count + 1),
                places: places, breakdowns: fails ? [stop] : []),
            groups: 4, warmUp: 1_000, hours: 150_000)
        check(
            seen.map { Double($0.products[0].finished) / $0.span }, throughput,
            relativeError: 0.001, name)
        for station in 0...places.count {
            // Every station works for as long as a part takes: its share is the throughput.
            check(
                seen.map { $0.stations[station].times[.working] / $0.span }, throughput,
                relativeError: 0.002, "\(name): working \(station)")
            if fails {
                check(
                    seen.map { $0.stations[station].times[.down] / $0.span }, throughput * 0.1,
                    relativeError: 0.01, "\(name): down \(station)")
            }
        }
        #expect(
            seen.allSatisfy {
                $0.stations[0].times[.starved] == 0
                    && $0.stations[places.count].times[.blocked] == 0
            })
    }

    @Test func `a queue whose station fails waits as Gaver's completion time says`() {
        let seen = replicate(
            serialLine(
                release: .arrivals(.exponential(mean: 1 / 0.6), parts: 1), process: [.constant(1)],
                places: [],
                breakdowns: [
                    LineModel.Breakdown(
                        "stop", until: .exponential(mean: 20), repair: .exponential(mean: 2))
                ]), groups: 5, warmUp: 2_000, hours: 400_000)
        check(
            seen.map(\.products[0].leadTime.mean), 2.5205882353, relativeError: 0.003,
            "M/D/1 with failures")
    }
}
