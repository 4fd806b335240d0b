// Batches, and conveyors that stop.
extension GeneralRun {
    /// Loads a batch of one product and one step: the first in the queue's order of which enough
    /// are there, or of which the first has waited long enough. False if there is none.
    mutating func loadBatch(_ unit: Int, _ row: GeneralPlan.Station) -> Bool {
        let station = Int(units[unit].station)
        var (best, least, lacks) = (Int32(-1), Double.infinity, false)
        var part = queues[station].first
        while part >= 0 {
            let way = parts[Int(part)].way
            if let rank = rank(of: Int(part), station, unit, row), best < 0 || rank < least {
                let there = batch(of: way, station, row)
                let step = steps[Int(parts[Int(part)].step)]
                if there > 0, row.takesMaterial, !hasMaterial(step, parts: Int64(there)) {
                    lacks = true
                } else if there > 0 {
                    (best, least) = (way, rank)
                    if row.order == .firstCome { break }
                }
            }
            part = parts[Int(part)].next
        }
        if row.takesMaterial {
            queues.change(station) { $0.lacksMaterial = best < 0 && lacks }
        }
        guard best >= 0 else { return false }
        unlist(unit)
        collect(best, unit, station, row)
        if row.batchSlot >= 0 { setBatchTimer(station) }
        takeTurn(station, row)
        prepare(unit, row)
        return true
    }

    /// How many parts of a way would make a batch now; 0: it is not yet one.
    private mutating func batch(of way: Int32, _ station: Int, _ row: GeneralPlan.Station) -> Int32
    {
        var (there, hasWaited) = (Int32(0), false)
        var part = queues[station].first
        while part >= 0 {
            if parts[Int(part)].way == way {
                if there == 0, row.batchWait >= 0 {
                    hasWaited = now &- parts[Int(part)].queued >= row.batchWait
                }
                there += 1
            }
            part = parts[Int(part)].next
        }
        return there >= row.batchLeast || hasWaited ? min(there, row.batchMost) : 0
    }

    /// Moves the parts of a batch from the queue to its unit, by their rank.
    private mutating func collect(
        _ way: Int32, _ unit: Int, _ station: Int, _ row: GeneralPlan.Station
    ) {
        var last = Int32(-1)
        for _ in 0..<batch(of: way, station, row) {
            var (best, bestBefore, least) = (Int32(-1), Int32(-1), Double.infinity)
            var (part, before) = (queues[station].first, Int32(-1))
            while part >= 0 {
                if parts[Int(part)].way == way,
                    let rank = rank(of: Int(part), station, unit, row), best < 0 || rank < least
                {
                    (best, bestBefore, least) = (part, before, rank)
                    if row.order == .firstCome { break }
                }
                (part, before) = (parts[Int(part)].next, part)
            }
            remove(best, after: bestBefore, at: station)
            add(best, to: unit, after: last)
            last = best
        }
    }

    /// Puts a part into a unit's batch, and takes its material.
    private mutating func add(_ part: Int32, to unit: Int, after last: Int32) {
        parts.change(Int(part)) { $0.mate = -1 }
        if last < 0 {
            units.change(unit) {
                $0.part = part
                $0.isBegun = false
            }
        } else {
            parts.change(Int(last)) { $0.mate = part }
        }
        own(unit, part)
        takeMaterial(steps[Int(parts[Int(part)].step)])
    }

    /// Begins so many new parts of a saturated product at a unit.
    mutating func beginBatch(_ unit: Int, _ station: Int, _ product: Int, parts count: Int) {
        let step = steps[Int(products[product].firstStep)]
        var way = step.firstWay
        while Int(ways[Int(way)].station) != station { way += 1 }
        var last = Int32(-1)
        for _ in 0..<count {
            let part = newPart(of: product)
            parts.change(Int(part)) { $0.way = way }
            queues.change(station) { $0.present &+= 1 }
            if stations[station].isPlain { return start(unit, part) }
            add(part, to: unit, after: last)
            last = part
        }
        takeTurn(station, stations[station])
        prepare(unit, stations[station])
    }

    /// Sets when the next part will have waited long enough to be begun in a smaller batch.
    mutating func setBatchTimer(_ station: Int) {
        let row = stations[station]
        var part = queues[station].first
        while part >= 0, parts[Int(part)].queued &+ row.batchWait <= now {
            part = parts[Int(part)].next
        }
        due.set(
            Int(row.batchSlot),
            part < 0 ? WinnerTree.never : parts[Int(part)].queued &+ row.batchWait)
    }

    /// A part has waited long enough for its batch.
    mutating func waitNoLonger(_ slot: Int) {
        let station = Int(plan.owners[slot &- unitCount].index)
        setBatchTimer(station)
        serve(station)
    }

    /// Puts a part on a conveyor that may stop. The belt has a time of its own, which stands while
    /// it is stopped; by it a part arrives when it has travelled from end to end.
    mutating func ride(_ part: Int32, _ station: Int, _ row: GeneralPlan.Station) {
        let belt = belts[station]
        let position = belt.run &+ (belt.isStopped ? 0 : now &- belt.since)
        parts.change(Int(part)) {
            $0.queued = position &+ row.conveyor
            $0.next = -1
        }
        if belt.last >= 0 { parts.change(Int(belt.last)) { $0.next = part } }
        belts.change(station) {
            if belt.first < 0 { $0.first = part }
            $0.last = part
        }
        if belt.first < 0, !belt.isStopped { due.set(Int(row.beltSlot), now &+ row.conveyor) }
    }

    /// The first part on a belt has come to its end: it is taken, or the belt stops.
    mutating func arriveByBelt(_ slot: Int) {
        let station = Int(plan.owners[slot &- unitCount].index)
        let part = belts[station].first
        belts.change(station) {
            $0.first = parts[Int(part)].next
            if $0.first < 0 { $0.last = -1 }
        }
        due.set(slot, WinnerTree.never)
        queues.change(station) { $0.travelling -= 1 }
        arrive(part, at: station)
        if queues[station].waiting > 0 {
            belts.change(station) {
                $0.run &+= now &- $0.since
                $0.since = now
                $0.isStopped = true
            }
            due.set(slot, WinnerTree.never)
        } else {
            setBelt(station, stations[station])
        }
    }

    /// The part at the end of a belt has been taken: the belt runs again.
    mutating func restartBelt(_ station: Int, _ row: GeneralPlan.Station) {
        guard belts[station].isStopped, queues[station].waiting == 0 else { return }
        belts.change(station) {
            $0.since = now
            $0.isStopped = false
        }
        setBelt(station, row)
    }

    private mutating func setBelt(_ station: Int, _ row: GeneralPlan.Station) {
        let belt = belts[station]
        guard belt.first >= 0 else { return }
        let position = belt.run &+ (now &- belt.since)
        due.set(Int(row.beltSlot), now &+ (parts[Int(belt.first)].queued &- position))
    }
}
