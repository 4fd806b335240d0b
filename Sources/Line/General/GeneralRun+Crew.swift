// People: who needs them, who has them, and when they come and go.
extension GeneralRun {
    /// Who is needed for what a unit is at.
    private mutating func need(of unit: Int) -> GeneralPlan.Need {
        let here = units[unit]
        let row = stations[Int(here.station)]
        if here.down >= 0 { return row.repair }
        switch here.activity {
        case .work: return row.work
        case .setup: return row.setup
        case .upkeep: return row.upkeep
        case .idle, .hold: return GeneralPlan.Need()
        }
    }

    /// Takes the people that are needed; where they are not free, or others asked for the same
    /// skill before, the unit waits for them and this is false.
    mutating func take(_ need: GeneralPlan.Need, for unit: Int) -> Bool {
        if need.skill < 0 || units[unit].hasPeople { return true }
        if units[unit].waitsForCrew { return false }
        if asking[Int(need.skill)] == 0, free(of: Int(need.skill)) >= Int32(need.people) {
            engage(need, unit)
            return true
        }
        units.change(unit) { $0.waitsForCrew = true }
        asking.change(Int(need.skill)) { $0 += 1 }
        let number = Int32(truncatingIfNeeded: unit)
        wear.change(unit) { $0.nextAsking = -1 }
        if lastAsking >= 0 { wear.change(Int(lastAsking)) { $0.nextAsking = number } }
        if firstAsking < 0 { firstAsking = number }
        lastAsking = number
        return false
    }

    /// People with a skill who are there and free.
    private mutating func free(of skill: Int) -> Int32 {
        let row = plan.skills[skill]
        var sum: Int32 = 0
        for index in Int(row.firstCrew)..<Int(row.firstCrew + row.crews) {
            sum += free(inCrew: Int(plan.able[index]))
        }
        return sum
    }

    private mutating func free(inCrew crew: Int) -> Int32 {
        let row = plan.crews[crew]
        return isOpen(calendar: row.calendar) ? row.people - duties[crew].busy : 0
    }

    /// Takes people from the crews that have the skill, in the model's order.
    private mutating func engage(_ need: GeneralPlan.Need, _ unit: Int) {
        let row = plan.skills[Int(need.skill)]
        var missing = Int32(need.people)
        for index in Int(row.firstCrew)..<Int(row.firstCrew + row.crews) where missing > 0 {
            let crew = Int(plan.able[index])
            let taken = min(missing, free(inCrew: crew))
            guard taken > 0 else { continue }
            accrue(crew)
            duties.change(crew) { $0.busy += taken }
            held.change(unit * plan.crews.count + crew) { $0 += taken }
            missing -= taken
        }
        units.change(unit) { $0.hasPeople = true }
    }

    /// Lets the people go that a unit has.
    @inline(__always) mutating func letGo(_ unit: Int) {
        if units[unit].hasPeople { disengage(unit) }
    }

    private mutating func disengage(_ unit: Int) {
        for crew in plan.crews.indices {
            let people = held[unit * plan.crews.count + crew]
            guard people > 0 else { continue }
            accrue(crew)
            duties.change(crew) { $0.busy -= people }
            held[unit * plan.crews.count + crew] = 0
        }
        units.change(unit) { $0.hasPeople = false }
        crewIsFree = true
    }

    /// Serves those who wait for people, in the order of asking: who asked later for the same skill
    /// does not overtake.
    mutating func callCrew() {
        for skill in 0..<refused.count { refused[skill] = false }
        var (unit, before) = (firstAsking, Int32(-1))
        while unit >= 0 {
            let next = wear[Int(unit)].nextAsking
            let need = need(of: Int(unit))
            if !refused[Int(need.skill)], free(of: Int(need.skill)) >= Int32(need.people) {
                removeAsking(unit, after: before)
                engage(need, Int(unit))
                proceed(Int(unit))
            } else {
                refused[Int(need.skill)] = true
                before = unit
            }
            unit = next
        }
    }

    /// A unit no longer waits for people.
    mutating func forgetAsking(_ unit: Int) {
        var (other, before) = (firstAsking, Int32(-1))
        while Int(other) != unit { (other, before) = (wear[Int(other)].nextAsking, other) }
        removeAsking(other, after: before)
        // Those behind it may have waited for it alone.
        crewIsFree = true
    }

    private mutating func removeAsking(_ unit: Int32, after before: Int32) {
        let next = wear[Int(unit)].nextAsking
        if before < 0 {
            firstAsking = next
        } else {
            wear.change(Int(before)) { $0.nextAsking = next }
        }
        if lastAsking == unit { lastAsking = before }
        units.change(Int(unit)) { $0.waitsForCrew = false }
        asking.change(Int(need(of: Int(unit)).skill)) { $0 -= 1 }
    }

    /// Brings a crew's times up to now.
    mutating func accrue(_ crew: Int) {
        duties.change(crew) {
            let passed = now &- $0.since
            $0.busyArea &+= Int64($0.busy) &* passed
            if $0.isOnDuty { $0.dutyArea &+= Int64(plan.crews[crew].people) &* passed }
            $0.since = now
        }
    }

    /// A crew's shift begins or ends. Those who leave pause what they do; it goes on when there are
    /// people for it again.
    mutating func changeShift(_ crew: Int, isOpen: Bool) {
        accrue(crew)
        duties.change(crew) { $0.isOnDuty = isOpen }
        crewIsFree = true
        if isOpen { return }
        for unit in 0..<unitCount where held[unit * plan.crews.count + crew] > 0 {
            interrupt(unit)
            proceed(unit)
        }
    }
}
