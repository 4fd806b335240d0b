package import Line

/// Which station holds the line back, with the evidence of several methods; utilization is none of
/// them, since a busy station may wait for nobody and hold nobody up.
package struct Bottleneck: Hashable, Sendable {
    package var stations: [Evidence]
    /// Between neighbours of a line in which every part passes the same stations; else empty.
    package var arrows: [Arrow]
    package var findings: [Finding]
    package var verdict: Verdict
    /// Per cent of throughput for one per cent off the times of all stations together: near 1 where
    /// the stations are the limit, near 0 where demand, people or material are.
    package var allStations: Interval

    /// What is known of one station; intervals hold all at once over the stations.
    package struct Evidence: Hashable, Sendable {
        package var name: String
        /// Share of time by state, in the order of `StationState`.
        package var shares: [Interval]
        /// Share of time in which it waits for nobody.
        package var active: Interval
        /// Per cent of good parts for one per cent off all its times.
        package var sensitivity: Interval

        package subscript(_ state: StationState) -> Interval { shares[state.rawValue] }
    }

    /// Between two neighbours: blocked before against starved after. The arrow points to where the
    /// bottleneck is (Kuo, Lim and Meerkov 1996; turning point of Li, Chang and Ni 2009).
    package struct Arrow: Hashable, Sendable {
        package var from: String
        package var to: String
        /// Blocked share of `from` less starved share of `to`.
        package var difference: Interval

        package init(from: String, to: String, difference: Interval) {
            (self.from, self.to, self.difference) = (from, to, difference)
        }

        package var direction: Direction {
            difference.low > 0 ? .downstream : difference.high < 0 ? .upstream : .unclear
        }

        package enum Direction: String, Hashable, Sendable {
            case downstream, upstream, unclear
        }
    }

    /// What one method says.
    package struct Finding: Hashable, Sendable {
        package var method: Method
        /// One: this is it. Several: it cannot tell them apart. None: it says nothing here.
        package var stations: [String]
    }

    package enum Method: String, Hashable, Sendable, CaseIterable {
        /// Simulated with one per cent less of all times at each station.
        case sensitivity
        case arrows
        /// The highest share of time in which a station waits for nobody.
        case activeShare = "active share"
        /// Roser's shifting bottleneck, where there is a trace.
        case activePeriod = "active period"
    }

    package enum Verdict: Hashable, Sendable {
        /// The one station, with the methods that say so and those that say otherwise.
        case station(String, agreeing: [Method], against: [Method])
        /// No unique bottleneck: these hold the line back together, or cannot be told apart.
        case several([String])
        /// The stations are not the limit: demand, people or material are.
        case notTheStations
        /// The replications do not tell.
        case unclear
    }
}

