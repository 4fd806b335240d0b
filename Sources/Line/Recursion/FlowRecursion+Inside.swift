extension FlowRecursion {
    /// Advances by one block and adds up every part.
    mutating func advance(from first: Int) {
        for station in 0..<2 * stations { sums[station] = SIMD8() }
        let (ring, stations) = (plan.ring, stations)
        let left = ring * stations
        for part in 0..<FlowRecursion.block {
            let slot = (first + part) & (ring - 1)
            for station in 0..<stations {
                let enter = entry(to: station, part: part)
                let work = occupied[part * stations + station]
                let finish = enter + work
                let leave = larger(finish, freed(after: station, part: first + part))
                times[slot * stations + station] = enter
                times[left + station] = leave
                leaving[station] = leave
                sums[station] += leave - finish
                sums[stations + station] += wait(before: station, part: part, until: enter)
                if watch[station] != FlowRecursion.never {
                    look(
                        at: station, part: first + part, came: coming(to: station, part: part),
                        entered: enter)
                }
            }
            entries[part] = times[slot * stations]
            exits[part] = leaving[stations - 1]
        }
    }

    /// When a part of the block enters a station: it is there, and the part before it is gone.
    @inline(__always) func entry(to station: Int, part: Int) -> SIMD8<Double> {
        var enter = times[plan.ring * stations + station]
        let feeds = plan.feedStart[station]..<plan.feedStart[station + 1]
        if feeds.isEmpty { enter = larger(enter, came[part]) }
        for feed in feeds { enter = larger(enter, leaving[plan.feeds[feed]]) }
        return enter
    }

    /// When a part of the block comes to the queue before a station, by its first feed.
    @inline(__always) func coming(to station: Int, part: Int) -> SIMD8<Double> {
        let (feed, end) = (plan.feedStart[station], plan.feedStart[station + 1])
        return feed == end ? came[part] : leaving[plan.feeds[feed]]
    }

    /// Ticks that a part waits before a station, over all its feeds.
    @inline(__always) private func wait(
        before station: Int, part: Int, until enter: SIMD8<Double>
    ) -> SIMD8<Double> {
        let feeds = plan.feedStart[station]..<plan.feedStart[station + 1]
        if feeds.isEmpty { return enter - came[part] }
        var sum = SIMD8<Double>()
        for feed in feeds { sum += enter - leaving[plan.feeds[feed]] }
        return sum
    }

    /// When all takers of `station` have a place for this part.
    @inline(__always) func freed(after station: Int, part: Int) -> SIMD8<Double> {
        let (ring, stations) = (plan.ring, stations)
        var free = SIMD8<Double>()
        for index in plan.takerStart[station]..<plan.takerStart[station + 1] {
            let taker = plan.takers[index]
            let slot = (part - taker.places) & (ring - 1)
            free = larger(
                free,
                taker.places == 0
                    ? times[ring * stations + taker.station]
                    : times[slot * stations + taker.station])
        }
        return free
    }

    /// Enters what a block inside the window added up to.
    mutating func addBlock() {
        let left = plan.ring * stations
        for station in 0..<stations {
            let passed = times[left + station] - before[left + station]
            let (work, blocked) = (fill.work[station], sums[station])
            books.occupied[station] += work
            books.work[station] += work
            books.blocked[station] += blocked
            books.starved[station] += passed - blocked - work
            books.ended[station] += Double(FlowRecursion.block)
            if plan.places[station] > 0 {
                books.waited[station] &+= wholeNumbers(sums[stations + station])
            }
        }
        for addition in fill.additions {
            books.starved.change(addition.station) { $0[addition.lane] -= addition.ticks }
        }
        for addition in fill.additions { books.add(addition) }
    }
}
