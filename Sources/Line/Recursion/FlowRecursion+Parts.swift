extension FlowRecursion {
    /// Enters what became of the parts of the block: how many came and went, and how long they
    /// took.
    ///
    /// - Parameter areInside: all of it happened in the window.
    mutating func addParts(areInside: Bool) {
        addToSeries()
        for segment in fill.segments {
            if areInside {
                books.begun[segment.product] += Double(segment.parts.count)
                if quality.isWanted {
                    addJudged(segment)
                    continue
                }
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
                let isWithin = (gone .> from) .& (gone .<= to)
                judge(part, segment.product, where: counted(gone))
                leads.add(
                    gone - begun, of: segment.product,
                    where: isWithin .& (quality.kept[part] .> 0))
            }
        }
        for spoil in quality.spoils {
            let place = spoil.part * stations + spoil.station
            let counts =
                areInside
                ? SIMD8<Double>(repeating: 1) : counted(enters[place] + occupied[place])
            books.spoiled[spoil.station] += spoil.lanes * counts
        }
    }

    /// Enters a run of parts that all lie in the window, some of which may be scrapped.
    private mutating func addJudged(_ segment: FlowTurns.Segment) {
        var stay = SIMD8<Double>()
        for part in segment.parts {
            stay += exits[part] - begin(of: part)
            judge(part, segment.product, where: SIMD8(repeating: 1))
        }
        books.present &+= wholeNumbers(stay)
        if isFedWithoutEnd {
            leads.add(
                segment.parts, of: segment.product, entered: entries, gone: exits,
                kept: quality.kept)
        } else {
            leads.add(
                segment.parts, of: segment.product, entered: came, gone: exits,
                kept: quality.kept)
        }
    }

    /// Counts what became of a part's quality, in the lanes where it counts.
    @inline(__always) private func judge(
        _ part: Int, _ product: Int, where counts: SIMD8<Double>
    ) {
        guard quality.isWanted else { return }
        let (kept, defective) = (quality.kept[part], quality.defective[part])
        books.scrapped[product] += (1 - kept) * counts
        books.escaped[product] += kept * defective * counts
    }

    @inline(__always) private func begin(of part: Int) -> SIMD8<Double> {
        isFedWithoutEnd ? entries[part] : came[part]
    }

    mutating func addToSeries() {
        guard series.isWanted else { return }
        for part in 0..<FlowRecursion.block {
            series.come(at: begin(of: part))
            series.go(at: exits[part], finished: quality.kept[part])
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
        let last = order[order.count - 1]
        for (index, product) in model.products.enumerated() {
            var seen = LineOutcome.Product(product.name)
            seen.begun = Int(books.begun[index][lane])
            seen.leadTime = leads.tally(of: index, lane: lane)
            seen.finished = seen.leadTime.count
            seen.escaped = Int(books.escaped[index][lane])
            seen.scrapped = Int(books.scrapped[index][lane])
            outcome.stations[last].scrapped += seen.scrapped
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
        ticks.spoiled = Int(books.spoiled[station][lane])
        ticks.work = Int64(books.work[station][lane])
        ticks.setups = Int(books.setups[station][lane])
        ticks.waited = books.waited[station][lane]
        ticks.longestQueue = Int(
            max(longest[station][lane], books.waitingAtStart[station][lane]))
        return ticks
    }
}
