package import Line

/// A time in which a station waits for nobody, without a break [s].
package struct ActivePeriod: Hashable, Sendable {
    package var from: Double
    package var to: Double

    package init(from: Double, to: Double) { (self.from, self.to) = (from, to) }
}

/// For each station, the share of time in which it is the only bottleneck, and in which the
/// bottleneck shifts to or from it.
///
/// At any time the bottleneck is the station with the longest active period that is under way;
/// where the period of one bottleneck overlaps with that of the next, it shifts between them
/// (Roser, Nakano and Tanaka, Winter Simulation Conference 2002).
///
/// - Parameter periods: by station, in order of time, without overlap within a station.
package func shiftingBottleneck(
    _ periods: [[ActivePeriod]]
) -> [(sole: Double, shifting: Double)] {
    var shares = periods.map { _ in (sole: 0.0, shifting: 0.0) }
    let all = periods.enumerated().flatMap { station, list in
        list.map { (station: station, period: $0) }
    }.sorted { ($0.period.from, $0.station) < ($1.period.from, $1.station) }
    guard let start = all.first?.period.from, let end = all.map(\.period.to).max(), end > start
    else { return shares }
    // The chain of bottlenecks: at the end of each, the longest period that is under way then.
    var chain: [(station: Int, period: ActivePeriod)] = []
    var now = start
    var next = 0
    var open: [(station: Int, period: ActivePeriod)] = []
    while now < end {
        while next < all.count, all[next].period.from <= now {
            open.append(all[next])
            next += 1
        }
        open.removeAll { $0.period.to <= now }
        let longest = open.max {
            $0.period.to - $0.period.from < $1.period.to - $1.period.from
        }
        if let longest {
            chain.append(longest)
            now = longest.period.to
        } else if next < all.count {
            now = all[next].period.from
        } else {
            break
        }
    }
    for (place, link) in chain.enumerated() {
        let before = place > 0 ? chain[place - 1].period.to : -Double.infinity
        let after = place + 1 < chain.count ? chain[place + 1].period.from : .infinity
        let from = max(link.period.from, min(before, link.period.to))
        let to = min(link.period.to, max(after, link.period.from))
        let length = link.period.to - link.period.from
        let sole = max(0, to - from)
        shares[link.station].sole += sole / (end - start)
        shares[link.station].shifting += (length - sole) / (end - start)
    }
    return shares
}

extension ActivePeriod {
    /// When each station of a traced run waited for nobody: all its units at work, in setup, under
    /// repair or maintained, from one state that waits to the next.
    ///
    /// - Parameter end: of the trace [s].
    package static func periods(
        in trace: LineTrace, of model: LineModel, until end: Double
    ) -> [[ActivePeriod]] {
        var states = model.stations.map { [StationState](repeating: .starved, count: $0.units) }
        var since = [Double?](repeating: nil, count: states.count)
        var periods = [[ActivePeriod]](repeating: [], count: states.count)
        for entry in trace.entries {
            let (station, unit) = (Int(entry.station), Int(entry.unit))
            guard station < states.count, unit < states[station].count else { continue }
            let time = min(entry.time.seconds, end)
            states[station][unit] = entry.state
            let isActive = states[station].allSatisfy(\.isActive)
            if isActive, since[station] == nil { since[station] = time }
            if !isActive, let from = since[station] {
                if time > from { periods[station].append(ActivePeriod(from: from, to: time)) }
                since[station] = nil
            }
        }
        for station in states.indices {
            if let from = since[station], end > from {
                periods[station].append(ActivePeriod(from: from, to: end))
            }
        }
        return periods
    }
}

extension StationState {
    /// Whether a unit in it waits for nobody.
    package var isActive: Bool {
        switch self {
        case .working, .setup, .down, .microStop, .maintenance: true
        case .blocked, .starved, .waitingForMaterial, .waitingForCrew, .offShift: false
        }
    }
}
