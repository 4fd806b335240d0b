import Determinism
import Tags
import Testing

@testable import Optimize

@Suite struct RampTests {
    /// A loop of decisions on the heated mass; the setpoint's whole history is kept apart.
    @Test(arguments: 0..<12 as Range<UInt64>)
    func `no sequence of decisions travels too far in any window`(seed: UInt64) throws {
        var chance = RandomStream(seed: seed, purpose: "ramps")
        var optimizer = Optimizer(
            PlantModels.heatedProblem(travelPrice: chance.uniform(0, 0.01)),
            grid: .growing(
                horizon: 3600, first: chance.uniform(60, 300), count: 8, blockCount: 5))
        optimizer.settings.mostCauses = 0
        var situation = PlantModels.heatedSituation(
            state: chance.uniform(1400, 1560), live: chance.uniform(1460, 1640),
            low: chance.uniform(1400, 1560))
        situation.bounds[0].enforcement = .soft(price: chance.uniform(0.0001, 0.1))
        situation.handles[0].ramps = [
            TravelWindow(window: chance.uniform(30, 200), reach: chance.uniform(1, 20)),
            TravelWindow(window: chance.uniform(300, 1200), reach: chance.uniform(5, 50)),
        ]
        // The setpoint as it was: value in force from each instant on.
        var history: [(from: Double, value: Double)] = [(-1e5, situation.handles[0].live)]
        var now = 0.0
        var writes = 0
        for _ in 0..<6 {
            let live = history[history.count - 1].value
            situation.handles[0].live = live
            situation.inputs[0] = live
            // Read every 10 s.
            situation.handles[0].readbacks = (0..<200).map { k in
                let at = now - 10 * Double(k)
                let value = history.last { $0.from < at }?.value ?? history[0].value
                return Readback(age: 10 * Double(k), value: value)
            }
            let answer = optimizer.recommend(situation)
            #expect(answer.status.isSolved)
            if let move = answer.moves.first {
                history.append((now, move.to.value))
                writes += 1
                for ramp in situation.handles[0].ramps {
                    var inForce: [Double] = []
                    for (k, entry) in history.enumerated() {
                        let end = k + 1 < history.count ? history[k + 1].from : .infinity
                        if end > now - ramp.window { inForce.append(entry.value) }
                    }
                    let travel = try #require(inForce.max()) - (try #require(inForce.min()))
                    #expect(travel <= ramp.reach, "seed \(seed) after \(now) s")
                }
                #expect(move.to.value >= 1450 && move.to.value <= 1650)
            }
            let seconds = chance.uniform(30, 150)
            now += seconds
            situation.time = situation.time.later(by: seconds)
            situation.state[0] += chance.uniform(-1, 1)
        }
        _ = writes
    }

    @Test func `blocks within a window keep it along the plan`() {
        let grid = HorizonGrid(
            lengths: Array(repeating: 60, count: 10), blocks: Array(0..<10))
        let handle = HandleSituation(
            live: 100, limits: [], ramps: [TravelWindow(window: 150, reach: 4)],
            readbacks: [
                Readback(age: 20, value: 100), Readback(age: 100, value: 99),
                Readback(age: 400, value: 90),
            ])
        let bounds = TravelBounds(handle, grid: grid)
        // 90 held until 100 s ago, 99 until some time less than 100 s ago.
        #expect(bounds.blocks[0].bounds.high == 94)
        #expect(bounds.blocks[0].bounds.low == 96)
        // One minute on, 90 is 160 s or more old, 99 may still count.
        #expect(bounds.blocks[1].bounds == Bounds(96, 103))
        #expect(bounds.pairs.contains { $0.earlier == 0 && $0.later == 3 && $0.reach == 4 })
        #expect(!bounds.pairs.contains { $0.earlier == 0 && $0.later == 4 })
    }
}
