extension FlowRecursion {
    /// Advances by one block of which some parts leave before the window, or after it, and adds up
    /// those that leave within.
    ///
    /// `occupied` holds departures afterwards.
    mutating func advanceAtEdge(from first: Int, within from: Double, _ to: Double) {
        let (ring, stations) = (plan.ring, stations)
        let left = ring * stations
        let (none, one) = (SIMD8<Double>(), SIMD8<Double>(repeating: 1))
        for part in 0..<FlowRecursion.block {
            var entry = came[part]
            for station in 0..<stations {
                let gone = times[left + station]
                var enter = gone
                let feeds = plan.feedStart[station]..<plan.feedStart[station + 1]
                if feeds.isEmpty { enter = pointwiseMax(enter, came[part]) }
                for feed in feeds { enter = pointwiseMax(enter, leaving[plan.feeds[feed]]) }
                if station == 0, isFedWithoutEnd { entry = enter }
                let work = occupied[part * stations + station]
                let finish = enter + work
                let leave = pointwiseMax(finish, freed(after: station, part: first + part))
                times[((first + part) & (ring - 1)) * stations + station] = enter
                times[left + station] = leave
                leaving[station] = leave
                occupied[part * stations + station] = leave
                let counts = none.replacing(with: one, where: (leave .> from) .& (leave .<= to))
                books.occupied[station] += counts * work
                books.blocked[station] += counts * (leave - finish)
                books.starved[station] += counts * (enter - gone)
                books.parts[station] += counts
            }
            let leave = leaving[stations - 1]
            let counts = none.replacing(with: one, where: (leave .> from) .& (leave .<= to))
            let lead = (leave - entry) * (1 / Ticks.perSecond)
            books.leadTime += counts * lead
            books.leadTimeSquared += counts * lead * lead
        }
        for addition in fill.additions {
            let leave = occupied[addition.part * stations + addition.station][addition.lane]
            if leave > from, leave <= to { books.add(addition) }
        }
    }

    /// When all takers of `station` have a place for this part.
    @inline(__always) func freed(after station: Int, part: Int) -> SIMD8<Double> {
        let (ring, stations) = (plan.ring, stations)
        var free = SIMD8<Double>()
        for index in plan.takerStart[station]..<plan.takerStart[station + 1] {
            let taker = plan.takers[index]
            let slot = (part - taker.places) & (ring - 1)
            free = pointwiseMax(
                free,
                taker.places == 0
                    ? times[ring * stations + taker.station]
                    : times[slot * stations + taker.station])
        }
        return free
    }
}
