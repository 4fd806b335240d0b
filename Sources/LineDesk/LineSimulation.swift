package import Line
package import Scenarios

/// What a run is asked for beside what the file says.
package struct LineRequest: Hashable, Sendable {
    /// So many replications, no more and no fewer; nil: as many as the file's precision needs.
    package var replications: Int?
    package var seed: UInt64?

    package init(replications: Int? = nil, seed: UInt64? = nil) {
        (self.replications, self.seed) = (replications, seed)
    }
}

/// A line simulated often enough to say what it gives.
package struct LineSimulation: Sendable {
    package let model: LineModel
    package let seed: UInt64
    package let warmUp: WarmUp
    package private(set) var outcomes: [LineOutcome] = []
    package private(set) var figures: [LineFigures] = []
    /// Whether throughput is known as well as the file wants; nil where the number of replications
    /// was given.
    package private(set) var isPrecise: Bool?
    /// What carries each station, and why nothing faster does.
    package let tiers: [TierNote]

    /// Half width, relative to the mean, that was aimed at.
    package var precision: Double { model.run.precision }

    /// Simulates until throughput is known to the file's precision, looking at fixed checkpoints
    /// only, or as often as asked.
    ///
    /// - Parameters:
    ///   - model: without complaint.
    ///   - progress: told how much of the next checkpoint is done, 0…1.
    package init(
        _ model: LineModel, _ request: LineRequest = LineRequest(), by runner: any Replicating,
        progress: (Double) -> Void = { _ in }
    ) {
        var model = model
        model.run.seed = request.seed ?? model.run.seed
        self.model = model
        seed = model.run.seed
        tiers = CompiledLine(model).notes
        progress(0)
        warmUp = WarmUp.find(for: model, by: runner, seed: seed)
        if let replications = request.replications {
            extend(to: replications, by: runner, progress)
            return
        }
        let least = max(2, model.run.leastReplications)
        let rule = StoppingRule(
            precision: model.run.precision, least: least,
            most: max(least, model.run.mostReplications))
        isPrecise = false
        for checkpoint in rule.checkpoints {
            extend(to: checkpoint, by: runner, progress)
            guard let interval = interval(.goodPerHour) else { continue }
            if rule.isMet(interval, against: interval.mean) {
                isPrecise = true
                break
            }
        }
    }

    package var window: LineWindow {
        LineWindow(warmUp: warmUp.length, length: model.run.length)
    }

    private mutating func extend(
        to count: Int, by runner: any Replicating, _ progress: (Double) -> Void
    ) {
        while outcomes.count < count {
            // Small enough for a bar that moves, large enough for every core and lane.
            let next = min(count, outcomes.count + 64)
            let more = runner.outcomes(
                of: model, seed: seed, replications: outcomes.count..<next, window: window)
            outcomes += more
            figures += more.map { LineFigures($0, of: model) }
            progress(Double(outcomes.count) / Double(count))
        }
    }

    /// The 95 % interval of a figure over the replications that have it.
    package func interval(_ measure: Measure) -> Interval? {
        Interval(of: figures.compactMap { $0[measure] })
    }

    /// Mean share of time that a station is in each state, in the order of `StationState`.
    package func shares(of station: Int) -> [Double] {
        StationState.allCases.map { state in
            mean { $0.stations[station].shares[state.rawValue] }
        }
    }

    private func mean(_ value: (LineFigures) -> Double) -> Double {
        figures.isEmpty ? 0 : figures.reduce(0) { $0 + value($1) } / Double(figures.count)
    }

    /// Of what has a value in some replications.
    func mean(of value: (LineFigures) -> Double?) -> Double? {
        let values = figures.compactMap(value)
        return values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
    }

    func mean(_ value: (LineOutcome) -> Double) -> Double {
        outcomes.isEmpty ? 0 : outcomes.reduce(0) { $0 + value($1) } / Double(outcomes.count)
    }

    /// Most parts that waited before a station at once, in any replication.
    func longestQueue(at station: Int) -> Int {
        outcomes.reduce(0) { max($0, $1.stations[station].longestQueue) }
    }

    /// Lead times of a product over all replications.
    package func leadTime(of product: Int) -> Tally {
        outcomes.reduce(into: Tally()) { $0.add($1.products[product].leadTime) }
    }
}

extension LineSimulation {
    /// What is to be said if the line came to stand still for good in some replication; nil if it
    /// never did.
    package var standstill: String? {
        let stuck = outcomes.compactMap(\.standstill)
        guard let first = stuck.min(by: { $0.time < $1.time }) else { return nil }
        return
            "the line stands still for good in \(stuck.count) of \(outcomes.count) replications, "
            + "first after \(spelled(seconds: first.time)): "
            + "\(first.stations.joined(separator: ", ")) wait for one another"
    }
}
