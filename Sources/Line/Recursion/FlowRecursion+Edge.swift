extension FlowRecursion {
    /// Advances by one block of which some parts are before the window, or after it, and adds up
    /// what lies within.
    mutating func advanceAtEdge(from first: Int) {
        let (ring, stations) = (plan.ring, stations)
        let left = ring * stations
        for part in 0..<FlowRecursion.block {
            for station in 0..<stations {
                let gone = times[left + station]
                let enter = entry(to: station, part: part)
                let work = occupied[part * stations + station]
                let finish = enter + work
                let leave = larger(finish, freed(after: station, part: first + part))
                times[((first + part) & (ring - 1)) * stations + station] = enter
                times[left + station] = leave
                leaving[station] = leave
                enters[part * stations + station] = enter
                books.occupied[station] += within(enter, finish)
                books.blocked[station] += within(finish, leave)
                books.starved[station] += within(gone, enter)
                let counts = counted(finish)
                books.ended[station] += counts
                books.work[station] += counts * work
                if plan.places[station] > 0 {
                    queue(before: station, part: first + part, inBlock: part, until: enter)
                }
            }
            entries[part] = times[((first + part) & (ring - 1)) * stations]
            exits[part] = leaving[stations - 1]
        }
        addAtEdge()
    }

    /// Of the span from `a` to `b`, what lies in the window.
    @inline(__always) func within(
        _ a: SIMD8<Double>, _ b: SIMD8<Double>
    ) -> SIMD8<Double> {
        let end = -larger(-b, SIMD8(repeating: -to))
        return larger(end - larger(a, SIMD8(repeating: from)), SIMD8())
    }

    /// 1 where something happens in the window, else 0.
    @inline(__always) func counted(_ time: SIMD8<Double>) -> SIMD8<Double> {
        SIMD8<Double>().replacing(with: 1, where: (time .> from) .& (time .<= to))
    }

    /// Books the wait of a part before a station.
    private mutating func queue(
        before station: Int, part: Int, inBlock: Int, until enter: SIMD8<Double>
    ) {
        let feeds = plan.feedStart[station]..<plan.feedStart[station + 1]
        if feeds.isEmpty { books.waited[station] &+= wholeNumbers(within(came[inBlock], enter)) }
        for feed in feeds {
            books.waited[station] &+= wholeNumbers(within(leaving[plan.feeds[feed]], enter))
        }
        let coming = coming(to: station, part: inBlock)
        books.waitingAtStart[station] += SIMD8<Double>().replacing(
            with: 1, where: (coming .<= from) .& (enter .> from))
        let isInside = (coming .> from) .& (coming .< to)
        // A lane before or after the window sees every part come after all that is in the ring.
        look(
            at: station, part: part,
            came: coming.replacing(with: .infinity, where: .!isInside), entered: enter)
    }

    /// Enters setups and repairs one after another where they lie, as far as they lie within.
    private mutating func addAtEdge() {
        let inOrder = fill.additions.sorted { a, b in
            (a.station, a.lane, a.part, a.mode < 0 ? 0 : 1, a.after, a.mode)
                < (b.station, b.lane, b.part, b.mode < 0 ? 0 : 1, b.after, b.mode)
        }
        var (passed, last) = (0.0, (station: -1, lane: -1, part: -1))
        for (index, addition) in inOrder.enumerated() {
            let here = (addition.station, addition.lane, addition.part)
            if here != last { passed = 0 }
            last = here
            let enter = enters[addition.part * stations + addition.station][addition.lane]
            let begin = enter + passed + addition.after
            passed += addition.ticks
            let (low, high) = (max(begin, from), min(begin + addition.ticks, to))
            if high > low { books.spend(high - low, on: addition) }
            if begin > from, begin <= to { books.begin(addition) }
            let isLast =
                index + 1 == inOrder.count
                || (inOrder[index + 1].station, inOrder[index + 1].lane, inOrder[index + 1].part)
                    != here
            // What was entered as work of an ended part holds its setups and repairs too.
            if isLast, hasEnded(addition.part, addition.station, addition.lane, enter) {
                books.work.change(addition.station) { $0[addition.lane] -= passed }
            }
        }
    }

    private func hasEnded(_ part: Int, _ station: Int, _ lane: Int, _ enter: Double) -> Bool {
        let finish = enter + occupied[part * stations + station][lane]
        return finish > from && finish <= to
    }
}
