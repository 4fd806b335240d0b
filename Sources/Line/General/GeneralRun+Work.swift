// Units at work: what their slots bring about, and what interrupts them.
extension GeneralRun {
    /// What is due at a unit: what it is at ends, it fails, or it is repaired.
    @inline(__always) mutating func happen(at unit: Int) {
        let here = units[unit]
        if here.down >= 0 {
            endRepair(unit)
        } else if here.activity == .work {
            if here.failing < 0 { finish(unit) } else { failAtWork(unit) }
        } else if here.activity == .setup {
            endSetup(unit)
        } else {
            endUpkeep(unit)
        }
    }

    /// Books the state that ends and begins the other.
    @inline(__always) mutating func enter(_ state: StationState, _ unit: Int) {
        units.change(unit) {
            books.add(now &- $0.since, in: $0.state, of: Int($0.station))
            $0.state = state
            $0.since = now
        }
        if isTraced { note(unit) }
    }

    /// Begins work on a part that the unit has, on the short way.
    @inline(__always) mutating func start(_ unit: Int, _ part: Int32) {
        own(unit, part)
        let way = Int(parts[Int(part)].way)
        let ticks = Int64(bank.next(Int(ways[way].process)))
        units.change(unit) {
            $0.part = part
            $0.activity = .work
            $0.isBegun = true
            $0.length = ticks
        }
        work(unit, ticks)
    }

    /// Works until the work is done or the unit fails, whichever is first: failures on this clock
    /// count in time of work (a tie ends the work).
    @inline(__always) mutating func work(_ unit: Int, _ ticks: Int64) {
        enter(.working, unit)
        let here = units[unit]
        let row = stations[Int(here.station)]
        if row.modes == 0 {
            units.change(unit) {
                $0.failing = -1
                $0.isRunning = true
                $0.left = 0
                $0.until = now &+ ticks
            }
            due.set(unit, now &+ ticks)
            return
        }
        let (first, mode) = (Int(here.clock), Int(row.firstMode))
        var (least, failing) = (ticks, Int32(-1))
        for index in 0..<Int(row.modes)
        where modes[mode &+ index].clock == .working && clocks[first &+ index] < least {
            least = clocks[first &+ index]
            failing = Int32(truncatingIfNeeded: index)
        }
        for index in 0..<Int(row.modes) where modes[mode &+ index].clock == .working {
            clocks.change(first &+ index) { $0 &-= least }
        }
        units.change(unit) {
            $0.failing = failing
            $0.isRunning = true
            $0.left = ticks &- least
            $0.until = now &+ least
        }
        due.set(unit, now &+ least)
    }

    /// Begins, or goes on with, what the unit is at: its repair first. Waits for people if nobody
    /// is free, and for the shift if its station is closed.
    mutating func proceed(_ unit: Int) {
        let here = units[unit]
        let row = stations[Int(here.station)]
        if here.down >= 0 {
            guard take(row.repair, for: unit) else { return refresh(unit) }
            begin(unit, lasting: wear[unit].repairLeft)
            return refresh(unit)
        }
        switch here.activity {
        case .idle, .hold: refresh(unit)
        case .work, .setup:
            guard isOpen(row) || here.isOvertime else { return refresh(unit) }
            let need = here.activity == .work ? row.work : row.setup
            guard take(need, for: unit) else { return refresh(unit) }
            units.change(unit) { $0.isBegun = true }
            if here.activity == .work {
                work(unit, here.left)
            } else {
                begin(unit, lasting: here.left)
                enter(.setup, unit)
            }
        case .upkeep:
            guard take(row.upkeep, for: unit) else { return refresh(unit) }
            begin(unit, lasting: here.left)
            refresh(unit)
        }
    }

    private mutating func begin(_ unit: Int, lasting ticks: Int64) {
        units.change(unit) {
            $0.failing = -1
            $0.isRunning = true
            $0.until = now &+ ticks
            if $0.down < 0 { $0.left = 0 }
        }
        due.set(unit, now &+ ticks)
    }