extension Bottleneck {
    /// Gathers the evidence.
    ///
    /// - Parameters:
    ///   - comparison: its first alternative is the line that is looked at.
    ///   - periods: when each station was active, by station, of one traced replication; nil:
    ///     nobody traced one.
    package init?(
        of comparison: Comparison, by runner: any Replicating,
        periods: [[ActivePeriod]]? = nil, progress: Comparison.Progress = { _, _ in }
    ) {
        let model = comparison.models[0]
        let count = min(comparison.replications, Bottleneck.mostReplications)
        let base = Array(comparison.figures[0].prefix(count))
        let before = base.compactMap { $0[.goodPerHour] }
        let each = simultaneous(comparison.confidence, comparisons: model.stations.count)
        let mean = Sample(before).mean
        guard before.count == count, count >= 2, mean > 0 else { return nil }
        var gains: [[Double]] = []
        for (index, station) in model.stations.enumerated() {
            progress(
                "sensitivity of \(station.name)",
                Double(index) / Double(model.stations.count))
            let quicker = model.withAllTimes(of: index, by: 1 - Bottleneck.step)
            let after = runner.outcomes(
                of: quicker, seed: comparison.seed, replications: 0..<count,
                window: comparison.window
            ).compactMap { LineFigures($0, of: quicker)[.goodPerHour] }
            guard after.count == count else { return nil }
            // Per cent for one per cent.
            gains.append(zip(before, after).map { ($1 - $0) / mean / Bottleneck.step })
        }
        stations = []
        for index in model.stations.indices {
            let shares = StationState.allCases.compactMap { state in
                Interval(of: base.map { $0.stations[index][state] }, confidence: each)
            }
            guard shares.count == StationState.allCases.count,
                let active = Interval(
                    of: base.map { $0.stations[index].active }, confidence: each),
                let sensitivity = Interval(of: gains[index], confidence: each)
            else { return nil }
            stations.append(
                Evidence(
                    name: model.stations[index].name, shares: shares, active: active,
                    sensitivity: sensitivity))
        }
        let sums = (0..<count).map { r in gains.reduce(0) { $0 + $1[r] } }
        guard let all = Interval(of: sums, confidence: comparison.confidence) else { return nil }
        allStations = all
        arrows = Bottleneck.arrows(base, model, confidence: each)
        let names = model.stations.map(\.name)
        findings = [
            Finding(
                method: .sensitivity,
                stations: Bottleneck.highest(gains, confidence: each).map { names[$0] }),
            Finding(method: .arrows, stations: Bottleneck.turningPoints(arrows)),
            Finding(
                method: .activeShare,
                stations: Bottleneck.highest(
                    names.indices.map { index in base.map { $0.stations[index].active } },
                    confidence: each
                ).map { names[$0] }),
        ]
        if let periods, periods.count == names.count {
            findings.append(Bottleneck.shifting(periods, names))
        }
        verdict = Bottleneck.judge(stations, findings, all)
    }

    /// What the active periods of one trace show.
    private static func shifting(_ periods: [[ActivePeriod]], _ names: [String]) -> Finding {
        let shares = shiftingBottleneck(periods)
        // Of no stations nothing is found below.
        let most = shares.map { $0.sole + $0.shifting }.max() ?? 0.0
        // Within a tenth of the most: one trace does not tell them apart.
        let found = names.indices.filter {
            most > 0 && shares[$0].sole + shares[$0].shifting >= 0.9 * most
        }
        return Finding(method: .activePeriod, stations: found.map { names[$0] })
    }

    /// Share by which times are made shorter.
    static let step = 0.01
    static let mostReplications = 128

    /// The highest of several systems by paired values, and those that cannot be told from it, or
    /// that come to half of it.
    private static func highest(_ values: [[Double]], confidence: Double) -> [Int] {
        let means = values.map { Sample($0).mean }
        guard let best = means.indices.max(by: { means[$0] < means[$1] }) else { return [] }
        return means.indices.filter { index in
            guard index != best else { return true }
            guard
                let lead = Interval(
                    from: values[index], to: values[best], confidence: confidence)
            else { return true }
            return !(lead.low > 0)
        }
    }

    private static func judge(
        _ stations: [Evidence], _ findings: [Finding], _ all: Interval
    ) -> Verdict {
        // Less than half of what all stations together would give a saturated line.
        if all.high < 0.5 { return .notTheStations }
        guard let best = stations.max(by: { $0.sensitivity.mean < $1.sensitivity.mean }),
            best.sensitivity.low > 0
        else { return .unclear }
        // A station that brings half as much is no bystander.
        let together = stations.filter { $0.sensitivity.mean >= 0.5 * best.sensitivity.mean }
        let tied = findings.first { $0.method == .sensitivity }?.stations ?? []
        guard together.count == 1, tied.count == 1 else {
            return .several(
                stations.map(\.name).filter { name in
                    tied.contains(name) || together.contains { $0.name == name }
                })
        }
        let spoken = findings.filter { !$0.stations.isEmpty }
        return .station(
            best.name,
            agreeing: spoken.filter { $0.stations == [best.name] }.map(\.method),
            against: spoken.filter { !$0.stations.contains(best.name) }.map(\.method))
    }
}
