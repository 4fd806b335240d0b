extension FlowRecursion {
    /// Enters what became of the parts of the block: how many came and went, and how long they took.
    ///
    /// - Parameter areInside: all of it happened in the window.
    mutating func addParts(areInside: Bool) {
        addToSeries()
        for segment in fill.segments {
            if areInside {
                books.begun[segment.product] += Double(segment.parts.count)
                books.present &+=
                    isFedWithoutEnd
                    ? leads.add(segment.parts, of: segment.product, entered: entries, gone: exits)
                    : leads.add(segment.parts, of: segment.product, entered: came, gone: exits)
                continue
            }
            for part in segment.parts {
                let (begun, gone) = (begin(of: part), exits[part])
                books.begun[segment.product] += counted(begun)
                books.present &+= wholeNumbers(within(begun, gone))
                leads.add(
                    gone - begun, of: segment.product, where: (gone .> from) .& (gone .<= to))
            }
        }
    }

    @inline(__always) private func begin(of part: Int) -> SIMD8<Double> {
        isFedWithoutEnd ? entries[part] : came[part]
    }

    mutating func addToSeries() {
        guard series.isWanted else { return }
        for part in 0..<FlowRecursion.block {
            series.come(at: begin(of: part))
            series.go(at: exits[part])
        }
    }

    /// Enters parts that come before the window ends, and are not begun in it.
    mutating func addLateArrivals() {
        guard let draw = arrivals?.draw, var stream = arrivals?.stream else { return }
        let later = SIMD8<Double>(repeating: .infinity)
        var part = parts
        while true {
            arrival += draw.next(from: &stream)
            guard any(arrival .<= to) else { return }
            books.begun[0] += counted(arrival)
            let stay = wholeNumbers(within(arrival, SIMD8(repeating: to)))
            books.present &+= stay
            books.waited[0] &+= stay
            books.waitingAtStart[0] += SIMD8<Double>().replacing(
                with: 1, where: arrival .<= from)
            if series.isWanted { series.come(at: arrival) }
            parts = part
            makeRoom()
            let isInside = (arrival .> from) .& (arrival .< to)
            look(
                at: 0, part: part, came: arrival.replacing(with: .infinity, where: .!isInside),
                entered: later)
            part += 1
        }
    }

    /// What a replication gave, as the model's stations and products.
    ///
    /// - Parameter order: the model's stations in the order of the flow.
    package func outcome(lane: Int, of model: LineModel, order: [Int]) -> LineOutcome {
        let span = window.to.count - window.from.count
        var outcome = LineOutcome(span: Double(span) / Ticks.perSecond)
        outcome.stations = model.stations.map { LineOutcome.Station($0.name, units: 1) }
        var mode = 0
        var events = stations * parts
        for (index, place) in order.enumerated() {
            let station = model.stations[place]
            let ticks = ticks(of: index, station.breakdowns, firstMode: mode, lane: lane)
            mode += station.breakdowns.count
            events += ticks.setups + 2 * ticks.failures.reduce(0, +)
            outcome.stations[place] = ticks.outcome(of: station, span: span)
        }
        for (index, product) in model.products.enumerated() {
            var seen = LineOutcome.Product(product.name)
            seen.begun = Int(books.begun[index][lane])
            seen.leadTime = leads.tally(of: index, lane: lane)
            seen.finished = seen.leadTime.count
            if !isFedWithoutEnd { events += seen.begun }
            outcome.products.append(seen)
        }
        outcome.workInProcess = Double(books.present[lane]) / Double(span)
        outcome.events = events
        outcome.series = series.intervals(lane: lane)
        return outcome
    }

    /// What a station did in a lane.
    private func ticks(
        of station: Int, _ breakdowns: [LineModel.Breakdown], firstMode: Int, lane: Int
    ) -> StationTicks {
        var ticks = StationTicks()
        ticks[.setup] = Int64(books.setup[station][lane])
        for (index, breakdown) in breakdowns.enumerated() {
            let state = breakdown.isMicroStop ? StationState.microStop : .down
            ticks[state] += Int64(books.repair[firstMode + index][lane])
            ticks.failures.append(Int(books.failures[firstMode + index][lane]))
        }
        ticks[.working] =
            Int64(books.occupied[station][lane]) - ticks[.setup] - ticks[.down]
            - ticks[.microStop]
        ticks[.blocked] = Int64(books.blocked[station][lane])
        ticks[.starved] = Int64(books.starved[station][lane])
        ticks.parts = Int(books.ended[station][lane])
        ticks.work = Int64(books.work[station][lane])
        ticks.setups = Int(books.setups[station][lane])
        ticks.waited = books.waited[station][lane]
        ticks.longestQueue = Int(
            max(longest[station][lane], books.waitingAtStart[station][lane]))
        return ticks
    }
}
