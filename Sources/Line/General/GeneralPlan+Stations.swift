extension GeneralPlan {
    mutating func layCalendars() {
        for calendar in model.calendars {
            let period = GeneralPlan.ticks(calendar.period)
            var toggles: [Int64] = []
            for span in calendar.open {
                let (from, to) = (GeneralPlan.ticks(span.from), GeneralPlan.ticks(span.to))
                if from == to { continue }
                if toggles.last == from { toggles.removeLast() } else { toggles.append(from) }
                toggles.append(to)
            }
            // Open across the end of the period: neither of the two is an edge.
            if toggles.first == 0, toggles.last == period { toggles.removeLast() }
            let opensAtStart = toggles.first == 0
            let wraps = opensAtStart && !toggles.count.isMultiple(of: 2)
            // Now an opening at the start has no closing of its own at the end.
            let rest = wraps ? Array(toggles.dropFirst()) : toggles.map { $0 % period }.sorted()
            calendars.append(
                Calendar(
                    period: period, isOpenAtStart: opensAtStart, firstEdge: Int32(edges.count),
                    edges: Int32(rest.count)))
            edges += rest
        }
    }

    mutating func laySkills() {
        let calendars = model.calendars.map(\.name)
        for crew in model.crews {
            crews.append(
                Crew(
                    people: Int32(crew.people),
                    calendar: crew.calendar.map {
                        Int32(GeneralPlan.place(of: $0, in: calendars, "calendar"))
                    } ?? -1))
        }
        for name in skillNames {
            let first = Int32(able.count)
            for (index, crew) in model.crews.enumerated() where crew.skills.contains(name) {
                able.append(Int32(index))
            }
            skills.append(Skill(firstCrew: first, crews: Int32(able.count) - first))
        }
    }

    /// Skills in the order in which crews first name them.
    private var skillNames: [String] {
        var names: [String] = []
        for crew in model.crews {
            for skill in crew.skills where !names.contains(skill) { names.append(skill) }
        }
        return names
    }

    private func need(_ need: LineModel.Hands.Need?, _ skills: [String]) -> Need {
        guard let need, need.people > 0 else { return Need() }
        return Need(
            skill: Int16(GeneralPlan.place(of: need.skill, in: skills, "skill")),
            people: Int16(clamping: need.people))
    }

    mutating func layStations() {
        let families = familyNames
        let skills = skillNames
        self.families = families.count
        for station in model.stations {
            var row = Station()
            row.firstUnit = Int32(units)
            row.units = Int32(station.units)
            row.places = station.queue.places.map { Int32(clamping: $0) } ?? .max
            row.finishesAtClosing = station.atClosing == .finish
            row.calendar =
                station.calendar.map {
                    Int32(GeneralPlan.place(of: $0, in: model.calendars.map(\.name), "calendar"))
                } ?? -1
            if let batch = station.batch {
                row.batchLeast = Int32(batch.least)
                row.batchMost = Int32(batch.most)
                row.batchWait = batch.longestWait.map { GeneralPlan.ticks($0) } ?? -1
            }
            if let conveyor = station.queue.conveyor {
                row.conveyor = GeneralPlan.ticks(conveyor.travel)
                row.accumulates = conveyor.accumulates
            }
            row.work = need(station.hands.work, skills)
            row.setup = need(station.hands.setup, skills)
            row.repair = need(station.hands.repair, skills)
            row.upkeep = need(station.hands.upkeep, skills)
            layOrder(station.queue.order, &row)
            layBreakdowns(station, &row)
            layUpkeep(station, &row)
            laySetups(station, families, &row)
            units += station.units
            stations.append(row)
            positions.append(
                station.position.map { SIMD2($0.x, $0.y) } ?? SIMD2(repeating: .nan))
        }
    }

    private mutating func layOrder(_ order: LineModel.Order, _ row: inout Station) {
        switch order {
        case .firstCome: row.order = .firstCome
        case .shortestWork: row.order = .shortestWork
        case .dueDate: row.order = .dueDate
        case .priority: row.order = .priority
        case .sameSetup: row.order = .sameSetup
        case .sequence(let names):
            row.order = .sequence
            row.firstInSequence = Int32(sequences.count)
            row.sequence = Int32(names.count)
            sequences += names.map { Int32(product(named: $0)) }
        case .least(let rule):
            row.order = .least
            row.rule = tape.add(rule, of: model)
        }
    }

    private mutating func layBreakdowns(_ station: LineModel.Station, _ row: inout Station) {
        row.modes = Int32(station.breakdowns.count)
        row.firstMode = Int32(modes.count)
        row.firstClock = Int32(clocks)
        for breakdown in station.breakdowns {
            let clock: FailureClock =
                switch breakdown.clock {
                case .working: .working
                case .calendar: .calendar
                case .parts: .parts
                }
            let underway: UnderWay =
                switch breakdown.workUnderWay {
                case .resume: .resume
                case .repeat: .again
                case .scrap: .scrap
                }
            if clock == .parts { row.failsByParts = true }
            modes.append(
                Mode(
                    untilFailure: add(
                        breakdown.until, station.name, .untilFailure, breakdown.name),
                    repair: add(breakdown.repair, station.name, .repair, breakdown.name),
                    clock: clock, underway: underway, isMicroStop: breakdown.isMicroStop))
        }
        clocks += station.units * station.breakdowns.count
    }

    private mutating func layUpkeep(_ station: LineModel.Station, _ row: inout Station) {
        row.upkeeps = Int32(station.upkeep.count)
        row.firstUpkeep = Int32(upkeeps.count)
        row.firstUpkeepClock = Int32(upkeepClocks)
        for upkeep in station.upkeep {
            var entry = Upkeep(
                duration: add(upkeep.duration, station.name, .maintenance, upkeep.name))
            switch upkeep.trigger {
            case .every(let amount, .working):
                entry.every = GeneralPlan.ticks(amount)
            case .every(let amount, .calendar):
                (entry.every, entry.clock) = (GeneralPlan.ticks(amount), .calendar)
            case .every(let amount, .parts):
                (entry.every, entry.clock) = (Int64(amount.rounded()), .parts)
            case .condition(let rule):
                entry.condition = tape.add(rule, of: model)
                row.hasConditions = true
            }
            entry.firstRenewal = Int32(renewals.count)
            entry.renewals = Int32(upkeep.renews.count)
            renewals += upkeep.renews.map {
                Int32(GeneralPlan.place(of: $0, in: station.breakdowns.map(\.name), "breakdown"))
            }
            upkeeps.append(entry)
        }
        upkeepClocks += station.units * station.upkeep.count
    }

    private mutating func laySetups(
        _ station: LineModel.Station, _ families: [String], _ row: inout Station
    ) {
        guard let matrix = station.setups else { return }
        row.firstSetup = Int32(setups.count)
        let laws = matrix.changes.map { change in
            // A change from any to any has no detail, as a setup before every campaign has none.
            add(
                change.duration, station.name, .setup,
                (change.from ?? "") + (change.to.map { ">" + $0 } ?? ""))
        }
        func law(from: String?, to: String) -> Int32 {
            for (index, change) in matrix.changes.enumerated()
            where (change.from == nil || change.from == from)
                && (change.to == nil || change.to == to)
            {
                return laws[index]
            }
            return -1
        }
        for to in families { setups.append(matrix.isSetAtStart ? law(from: nil, to: to) : -1) }
        for from in families {
            for to in families { setups.append(from == to ? -1 : law(from: from, to: to)) }
        }
    }

    /// Families in the order in which products first name them.
    var familyNames: [String] {
        var names: [String] = []
        for product in model.products {
            let name = product.family ?? product.name
            if !names.contains(name) { names.append(name) }
        }
        return names
    }

    func product(named name: String) -> Int {
        GeneralPlan.place(of: name, in: model.products.map(\.name), "product")
    }
}
