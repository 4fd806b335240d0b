import Testing

@testable import Line

/// Cases with known answers for slots. Numbers: `docs/line.md`, "Exact cases".
@Suite struct NetExactCaseTests {
    private struct Seen {
        var rate: Double
        var leadTime: Double
        var lostShare: Double
        /// Share of server time by station: idle, working, down, blocked.
        var shares: [[Double]]
    }

    private func replicate(
        _ net: StationNet, replications: Int, warmUp: Double, seconds: Double
    ) -> [Seen] {
        (0..<replications).map { replication in
            var run = SlotRun(net, seed: 9, replication: UInt64(replication))
            run.run(until: Ticks(seconds: warmUp))
            run.clearBooks()
            run.run(until: Ticks(seconds: warmUp + seconds))
            run.settle()
            let states: [SlotRun.State] = [.idle, .working, .down, .blocked]
            return Seen(
                rate: Double(run.books.departed) / seconds,
                leadTime: run.leads.tally(of: 0).mean,
                lostShare: Double(run.books.products[0].lost)
                    / Double(max(1, run.books.products[0].lost + run.books.products[0].begun)),
                shares: net.stations.indices.map { station in
                    states.map {
                        Double(run.books.ticks(in: $0, of: station)) / Ticks.perSecond / seconds
                            / Double(net.stations[station].servers)
                    }
                })
        }
    }

    private func oneStation(
        servers: Int = 1, source: StationNet.Source, process: Law
    ) -> StationNet {
        StationNet(
            stations: [StationNet.Station("one", servers: servers)],
            products: [
                StationNet.Product(
                    "part", source: source, steps: [StationNet.Step(at: 0, process: process)])
            ])
    }

    static let queues: [(servers: Int, rate: Double, wait: Double)] = [
        (1, 0.9, 10), (2, 1.8, 5.2631578947), (3, 2.7, 3.7235367372), (10, 8, 1.2045900754),
        (100, 90, 1.0216940481),
    ]

    @Test(arguments: queues)
    func `many servers wait as Erlang C says`(servers: Int, rate: Double, wait: Double) {
        let seen = replicate(
            oneStation(
                servers: servers, source: .arrivals(.exponential(mean: 1 / rate)),
                process: .exponential(mean: 1)), replications: 40, warmUp: 2_000,
            seconds: 300_000 / rate)
        check(seen.map(\.leadTime), wait, relativeError: 0.01, "M/M/\(servers)")
    }

    static let losses: [(rate: Double, room: Int, lost: Double, stay: Double)] = [
        (0.9, 5, 0.12602255, 2.7902859515), (1.2, 10, 0.1925864951, 6.9261378441),
    ]

    @Test(arguments: losses)
    func `a full station loses as the birth-death chain says`(
        rate: Double, room: Int, lost: Double, stay: Double
    ) {
        let seen = replicate(
            oneStation(
                source: .lossy(.exponential(mean: 1 / rate), most: room),
                process: .exponential(mean: 1)), replications: 40, warmUp: 1_000, seconds: 100_000)
        check(seen.map(\.lostShare), lost, relativeError: 0.004, "lost")
        check(seen.map(\.leadTime), stay, relativeError: 0.004, "time in system")
    }

    @Test func `a net with rework stays as long as Jackson says`() {
        let steps = [
            StationNet.Step(
                at: 0, process: .exponential(mean: 1 / 1.2),
                then: [.init(0.7, to: 1), .init(0.3, to: 2)]),
            StationNet.Step(
                at: 1, process: .exponential(mean: 1 / 0.9),
                then: [.init(0.1, to: 0), .init(0.9, to: 2)]),
            StationNet.Step(
                at: 2, process: .exponential(mean: 1),
                then: [.init(0.2, to: 0), .init(0.8, to: nil)]),
        ]
        let net = StationNet(
            stations: ["saw", "mill", "check"].map { StationNet.Station($0) },
            products: [
                StationNet.Product("part", source: .arrivals(.exponential(mean: 2)), steps: steps)
            ])
        let seen = replicate(net, replications: 40, warmUp: 2_000, seconds: 100_000)
        check(seen.map(\.leadTime), 8.0693959778, relativeError: 0.005, "time in system")
        for (station, share) in [0.5600358423, 0.5227001195, 0.625].enumerated() {
            check(
                seen.map { $0.shares[station][1] }, share, relativeError: 0.003,
                "working \(station)")
        }
    }

    static let closed: [(demands: [Double], parts: Int, rate: Double)] = [
        ([1, 0.8, 0.6, 0.4], 10, 0.9539567156), ([1, 1, 1, 1, 1], 5, 0.5555555556),
    ]

    @Test(arguments: closed)
    func `constant work in process gives what mean value analysis gives`(
        demands: [Double], parts: Int, rate: Double
    ) {
        let net = StationNet(
            stations: demands.indices.map { StationNet.Station("station \($0)") },
            products: [
                StationNet.Product(
                    "part", source: .circulating(parts),
                    steps: demands.indices.map { station in
                        StationNet.Step(
                            at: station, process: .exponential(mean: demands[station]),
                            then: station == demands.count - 1
                                ? [] : [.init(1, to: station + 1)])
                    })
            ])
        let seen = replicate(net, replications: 40, warmUp: 1_000, seconds: 50_000)
        check(seen.map(\.rate), rate, relativeError: 0.001, "throughput")
        // A part's time counts from its first work: without the wait before the first station.
        let solved = MeanValueAnalysis(demands: demands, circulating: parts)
        check(
            seen.map(\.leadTime), solved.cycle - solved.stays[0] + demands[0],
            relativeError: 0.001, "cycle")
    }

    @Test func `machines that one repairman repairs are down as the finite source says`() {
        // Machines run on ten servers and are mended at one station: down is what is not running.
        let net = StationNet(
            stations: [StationNet.Station("running", servers: 10), StationNet.Station("repair")],
            products: [
                StationNet.Product(
                    "machine", source: .circulating(10),
                    steps: [
                        StationNet.Step(
                            at: 0, process: .exponential(mean: 50), then: [.init(1, to: 1)]),
                        StationNet.Step(at: 1, process: .exponential(mean: 5)),
                    ])
            ])
        let seen = replicate(net, replications: 40, warmUp: 2_000, seconds: 200_000)
        check(
            seen.map { 10 * (1 - $0.shares[0][1]) }, 2.1458234311, relativeError: 0.005, "down")
    }
}
