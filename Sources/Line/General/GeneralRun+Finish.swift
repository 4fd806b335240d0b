// What happens when work ends: quality, giving, and where the part goes from here.
extension GeneralRun {
    /// Work has ended. The short way of a single part that only goes on; all else by `endWork`.
    @inline(__always) mutating func finish(_ unit: Int) {
        let here = units[unit]
        let station = Int(here.station)
        let part = Int(here.part)
        let step = steps[Int(parts[part].step)]
        guard stations[station].isPlain, step.isPlain else { return endWork(unit) }
        books.stations.change(station) {
            $0.parts &+= 1
            $0.work &+= here.length
        }
        units.change(unit) { $0.isRunning = false }
        let next = wayOn(step)
        if next < 0 {
            guard products[Int(parts[part].product)].endsPlainly else {
                return endPlain(unit, part)
            }
            queues.change(station) { $0.present &-= 1 }
            depart(part)
            supply(unit)
            return
        }
        let onward = steps[Int(next)]
        let way = ways[Int(onward.firstWay)]
        let target = Int(way.station)
        guard onward.ways == 1, stations[target].isPlain else {
            parts.change(part) { $0.step = next }
            units.change(unit) { $0.activity = .hold }
            parts.change(part) { $0.stage = .moving }
            giveAway(unit)
            return
        }
        parts.change(part) {
            $0.step = next
            $0.way = onward.firstWay
        }
        let queue = queues[target]
        if queue.idle >= 0 {
            let server = Int(queue.idle)
            queues.change(target) {
                $0.idle = units[server].next
                $0.present &+= 1
            }
            units.change(server) { $0.isListed = false }
            start(server, here.part)
        } else if queue.waiting < stations[target].places {
            append(here.part, at: target)
            queues.change(target) { $0.present &+= 1 }
        } else {
            units.change(unit) { $0.activity = .hold }
            parts.change(part) { $0.stage = .moving }
            enter(.blocked, unit)
            due.set(unit, WinnerTree.never)
            block(here.part, before: target)
            return
        }
        queues.change(station) { $0.present &-= 1 }
        supply(unit)
    }

    private mutating func endPlain(_ unit: Int, _ part: Int) {
        units.change(unit) { $0.activity = .hold }
        due.set(unit, WinnerTree.never)
        parts.change(part) { $0.stage = .ending }
        giveAway(unit)
    }

    /// The step after this one by share; −1: finished.
    @inline(__always) mutating func wayOn(_ step: GeneralPlan.Step) -> Int32 {
        if step.branches == 0 { return -1 }
        let first = Int(step.firstBranch)
        if step.branches == 1 { return branches[first].step }
        let share = streams.change(Int(step.routing)) { $0.uniform() }
        var index = first
        while index < first &+ Int(step.branches) &- 1, branches[index].share < share {
            index &+= 1
        }
        return branches[index].step
    }

    /// Work has ended on whatever the unit has.
    mutating func endWork(_ unit: Int) {
        let here = units[unit]
        let station = Int(here.station)
        let row = stations[station]
        due.set(unit, WinnerTree.never)
        units.change(unit) {
            $0.isRunning = false
            $0.isBegun = false
            $0.isOvertime = false
            $0.activity = .hold
        }
        letGo(unit)
        books.stations.change(station) { $0.work &+= here.length }
        var ended: Int64 = 0
        var part = here.part
        while part >= 0 {
            endWork(onPart: Int(part), unit, station)
            ended += 1
            part = parts[Int(part)].mate
        }
        wear.change(unit) {
            $0.parts += ended
            $0.work += here.length
        }
        if row.failsByParts { countParts(ended, unit, row) }
        giveAway(unit)
    }

    /// Counts on the clocks that count parts; a unit whose clock has run out fails now, and its
    /// parts go on meanwhile.
    private mutating func countParts(_ ended: Int64, _ unit: Int, _ row: GeneralPlan.Station) {
        let first = Int(units[unit].clock)
        for mode in 0..<Int(row.modes) where modes[Int(row.firstMode) + mode].clock == .parts {
            clocks.change(first + mode) { $0 -= ended }
            if clocks[first + mode] <= 0 { overdue[first + mode] = true }
        }
        for mode in 0..<Int(row.modes) where overdue[first + mode] {
            overdue[first + mode] = false
            return fail(unit, mode)
        }
    }

    /// One part's work has ended: is it good?
    private mutating func endWork(onPart part: Int, _ unit: Int, _ station: Int) {
        let step = steps[Int(parts[part].step)]
        books.stations.change(station) { $0.parts += 1 }
        parts.change(part) { $0.stage = .giving }
        guard step.quality >= 0 else { return }
        var share = step.defects
        if step.defectRule >= 0 {
            // A share that is not known spoils nothing.
            let value = value(of: step.defectRule, part: part, unit: unit, station: station)
            share = value > 0 ? min(1, value) : 0
        }
        let isSpoiled = streams.change(Int(step.quality)) { $0.uniform() } < share
        if isSpoiled, !parts[part].isDefective {
            parts.change(part) { $0.isDefective = true }
            books.stations.change(station) { $0.spoiled += 1 }
        }
    }

    /// Sends on all parts of a unit that can go; it keeps the others and is blocked.
    mutating func giveAway(_ unit: Int) {
        var part = units[unit].part
        while part >= 0 {
            let next = parts[Int(part)].mate
            passOn(Int(part))
            part = next
        }
        if units[unit].part >= 0 {
            due.set(unit, units[unit].isRunning ? units[unit].until : WinnerTree.never)
            refresh(unit)
        }
    }

