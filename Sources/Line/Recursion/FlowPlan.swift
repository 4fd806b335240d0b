/// The neighbours of every station as flat tables, for the recursion to walk.
struct FlowPlan {
    /// A place to give a part to.
    struct Taker {
        var station: Int
        var places: Int
    }

    /// Feeds of station i: `feeds[feedStart[i]..<feedStart[i + 1]]`.
    let feeds: [Int]
    let feedStart: [Int]
    /// Takers of station i that can block it, laid out alike.
    let takers: [Taker]
    let takerStart: [Int]
    /// Length of a ring of entries, a power of two above the largest buffer.
    let ring: Int
    /// Places after each station, where the stations are one chain without forks and all buffers
    /// are finite; the last has none after it and is not listed.
    let chain: [Int]?
    /// Ways to fail of all stations, one after another.
    let modes: Int
    /// Places before each station; `Int.max` without limit. Of a station that is never without a
    /// part 0, as nothing is counted before it.
    let places: [Int]
    /// The number of a station among those without limit before them; −1 of others.
    let deep: [Int]
    let deepCount: Int

    init(_ flow: SerialFlow) {
        var feeds: [Int] = []
        var feedStart = [0]
        var takersOf = [[Taker]](repeating: [], count: flow.stations.count)
        var largest = 0
        var placesBefore: [Int] = []
        for (index, station) in flow.stations.enumerated() {
            for feed in station.feeds {
                feeds.append(feed.from)
                guard let places = feed.places else { continue }
                takersOf[feed.from].append(Taker(station: index, places: places))
                largest = max(largest, places)
            }
            feedStart.append(feeds.count)
            let fed = station.feeds.first.map { $0.places ?? .max }
            placesBefore.append(fed ?? (flow.source == .saturated ? 0 : .max))
        }
        self.feeds = feeds
        self.feedStart = feedStart
        takers = takersOf.flatMap { $0 }
        takerStart = takersOf.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1.count) }
        var ring = 2
        while ring <= largest { ring *= 2 }
        self.ring = ring
        chain = FlowPlan.chain(of: flow)
        modes = flow.stations.reduce(0) { $0 + $1.failures.count }
        places = placesBefore
        var count = 0
        deep = placesBefore.map { places in
            count += places == .max ? 1 : 0
            return places == .max ? count - 1 : -1
        }
        deepCount = count
    }

    private static func chain(of flow: SerialFlow) -> [Int]? {
        var places: [Int] = []
        for (index, station) in flow.stations.enumerated().dropFirst() {
            guard station.feeds.count == 1, station.feeds[0].from == index - 1,
                let between = station.feeds[0].places, between > 0
            else { return nil }
            places.append(between)
        }
        return flow.stations[0].feeds.isEmpty ? places : nil
    }
}
