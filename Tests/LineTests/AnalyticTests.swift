import Testing

@testable import Line

/// The solvers beside the simulation. Expected values were computed apart from them, by other
/// programs: `docs/line.md`, "Solved beside it".
@Suite struct AnalyticTests {
    static let closed: [(demands: [Double], parts: Int, rate: Double, cycle: Double)] = [
        ([1, 0.8, 0.6, 0.4], 10, 0.9539567156, 10.4826559068), ([1, 1, 1, 1, 1], 5, 5.0 / 9, 9),
    ]

    @Test(arguments: closed)
    func `mean value analysis gives the known closed lines`(
        demands: [Double], parts: Int, rate: Double, cycle: Double
    ) {
        let solved = MeanValueAnalysis(demands: demands, circulating: parts)
        #expect(abs(solved.throughput - rate) < 1e-9)
        #expect(abs(solved.cycle - cycle) < 1e-9)
        #expect(abs(solved.parts.reduce(0, +) - Double(parts)) < 1e-9)
    }

    static let lines:
        [(places: [Int], fails: Bool, throughput: Double, starved: Double, states: Int)] = [
            ([0], false, 2.0 / 3, 0.3333333333, 3), ([4], false, 6.0 / 7, 0.1428571429, 7),
            ([0, 0], false, 22.0 / 39, 0.4358974359, 8),
            ([0, 0, 0], false, 0.5147754893, 0.4852245107, 21),
            ([0, 0, 0, 0], false, 0.4857981216, 0.5142018784, 55),
            ([2, 2], false, 0.7340166721, 0.2659833279, 24),
            ([4], true, 0.7591766325, 0.1649057042, 24),
            ([4, 4], true, 0.7048626535, 0.2246510812, 286),
        ]

    @Test(arguments: lines)
    func `the Markov chain of a short line gives the known throughput`(
        places: [Int], fails: Bool, throughput: Double, starved: Double, states: Int
    ) {
        let station = ExponentialLine.Station(rate: 1, fails: fails ? 0.05 : 0, mends: 0.5)
        let solved = ExponentialLine(
            [ExponentialLine.Station](repeating: station, count: places.count + 1), places: places)
        #expect(abs(solved.throughput - throughput) < 1e-9)
        #expect(abs(solved.starved[places.count] - starved) < 1e-9)
        #expect(solved.states == states)
    }

    static let pairs: [(room: Int, efficiency: Double, buffer: Double, starved: Double)] = [
        (4, 0.8409361365, 2, 0.0749702499), (10, 0.8561749307, 5, 0.0582075762),
        (100, 0.8969371154, 50, 0.0133691731),
    ]

    @Test(arguments: pairs)
    func `two machines in step give what Gershwin's chain gives`(
        room: Int, efficiency: Double, buffer: Double, starved: Double
    ) {
        let machine = SteppedMachine(fails: 0.01, mends: 0.1)
        let line = TwoMachineLine(machine, machine, room: room)
        #expect(abs(line.efficiency - efficiency) < 1e-9)
        #expect(abs(line.buffer - buffer) < 1e-8)
        #expect(abs(line.starved - starved) < 1e-9 && abs(line.blocked - starved) < 1e-9)
    }

    @Test(arguments: [(3, 0.819829), (5, 0.774729), (10, 0.727367)])
    func `the decomposition gives its table to six digits`(machines: Int, efficiency: Double) {
        let machine = SteppedMachine(fails: 0.01, mends: 0.1)
        let line = LineDecomposition(
            [SteppedMachine](repeating: machine, count: machines),
            rooms: [Int](repeating: 10, count: machines - 1))
        #expect(abs(line.efficiency - efficiency) < 1e-6)
        #expect(line.rounds < LineDecomposition.mostRounds)
    }
}
