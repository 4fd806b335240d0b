import Determinism

/// How fast the mill takes slabs, and when it stands still: a function of seed and time only.
package struct LinePlan: Sendable {
    /// Pace of the line over one stretch of time.
    struct Stretch: Hashable, Sendable {
        /// Seconds since the start of the run.
        let from: Double
        let until: Double
        /// Throughput for slabs of 220 mm [t/h].
        let pace: Double
    }

    /// A time in which no slab leaves.
    package struct Stop: Hashable, Sendable {
        package let from: Double
        package let until: Double
    }

    private let seed: UInt64
    private let stopsHappen: Bool
    private var stretchCount = 0
    private var stopCount = 0
    private(set) var stretch = Stretch(from: -.infinity, until: 0, pace: 175)
    private(set) var stop: Stop
    /// Ordered stops, from outside.
    private var commanded: [Stop] = []

    /// Slowest and rated pace for slabs of 220 mm [t/h].
    package static let paces = (120.0, 180.0)
    /// Mean time between stops [s], and the bounds of their length [s].
    static let meanTimeBetweenStops = 9.0 * 3600
    static let stopLength = (600.0, 4500.0)

    init(seed: UInt64, stopsHappen: Bool) {
        self.seed = seed
        self.stopsHappen = stopsHappen
        stop = Stop(from: .infinity, until: .infinity)
        if stopsHappen { stop = drawStop(after: 0) }
    }

    /// Adds a stop to those of the seed; at most 64 are kept.
    mutating func addStop(_ stop: Stop) {
        if commanded.count < 64 { commanded.append(stop) }
    }

    /// Moves on to `time`, which never goes back.
    mutating func advance(to time: Double) {
        while time >= stretch.until { stretch = drawStretch(after: stretch.until) }
        while time >= stop.until { stop = drawStop(after: stop.until) }
    }

    func stands(at time: Double) -> Bool { standsUntil(time) != nil }

    /// When the present stop ends, as the mill announces it; nil if the line runs.
    func standsUntil(_ time: Double) -> Double? {
        var end: Double?
        if time >= stop.from && time < stop.until { end = stop.until }
        for stop in commanded where time >= stop.from && time < stop.until {
            if end.map({ stop.until > $0 }) ?? true { end = stop.until }  // first one found
        }
        return end
    }

    /// Share of the pace that a thickness allows: heating time grows with thickness, so the mill
    /// paces itself by the slowest slab that is being heated (Trinks et al., ch. 3).
    static func share(for thicknessClass: ThicknessClass) -> Double {
        switch thicknessClass {
        case .thin: 1
        case .medium: 1
        case .thick: 0.94
        }
    }

    /// Stretches of 40 to 160 min at an even pace.
    private mutating func drawStretch(after: Double) -> Stretch {
        var stream = RandomStream(seed: seed, purpose: "pace", index: UInt64(stretchCount))
        stretchCount += 1
        return Stretch(
            from: after, until: after + stream.uniform(2400, 9600),
            pace: stream.uniform(LinePlan.paces.0, LinePlan.paces.1))
    }

    private mutating func drawStop(after: Double) -> Stop {
        guard stopsHappen else { return Stop(from: .infinity, until: .infinity) }
        var stream = RandomStream(seed: seed, purpose: "stop", index: UInt64(stopCount))
        stopCount += 1
        let from = after + 1800 + stream.exponential(mean: LinePlan.meanTimeBetweenStops - 1800)
        let (least, most) = LinePlan.stopLength
        let drawn = least + stream.exponential(mean: 1200)
        return Stop(from: from, until: from + (drawn < most ? drawn : most))
    }
}
