// Planned maintenance: begun between two parts while the station is open, and done to its end.
extension GeneralRun {
    /// The first upkeep of a unit that is due; nil if none is.
    mutating func upkeepDue(_ unit: Int) -> Int? {
        let here = units[unit]
        let row = stations[Int(here.station)]
        let wear = wear[unit]
        for index in 0..<Int(row.upkeeps) {
            let entry = plan.upkeeps[Int(row.firstUpkeep) + index]
            let clock = upkeepClocks[place(unit, row, index)]
            let isDue: Bool
            if entry.condition >= 0 {
                isDue =
                    value(of: entry.condition, part: -1, unit: unit, station: Int(here.station))
                    == 1
            } else {
                switch entry.clock {
                case .working: isDue = wear.work &- clock.last >= entry.every
                case .parts: isDue = wear.parts &- clock.last >= entry.every
                case .calendar: isDue = clock.isDue
                }
            }
            if isDue { return index }
        }
        return nil
    }

    private mutating func place(_ unit: Int, _ row: GeneralPlan.Station, _ upkeep: Int) -> Int {
        Int(row.firstUpkeepClock) + (unit - Int(row.firstUnit)) * Int(row.upkeeps) + upkeep
    }

    mutating func beginUpkeep(_ unit: Int, _ upkeep: Int) {
        let row = stations[Int(units[unit].station)]
        let entry = plan.upkeeps[Int(row.firstUpkeep) + upkeep]
        // A condition may hold again at once: time must go on between two upkeeps.
        let ticks = max(
            entry.condition >= 0 ? 1 : 0, Int64(bank.next(Int(entry.duration))))
        wear.change(unit) { $0.upkeep = Int32(upkeep) }
        units.change(unit) {
            $0.activity = .upkeep
            $0.left = ticks
        }
        proceed(unit)
    }

    /// Maintenance is done: its clock and those of the breakdowns that it renews begin anew.
    mutating func endUpkeep(_ unit: Int) {
        let here = units[unit]
        let row = stations[Int(here.station)]
        let upkeep = Int(wear[unit].upkeep)
        let entry = plan.upkeeps[Int(row.firstUpkeep) + upkeep]
        due.set(unit, WinnerTree.never)
        letGo(unit)
        units.change(unit) {
            $0.isRunning = false
            $0.activity = .idle
        }
        books.stations.change(Int(here.station)) { $0.upkeeps += 1 }
        wear.change(unit) {
            $0.upkeep = -1
            $0.partsAtUpkeep = $0.parts
            $0.workAtUpkeep = $0.work
        }
        let worn = wear[unit]
        upkeepClocks[place(unit, row, upkeep)] = UpkeepClock(
            last: entry.clock == .parts ? worn.parts : worn.work)
        if entry.clock == .calendar {
            due.set(Int(entry.slot) + unit - Int(row.firstUnit), now &+ entry.every)
        }
        for index in Int(entry.firstRenewal)..<Int(entry.firstRenewal + entry.renewals) {
            renew(unit, row, Int(plan.renewals[index]))
        }
        goOn(unit)
    }

    private mutating func renew(_ unit: Int, _ row: GeneralPlan.Station, _ mode: Int) {
        let entry = modes[Int(row.firstMode) + mode]
        let until = Int64(bank.next(Int(entry.untilFailure)))
        let clock = Int(units[unit].clock) + mode
        overdue[clock] = false
        clocks[clock] = entry.clock == .parts ? GeneralRun.count(until) : until
        if entry.clock == .calendar {
            due.set(Int(entry.slot) + unit - Int(row.firstUnit), now &+ until)
        }
    }

    /// Upkeep by the calendar falls due: a unit that waits for parts begins it at once.
    mutating func upkeepFallsDue(_ slot: Int) {
        due.set(slot, WinnerTree.never)
        let owner = plan.owners[slot &- unitCount]
        let (unit, upkeep) = (Int(owner.index), Int(owner.detail))
        let row = stations[Int(units[unit].station)]
        upkeepClocks.change(place(unit, row, upkeep)) { $0.isDue = true }
        guard units[unit].isListed else { return }
        unlist(unit)
        beginUpkeep(unit, upkeep)
    }
}
