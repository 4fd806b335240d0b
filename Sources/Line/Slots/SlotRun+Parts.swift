extension SlotRun {
    /// A part arrives, and the next is on its way.
    mutating func arrive(_ product: Int) {
        let entry = products[product]
        due.set(Int(entry.slot), now &+ Int64(bank.next(Int(entry.arrival))))
        let station = Int(steps[Int(entry.firstStep)].station)
        if lists[station].present >= entry.most {
            books.products.change(product) { $0.lost &+= 1 }
            return
        }
        count(product)
        release(product, came: now)
    }

    /// Makes a part and gives it to its first station, where it waits without limit.
    mutating func release(_ product: Int, came: Int64) {
        let part = newPart(of: product, came: came)
        _ = take(part, at: Int(steps[Int(parts[Int(part)].step)].station), isArrival: true)
    }

    /// A part of this product begins now.
    @inline(__always) mutating func count(_ product: Int) {
        books.products.change(product) { $0.begun &+= 1 }
        books.present &-= now
        onLine &+= 1
        if isSeriesWanted { series.come(at: now) }
    }

    /// A part leaves the net; one that circulates begins anew.
    mutating func depart(_ part: Int, from station: Int) {
        lists.change(station) { $0.present &-= 1 }
        let here = parts[part]
        let product = Int(here.product)
        leads.add(now &- here.came, of: product)
        books.departed &+= 1
        books.present &+= now
        onLine &-= 1
        if isSeriesWanted { series.go(at: now, isFinished: true) }
        if products[product].isCirculating { release(product, came: -1) }
        parts.change(part) { $0.next = freePart }
        freePart = Int32(truncatingIfNeeded: part)
    }

    /// A part at the first step of its route.
    mutating func newPart(of product: Int, came: Int64) -> Int32 {
        if freePart < 0 {
            let count = parts.count
            parts.grow(to: 2 * count, with: Part())
            freeAll(from: count)
        }
        let part = freePart
        freePart = parts[Int(part)].next
        parts[Int(part)] = Part(
            product: Int32(truncatingIfNeeded: product), step: products[product].firstStep,
            came: came)
        return part
    }

    mutating func freeAll(from first: Int) {
        for part in (first..<parts.count).reversed() {
            parts.change(part) { $0.next = freePart }
            freePart = Int32(part)
        }
    }

    @inline(__always) func append(_ part: Int32, at station: Int) {
        parts.change(Int(part)) { $0.next = -1 }
        let last = lists[station].lastPart
        if last >= 0 { parts.change(Int(last)) { $0.next = part } }
        lists.change(station) {
            if last < 0 { $0.firstPart = part }
            $0.lastPart = part
            $0.wait(for: 1, from: now)
        }
    }

    @inline(__always) func removeFirst(at station: Int) -> Int32 {
        lists.change(station) {
            let part = $0.firstPart
            $0.firstPart = parts[Int(part)].next
            if $0.firstPart < 0 { $0.lastPart = -1 }
            $0.wait(for: -1, from: now)
            return part
        }
    }

    func append(blocked server: Int, before station: Int) {
        servers.change(server) { $0.next = -1 }
        let last = lists[station].lastBlocked
        let number = Int32(truncatingIfNeeded: server)
        if last >= 0 { servers.change(Int(last)) { $0.next = number } }
        lists.change(station) {
            if last < 0 { $0.firstBlocked = number }
            $0.lastBlocked = number
        }
    }

    func removeFirstBlocked(before station: Int) {
        lists.change(station) {
            $0.firstBlocked = servers[Int($0.firstBlocked)].next
            if $0.firstBlocked < 0 { $0.lastBlocked = -1 }
        }
    }
}

extension SlotRun.Lists {
    /// One part more or less waits from now on.
    @inline(__always) mutating func wait(for change: Int32, from now: Int64) {
        // A queue that no time passes with is none.
        if now > since { longest = max(longest, waiting) }
        since = now
        waiting &+= change
        waited &-= Int64(change) &* now
    }
}
