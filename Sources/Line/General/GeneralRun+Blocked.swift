// Parts that stay with their unit because no place is free where they go, and how they get one.
extension GeneralRun {
    /// A part waits, at its unit, for a place at a station of a group.
    mutating func block(_ part: Int32, before group: Int) {
        blockNumber &+= 1
        parts.change(Int(part)) {
            $0.next = -1
            $0.order = blockNumber
        }
        let last = blocked[group].last
        if last >= 0 { parts.change(Int(last)) { $0.next = part } }
        blocked.change(group) {
            if last < 0 { $0.first = part }
            $0.last = part
        }
        let station = Int(units[Int(parts[Int(part)].unit)].station)
        if plan.mayLock[station] { lookForCircle(at: station) }
    }

    mutating func removeFirstBlocked(before group: Int) {
        blocked.change(group) {
            $0.first = parts[Int($0.first)].next
            if $0.first < 0 { $0.last = -1 }
        }
    }

    private mutating func removeBlocked(_ part: Int32, after before: Int32, from group: Int) {
        if before < 0 { return removeFirstBlocked(before: group) }
        let next = parts[Int(part)].next
        parts.change(Int(before)) { $0.next = next }
        blocked.change(group) { if $0.last == part { $0.last = before } }
    }

    /// Lets parts that wait for this station come while it has places, in the order in which they
    /// were blocked; true if any came.
    @discardableResult mutating func admit(_ station: Int) -> Bool {
        var any = false
        while true {
            var (part, before, group) = firstAdmissible(station, in: station)
            let row = stations[station]
            for index in Int(row.firstWider)..<Int(row.firstWider + row.wider) {
                let other = firstAdmissible(station, in: Int(plan.wider[index]))
                if other.part >= 0,
                    part < 0 || parts[Int(other.part)].order < parts[Int(part)].order
                {
                    (part, before, group) = other
                }
            }
            guard part >= 0 else { return any }
            any = true
            removeBlocked(part, after: before, from: group)
            let from = Int(units[Int(parts[Int(part)].unit)].station)
            queues.change(from) { $0.present &-= 1 }
            detach(Int(part))
            send(part, by: way(of: Int(part), to: station), from: from)
        }
    }

    private mutating func firstAdmissible(
        _ station: Int, in group: Int
    ) -> (part: Int32, before: Int32, group: Int) {
        var (part, before) = (blocked[group].first, Int32(-1))
        // A place in the queue is one for all: only at a unit does it matter which part it is.
        let row = stations[station]
        let isParticular = row.takesMaterial || row.order == .sequence
        while part >= 0 {
            if hasPlace(station, for: Int(part)) { return (part, before, group) }
            if !isParticular { break }
            (part, before) = (parts[Int(part)].next, part)
        }
        return (-1, -1, group)
    }

    private mutating func way(of part: Int, to station: Int) -> Int32 {
        let step = steps[Int(parts[part].step)]
        for way in step.firstWay..<step.firstWay + step.ways
        where Int(ways[Int(way)].station) == station { return way }
        preconditionFailure("a part came to station \(station), which its step does not name")
    }

    /// A part stays with its unit until there is room in a stock.
    mutating func waitForRoom(_ part: Int) {
        parts.change(part) { $0.next = -1 }
        let number = Int32(truncatingIfNeeded: part)
        if lastGiver >= 0 { parts.change(Int(lastGiver)) { $0.next = number } }
        if firstGiver < 0 { firstGiver = number }
        lastGiver = number
    }

    /// Room has come: the parts that wait for it try again, in their order.
    mutating func retryGivers() {
        var part = firstGiver
        (firstGiver, lastGiver) = (-1, -1)
        while part >= 0 {
            let next = parts[Int(part)].next
            passOn(Int(part))
            part = next
        }
    }
}
