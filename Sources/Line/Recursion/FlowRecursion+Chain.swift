extension FlowRecursion {
    /// Advances a chain of stations by one block and adds up every part: the same as `advance`,
    /// with one feed and one taker a station known beforehand, which is three times as fast.
    ///
    /// - Parameter places: between station i and the next, each above 0.
    mutating func advance(from first: Int, chain places: Span<Int>) {
        let (mask, stations) = (plan.ring - 1, stations)
        let left = plan.ring * stations
        let last = stations - 1
        for station in 0..<2 * stations { sums[station] = SIMD8() }
        for part in 0..<FlowRecursion.block {
            let slot = ((first &+ part) & mask) &* stations
            var leave = came[part]
            let row = part &* stations
            for station in 0..<last {
                let enter = larger(leave, times[left &+ station])
                let work = occupied[row &+ station]
                let finish = enter + work
                times[slot &+ station] = enter
                sums[stations &+ station] += enter - leave
                if watch[station] != FlowRecursion.never {
                    look(at: station, part: first &+ part, came: leave, entered: enter)
                }
                let freed = (first &+ part &- places[station]) & mask
                leave = larger(finish, times[freed &* stations &+ station &+ 1])
                times[left &+ station] = leave
                sums[station] += leave - finish
            }
            let enter = larger(leave, times[left + last])
            let work = occupied[row + last]
            times[slot + last] = enter
            sums[stations &+ last] += enter - leave
            if watch[last] != FlowRecursion.never {
                look(at: last, part: first &+ part, came: leave, entered: enter)
            }
            times[left + last] = enter + work
            entries[part] = times[slot]
            exits[part] = enter + work
        }
    }
}
