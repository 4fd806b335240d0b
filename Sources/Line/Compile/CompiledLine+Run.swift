extension CompiledLine {
    /// Outcomes of these replications, in their order. Nothing of it depends on which others are
    /// asked for in the same call.
    package func outcomes(
        seed: UInt64, replications: Range<Int>, window: LineWindow
    ) -> [LineOutcome] {
        let byPart = parts.map { part in
            part.outcomes(seed: seed, replications: replications, window: window)
        }
        if parts.count == 1, let only = byPart.first { return only }
        return (0..<replications.count).map { place in
            whole(of: byPart.map { $0[place] }, span: window.length)
        }
    }

    /// Puts the outcomes of the parts together, in the model's order.
    private func whole(of outcomes: [LineOutcome], span: Double) -> LineOutcome {
        var whole = LineOutcome(span: outcomes.first?.span ?? span)
        whole.stations = model.stations.map { LineOutcome.Station($0.name, units: $0.units) }
        whole.products = model.products.map { LineOutcome.Product($0.name) }
        whole.stocks = model.stocks.map { LineOutcome.Stock($0.name) }
        whole.crews = model.crews.map { LineOutcome.Crew($0.name) }
        for (part, outcome) in zip(parts, outcomes) {
            for (place, row) in zip(part.stations, outcome.stations) { whole.stations[place] = row }
            for (place, row) in zip(part.products, outcome.products) { whole.products[place] = row }
            for (place, row) in zip(part.stocks, outcome.stocks) { whole.stocks[place] = row }
            for (place, row) in zip(part.crews, outcome.crews) { whole.crews[place] = row }
            whole.workInProcess += outcome.workInProcess
            whole.events += outcome.events
            if whole.standstill == nil { whole.standstill = outcome.standstill }
            if whole.series.isEmpty {
                whole.series = outcome.series
            } else {
                for index in outcome.series.indices {
                    whole.series[index].finished += outcome.series[index].finished
                    whole.series[index].workInProcess += outcome.series[index].workInProcess
                }
            }
        }
        return whole
    }
}

extension CompiledLine.Part {
    func outcomes(
        seed: UInt64, replications: Range<Int>, window: LineWindow
    ) -> [LineOutcome] {
        let span = FlowRecursion.Window(window)
        switch program {
        case .recursion(let flow, let order):
            var outcomes: [LineOutcome] = []
            for first in stride(from: replications.lowerBound, to: replications.upperBound, by: 8) {
                var run = FlowRecursion(
                    flow, seed: seed, firstReplication: UInt64(first), window: span)
                _ = run.run()
                for lane in 0..<min(8, replications.upperBound - first) {
                    outcomes.append(run.outcome(lane: lane, of: model, order: order))
                }
            }
            return outcomes
        case .slots(let net):
            return replications.map { replication in
                SlotRun.outcome(
                    of: net, model: model, seed: seed, replication: UInt64(replication),
                    window: span)
            }
        case .general(let plan):
            return replications.map { replication in
                plan.outcome(seed: seed, replication: UInt64(replication), window: window)
            }
        }
    }
}

extension FlowRecursion.Window {
    init(_ window: LineWindow) {
        let from = Ticks(seconds: window.warmUp)
        self.init(
            from: from, to: from + Ticks(seconds: window.length), interval: window.interval)
    }
}

/// Runs every model on the fastest tiers that can express it, on the caller's thread.
package struct TieredReplications: Replicating {
    package init() {}

    package func outcomes(
        of model: LineModel, seed: UInt64, replications: Range<Int>, window: LineWindow
    ) -> [LineOutcome] {
        CompiledLine(model).outcomes(seed: seed, replications: replications, window: window)
    }
}
