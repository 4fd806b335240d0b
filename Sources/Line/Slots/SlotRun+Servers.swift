extension SlotRun {
    /// What is due at a server: its part is finished, it fails, or it is repaired.
    @inline(__always) mutating func happen(at server: Int) {
        let here = servers[server]
        if here.state == .down || here.state == .microStop {
            work(server, here.left)
        } else if here.failing >= 0 {
            fail(server)
        } else {
            finish(server)
        }
    }

    /// Begins work on a part.
    @inline(__always) mutating func start(_ server: Int, _ part: Int32) {
        let here = parts[Int(part)]
        if here.came < 0 {
            parts.change(Int(part)) { $0.came = now }
            count(Int(here.product))
        }
        let ticks = Int64(bank.next(Int(steps[Int(here.step)].process)))
        servers.change(server) {
            $0.part = part
            $0.drawn = ticks
        }
        work(server, ticks)
    }

    /// Works until the part is finished or the server fails, whichever is first: failures count in
    /// time of work (a tie finishes the part).
    @inline(__always) func work(_ server: Int, _ ticks: Int64) {
        enter(.working, server)
        let modes = Int(stations[Int(servers[server].station)].modes)
        if modes == 0 {
            due.set(server, now &+ ticks)
            return
        }
        let first = Int(servers[server].clock)
        if modes == 1 {
            let left = clocks[first]
            let least = min(left, ticks)
            clocks[first] = left &- least
            servers.change(server) {
                $0.failing = left < ticks ? 0 : -1
                $0.left = ticks &- least
            }
            due.set(server, now &+ least)
            return
        }
        var (least, failing) = (ticks, Int32(-1))
        for mode in 0..<modes where clocks[first &+ mode] < least {
            least = clocks[first &+ mode]
            failing = Int32(truncatingIfNeeded: mode)
        }
        for mode in 0..<modes { clocks.change(first &+ mode) { $0 &-= least } }
        servers.change(server) {
            $0.failing = failing
            $0.left = ticks &- least
        }
        due.set(server, now &+ least)
    }

    private mutating func fail(_ server: Int) {
        let here = servers[server]
        let station = stations[Int(here.station)]
        let law = Int(station.firstLaw) &+ 2 &* Int(here.failing)
        books.failures.change(Int(station.firstMode) &+ Int(here.failing)) { $0 &+= 1 }
        clocks[Int(here.clock) &+ Int(here.failing)] = Int64(bank.next(law))
        servers.change(server) { $0.failing = -1 }
        enter(station.microStops >> here.failing & 1 == 0 ? .down : .microStop, server)
        due.set(server, now &+ Int64(bank.next(law &+ 1)))
    }

    /// Sends the finished part on, and takes the next one; or keeps it where there is no place.
    private mutating func finish(_ server: Int) {
        let here = servers[server]
        let part = Int(here.part)
        books.stations.change(Int(here.station)) {
            $0.parts &+= 1
            $0.work &+= here.drawn
        }
        let next = wayOn(from: Int(parts[part].step))
        if next < 0 {
            depart(part, from: Int(here.station))
            supply(server)
            return
        }
        parts.change(part) { $0.step = next }
        let target = Int(steps[Int(next)].station)
        if take(Int32(truncatingIfNeeded: part), at: target) {
            lists.change(Int(here.station)) { $0.present &-= 1 }
            supply(server)
        } else {
            enter(.blocked, server)
            due.set(server, WinnerTree.never)
            append(blocked: server, before: target)
        }
    }

    /// The step after this one; −1: out.
    @inline(__always) private func wayOn(from step: Int) -> Int32 {
        let here = steps[step]
        if here.branchCount == 0 { return -1 }
        let first = Int(here.firstBranch)
        if here.branchCount == 1 { return branches[first].step }
        let share = routing.change(Int(here.routing)) { $0.uniform() }
        var index = first
        while index < first &+ Int(here.branchCount) &- 1, branches[index].share < share {
            index &+= 1
        }
        return branches[index].step
    }

    /// Gives a part to a station: to an idle server, or into its queue; false where there is no
    /// place.
    mutating func take(_ part: Int32, at station: Int, isArrival: Bool = false) -> Bool {
        let list = lists[station]
        if list.idle >= 0 {
            let server = Int(list.idle)
            lists.change(station) {
                $0.idle = servers[server].next
                $0.present &+= 1
            }
            start(server, part)
            return true
        }
        guard isArrival || list.waiting < stations[station].places else { return false }
        append(part, at: station)
        lists.change(station) { $0.present &+= 1 }
        return true
    }

    /// Gives a free server its next part: from the queue, else from a server that waits to give
    /// one, else from the endless source. Whoever becomes free by that is served in turn.
    mutating func supply(_ free: Int) {
        var server = free
        while true {
            let station = Int(servers[server].station)
            let list = lists[station]
            let giver = Int(list.firstBlocked)
            if list.firstPart >= 0 {
                start(server, removeFirst(at: station))
                if giver < 0 { return }
                append(servers[giver].part, at: station)
            } else if giver >= 0 {
                start(server, servers[giver].part)
            } else if stations[station].endless >= 0 {
                start(server, newPart(of: Int(stations[station].endless), came: -1))
                lists.change(station) { $0.present &+= 1 }
                return
            } else {
                servers.change(server) { $0.part = -1 }
                rest(server)
                return
            }
            lists.change(station) { $0.present &+= 1 }
            removeFirstBlocked(before: station)
            lists.change(Int(servers[giver].station)) { $0.present &-= 1 }
            server = giver
        }
    }

    /// Puts a server among the idle ones of its station.
    func rest(_ server: Int) {
        enter(.idle, server)
        due.set(server, WinnerTree.never)
        let station = Int(servers[server].station)
        servers.change(server) { $0.next = lists[station].idle }
        lists.change(station) { $0.idle = Int32(truncatingIfNeeded: server) }
    }

    /// Books the state that ends and begins the other.
    @inline(__always) func enter(_ state: State, _ server: Int) {
        servers.change(server) {
            // From part to part a server that never rests stays at work.
            if $0.state == state { return }
            books.add(now &- $0.since, in: $0.state, of: Int($0.station))
            $0.state = state
            $0.since = now
        }
    }

    /// Books the state that lasts, up to now.
    func book(_ server: Int) {
        servers.change(server) {
            books.add(now &- $0.since, in: $0.state, of: Int($0.station))
            $0.since = now
        }
    }
}