    /// Takes a part as far as it can go: gives, looks, chooses the way, moves. It stays with its
    /// unit where there is no room or no place, and goes on when there is.
    mutating func passOn(_ part: Int) {
        let unit = Int(parts[part].unit)
        let station = Int(units[unit].station)
        if parts[part].stage == .giving {
            let step = steps[Int(parts[part].step)]
            guard give(step) else { return waitForRoom(part) }
            parts.change(part) { $0.stage = .leaving }
        }
        if parts[part].stage == .leaving {
            let next = destination(part, unit, station)
            if next == GeneralRun.scrapped { return scrap(part) }
            parts.change(part) {
                if next >= 0 { $0.step = next }
                $0.stage = next < 0 ? .ending : .moving
            }
        }
        if parts[part].stage == .ending {
            let stock = Int(products[Int(parts[part].product)].endsIn)
            if stock >= 0 {
                guard hasRoom(stock, 1) else { return waitForRoom(part) }
                put(1, into: stock)
            }
            queues.change(station) { $0.present &-= 1 }
            detach(part)
            depart(part)
            return
        }
        let step = steps[Int(parts[part].step)]
        let way = choose(step, Int(parts[part].step), part)
        if way >= 0 {
            queues.change(station) { $0.present &-= 1 }
            detach(part)
            send(Int32(truncatingIfNeeded: part), by: way, from: station)
        } else {
            block(Int32(truncatingIfNeeded: part), before: -1 - Int(way))
        }
    }

    static let scrapped: Int32 = -2

    /// Looks at the part where there is an inspection, and says where it goes from here: a step,
    /// −1 out of the line, or `scrapped`.
    private mutating func destination(_ part: Int, _ unit: Int, _ station: Int) -> Int32 {
        let step = steps[Int(parts[part].step)]
        if step.inspecting >= 0 {
            let isDefective = parts[part].isDefective
            let share = streams.change(Int(step.inspecting)) { $0.uniform() }
            if share < (isDefective ? step.finds : step.falseAlarms) {
                guard step.rework >= 0, parts[part].reworks < step.mostReworks else {
                    return GeneralRun.scrapped
                }
                books.products.change(Int(parts[part].product)) { $0.reworked += 1 }
                parts.change(part) {
                    $0.reworks += 1
                    $0.isDefective = false
                }
                return step.rework
            }
        }
        let first = Int(step.firstBranch)
        guard step.branches > 0, branches[first].rule >= 0 else { return wayOn(step) }
        for index in first..<first + Int(step.branches) {
            let branch = branches[index]
            if branch.rule < 0 { return branch.step }
            if value(of: branch.rule, part: part, unit: unit, station: station) == 1 {
                return branch.step
            }
        }
        return -1
    }

    /// The part leaves its unit, which looks for work when it has none left.
    mutating func detach(_ part: Int) {
        let unit = Int(parts[part].unit)
        let next = parts[part].mate
        parts.change(part) {
            $0.unit = -1
            $0.mate = -1
            $0.stage = .routed
        }
        if units[unit].part == Int32(truncatingIfNeeded: part) {
            units.change(unit) { $0.part = next }
        } else {
            var before = units[unit].part
            while parts[Int(before)].mate != Int32(truncatingIfNeeded: part) {
                before = parts[Int(before)].mate
            }
            parts.change(Int(before)) { $0.mate = next }
        }
        guard units[unit].part < 0 else { return }
        units.change(unit) {
            $0.activity = .idle
            $0.isBegun = false
            $0.isOvertime = false
        }
        if units[unit].down < 0 {
            due.set(unit, WinnerTree.never)
            setFree(unit)
        }
    }

    /// A finished part leaves the line; one that circulates begins anew.
    @inline(__always) mutating func depart(_ part: Int) {
        let here = parts[part]
        let product = Int(here.product)
        departed &+= 1
        books.finishedEver &+= 1
        books.change(onLine: -1, at: now)
        books.products.change(product) {
            $0.finished &+= 1
            if here.isDefective { $0.escaped &+= 1 }
            if here.due >= 0 {
                $0.withDueDate &+= 1
                if now > here.due {
                    $0.late &+= 1
                    $0.lateness &+= now &- here.due
                }
            }
        }
        books.leadTimes.add(now &- here.came, of: product)
        recycle(part)
        if !products[product].endsPlainly { replace(product) }
    }

    /// A part is scrapped at the unit that has it.
    mutating func scrap(_ part: Int) {
        let station = Int(units[Int(parts[part].unit)].station)
        let product = Int(parts[part].product)
        queues.change(station) { $0.present &-= 1 }
        books.stations.change(station) { $0.scrapped += 1 }
        books.products.change(product) { $0.scrapped += 1 }
        books.change(onLine: -1, at: now)
        detach(part)
        recycle(part)
        replace(product)
    }

    /// A failure spoils the work under way: what was done of it is booked, the parts are lost.
    mutating func scrapWork(_ unit: Int) {
        let here = units[unit]
        let station = Int(here.station)
        books.stations.change(station) { $0.work &+= here.length &- here.left }
        var part = here.part
        while part >= 0 {
            let next = parts[Int(part)].mate
            books.stations.change(station) {
                $0.parts += 1
                $0.spoiled += 1
            }
            scrap(Int(part))
            part = next
        }
    }

    private mutating func recycle(_ part: Int) {
        parts.change(part) { $0.next = freePart }
        freePart = Int32(truncatingIfNeeded: part)
    }
}
