/// Simulates a `StationNet` event by event, where every server and every source has at most one
/// thing that happens to it next.
///
/// Setting a slot's time anew overwrites the old one, so there are no stale events, and what a
/// server does is a state, not a process: working, down with work left, blocked with a part. At
/// equal times servers come before sources and both in the order of the model.
package struct SlotRun: ~Copyable {
    /// What a server does.
    enum State: UInt8 {
        case idle, working, down, microStop, blocked
        static let count = 5
    }

    struct Server: BitwiseCopyable {
        var station: Int32
        /// The part it works on or keeps; −1: none.
        var part: Int32 = -1
        var state = State.idle
        /// The way it fails when its slot is due; −1: the part is finished then.
        var failing: Int32 = -1
        /// The first of its failure clocks.
        var clock: Int32
        /// The next in the list of idle or of blocked servers that it stands in; −1: the last.
        var next: Int32 = -1
        /// Ticks of work left after the failure that is due.
        var left: Int64 = 0
        /// Since when it is in its state.
        var since: Int64 = 0
        /// Work that was drawn for its part.
        var drawn: Int64 = 0
    }

    struct Part: BitwiseCopyable {
        var product: Int32 = 0
        var step: Int32 = 0
        /// When it came; −1: it counts from the start of its first work, which is still to come.
        var came: Int64 = -1
        /// The next in the queue or the free list; −1: the last.
        var next: Int32 = -1
    }

    /// Queue, idle servers and blocked servers of a station, as heads of linked lists.
    struct Lists: BitwiseCopyable {
        var firstPart: Int32 = -1
        var lastPart: Int32 = -1
        var waiting: Int32 = 0
        var idle: Int32 = -1
        var firstBlocked: Int32 = -1
        var lastBlocked: Int32 = -1
        /// Parts in its servers and before it.
        var present: Int32 = 0
        /// The most that waited for any time at all.
        var longest: Int32 = 0
        /// When `waiting` changed last.
        var since: Int64 = 0
        /// Sum of the times at which parts went from the queue less that of when they came to it.
        var waited: Int64 = 0
    }

    let net: StationNet
    let seed: UInt64
    package internal(set) var replication: UInt64
    let steps: Field<NetTables.Step>
    let branches: Field<NetTables.Branch>
    let stations: Field<NetTables.Station>
    let products: Field<NetTables.Product>
    let bank: DrawBank
    let routing: Field<ChanceStream>
    let due: WinnerTree
    let servers: Field<Server>
    let lists: Field<Lists>
    /// Ticks of work left until a failure: a server's clocks side by side.
    let clocks: Field<Int64>
    var parts: Field<Part>
    var freePart: Int32 = -1
    package internal(set) var now: Int64 = 0
    /// When what counts began.
    var start: Int64 = 0
    /// Events so far: arrivals, ends of work, failures and ends of repairs.
    package var events = 0
    /// Parts begun and not departed.
    var onLine = 0
    var books: NetBooks
    /// Lead times by product.
    let leads: TickTallies
    var series: SeriesTicks
    let isSeriesWanted: Bool

    /// - Parameters:
    ///   - net: must be without complaint.
    ///   - replication: which of many runs of one seed.
    ///   - window: for which a series is wanted, if it has an interval.
    package init(
        _ net: StationNet, seed: UInt64, replication: UInt64 = 0,
        window: FlowRecursion.Window? = nil
    ) {
        if let complaint = net.complaint { preconditionFailure(complaint) }
        (self.net, self.seed, self.replication) = (net, seed, replication)
        let tables = NetTables(net, seed: seed, replication: replication)
        steps = Field(of: tables.steps)
        branches = Field(
            of: tables.branches.isEmpty
                ? [NetTables.Branch(share: 1, step: -1)] : tables.branches)
        stations = Field(of: tables.stations)
        products = Field(of: tables.products)
        bank = DrawBank(tables.laws)
        routing = Field(of: tables.routing.map { ChanceStream($0) })
        due = WinnerTree(slots: tables.servers + tables.products.count)
        servers = Field(repeating: Server(station: 0, clock: 0), count: tables.servers)
        lists = Field(repeating: Lists(), count: tables.stations.count)
        clocks = Field(repeating: 0, count: max(1, tables.clocks))
        parts = Field(repeating: Part(), count: 64)
        books = NetBooks(
            stations: tables.stations.count, modes: tables.modes, products: tables.products.count)
        leads = TickTallies(products: tables.products.count)
        if let window, let interval = window.interval {
            isSeriesWanted = true
            series = SeriesTicks(interval: interval, end: window.to.count)
        } else {
            isSeriesWanted = false
            series = SeriesTicks(interval: 1, end: 0)
        }
        freeAll(from: 0)
        furnish(tables)
        open(net)
    }

    /// Simulates until `end`, or until so many parts have left.
    package mutating func run(until end: Ticks, departures most: Int = .max) {
        while books.departed < most {
            let (slot, time) = due.first
            if time > end.count || time >= due.limit { break }
            now = time
            events &+= 1
            if slot < servers.count { happen(at: slot) } else { arrive(slot &- servers.count) }
        }
        if books.departed < most { now = end.count }
    }

    private func furnish(_ tables: NetTables) {
        var (server, clock) = (0, 0)
        for (index, station) in tables.stations.enumerated() {
            for _ in 0..<station.servers {
                servers[server] = Server(station: Int32(index), clock: Int32(clock))
                for mode in 0..<Int(station.modes) {
                    clocks[clock] = Int64(bank.next(Int(station.firstLaw) + 2 * mode))
                    clock += 1
                }
                server += 1
            }
            // The first server stands first among the idle ones.
            for offset in (0..<Int(station.servers)).reversed() {
                rest(Int(station.firstServer) + offset)
            }
        }
    }

    private mutating func open(_ net: StationNet) {
        for (index, product) in net.products.enumerated() {
            switch product.source {
            case .arrivals, .lossy:
                due.set(Int(products[index].slot), Int64(bank.next(Int(products[index].arrival))))
            case .circulating(let count):
                for _ in 0..<count { release(index, came: -1) }
            case .saturated: break
            }
        }
        for station in 0..<stations.count where stations[station].endless >= 0 {
            while lists[station].idle >= 0 {
                let server = Int(lists[station].idle)
                lists.change(station) { $0.idle = servers[server].next }
                supply(server)
            }
        }
    }

    /// Brings the books up to now: states that last are counted so far.
    package func settle() {
        for server in 0..<servers.count { book(server) }
    }

    /// Ends the warm-up: from now on it counts.
    package mutating func clearBooks() {
        settle()
        books.clear()
        leads.clear()
        start = now
        books.present = -Int64(onLine) &* now
        for station in 0..<lists.count {
            lists.change(station) {
                $0.waited = -Int64($0.waiting) &* now
                ($0.longest, $0.since) = (0, now)
            }
        }
    }
}
