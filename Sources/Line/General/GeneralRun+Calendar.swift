// Calendars: when stations and crews are there.
extension GeneralRun {
    @inline(__always) func isOpen(_ row: GeneralPlan.Station) -> Bool {
        row.calendar < 0 || isOpen(calendar: row.calendar)
    }

    /// Open from an opening on, closed from a closing on: at that very time too, whatever comes
    /// first then.
    @inline(__always) func isOpen(calendar: Int32) -> Bool {
        if calendar < 0 { return true }
        let state = calendars[Int(calendar)]
        return state.isOpen == (state.edge > now)
    }

    mutating func openCalendars() {
        for (index, row) in plan.calendars.enumerated() {
            var state = CalendarState()
            state.isOpen = row.isOpenAtStart
            // An edge at the very start is what it is at the start.
            if row.edges > 0, plan.edges[Int(row.firstEdge)] == 0 { state.next = 1 }
            set(&state, row)
            calendars[index] = state
            due.set(Int(row.slot), state.edge)
        }
    }

    private mutating func set(_ state: inout CalendarState, _ row: GeneralPlan.Calendar) {
        guard row.edges > 0 else { return }
        if state.next == row.edges {
            state.next = 0
            state.base &+= row.period
        }
        state.edge = state.base &+ plan.edges[Int(row.firstEdge + state.next)]
    }

    /// A calendar opens or closes.
    mutating func passEdge(_ index: Int) {
        let row = plan.calendars[index]
        var state = calendars[index]
        state.isOpen.toggle()
        state.next += 1
        set(&state, row)
        calendars[index] = state
        due.set(Int(row.slot), state.edge)
        for keeper in Int(row.firstStation)..<Int(row.firstStation + row.stations) {
            let station = stations[Int(plan.keepers[keeper])]
            for unit in Int(station.firstUnit)..<Int(station.firstUnit + station.units) {
                if state.isOpen { reopen(unit) } else { close(unit, station) }
            }
        }
        for keeper in Int(row.firstCrew)..<Int(row.firstCrew + row.crews) {
            changeShift(Int(plan.keepers[keeper]), isOpen: state.isOpen)
        }
    }

    private mutating func close(_ unit: Int, _ row: GeneralPlan.Station) {
        let here = units[unit]
        if here.isListed { unlist(unit) }
        if here.activity == .work || here.activity == .setup {
            if row.finishesAtClosing, here.isBegun {
                units.change(unit) { $0.isOvertime = true }
            } else if here.down < 0 {
                interrupt(unit)
            }
        }
        refresh(unit)
    }

    private mutating func reopen(_ unit: Int) {
        let here = units[unit]
        units.change(unit) { $0.isOvertime = false }
        if here.down >= 0 || here.isRunning { return refresh(unit) }
        switch here.activity {
        case .work, .setup: proceed(unit)
        case .idle: if !here.isListed { setFree(unit) }
        case .hold, .upkeep: refresh(unit)
        }
    }
}
