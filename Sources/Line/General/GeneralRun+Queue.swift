// Parts that come to a station and wait there.
extension GeneralRun {
    /// Sends a part to the station of a way: at once, over a distance, or on its conveyor. It has
    /// left the station that it comes from (−1: it was released).
    mutating func send(_ part: Int32, by way: Int32, from: Int) {
        let target = Int(ways[Int(way)].station)
        parts.change(Int(part)) { $0.way = way }
        queues.change(target) { $0.present &+= 1 }
        let row = stations[target]
        if row.isPlain || from < 0 { return arrive(part, at: target) }
        if row.conveyor >= 0 {
            queues.change(target) { $0.travelling += 1 }
            if row.accumulates {
                travel.add(.part, Int(part), at: now &+ row.conveyor)
                due.set(plan.slots.travel, travel.next)
            } else {
                ride(part, target, row)
            }
            return
        }
        let ticks = distance(from, target)
        if ticks == 0 { return arrive(part, at: target) }
        queues.change(target) { $0.travelling += 1 }
        travel.add(.part, Int(part), at: now &+ ticks)
        due.set(plan.slots.travel, travel.next)
    }

    /// Ticks from one station to another; 0 where one of them stands nowhere.
    private mutating func distance(_ from: Int, _ to: Int) -> Int64 {
        guard let speed = plan.model.transportSpeed else { return 0 }
        let way = plan.positions[to] - plan.positions[from]
        let metres = (way.x * way.x + way.y * way.y).squareRoot()
        return metres > 0 ? GeneralPlan.ticks(metres / speed) : 0
    }

    /// What was on its way arrives: a part, or a supplier's delivery.
    mutating func arriveFromTravel() {
        let event = travel.removeFirst()
        due.set(plan.slots.travel, travel.next)
        switch event.kind {
        case .part:
            let station = Int(ways[Int(parts[event.index].way)].station)
            queues.change(station) { $0.travelling -= 1 }
            arrive(Int32(event.index), at: station)
        case .delivery: receive(event.index)
        }
    }

    /// A part is before its station: an idle unit takes it, or it waits.
    mutating func arrive(_ part: Int32, at station: Int) {
        let queue = queues[station]
        let row = stations[station]
        if row.isPlain, queue.idle >= 0 {
            let unit = Int(queue.idle)
            unlist(unit)
            start(unit, part)
            return
        }
        append(part, at: station)
        if row.batchSlot >= 0 { setBatchTimer(station) }
        if queue.idle >= 0 {
            serve(station)
        }
    }

    /// A part joins a queue as the last.
    @inline(__always) mutating func append(_ part: Int32, at station: Int) {
        parts.change(Int(part)) {
            $0.next = -1
            $0.queued = now
        }
        let last = queues[station].last
        if last >= 0 { parts.change(Int(last)) { $0.next = part } }
        queues.change(station) {
            if last < 0 { $0.first = part }
            $0.last = part
            $0.wait(for: 1, from: now)
        }
    }

    @inline(__always) mutating func removeFirst(at station: Int) -> Int32 {
        queues.change(station) {
            let part = $0.first
            $0.first = parts[Int(part)].next
            if $0.first < 0 { $0.last = -1 }
            $0.wait(for: -1, from: now)
            return part
        }
    }

    /// Takes a part out of a queue, given the one before it; −1: it is the first.
    mutating func remove(_ part: Int32, after before: Int32, at station: Int) {
        if before < 0 {
            _ = removeFirst(at: station)
        } else {
            let next = parts[Int(part)].next
            parts.change(Int(before)) { $0.next = next }
            queues.change(station) {
                if $0.last == part { $0.last = before }
                $0.wait(for: -1, from: now)
            }
        }
        let row = stations[station]
        if row.beltSlot >= 0 { restartBelt(station, row) }
    }

