// A run as it stands can be kept, and run on from there more than once.
extension SlotRun {
    /// A run of a model that slots can express, from its start to `seconds`.
    ///
    /// - Parameter model: without complaint; `CompiledLine` says what slots cannot express.
    package static func begin(
        _ model: LineModel, seed: UInt64, replication: UInt64 = 0, until seconds: Double
    ) -> SlotRun {
        let obstacles = StationNet.obstacles(in: model)
        precondition(obstacles.isEmpty, "beyond slots: \(obstacles)")
        var run = SlotRun(StationNet(model), seed: seed, replication: replication)
        run.run(until: Ticks(seconds: seconds))
        return run
    }

    /// The run as it stands: run on, both give the same bits.
    package func fork() -> SlotRun { SlotRun(copying: self) }

    /// The run as it stands, with another future: all that is drawn from now on comes from the
    /// streams of that replication. What is under way ends when it was to end.
    package func fork(into replication: UInt64) -> SlotRun {
        var future = SlotRun(copying: self)
        let tables = NetTables(net, seed: seed, replication: replication)
        future.bank.begin(anew: tables.laws.map(\.key))
        for (index, key) in tables.routing.enumerated() {
            future.routing[index] = ChanceStream(key)
        }
        future.replication = replication
        return future
    }

    /// Takes over the state of a run of the same net; what this one did is gone.
    package mutating func restore(from saved: borrowing SlotRun) {
        precondition(net == saved.net, "a run restored from one of another net")
        self = SlotRun(copying: saved)
    }

    private init(copying other: borrowing SlotRun) {
        (net, seed, replication) = (other.net, other.seed, other.replication)
        steps = copied(other.steps)
        branches = copied(other.branches)
        stations = copied(other.stations)
        products = copied(other.products)
        bank = DrawBank(copying: other.bank)
        routing = copied(other.routing)
        due = WinnerTree(copying: other.due)
        servers = copied(other.servers)
        lists = copied(other.lists)
        clocks = copied(other.clocks)
        parts = copied(other.parts)
        freePart = other.freePart
        (now, start, events, onLine) = (other.now, other.start, other.events, other.onLine)
        books = NetBooks(copying: other.books)
        leads = TickTallies(copying: other.leads)
        (series, isSeriesWanted) = (other.series, other.isSeriesWanted)
    }
}
