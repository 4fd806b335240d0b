// How units come by their next part.
extension GeneralRun {
    /// Gives a free unit its next part: from the queue, else from a unit that waits to give one,
    /// else one that is begun. Whoever becomes free by that is served in turn.
    @inline(__always) mutating func supply(_ free: Int) {
        var unit = free
        while true {
            let station = Int(units[unit].station)
            guard stations[station].isPlain else {
                return becomeFree(unit)
            }
            let queue = queues[station]
            let giver = blocked[station].first
            if queue.first >= 0 {
                start(unit, removeFirst(at: station))
                if giver < 0 { return }
            } else if giver >= 0 {
                let server = Int(parts[Int(giver)].unit)
                guard stations[Int(units[server].station)].isPlain else {
                    units.change(unit) {
                        $0.part = -1
                        $0.activity = .idle
                    }
                    list(unit)
                    admit(station)
                    return
                }
                removeFirstBlocked(before: station)
                let from = Int(units[server].station)
                queues.change(from) { $0.present &-= 1 }
                queues.change(station) { $0.present &+= 1 }
                parts.change(Int(giver)) {
                    $0.way = steps[Int($0.step)].firstWay
                    $0.stage = .routed
                }
                start(unit, giver)
                unit = server
                continue
            } else if stations[station].campaigns > 0 {
                units.change(unit) { $0.activity = .idle }
                list(unit)
                beginSaturated(at: station)
                return
            } else {
                units.change(unit) {
                    $0.part = -1
                    $0.activity = .idle
                }
                list(unit)
                enter(.starved, unit)
                due.set(unit, WinnerTree.never)
                return
            }
            // A part left the queue, and one that waited to come takes its place.
            let server = Int(parts[Int(giver)].unit)
            guard stations[Int(units[server].station)].isPlain else {
                admit(station)
                return
            }
            removeFirstBlocked(before: station)
            queues.change(Int(units[server].station)) { $0.present &-= 1 }
            queues.change(station) { $0.present &+= 1 }
            parts.change(Int(giver)) {
                $0.way = steps[Int($0.step)].firstWay
                $0.stage = .routed
            }
            append(giver, at: station)
            unit = server
        }
    }

    private mutating func becomeFree(_ unit: Int) {
        units.change(unit) {
            $0.part = -1
            $0.activity = .idle
            $0.isBegun = false
        }
        due.set(unit, WinnerTree.never)
        setFree(unit)
    }

    /// A unit without a part looks for what to do next.
    mutating func look(_ unit: Int) {
        let here = units[unit]
        guard here.activity == .idle, here.down < 0, !here.isListed else { return refresh(unit) }
        let station = Int(here.station)
        let row = stations[station]
        if row.isPlain { return supply(unit) }
        guard isOpen(row) else { return refresh(unit) }
        if row.upkeeps > 0, let upkeep = upkeepDue(unit) { return beginUpkeep(unit, upkeep) }
        list(unit)
        serve(station)
    }

    /// Brings parts and idle units of a station together, until nothing more can be done there.
    mutating func serve(_ station: Int) {
        repeat { feed(station) } while admit(station)
        if stations[station].campaigns > 0 { beginSaturated(at: station) }
        var unit = queues[station].idle
        while unit >= 0 {
            refresh(Int(unit))
            unit = units[Int(unit)].next
        }
    }

    /// Loads idle units of a station from its queue.
    mutating func feed(_ station: Int) {
        let row = stations[station]
        while queues[station].idle >= 0, queues[station].waiting > 0 {
            var unit = Int(queues[station].idle)
            if row.hasConditions, let upkeep = upkeepDue(unit) {
                unlist(unit)
                beginUpkeep(unit, upkeep)
                continue
            }
            if row.batchMost > 1 {
                guard loadBatch(unit, row) else { return }
                continue
            }
            let (part, before) = select(station, unit)
            guard part >= 0 else { return }
            if row.firstSetup >= 0 { unit = settled(station, for: part) ?? unit }
            remove(part, after: before, at: station)
            unlist(unit)
            load(unit, part)
        }
    }

    /// An idle unit that is set up for the part already.
    private mutating func settled(_ station: Int, for part: Int32) -> Int? {
        let family = products[Int(parts[Int(part)].product)].family
        var unit = queues[station].idle
        while unit >= 0 {
            if units[Int(unit)].family == family { return Int(unit) }
            unit = units[Int(unit)].next
        }
        return nil
    }

    /// Gives a unit a part: its material is taken, it is set up for it, work begins.
    mutating func load(_ unit: Int, _ part: Int32) {
        let station = Int(units[unit].station)
        let row = stations[station]
        if row.isPlain { return start(unit, part) }
        let here = parts[Int(part)]
        units.change(unit) {
            $0.part = part
            $0.isBegun = false
        }
        own(unit, part)
        takeMaterial(steps[Int(here.step)])
        takeTurn(station, row)
        prepare(unit, row)
    }

