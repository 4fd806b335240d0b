/// A `StationNet` as flat tables: what slots walk.
struct NetTables {
    /// One step of a route.
    struct Step: BitwiseCopyable {
        var station: Int32
        /// In the bank.
        var process: Int32
        /// In the branches: where from here; none means that the part leaves.
        var firstBranch: Int32
        var branchCount: Int32
        /// In the streams of routing.
        var routing: Int32
    }

    struct Branch: BitwiseCopyable {
        /// Cumulative share up to and with this branch.
        var share: Double
        /// Index into all steps; −1: the part leaves.
        var step: Int32
    }

    struct Station: BitwiseCopyable {
        var firstServer: Int32
        var servers: Int32
        /// Places before it; `Int32.max` without limit.
        var places: Int32
        /// The product that it always finds; −1: none.
        var endless: Int32
        /// Modes of failure and, in the bank, the first of their laws: two a mode.
        var modes: Int32
        var firstLaw: Int32
        /// The first failure clock of its first server; `modes` a server.
        var firstClock: Int32
        /// Ways to fail of all stations before this one.
        var firstMode: Int32
        /// A bit for each way that is a micro-stop.
        var microStops: UInt64
    }

    struct Product: BitwiseCopyable {
        var firstStep: Int32
        /// In the bank; −1: none arrives.
        var arrival: Int32
        /// In and before the first station at most; `Int32.max` without limit.
        var most: Int32
        /// The slot of its arrivals.
        var slot: Int32
        var isCirculating: Bool
    }

    var steps: [Step] = []
    var branches: [Branch] = []
    var stations: [Station] = []
    var products: [Product] = []
    var laws: [(law: Law, key: ChanceKey)] = []
    var routing: [ChanceKey] = []
    var servers = 0
    var clocks = 0
    var modes = 0

    /// - Parameter net: must be without complaint.
    init(_ net: StationNet, seed: UInt64, replication: UInt64) {
        func key(_ place: String, _ purpose: ChanceKey.Purpose, _ detail: String = "") -> ChanceKey
        {
            ChanceKey(
                seed: seed, replication: replication, place: place, purpose: purpose,
                detail: detail)
        }
        for station in net.stations {
            stations.append(
                Station(
                    firstServer: Int32(servers), servers: Int32(station.servers),
                    places: station.places.map { Int32(clamping: $0) } ?? .max, endless: -1,
                    modes: Int32(station.failures.count), firstLaw: Int32(laws.count),
                    firstClock: Int32(clocks), firstMode: Int32(modes),
                    microStops: station.failures.enumerated().reduce(0) { bits, failure in
                        failure.element.isMicroStop ? bits | 1 << failure.offset : bits
                    }))
            modes += station.failures.count
            for failure in station.failures {
                laws.append(
                    (failure.untilFailure, key(station.name, .untilFailure, failure.name)))
                laws.append((failure.repair, key(station.name, .repair, failure.name)))
            }
            servers += station.servers
            clocks += station.servers * station.failures.count
        }
        for (index, product) in net.products.enumerated() {
            add(product, index: Int32(index), stations: net.stations, key)
        }
    }

    private mutating func add(
        _ product: StationNet.Product, index: Int32, stations named: [StationNet.Station],
        _ key: (String, ChanceKey.Purpose, String) -> ChanceKey
    ) {
        let first = Int32(steps.count)
        var entry = Product(
            firstStep: first, arrival: -1, most: .max, slot: Int32(servers) + index,
            isCirculating: false)
        switch product.source {
        case .arrivals(let law), .lossy(let law, _):
            entry.arrival = Int32(laws.count)
            laws.append((law, key("source", .arrival, product.name)))
            if case .lossy(_, let most) = product.source { entry.most = Int32(clamping: most) }
        case .saturated: stations[product.steps[0].station].endless = index
        case .circulating: entry.isCirculating = true
        }
        products.append(entry)
        var visits: [Int: Int] = [:]
        for step in product.steps {
            let name = named[step.station].name
            let visit = visits[step.station, default: 0] + 1
            visits[step.station] = visit
            // A product that comes to a station again draws from another stream there.
            let detail = visit == 1 ? product.name : "\(product.name)#\(visit)"
            var share = 0.0
            steps.append(
                Step(
                    station: Int32(step.station), process: Int32(laws.count),
                    firstBranch: Int32(branches.count), branchCount: Int32(step.branches.count),
                    routing: Int32(routing.count)))
            laws.append((step.process, key(name, .process, detail)))
            routing.append(key(name, .route, detail))
            for branch in step.branches {
                share += branch.share
                branches.append(
                    Branch(share: share, step: branch.step.map { Int32($0) + first } ?? -1))
            }
        }
    }
}
