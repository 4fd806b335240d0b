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

    package init(stations: [Station], source: Source) {
        self.stations = stations
        self.source = source
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
        /// Time to work on a part [s].
        package var process: Law
        package var failures: [Failure]
        package var setup: Setup?

        package init(
            _ name: String, feeds: [Feed] = [], process: Law, failures: [Failure] = [],
            setup: Setup? = nil
        ) {
            self.name = name
            self.feeds = feeds
            self.process = process
            self.failures = failures
            self.setup = setup
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

        package init(_ name: String, untilFailure: Law, repair: Law) {
            self.name = name
            self.untilFailure = untilFailure
            self.repair = repair
        }
    }

    /// A setup before every so-many-th part: campaigns of equal length.
    package struct Setup: Hashable, Sendable {
        /// Parts of a campaign; the first part of each is set up for, the very first too.
        package var campaign: Int
        package var duration: Law

        package init(campaign: Int, duration: Law) {
            self.campaign = campaign
            self.duration = duration
        }
    }

    /// What cannot be simulated, in words; nil if all can.
    package var complaint: String? {
        if stations.isEmpty { return "a line without stations" }
        for (index, station) in stations.enumerated() {
            let laws =
                [station.process] + station.failures.flatMap { [$0.untilFailure, $0.repair] }
                + (station.setup.map { [$0.duration] } ?? [])
            for law in laws {
                if let complaint = law.complaint { return "station \(station.name): \(complaint)" }
            }
            for failure in station.failures where failure.untilFailure.mean <= 0 {
                return "station \(station.name) fails without ever working (\(failure.name))"
            }
            if let setup = station.setup, setup.campaign < 1 {
                return "station \(station.name): a campaign of \(setup.campaign) parts"
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