    /// The next of the sequence has its turn.
    mutating func takeTurn(_ station: Int, _ row: GeneralPlan.Station) {
        guard row.order == .sequence else { return }
        turns.change(station) { $0.sequence = ($0.sequence + 1) % row.sequence }
    }

    /// The part is at the unit now, and its first work has begun.
    @inline(__always) mutating func own(_ unit: Int, _ part: Int32) {
        let isBegun = parts.change(Int(part)) {
            $0.unit = Int32(truncatingIfNeeded: unit)
            return $0.isBegun
        }
        if isBegun { return }
        parts.change(Int(part)) {
            $0.isBegun = true
            $0.came = now
        }
        count(Int(parts[Int(part)].product))
    }

    /// Sets up where the family changes and a change is declared, then works.
    mutating func prepare(_ unit: Int, _ row: GeneralPlan.Station) {
        let here = units[unit]
        let family = products[Int(parts[Int(here.part)].product)].family
        if row.firstSetup >= 0, family != here.family {
            let law = setupLaw(row, from: here.family, to: family)
            units.change(unit) { $0.family = family }
            if law >= 0 {
                books.stations.change(Int(here.station)) { $0.setups += 1 }
                let ticks = Int64(bank.next(Int(law)))
                units.change(unit) {
                    $0.activity = .setup
                    $0.left = ticks
                }
                return proceed(unit)
            }
        }
        beginWork(unit)
    }

    /// The law of a change of family at a station; −1: none is needed.
    mutating func setupLaw(_ row: GeneralPlan.Station, from: Int32, to: Int32) -> Int32 {
        if row.firstSetup < 0 || from == to { return -1 }
        return plan.setups[Int(row.firstSetup) + (Int(from) + 1) * plan.families + Int(to)]
    }

    mutating func endSetup(_ unit: Int) {
        units.change(unit) {
            $0.isRunning = false
            $0.isBegun = false
        }
        due.set(unit, WinnerTree.never)
        letGo(unit)
        wear.change(unit) {
            $0.partsAtSetup = $0.parts
            $0.setupAt = now
        }
        beginWork(unit)
    }

    private mutating func beginWork(_ unit: Int) {
        let way = Int(parts[Int(units[unit].part)].way)
        let ticks = Int64(bank.next(Int(ways[way].process)))
        units.change(unit) {
            $0.activity = .work
            $0.length = ticks
            $0.left = ticks
        }
        proceed(unit)
    }

    /// Begins saturated products at the idle units of a station, in the order of its campaigns.
    mutating func beginSaturated(at station: Int) {
        let row = stations[station]
        while queues[station].idle >= 0 {
            let unit = Int(queues[station].idle)
            if row.hasConditions, let upkeep = upkeepDue(unit) {
                unlist(unit)
                beginUpkeep(unit, upkeep)
                continue
            }
            let turn = turns[station]
            let campaign = plan.campaigns[Int(row.firstCampaign + turn.campaign)]
            let product = Int(campaign.product)
            if row.order == .sequence,
                plan.sequences[Int(row.firstInSequence + turn.sequence)] != campaign.product
            {
                return
            }
            let step = steps[Int(products[product].firstStep)]
            let most =
                row.order == .sequence ? 1 : min(row.batchMost, campaign.parts - turn.begun)
            if row.takesMaterial {
                let lacks = !hasMaterial(step, parts: Int64(most))
                queues.change(station) { $0.lacksMaterial = lacks }
                if lacks { return }
            }
            unlist(unit)
            beginBatch(unit, station, product, parts: Int(most))
            turns.change(station) {
                $0.begun += most
                if $0.begun >= campaign.parts {
                    $0.begun = 0
                    $0.campaign = ($0.campaign + 1) % row.campaigns
                }
            }
        }
    }

    /// Puts a unit among the idle ones of its station.
    mutating func list(_ unit: Int) {
        let station = Int(units[unit].station)
        units.change(unit) {
            $0.next = queues[station].idle
            $0.isListed = true
        }
        queues.change(station) { $0.idle = Int32(truncatingIfNeeded: unit) }
    }

    mutating func unlist(_ unit: Int) {
        let station = Int(units[unit].station)
        let next = units[unit].next
        units.change(unit) { $0.isListed = false }
        if Int(queues[station].idle) == unit {
            queues.change(station) { $0.idle = next }
            return
        }
        var before = Int(queues[station].idle)
        while Int(units[before].next) != unit { before = Int(units[before].next) }
        units.change(before) { $0.next = next }
    }
}
