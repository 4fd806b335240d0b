// How parts come, and how a run begins.
extension GeneralRun {
    /// Parts are released: they arrive, or an order is due.
    mutating func release(at slot: Int) {
        let product = Int(plan.owners[slot &- unitCount].index)
        let row = products[product]
        switch row.kind {
        case .arrivals:
            due.set(slot, now &+ Int64(bank.next(Int(row.arrival))))
            for _ in 0..<row.count { begin(product, due: -1) }
        case .lossy:
            due.set(slot, now &+ Int64(bank.next(Int(row.arrival))))
            if isFull(row) {
                books.products.change(product) { $0.lost += 1 }
            } else {
                begin(product, due: -1)
            }
        case .orders:
            let order = plan.releases[Int(row.firstRelease + books.products[product].released)]
            books.products.change(product) { $0.released += 1 }
            setOrder(product)
            for _ in 0..<order.parts { begin(product, due: order.due) }
        case .saturated, .circulating, .replenishing, .given: break
        }
    }

    /// Whether every station that a product may begin at has as many parts as it lets in.
    private mutating func isFull(_ row: GeneralPlan.Product) -> Bool {
        let step = steps[Int(row.firstStep)]
        for way in step.firstWay..<step.firstWay + step.ways
        where queues[Int(ways[Int(way)].station)].present < row.count { return false }
        return true
    }

    private mutating func setOrder(_ product: Int) {
        let row = products[product]
        let next = books.products[product].released
        due.set(
            Int(row.slot),
            next < row.releases
                ? plan.releases[Int(row.firstRelease + next)].time : WinnerTree.never)
    }

    /// Makes a part and gives it to its first station, where it waits without limit.
    mutating func begin(_ product: Int, due dueDate: Int64) {
        let part = newPart(of: product)
        if dueDate >= 0 { parts.change(Int(part)) { $0.due = dueDate } }
        let first = Int(products[product].firstStep)
        let way = choose(steps[first], first, Int(part), isReleased: true)
        send(part, by: way, from: -1)
    }

    /// A part at the first step of its route.
    mutating func newPart(of product: Int) -> Int32 {
        if freePart < 0 {
            let count = parts.count
            parts.grow(to: 2 * count, with: Part())
            freeAllParts(from: count)
        }
        let part = freePart
        let row = products[product]
        freePart = parts[Int(part)].next
        partNumber &+= 1
        parts[Int(part)] = Part(
            product: Int32(truncatingIfNeeded: product), step: row.firstStep,
            isBegun: !row.countsFromWork, number: partNumber, came: now,
            due: row.dueAfter < 0 ? -1 : now &+ row.dueAfter)
        if !row.countsFromWork { count(product) }
        return part
    }

    /// A part of this product begins now.
    @inline(__always) mutating func count(_ product: Int) {
        books.change(onLine: 1, at: now)
        books.products.change(product) { $0.begun &+= 1 }
    }

    mutating func freeAllParts(from first: Int) {
        for part in (first..<parts.count).reversed() {
            parts.change(part) { $0.next = freePart }
            freePart = Int32(part)
        }
    }

    /// Sets up units with their clocks, idle.
    mutating func furnish() {
        for index in 0..<stationCount {
            let row = stations[index]
            for number in 0..<Int(row.units) {
                let unit = Int(row.firstUnit) + number
                var fresh = Unit()
                fresh.station = Int32(index)
                fresh.clock = row.firstClock + Int32(number) * row.modes
                units[unit] = fresh
                for mode in 0..<Int(row.modes) {
                    let entry = modes[Int(row.firstMode) + mode]
                    let until = Int64(bank.next(Int(entry.untilFailure)))
                    clocks[Int(fresh.clock) + mode] =
                        entry.clock == .parts ? GeneralRun.count(until) : until
                    if entry.clock == .calendar { due.set(Int(entry.slot) + number, until) }
                }
                for upkeep in 0..<Int(row.upkeeps) {
                    let entry = plan.upkeeps[Int(row.firstUpkeep) + upkeep]
                    if entry.clock == .calendar {
                        due.set(Int(entry.slot) + number, entry.every)
                    }
                }
            }
        }
    }

    /// Opens the line: what arrives is on its way, what is always there is begun.
    mutating func open() {
        openCalendars()
        for station in 0..<stationCount {
            let row = stations[station]
            // The first unit stands first among the idle ones.
            for unit in (Int(row.firstUnit)..<Int(row.firstUnit + row.units)).reversed() {
                if isOpen(row) { list(unit) }
                refresh(unit)
            }
        }
        openStocks()
        for product in 0..<plan.products.count {
            let row = products[product]
            switch row.kind {
            case .arrivals, .lossy:
                due.set(Int(row.slot), Int64(bank.next(Int(row.arrival))))
            case .orders: setOrder(product)
            case .circulating: for _ in 0..<row.count { begin(product, due: -1) }
            case .saturated, .replenishing, .given: break
            }
        }
        for station in 0..<stationCount where stations[station].campaigns > 0 {
            if stations[station].isPlain { beginSaturated(at: station) } else { serve(station) }
        }
    }
}
