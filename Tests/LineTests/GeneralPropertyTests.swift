import Testing

@testable import Line

/// What holds for every model, whatever features it has.
@Suite struct GeneralPropertyTests {
    private func run(_ model: LineModel, _ replication: UInt64 = 0) -> GeneralRun {
        GeneralRun(GeneralPlan(model), seed: 8, replication: replication)
    }

    /// What must hold at any time, from the start of the run.
    private func checkState(_ run: borrowing GeneralRun, _ what: String) {
        var (present, live) = (0, Int(run.partNumber))
        for product in 0..<run.plan.products.count {
            let count = run.books.products[product]
            live -= count.finished + count.scrapped
        }
        for station in 0..<run.stations.count {
            let (row, queue) = (run.stations[station], run.queues[station])
            present += Int(queue.present)
            #expect(queue.waiting >= 0 && queue.travelling >= 0, "\(what): queue \(station)")
            var ticks: Int64 = 0
            for state in StationState.allCases {
                let here = run.books.times[station * GeneralBooks.states + state.rawValue]
                #expect(here >= 0)
                ticks += here
            }
            for unit in Int(row.firstUnit)..<Int(row.firstUnit + row.units) {
                ticks += run.now - run.units[unit].since
                let isHeld = run.units[unit].part >= 0
                let isIdle =
                    run.units[unit].activity == .idle || run.units[unit].activity == .upkeep
                #expect(isHeld != isIdle, "\(what): unit \(unit)")
                #expect(run.units[unit].state == run.state(of: unit), "\(what): state of \(unit)")
            }
            #expect(ticks == run.now * Int64(row.units), "\(what): states of \(station)")
            var (part, waiting) = (queue.first, Int32(0))
            while part >= 0 {
                waiting += 1
                part = run.parts[Int(part)].next
            }
            #expect(waiting == queue.waiting, "\(what): queue of \(station)")
        }
        #expect(present == live, "\(what): parts")
        for stock in run.plan.stocks.indices {
            let level = run.levels[stock]
            #expect(level.onHand >= 0 && level.backordered >= 0 && level.onOrder >= 0)
            #expect(level.onHand == 0 || level.backordered == 0)
        }
        for crew in run.plan.crews.indices {
            var held: Int32 = 0
            for unit in 0..<run.units.count { held += run.held[unit * run.plan.crews.count + crew] }
            #expect(held == run.duties[crew].busy && held <= run.plan.crews[crew].people, "\(what)")
        }
    }

    @Test(arguments: 0..<150)
    func `parts, people, pieces and time are all accounted for`(seed: Int) {
        let model = ModelLottery.anything(UInt64(seed))
        var run = run(model)
        for time in stride(from: 0.0, through: 400, by: 37) {
            run.run(until: Ticks(seconds: time))
            checkState(run, "model \(seed) at \(time)")
        }
        #expect(run.events > 0)
    }

    @Test(arguments: 0..<100)
    func `stopping on the way, forking and clearing the books change nothing that comes`(
        seed: Int
    ) {
        let plan = GeneralPlan(ModelLottery.anything(UInt64(seed)))
        var whole = GeneralRun(plan, seed: 3, replication: 1)
        whole.run(until: Ticks(seconds: 300))
        var pieces = GeneralRun(plan, seed: 3, replication: 1)
        for time in [1, 17, 100, 150.5] { pieces.run(until: Ticks(seconds: time)) }
        var branch = pieces.fork()
        pieces.run(until: Ticks(seconds: 300))
        branch.run(until: Ticks(seconds: 300))
        let (first, second, third) = (whole.outcome(), pieces.outcome(), branch.outcome())
        #expect(first == second, "model \(seed)")
        #expect(first == third, "model \(seed)")
    }

    @Test(arguments: 0..<100)
    func `orders are all worked off, and parts on the line are what lead times sum to`(seed: Int) {
        let model = ModelLottery.orders(UInt64(seed))
        var run = run(model)
        run.run(until: Ticks(seconds: 4_000))
        checkState(run, "model \(seed)")
        let outcome = run.outcome()
        var leads: Int64 = 0
        for (index, product) in outcome.products.enumerated() {
            guard case .orders(let orders) = model.products[index].release else { continue }
            #expect(product.begun == orders.reduce(0) { $0 + $1.parts })
            #expect(product.finished == product.begun, "model \(seed): \(product)")
            let ticks = product.leadTime.mean * Double(product.leadTime.count) * Ticks.perSecond
            leads += Int64(ticks.rounded())
        }
        // Little's law without an expectation: nobody is on the line at either end.
        #expect(leads == run.books.area, "model \(seed)")
        #expect(outcome.standstill == nil)
    }

    @Test(arguments: 0..<20)
    func `a larger buffer never lowers what a line gives`(seed: Int) {
        let laws: [Law] = [
            .exponential(mean: 1), .uniform(low: 0.2, high: 1.8), .erlang(stages: 2, mean: 1),
            .lognormal(mean: 1, squaredVariation: 0.4),
        ]
        let stop = LineModel.Breakdown(
            "stop", until: .exponential(mean: 30), repair: .exponential(mean: 5))
        var before = -1
        for places in [0, 1, 2, 5, 11] {
            let model = serialLine(
                release: .saturated, process: laws,
                places: [places, seed % 3, (places + 1) / 2], breakdowns: [stop])
            var run = run(model, UInt64(seed))
            run.run(until: Ticks(seconds: 2_000))
            #expect(run.departed >= before, "seed \(seed), \(places) places")
            before = run.departed
        }
    }
}
