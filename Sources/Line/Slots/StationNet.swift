/// Stations between which parts take routes: what slots can express.
///
/// A station has one or more like servers and one queue before them, first come, first served. A
/// server whose part finds no place at its next station keeps it (blocking after service).
package struct StationNet: Hashable, Sendable {
    package var stations: [Station]
    package var products: [Product]

    package init(stations: [Station], products: [Product]) {
        self.stations = stations
        self.products = products
    }

    /// One station.
    package struct Station: Hashable, Sendable {
        package var name: String
        package var servers: Int
        /// Places in the queue before it, for parts that come from stations; nil: without limit.
        package var places: Int?
        package var failures: [SerialFlow.Failure]

        package init(
            _ name: String, servers: Int = 1, places: Int? = nil,
            failures: [SerialFlow.Failure] = []
        ) {
            self.name = name
            self.servers = servers
            self.places = places
            self.failures = failures
        }
    }

    /// One kind of part: how it comes, and where it goes.
    package struct Product: Hashable, Sendable {
        package var name: String
        package var source: Source
        package var steps: [Step]

        package init(_ name: String, source: Source, steps: [Step]) {
            self.name = name
            self.source = source
            self.steps = steps
        }
    }

    /// How parts come.
    package enum Source: Hashable, Sendable {
        /// So far apart [s]; they wait before the first station without limit.
        case arrivals(Law)
        /// So far apart [s]; a part that finds so many in and before the first station is lost.
        case lossy(Law, most: Int)
        /// There is always a part before the first station.
        case saturated
        /// So many parts in all: one that leaves begins anew (constant work in process).
        case circulating(Int)
    }

    /// One step of a route.
    package struct Step: Hashable, Sendable {
        package var station: Int
        package var process: Law
        /// Where parts go from here, with shares that sum to one; empty: they leave.
        package var branches: [Branch]

        package init(at station: Int, process: Law, then branches: [Branch] = []) {
            self.station = station
            self.process = process
            self.branches = branches
        }
    }

    /// One way on.
    package struct Branch: Hashable, Sendable {
        package var share: Double
        /// Index of the step to go to; nil: the part leaves.
        package var step: Int?

        package init(_ share: Double, to step: Int?) {
            self.share = share
            self.step = step
        }
    }
}