    /// Stops what a unit is at, and keeps what is left of it.
    mutating func interrupt(_ unit: Int) {
        let here = units[unit]
        if here.waitsForCrew { forgetAsking(unit) }
        guard here.isRunning else { return }
        let rest = here.until &- now
        due.set(unit, WinnerTree.never)
        if here.down >= 0 {
            wear.change(unit) { $0.repairLeft = rest }
        } else {
            if here.activity == .work {
                let row = stations[Int(here.station)]
                for index in 0..<Int(row.modes)
                where modes[Int(row.firstMode) + index].clock == .working {
                    clocks.change(Int(here.clock) + index) { $0 &+= rest }
                }
            }
            units.change(unit) { $0.left &+= rest }
        }
        units.change(unit) { $0.isRunning = false }
        letGo(unit)
    }

    private mutating func failAtWork(_ unit: Int) {
        let here = units[unit]
        units.change(unit) { $0.isRunning = false }
        due.set(unit, WinnerTree.never)
        letGo(unit)
        fail(unit, Int(here.failing))
    }

    /// A unit fails in some way, and its repair begins; what it was at has been interrupted.
    mutating func fail(_ unit: Int, _ mode: Int) {
        let here = units[unit]
        let station = Int(here.station)
        let index = Int(stations[station].firstMode) + mode
        let row = modes[index]
        if here.isListed { unlist(unit) }
        let until = Int64(bank.next(Int(row.untilFailure)))
        clocks[Int(here.clock) + mode] = row.clock == .parts ? GeneralRun.count(until) : until
        books.failures.change(index) { $0 += 1 }
        wear.change(unit) { $0.repairLeft = Int64(bank.next(Int(row.repair))) }
        units.change(unit) {
            $0.failing = -1
            $0.down = Int32(truncatingIfNeeded: mode)
        }
        if here.activity == .work, here.isBegun {
            switch row.underway {
            case .resume: break
            case .again: units.change(unit) { $0.left = $0.length }
            case .scrap: scrapWork(unit)
            }
        }
        proceed(unit)
    }

    /// A draw in parts: whole ones, at least one.
    static func count(_ ticks: Int64) -> Int64 {
        max(1, Int64((Double(ticks) / Ticks.perSecond).rounded()))
    }

    private mutating func endRepair(_ unit: Int) {
        let here = units[unit]
        let row = stations[Int(here.station)]
        let mode = Int(here.down)
        due.set(unit, WinnerTree.never)
        units.change(unit) {
            $0.down = -1
            $0.isRunning = false
        }
        letGo(unit)
        let index = Int(row.firstMode) + mode
        if modes[index].clock == .calendar {
            let number = unit - Int(row.firstUnit)
            due.set(Int(modes[index].slot) + number, now &+ clocks[Int(here.clock) + mode])
        }
        goOn(unit)
    }

    /// After a repair or an upkeep: the next failure that is waiting, else what was interrupted,
    /// else the next part.
    mutating func goOn(_ unit: Int) {
        let here = units[unit]
        let row = stations[Int(here.station)]
        for mode in 0..<Int(row.modes) where overdue[Int(here.clock) + mode] {
            overdue[Int(here.clock) + mode] = false
            return fail(unit, mode)
        }
        switch here.activity {
        case .idle: setFree(unit)
        case .hold: refresh(unit)
        case .work, .setup, .upkeep: proceed(unit)
        }
    }

    /// A unit fails by the calendar; one that is down or in maintenance fails after that.
    mutating func failByCalendar(_ slot: Int) {
        due.set(slot, WinnerTree.never)
        let owner = plan.owners[slot &- unitCount]
        let (unit, mode) = (Int(owner.index), Int(owner.detail))
        if units[unit].down >= 0 || units[unit].activity == .upkeep {
            overdue[Int(units[unit].clock) + mode] = true
        } else {
            interrupt(unit)
            fail(unit, mode)
        }
    }

    /// The state of a unit, from all that there is to it.
    @inline(__always) func state(of unit: Int) -> StationState {
        let here = units[unit]
        let row = stations[Int(here.station)]
        if !isOpen(row), !(here.isOvertime && here.isRunning && here.down < 0) { return .offShift }
        if here.down >= 0 {
            return modes[Int(row.firstMode) + Int(here.down)].isMicroStop ? .microStop : .down
        }
        switch here.activity {
        case .idle: return queues[Int(here.station)].lacksMaterial ? .waitingForMaterial : .starved
        case .setup: return here.isRunning ? .setup : .waitingForCrew
        case .work: return here.isRunning ? .working : .waitingForCrew
        case .hold: return .blocked
        case .upkeep: return .maintenance
        }
    }

    mutating func refresh(_ unit: Int) {
        let state = state(of: unit)
        if state != units[unit].state { enter(state, unit) }
    }
}
