import Foundation
import Testing

@testable import Line

/// More cases with known answers, each on the tier that carries it. Numbers: `docs/line.md`,
/// "Exact cases".
@Suite struct ValidationTests {
    private func queue() -> LineModel {
        serialLine(
            release: .arrivals(.exponential(mean: 1 / 0.9), parts: 1),
            process: [.exponential(mean: 1)], places: [])
    }

    @Test func `percentiles of the time in an M/M/1 are those of the exponential law`() {
        let seen = CompiledLine(queue()).outcomes(
            seed: 12, replications: 0..<32, window: LineWindow(warmUp: 20_000, length: 1_000_000))
        for (share, exact) in [(0.5, 6.9314718056), (0.95, 29.9573227355), (0.99, 46.0517018599)] {
            let values = seen.compactMap { $0.products[0].leadTime.percentile(share) }
            let mean = values.reduce(0, +) / Double(values.count)
            // To within the 0.8 % of a tally, and what chance leaves.
            #expect(abs(mean - exact) <= 0.02 * exact, "\(share): \(mean)")
        }
        check(
            seen.map(\.products[0].leadTime.variance), 100, relativeError: 0.03, "variance")
    }

    static let customers: [(number: Int, wait: Double)] = [
        (10, 2.195003437), (100, 6.3992337256), (500, 8.7034182844), (1000, 8.9613459633),
    ]

    @Test func `a queue that begins empty fills as the exact recursion says`() {
        let flow = SerialFlow(queue(), order: [0])
        let never = FlowRecursion.Window(from: Ticks(Int64(1) << 51), to: Ticks(Int64(1) << 52))
        var waits = [[Double]](repeating: [], count: Self.customers.count)
        for group in 0..<1500 {
            var run = FlowRecursion(
                flow, seed: 8, firstReplication: UInt64(8 * group), window: never)
            for block in 0..<4 {
                _ = run.run(atMost: run.parts + 1)
                for (index, customer) in Self.customers.enumerated() {
                    let place = customer.number - 1 - block * FlowRecursion.block
                    guard place >= 0, place < FlowRecursion.block else { continue }
                    let wait = run.entries[place] - run.came[place]
                    for lane in 0..<8 { waits[index].append(wait[lane] / Ticks.perSecond) }
                }
            }
        }
        for (index, customer) in Self.customers.enumerated() {
            check(
                waits[index], customer.wait, relativeError: 0.012,
                "wait of customer \(customer.number)")
        }
    }

    @Test func `fifty stations with twenty routes keep parts as long as product form says`() throws
    {
        struct Shop: Decodable {
            var routes: [[Int]]
            var mean_service: [Double]
        }
        let file = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../bench/lines/jobshop50.json")
        let shop = try JSONDecoder().decode(Shop.self, from: Data(contentsOf: file))
        var model = LineModel("jobshop50")
        for (index, mean) in shop.mean_service.enumerated() {
            var station = LineModel.Station("S\(index)")
            station.process = .exponential(mean: mean)
            model.stations.append(station)
        }
        model.products = shop.routes.enumerated().map { index, route in
            LineModel.Product(
                "P\(index)", release: .arrivals(.exponential(mean: 20), parts: 1),
                steps: route.map { LineModel.Step("at \($0)", at: ["S\($0)"]) })
        }
        let seen = CompiledLine(model).outcomes(
            seed: 2, replications: 0..<30, window: LineWindow(warmUp: 5_000, length: 60_000))
        check(seen.map(\.workInProcess), 200, relativeError: 0.005, "work in process")
        check(
            seen.map { outcome in
                outcome.stations.reduce(0) { $0 + $1.times[.working] } / 50 / outcome.span
            }, 0.8, relativeError: 0.005, "working")
    }

    static let repairs: [(machines: Int, life: Double, repair: Double, down: Double)] = [
        (10, 50, 5, 2.1458234311), (5, 10, 1, 0.6395217686),
    ]

    @Test(arguments: repairs)
    func `machines that one repairman repairs are down as the finite source says`(
        machines: Int, life: Double, repair: Double, down: Double
    ) {
        // Machines circulate between running, each on its own unit, and being mended.
        var (running, mending) = (LineModel.Station("running"), LineModel.Station("mending"))
        running.units = machines
        running.process = .exponential(mean: life)
        mending.process = .exponential(mean: repair)
        var model = LineModel("repair")
        model.stations = [running, mending]
        model.products = [
            LineModel.Product(
                "machine", release: .circulating(machines),
                steps: ["running", "mending"].map { LineModel.Step($0, at: [$0]) })
        ]
        let seen = CompiledLine(model).outcomes(
            seed: 3, replications: 0..<30,
            window: LineWindow(warmUp: 1_000, length: 20_000 * repair))
        check(
            seen.map { Double(machines) - $0.stations[0].times[.working] / $0.span }, down,
            relativeError: 0.005, "down")
    }

    @Test
    func `five stations that spoil leave the share of good parts that their yields multiply to`() {
        var model = serialLine(
            release: .saturated, process: [Law](repeating: .constant(1), count: 5),
            places: [1, 1, 1, 1])
        for step in 0..<5 { model.products[0].steps[step].defects = .share(0.004) }
        model.products[0].steps[4].inspection = LineModel.Inspection()
        let line = CompiledLine(model)
        #expect(line.notes.allSatisfy { $0.tier == .recursion })
        let seen = line.outcomes(
            seed: 3, replications: 0..<32, window: LineWindow(warmUp: 100, length: 50_000))
        check(
            seen.map { Double($0.products[0].good) / Double($0.stations[4].parts) },
            0.9801593613, relativeError: 0.0005, "good")
    }
}
