import Testing

@testable import Line

/// Cases with known answers: |mean − exact| ≤ 4 standard errors, and the standard error as small as
/// asked. Numbers: `docs/line.md`, "Exact cases".
@Suite struct ExactCaseTests {
    /// Runs 8 × `groups` replications and hands out what each gives.
    private func replicate(
        _ flow: SerialFlow, groups: Int, warmUp: Double, hours: Double,
        _ read: (borrowing FlowRecursion, Int) -> Void
    ) {
        let window = FlowRecursion.Window(
            from: Ticks(seconds: warmUp), to: Ticks(seconds: warmUp + hours))
        for group in 0..<groups {
            var run = FlowRecursion(
                flow, seed: 42, firstReplication: UInt64(8 * group), window: window)
            let isDone = run.run()
            #expect(isDone)
            for lane in 0..<8 { read(run, lane) }
        }
    }

    private func queue(arrivals: Law, process: Law) -> SerialFlow {
        SerialFlow(
            stations: [SerialFlow.Station("one", process: process)], source: .arrivals(arrivals))
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
        var waits: [Double] = []
        replicate(
            queue(arrivals: arrivals, process: process), groups: 5, warmUp: busy ? 20_000 : 2_000,
            hours: busy ? 2_000_000 : 300_000
        ) { run, lane in waits.append(run.books.leadTime(lane: lane) - process.mean) }
        check(waits, wait, relativeError: 0.004, name)
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
        let failures: [SerialFlow.Failure] =
            fails
            ? [
                SerialFlow.Failure(
                    "stop", untilFailure: .exponential(mean: 20), repair: .exponential(mean: 2))
            ] : []
        let stations = (0...places.count).map { index in
            SerialFlow.Station(
                "station \(index)",
                feeds: index == 0
                    ? [] : [SerialFlow.Feed(from: index - 1, places: places[index - 1])],
                process: .exponential(mean: 1), failures: failures)
        }
        var rates: [Double] = []
        var states: [[StationTimes]] = []
        replicate(
            SerialFlow(stations: stations, source: .saturated), groups: 4, warmUp: 1_000,
            hours: 150_000
        ) { run, lane in
            let times = stations.indices.map { run.books.times(of: $0, lane: lane) }
            rates.append(Double(times[places.count].parts) / times[places.count].all)
            states.append(times)
        }
        check(rates, throughput, relativeError: 0.001, name)
        for station in stations.indices {
            // Every station works for as long as a part takes: its share is the throughput.
            check(
                states.map { $0[station].working / $0[station].all }, throughput,
                relativeError: 0.002, "\(name): working \(station)")
            if fails {
                check(
                    states.map { $0[station].down / $0[station].all }, throughput * 0.1,
                    relativeError: 0.01, "\(name): down \(station)")
            }
        }
        #expect(states.allSatisfy { $0[0].starved == 0 && $0[places.count].blocked == 0 })
    }

    @Test func `a queue whose station fails waits as Gaver's completion time says`() {
        let flow = SerialFlow(
            stations: [
                SerialFlow.Station(
                    "one", process: .constant(1),
                    failures: [
                        SerialFlow.Failure(
                            "stop", untilFailure: .exponential(mean: 20),
                            repair: .exponential(mean: 2))
                    ])
            ], source: .arrivals(.exponential(mean: 1 / 0.6)))
        var waits: [Double] = []
        replicate(flow, groups: 5, warmUp: 2_000, hours: 400_000) { run, lane in
            waits.append(run.books.leadTime(lane: lane))
        }
        check(waits, 2.5205882353, relativeError: 0.003, "M/D/1 with failures")
    }
}
