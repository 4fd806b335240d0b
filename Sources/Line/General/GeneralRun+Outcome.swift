// What a run gives.
extension GeneralRun {
    /// Ends the warm-up: from now on it counts.
    package mutating func clearBooks() {
        settleBooks()
        books.clear(at: now)
        for station in 0..<queues.count {
            queues.change(station) {
                ($0.area, $0.longest) = (0, 0)
            }
        }
        for stock in plan.stocks.indices {
            levels.change(stock) {
                ($0.onHandArea, $0.backorderedArea) = (0, 0)
                ($0.demanded, $0.servedAtOnce, $0.lostSales) = (0, 0, 0)
                ($0.orders, $0.piecesOrdered) = (0, 0)
            }
        }
        for crew in plan.crews.indices {
            duties.change(crew) { ($0.busyArea, $0.dutyArea) = (0, 0) }
        }
    }

    /// Brings the books up to now: what lasts is counted so far.
    mutating func settleBooks() {
        for unit in 0..<unitCount {
            units.change(unit) {
                books.add(now &- $0.since, in: $0.state, of: Int($0.station))
                $0.since = now
            }
        }
        for station in 0..<queues.count {
            queues.change(station) { $0.wait(for: 0, from: now) }
        }
        settleStocks()
        for crew in plan.crews.indices { accrue(crew) }
        books.change(onLine: 0, at: now)
    }

    /// What the run gave since the books were cleared (else since the start) up to now; nothing
    /// changes in what comes.
    package mutating func outcome() -> LineOutcome {
        lookForStandstill()
        settleBooks()
        let span = now &- books.opened
        var outcome = LineOutcome(span: Ticks(span).seconds)
        outcome.stations = plan.model.stations.indices.map { station($0, span) }
        outcome.products = plan.model.products.indices.map { product($0) }
        outcome.stocks = plan.model.stocks.indices.map { stock($0, span) }
        outcome.crews = plan.model.crews.indices.map { index in
            var crew = LineOutcome.Crew(plan.model.crews[index].name)
            crew.onDuty = Ticks(duties[index].dutyArea).seconds
            crew.busy = Ticks(duties[index].busyArea).seconds
            return crew
        }
        outcome.workInProcess = GeneralRun.mean(books.area, span)
        outcome.events = events
        outcome.standstill = standstill
        return outcome
    }

    /// Parts finished since the start, and part-ticks on the line, warm-up included.
    mutating func tally() -> (finished: Int, area: Int64) {
        books.change(onLine: 0, at: now)
        return (books.finishedEver, books.areaEver &+ books.area)
    }

    private static func mean(_ area: Int64, _ span: Int64) -> Double {
        Double(area) / Double(span)
    }

    private func station(_ index: Int, _ span: Int64) -> LineOutcome.Station {
        let row = stations[index]
        let count = books.stations[index]
        var ticks = StationTicks()
        for state in StationState.allCases {
            ticks[state] = books.times[index * GeneralBooks.states + state.rawValue]
        }
        (ticks.parts, ticks.spoiled, ticks.scrapped) =
            (count.parts, count.spoiled, count.scrapped)
        (ticks.work, ticks.setups, ticks.upkeeps) = (count.work, count.setups, count.upkeeps)
        ticks.failures = (0..<Int(row.modes)).map { books.failures[Int(row.firstMode) + $0] }
        (ticks.waited, ticks.longestQueue) = (queues[index].area, Int(queues[index].longest))
        return ticks.outcome(of: plan.model.stations[index], span: span)
    }

    private func product(_ index: Int) -> LineOutcome.Product {
        let count = books.products[index]
        var product = LineOutcome.Product(plan.model.products[index].name)
        (product.begun, product.lost) = (count.begun, count.lost)
        (product.finished, product.escaped) = (count.finished, count.escaped)
        (product.scrapped, product.reworked) = (count.scrapped, count.reworked)
        product.leadTime = books.leadTimes.tally(of: index)
        (product.withDueDate, product.late) = (count.withDueDate, count.late)
        product.lateness = Ticks(count.lateness).seconds
        return product
    }

    private func stock(_ index: Int, _ span: Int64) -> LineOutcome.Stock {
        let level = levels[index]
        var stock = LineOutcome.Stock(plan.model.stocks[index].name)
        stock.onHand = GeneralRun.mean(level.onHandArea, span)
        stock.backordered = GeneralRun.mean(level.backorderedArea, span)
        (stock.demanded, stock.servedAtOnce) = (level.demanded, level.servedAtOnce)
        stock.lostSales = level.lostSales
        (stock.orders, stock.piecesOrdered) = (level.orders, level.piecesOrdered)
        return stock
    }
}

extension GeneralPlan {
    /// One replication over a window, series and all.
    package func outcome(seed: UInt64, replication: UInt64, window: LineWindow) -> LineOutcome {
        var run = GeneralRun(self, seed: seed, replication: replication)
        let from = Ticks(seconds: window.warmUp)
        let end = from + Ticks(seconds: window.length)
        var series: [LineOutcome.Interval] = []
        if let interval = window.interval {
            let step = max(Ticks(1), Ticks(seconds: interval))
            var (cleared, before) = (from <= .zero, run.tally())
            var time = step
            while time <= end {
                if !cleared, from <= time {
                    run.run(until: from)
                    run.clearBooks()
                    cleared = true
                }
                run.run(until: time)
                let after = run.tally()
                series.append(
                    LineOutcome.Interval(
                        finished: after.finished - before.finished,
                        workInProcess: Double(after.area - before.area) / Double(step.count)))
                before = after
                time += step
            }
            if !cleared {
                run.run(until: from)
                run.clearBooks()
            }
        } else if from > .zero {
            run.run(until: from)
            run.clearBooks()
        }
        run.run(until: end)
        var outcome = run.outcome()
        outcome.series = series
        return outcome
    }
}
