// Lines that stand still for good.
extension GeneralRun {
    /// Looks whether stations wait for one another in a circle: all units of each keep parts that
    /// wait for a place at others of them, so that none of them ever goes on.
    mutating func lookForCircle(at station: Int) {
        guard standstill == nil, isStuck(station) else { return }
        var stuck = (0..<stationCount).map { plan.mayLock[$0] && isStuck($0) }
        var shrank = true
        while shrank {
            shrank = false
            for group in 0..<blocked.count {
                let members = plan.groups[group]
                let leadsOut = (members.first..<members.first + members.count).contains {
                    !stuck[Int(plan.members[Int($0)])]
                }
                guard leadsOut else { continue }
                var part = blocked[group].first
                while part >= 0 {
                    let holder = Int(units[Int(parts[Int(part)].unit)].station)
                    if stuck[holder] { (stuck[holder], shrank) = (false, true) }
                    part = parts[Int(part)].next
                }
            }
        }
        report(stuck)
    }

    /// Every unit of a station keeps parts that wait for a place. (The one that is being blocked
    /// now counts already.)
    private func isStuck(_ station: Int) -> Bool {
        let row = stations[station]
        for unit in Int(row.firstUnit)..<Int(row.firstUnit + row.units) {
            var part = units[unit].part
            guard units[unit].activity == .hold, part >= 0 else { return false }
            while part >= 0 {
                guard parts[Int(part)].stage == .moving else { return false }
                part = parts[Int(part)].mate
            }
        }
        return true
    }

    /// When an outcome is asked for: parts are on the line and nothing that moves them is to come.
    mutating func lookForStandstill() {
        guard standstill == nil, !isMoving else { return }
        report((0..<stationCount).map { queues[$0].present > 0 })
    }

    /// Whether anything is to come that may set parts moving: work, repairs, upkeep, arrivals,
    /// deliveries, customers, or a shift that opens.
    private var isMoving: Bool {
        let slots = plan.slots
        for unit in 0..<unitCount where units[unit].isRunning { return true }
        for station in 0..<stationCount
        where queues[station].travelling > 0 && !belts[station].isStopped { return true }
        for slot in slots.batches..<slots.belts where due.isDue(slot) { return true }
        if travel.count > 0 { return true }
        for slot in slots.reviews..<slots.count where due.isDue(slot) { return true }
        for index in plan.calendars.indices where calendars[index].edge < WinnerTree.never {
            if !isOpen(calendar: Int32(index)) { return true }
        }
        return false
    }

    private mutating func report(_ stuck: [Bool]) {
        let names = stuck.indices.filter { stuck[$0] }.map { plan.model.stations[$0].name }
        guard !names.isEmpty else { return }
        standstill = LineOutcome.Standstill(time: Ticks(now).seconds, stations: names)
    }
}
