extension FlowRecursion {
    /// Advances by one block and adds up every part.
    mutating func advance(from first: Int) {
        for station in 0..<2 * stations { sums[station] = SIMD8() }
        (blockLeadTime, blockLeadTimeSquared) = (SIMD8(), SIMD8())
        let (ring, stations) = (plan.ring, stations)
        let left = ring * stations
        for part in 0..<FlowRecursion.block {
            let slot = (first + part) & (ring - 1)
            var entry = came[part]
            for station in 0..<stations {
                var enter = times[left + station]
                let feeds = plan.feedStart[station]..<plan.feedStart[station + 1]
                if feeds.isEmpty { enter = pointwiseMax(enter, came[part]) }
                for feed in feeds { enter = pointwiseMax(enter, leaving[plan.feeds[feed]]) }
                if station == 0, isFedWithoutEnd { entry = enter }
                let work = occupied[part * stations + station]
                let finish = enter + work
                let leave = pointwiseMax(finish, freed(after: station, part: first + part))
                times[slot * stations + station] = enter
                times[left + station] = leave
                leaving[station] = leave
                sums[station] += work
                sums[stations + station] += leave - finish
            }
            let lead = (leaving[stations - 1] - entry) * (1 / Ticks.perSecond)
            blockLeadTime += lead
            blockLeadTimeSquared += lead * lead
        }
    }

    /// Enters what a block inside the window added up to.
    mutating func addBlock() {
        let left = plan.ring * stations
        for station in 0..<stations {
            let passed = times[left + station] - before[left + station]
            books.occupied[station] += sums[station]
            books.blocked[station] += sums[stations + station]
            books.starved[station] += passed - sums[station] - sums[stations + station]
            books.parts[station] += Double(FlowRecursion.block)
        }
        books.leadTime += blockLeadTime
        books.leadTimeSquared += blockLeadTimeSquared
        for addition in fill.additions {
            books.add(addition)
        }
    }
}
