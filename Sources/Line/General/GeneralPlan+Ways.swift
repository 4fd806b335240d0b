extension GeneralPlan {
    /// Which stations parts may wait for, which take the short way, which may block for ever.
    mutating func layWays() {
        for station in stations.indices {
            groups.append(Group(first: Int32(members.count), count: 1))
            members.append(Int32(station))
        }
        for step in steps.indices {
            let row = steps[step]
            let all = ways[Int(row.firstWay)..<Int(row.firstWay + row.ways)].map(\.station)
            steps[step].group = all.count == 1 ? all[0] : group(of: all)
        }
        var asking = [Bool](repeating: false, count: stations.count)
        for step in steps where !step.isPlain {
            for way in ways[Int(step.firstWay)..<Int(step.firstWay + step.ways)] {
                asking[Int(way.station)] = true
            }
        }
        for station in stations.indices {
            stations[station].firstWider = Int32(wider.count)
            for group in stations.count..<max(stations.count, groups.count)
            where stations(of: group).contains(Int32(station)) { wider.append(Int32(group)) }
            stations[station].wider = Int32(wider.count) - stations[station].firstWider
            stations[station].isPlain = isPlain(station, asking)
        }
        layLocks()
    }

    private func stations(of group: Int) -> ArraySlice<Int32> {
        members[Int(groups[group].first)..<Int(groups[group].first + groups[group].count)]
    }

    private mutating func group(of all: [Int32]) -> Int32 {
        for group in stations.count..<max(stations.count, groups.count)
        where Array(stations(of: group)) == all { return Int32(group) }
        groups.append(Group(first: Int32(members.count), count: Int32(all.count)))
        members += all
        return Int32(groups.count - 1)
    }

    private func isPlain(_ station: Int, _ asking: [Bool]) -> Bool {
        let row = stations[station]
        let ownModes = modes[Int(row.firstMode)..<Int(row.firstMode + row.modes)]
        let travels = model.transportSpeed != nil && !positions[station].x.isNaN
        return row.order == .firstCome && row.batchMost == 1 && row.firstSetup < 0
            && row.work.skill < 0 && row.setup.skill < 0 && row.calendar < 0
            && row.upkeeps == 0 && !row.takesMaterial && row.conveyor < 0 && row.wider == 0
            && !travels && !asking[station] && ownModes.allSatisfy { $0.clock == .working }
    }

    /// Stations on a circle of ways into limited queues: those that remain when all that nothing
    /// leads to, and all that lead nowhere, have been taken away again and again.
    private mutating func layLocks() {
        var arcs: [(from: Int, to: Int)] = []
        func add(_ step: Step, _ next: Int32) {
            guard next >= 0 else { return }
            let target = steps[Int(next)]
            for a in ways[Int(step.firstWay)..<Int(step.firstWay + step.ways)] {
                for b in ways[Int(target.firstWay)..<Int(target.firstWay + target.ways)]
                where stations[Int(b.station)].places < .max {
                    arcs.append((Int(a.station), Int(b.station)))
                }
            }
        }
        for step in steps {
            for branch in branches[Int(step.firstBranch)..<Int(step.firstBranch + step.branches)] {
                add(step, branch.step)
            }
            if step.inspecting >= 0 { add(step, step.rework) }
        }
        let all = [Bool](repeating: true, count: stations.count)
        let led = GeneralPlan.peel(all, arcs)
        mayLock = GeneralPlan.peel(led, arcs.map { (from: $0.to, to: $0.from) })
    }

    /// What stays when all to which no arc leads is taken away, and then what only that led to.
    private static func peel(_ stays: [Bool], _ arcs: [(from: Int, to: Int)]) -> [Bool] {
        var stays = stays
        var inward = [Int](repeating: 0, count: stays.count)
        var outward = [[Int]](repeating: [], count: stays.count)
        for arc in arcs where stays[arc.from] && stays[arc.to] {
            inward[arc.to] += 1
            outward[arc.from].append(arc.to)
        }
        var bare = stays.indices.filter { stays[$0] && inward[$0] == 0 }
        while let next = bare.popLast() {
            stays[next] = false
            for to in outward[next] {
                inward[to] -= 1
                if inward[to] == 0 { bare.append(to) }
            }
        }
        return stays
    }

    mutating func laySlots() {
        slots.failures = units
        for station in stations {
            for mode in 0..<Int(station.modes)
            where modes[Int(station.firstMode) + mode].clock == .calendar {
                modes[Int(station.firstMode) + mode].slot = nextSlot
                for unit in 0..<station.units {
                    owners.append(Owner(index: station.firstUnit + unit, detail: Int32(mode)))
                }
            }
        }
        slots.upkeep = Int(nextSlot)
        for station in stations {
            for upkeep in 0..<Int(station.upkeeps)
            where upkeeps[Int(station.firstUpkeep) + upkeep].clock == .calendar {
                upkeeps[Int(station.firstUpkeep) + upkeep].slot = nextSlot
                for unit in 0..<station.units {
                    owners.append(Owner(index: station.firstUnit + unit, detail: Int32(upkeep)))
                }
            }
        }
        slots.calendars = Int(nextSlot)
        for index in calendars.indices {
            calendars[index].slot = slot(of: index)
            calendars[index].firstStation = Int32(keepers.count)
            keepers += stations.indices.filter { stations[$0].calendar == index }.map { Int32($0) }
            calendars[index].stations = Int32(keepers.count) - calendars[index].firstStation
            calendars[index].firstCrew = Int32(keepers.count)
            keepers += crews.indices.filter { crews[$0].calendar == index }.map { Int32($0) }
            calendars[index].crews = Int32(keepers.count) - calendars[index].firstCrew
        }
        slots.batches = Int(nextSlot)
        for index in stations.indices where stations[index].batchWait >= 0 {
            stations[index].batchSlot = slot(of: index)
        }
        slots.belts = Int(nextSlot)
        for index in stations.indices
        where stations[index].conveyor >= 0 && !stations[index].accumulates {
            stations[index].beltSlot = slot(of: index)
        }
        laySlotsOfSupply()
    }

    private var nextSlot: Int32 { Int32(units + owners.count) }

    /// The next slot, which belongs to this.
    private mutating func slot(of owner: Int) -> Int32 {
        owners.append(Owner(index: Int32(owner)))
        return nextSlot - 1
    }

    private mutating func laySlotsOfSupply() {
        let isTravelled =
            model.transportSpeed != nil
            || stations.contains { $0.conveyor >= 0 && $0.accumulates }
            || stocks.contains { $0.policy != .none }
        if isTravelled { slots.travel = Int(slot(of: 0)) }
        slots.reviews = Int(nextSlot)
        for index in stocks.indices where stocks[index].review >= 0 {
            stocks[index].reviewSlot = slot(of: index)
        }
        slots.demands = Int(nextSlot)
        for index in stocks.indices where stocks[index].between >= 0 {
            stocks[index].demandSlot = slot(of: index)
        }
        slots.sources = Int(nextSlot)
        for index in products.indices {
            switch products[index].kind {
            case .arrivals, .lossy, .orders: products[index].slot = slot(of: index)
            case .saturated, .circulating, .replenishing, .given: break
            }
        }
        slots.count = Int(nextSlot)
    }
}
