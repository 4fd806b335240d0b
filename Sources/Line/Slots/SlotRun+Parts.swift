extension SlotRun {
    /// A part arrives, and the next is on its way.
    mutating func arrive(_ product: Int) {
        let entry = products[product]
        due.set(Int(entry.slot), now &+ Int64(bank.next(Int(entry.arrival))))
        let station = Int(steps[Int(entry.firstStep)].station)
        books.arrived &+= 1
        if lists[station].present >= entry.most {
            books.lost &+= 1
            return
        }
        begin(product: product)
    }

    /// Makes a part and gives it to its first station, where it waits without limit.
    mutating func begin(product: Int) {
        let part = newPart(of: product)
        _ = take(part, at: Int(steps[Int(parts[Int(part)].step)].station), isArrival: true)
    }

    /// A part leaves the net; one that circulates begins anew.
    mutating func depart(_ part: Int, from station: Int) {
        lists.change(station) { $0.present &-= 1 }
        let here = parts[part]
        books.depart(after: now &- here.came, product: Int(here.product))
        if products[Int(here.product)].isCirculating {
            begin(product: Int(here.product))
        }
        parts.change(part) { $0.next = freePart }
        freePart = Int32(truncatingIfNeeded: part)
    }

    /// A part at the first step of its route, come now.
    mutating func newPart(of product: Int) -> Int32 {
        if freePart < 0 {
            let count = parts.count
            parts.grow(to: 2 * count, with: Part())
            freeAll(from: count)
        }
        let part = freePart
        freePart = parts[Int(part)].next
        parts[Int(part)] = Part(
            product: Int32(truncatingIfNeeded: product), step: products[product].firstStep,
            came: now)
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
            $0.waiting &+= 1
        }
    }

    @inline(__always) func removeFirst(at station: Int) -> Int32 {
        lists.change(station) {
            let part = $0.firstPart
            $0.firstPart = parts[Int(part)].next
            if $0.firstPart < 0 { $0.lastPart = -1 }
            $0.waiting &-= 1
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