    /// The waiting part that a unit takes next, and the one before it in the queue; −1: none.
    mutating func select(_ station: Int, _ unit: Int) -> (part: Int32, before: Int32) {
        let row = stations[station]
        if row.order == .firstCome, !row.takesMaterial { return (queues[station].first, -1) }
        var (best, bestBefore, least) = (Int32(-1), Int32(-1), Double.infinity)
        var lacks = false
        var (part, before) = (queues[station].first, Int32(-1))
        while part >= 0 {
            let rank = rank(of: Int(part), station, unit, row)
            // What must not be taken has no rank; what is not known comes last.
            if let rank, best < 0 || rank < least {
                if !row.takesMaterial || hasMaterial(steps[Int(parts[Int(part)].step)], parts: 1) {
                    (best, bestBefore, least) = (part, before, rank)
                    if row.order == .firstCome { break }
                } else {
                    lacks = true
                }
            }
            (part, before) = (parts[Int(part)].next, part)
        }
        if row.takesMaterial {
            queues.change(station) { $0.lacksMaterial = best < 0 && lacks }
        }
        return (best, bestBefore)
    }

    /// The lower the earlier; nil: not at all now.
    mutating func rank(of part: Int, _ station: Int, _ unit: Int, _ row: GeneralPlan.Station)
        -> Double?
    {
        let product = parts[part].product
        switch row.order {
        case .firstCome: return 0
        case .shortestWork: return ways[Int(parts[part].way)].mean
        case .dueDate: return parts[part].due < 0 ? .infinity : Double(parts[part].due)
        case .priority: return -Double(products[Int(product)].priority)
        case .sameSetup:
            let family = products[Int(product)].family
            return setupLaw(row, from: units[unit].family, to: family) < 0 ? 0 : 1
        case .sequence:
            let turn = plan.sequences[Int(row.firstInSequence + turns[station].sequence)]
            return turn == product ? 0 : nil
        case .least:
            let value = value(of: row.rule, part: part, unit: unit, station: station)
            return value.isNaN ? .infinity : value
        }
    }

    /// Whether a part that is ready to come finds a place: in the queue, or at an idle unit.
    mutating func hasPlace(_ station: Int, for part: Int) -> Bool {
        let queue = queues[station]
        let row = stations[station]
        let taken = queue.waiting &+ queue.travelling
        if taken < row.places { return true }
        guard queue.idle >= 0 else { return false }
        if row.takesMaterial, !hasMaterial(steps[Int(parts[part].step)], parts: 1) { return false }
        if row.order == .sequence, rank(of: part, station, Int(queue.idle), row) == nil {
            return false
        }
        var (unit, most) = (queue.idle, Int32(0))
        while unit >= 0 {
            most &+= row.batchMost
            if taken < most { return true }
            unit = units[Int(unit)].next
        }
        return false
    }

    /// Which way a part takes to do its step: one that has a place, or −1 − the group that it is
    /// to wait for.
    mutating func choose(
        _ step: GeneralPlan.Step, _ number: Int, _ part: Int, isReleased: Bool = false
    ) -> Int32 {
        let first = step.firstWay
        if step.ways == 1 {
            let station = Int(ways[Int(first)].station)
            return isReleased || hasPlace(station, for: part) ? first : -1 - Int32(station)
        }
        var best = Int32(-1)
        switch step.choice {
        case .firstFree:
            for way in first..<first + step.ways
            where hasPlace(Int(ways[Int(way)].station), for: part) {
                best = way
                break
            }
        case .shortestQueue:
            var least = Int32.max
            for way in first..<first + step.ways {
                let station = Int(ways[Int(way)].station)
                let present = queues[station].present
                if present < least, isReleased || hasPlace(station, for: part) {
                    (best, least) = (way, present)
                }
            }
        case .cycle:
            for offset in 0..<step.ways {
                let way = first + (cycles[number] + offset) % step.ways
                if isReleased || hasPlace(Int(ways[Int(way)].station), for: part) {
                    best = way
                    break
                }
            }
        case .shares:
            let share = streams.change(Int(step.choosing)) { $0.uniform() }
            best = first
            while best < first + step.ways - 1, ways[Int(best)].share < share { best += 1 }
            let station = ways[Int(best)].station
            return isReleased || hasPlace(Int(station), for: part) ? best : -1 - station
        }
        if best < 0 { return isReleased ? first : -1 - step.group }
        if step.choice == .cycle { cycles[number] = (best - first + 1) % step.ways }
        return best
    }
}
