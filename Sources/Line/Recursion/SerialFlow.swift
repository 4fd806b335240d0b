/// A part of a line in which every part passes the same stations in the same order: what the
/// recursion can express.
///
/// Stations stand in an order in which every station comes after those that feed it. An assembly
/// station has several feeds and takes one part from each; a station with several takers gives one
/// part to each (disassembly). A station works on one part at a time, first come, first served, and
/// keeps a finished part while the buffer after it is full (blocking after service).
package struct SerialFlow: Hashable, Sendable {
    package var stations: [Station]
    /// How parts come to stations without feeds.
    package var source: Source
    /// Names of the products.
    package var products: [String]
    /// Which products are begun, over and over.
    package var turns: [Turn]
    /// What is looked for after the last station, by product; empty: nothing of any.
    package var inspections: [Inspection?]

    package init(
        stations: [Station], source: Source, products: [String] = [""],
        turns: [Turn] = [Turn(product: 0, parts: 1)], inspections: [Inspection?] = []
    ) {
        self.stations = stations
        self.source = source
        self.products = products
        self.turns = turns
        self.inspections = inspections
    }

    /// A look at every part after its last work; what is rejected is scrapped.
    package struct Inspection: Hashable, Sendable {
        /// Share of defective parts that are rejected, and share of good ones.
        package var finds: Double
        package var falseAlarms: Double

        package init(finds: Double, falseAlarms: Double) {
            (self.finds, self.falseAlarms) = (finds, falseAlarms)
        }
    }

    /// So many parts of a product, one after another.
    package struct Turn: Hashable, Sendable {
        package var product: Int
        package var parts: Int

        package init(product: Int, parts: Int) {
            self.product = product
            self.parts = parts
        }
    }

    /// How parts come to the first stations.
    package enum Source: Hashable, Sendable {
        /// There is always a part.
        case saturated
        /// Parts come so far apart [s], and wait without limit.
        case arrivals(Law)
    }

    /// One station.
    package struct Station: Hashable, Sendable {
        package var name: String
        /// Where its parts come from; empty: from the source.
        package var feeds: [Feed]
        /// Time to work on a part [s], by product.
        package var process: [Law]
        package var failures: [Failure]
        package var setups: [Setup]
        /// Share of good parts that it spoils, by product; empty: none.
        package var defects: [Double]

        package init(
            _ name: String, feeds: [Feed] = [], process: [Law], failures: [Failure] = [],
            setups: [Setup] = [], defects: [Double] = []
        ) {
            self.name = name
            self.feeds = feeds
            self.process = process
            self.failures = failures
            self.setups = setups
            self.defects = defects
        }

        /// A station that works on one product.
        package init(
            _ name: String, feeds: [Feed] = [], process: Law, failures: [Failure] = []
        ) {
            self.init(name, feeds: feeds, process: [process], failures: failures)
        }
    }

    /// The way from one station to another.
    package struct Feed: Hashable, Sendable {
        /// Index of the station that gives.
        package var from: Int
        /// Places between the two, without those in the stations; nil: as many as are needed.
        package var places: Int?

        package init(from: Int, places: Int?) {
            self.from = from
            self.places = places
        }
    }

    /// One way to fail, counted in time of work: a station that waits does not wear.
    package struct Failure: Hashable, Sendable {
        package var name: String
        /// Time of work until the next failure [s].
        package var untilFailure: Law
        package var repair: Law
        package var isMicroStop: Bool

        package init(
            _ name: String, untilFailure: Law, repair: Law, isMicroStop: Bool = false
        ) {
            self.name = name
            self.untilFailure = untilFailure
            self.repair = repair
            self.isMicroStop = isMicroStop
        }
    }

    /// A setup before the first part of some turns.
    package struct Setup: Hashable, Sendable {
        /// What tells its stream from those of other setups at the station.
        package var name: String
        package var duration: Law
        /// Indexes of turns that it stands before, but for the very first.
        package var turns: [Int]
        /// Whether it stands before the very first part of all.
        package var isBeforeFirst: Bool

        package init(_ name: String, duration: Law, turns: [Int], isBeforeFirst: Bool) {
            self.name = name
            self.duration = duration
            self.turns = turns
            self.isBeforeFirst = isBeforeFirst
        }
    }

    /// What cannot be simulated, in words; nil if all can.
    package var complaint: String? {
        if stations.isEmpty { return "a line without stations" }
        if turns.isEmpty || turns.contains(where: { $0.parts < 1 }) {
            return "turns without parts"
        }
        for turn in turns where !products.indices.contains(turn.product) {
            return "a turn of product \(turn.product) of \(products.count)"
        }
        for (index, station) in stations.enumerated() {
            if station.process.count != products.count {
                return "station \(station.name) has \(station.process.count) laws of work"
            }
            let laws =
                station.process + station.failures.flatMap { [$0.untilFailure, $0.repair] }
                + station.setups.map { $0.duration }
            for law in laws {
                if let complaint = law.complaint { return "station \(station.name): \(complaint)" }
            }
            for failure in station.failures where failure.untilFailure.mean <= 0 {
                return "station \(station.name) fails without ever working (\(failure.name))"
            }
            for setup in station.setups where !setup.turns.allSatisfy(turns.indices.contains) {
                return "station \(station.name): a setup before a turn that is none"
            }
            for feed in station.feeds where !(feed.from >= 0 && feed.from < index) {
                return "station \(station.name) is fed by a station that comes after it"
            }
            for feed in station.feeds {
                if let places = feed.places, places < 0 {
                    return "a buffer of \(places) places before \(station.name)"
                }
            }
        }
        if case .arrivals(let law) = source, let complaint = law.complaint {
            return "the source: \(complaint)"
        }
        return nil
    }
}
