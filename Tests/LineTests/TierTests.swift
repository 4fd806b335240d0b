import Testing

@testable import Line

/// One meaning: a model that fits two tiers gives the same departures in both, to the last bit.
@Suite struct TierTests {
    private struct Case: CustomTestStringConvertible {
        var name: String
        var source: SerialFlow.Source
        var places: [Int]
        var process: [Law]
        var failures: [SerialFlow.Failure] = []
        var testDescription: String { name }

        var flow: SerialFlow {
            SerialFlow(
                stations: process.indices.map { index in
                    SerialFlow.Station(
                        "station \(index)",
                        feeds: index == 0
                            ? [] : [SerialFlow.Feed(from: index - 1, places: places[index - 1])],
                        process: process[index], failures: failures)
                }, source: source, products: ["part"])
        }

        var net: StationNet {
            var from = StationNet.Source.saturated
            if case .arrivals(let law) = source { from = .arrivals(law) }
            return StationNet(
                stations: process.indices.map { index in
                    StationNet.Station(
                        "station \(index)", places: index == 0 ? nil : places[index - 1],
                        failures: failures)
                },
                products: [
                    StationNet.Product(
                        "part", source: from,
                        steps: process.indices.map { index in
                            StationNet.Step(
                                at: index, process: process[index],
                                then: index == process.count - 1 ? [] : [.init(1, to: index + 1)])
                        })
                ])
        }
    }

    private static let stop = SerialFlow.Failure(
        "stop", untilFailure: .exponential(mean: 30), repair: .exponential(mean: 6))
    private static let jam = SerialFlow.Failure(
        "jam", untilFailure: .weibull(scale: 4, shape: 1.4),
        repair: .lognormal(mean: 0.3, squaredVariation: 0.5))

    private static let cases: [Case] = [
        Case(
            name: "one queue", source: .arrivals(.exponential(mean: 1.1)), places: [],
            process: [.exponential(mean: 1)]),
        Case(
            name: "constant times that fail", source: .saturated, places: [3, 0, 5],
            process: [.constant(1), .constant(1), .constant(0.9), .constant(1.1)],
            failures: [stop]),
        Case(
            name: "whole seconds, many ties", source: .arrivals(.constant(1)), places: [1, 0, 2],
            process: [.constant(1), .constant(1), .constant(1), .constant(1)],
            failures: [
                SerialFlow.Failure(
                    "stop", untilFailure: .constant(7), repair: .constant(2)),
                SerialFlow.Failure(
                    "rest", untilFailure: .constant(14), repair: .constant(1)),
            ]),
        Case(
            name: "every law, two ways to fail", source: .arrivals(.erlang(stages: 2, mean: 1.6)),
            places: [2, 1, 0, 4],
            process: [
                .uniform(low: 0.5, high: 1.5), .triangular(low: 0.2, mode: 0.9, high: 2),
                .lognormal(mean: 1, squaredVariation: 0.25), .weibull(scale: 1.1, shape: 2),
                .truncatedNormal(mean: 1, deviation: 0.4),
            ], failures: [stop, jam]),
    ]

    @Test(arguments: cases)
    private func `recursion and slots agree to the last tick`(_ test: Case) {
        let blocks = 8
        let count = blocks * FlowRecursion.block
        // A window that never opens keeps every departure of the block where a test can see it.
        var recursion = FlowRecursion(
            test.flow, seed: 3,
            window: .init(from: Ticks(Int64(1) << 51), to: Ticks(Int64(1) << 52)))
        var departures = [[Int64]](repeating: [], count: 8)
        for _ in 0..<blocks {
            _ = recursion.run(atMost: recursion.parts + 1)
            for part in 0..<FlowRecursion.block {
                let row = recursion.exits[part]
                for lane in 0..<8 { departures[lane].append(Int64(row[lane])) }
            }
        }
        for lane in 0..<8 {
            var slots = SlotRun(test.net, seed: 3, replication: UInt64(lane))
            var seen: [Int64] = []
            for departed in 1...count {
                slots.run(until: Ticks(Int64.max - 1), departures: departed)
                seen.append(slots.now)
            }
            let isSame = seen == departures[lane]
            #expect(isSame, "replication \(lane)")
        }
    }
}
