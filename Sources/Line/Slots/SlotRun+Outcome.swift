extension SlotRun {
    /// Runs through a window and gives what came of it.
    package static func outcome(
        of net: StationNet, model: LineModel, seed: UInt64, replication: UInt64,
        window: FlowRecursion.Window
    ) -> LineOutcome {
        var run = SlotRun(net, seed: seed, replication: replication, window: window)
        if window.from > .zero {
            run.run(until: window.from)
            run.clearBooks()
        }
        run.run(until: window.to)
        return run.outcome(of: model)
    }

    /// What happened since the books were cleared, as the model's stations and products.
    package func outcome(of model: LineModel) -> LineOutcome {
        settle()
        let span = now - start
        var outcome = LineOutcome(span: Double(span) / Ticks.perSecond)
        for (index, station) in model.stations.enumerated() {
            outcome.stations.append(
                ticks(of: index, breakdowns: station.breakdowns.count)
                    .outcome(of: station, span: span))
        }
        for (index, product) in model.products.enumerated() {
            var seen = LineOutcome.Product(product.name)
            seen.begun = books.products[index].begun
            seen.lost = books.products[index].lost
            seen.leadTime = leads.tally(of: index)
            seen.finished = seen.leadTime.count
            outcome.products.append(seen)
        }
        outcome.workInProcess = Double(books.present + Int64(onLine) * now) / Double(span)
        outcome.events = events
        outcome.series = isSeriesWanted ? series.intervals : []
        return outcome
    }

    private func ticks(of station: Int, breakdowns: Int) -> StationTicks {
        var ticks = StationTicks()
        ticks[.starved] = books.ticks(in: .idle, of: station)
        ticks[.working] = books.ticks(in: .working, of: station)
        ticks[.down] = books.ticks(in: .down, of: station)
        ticks[.microStop] = books.ticks(in: .microStop, of: station)
        ticks[.blocked] = books.ticks(in: .blocked, of: station)
        let book = books.stations[station]
        (ticks.parts, ticks.work) = (book.parts, book.work)
        let first = Int(stations[station].firstMode)
        ticks.failures = (first..<first + breakdowns).map { books.failures[$0] }
        var list = lists[station]
        list.wait(for: 0, from: now)
        ticks.waited = list.waited + Int64(list.waiting) * now
        ticks.longestQueue = Int(list.longest)
        return ticks
    }
}
