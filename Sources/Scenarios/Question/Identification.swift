package import Line

/// Which of several models of a plant the measured facts fit; or the question that must be answered
/// before anything can be ranked.
///
/// The same utilizations may fit plants whose bottlenecks differ. What tells them apart are the
/// shares of time in which stations are set up, down, blocked and starved.
package struct Identification: Hashable, Sendable {
    package var candidates: [Candidate]
    package var verdict: Verdict

    /// A model against the facts.
    package struct Candidate: Hashable, Sendable {
        package var name: String
        package var comparisons: [Fact]
        package var fits: Bool { comparisons.allSatisfy(\.isNear) }
        /// Mean square of all differences, in shares of time.
        package var distance: Double
    }

    /// One measured share beside the model's.
    package struct Fact: Hashable, Sendable {
        package var station: String
        package var state: StationState
        package var measured: Double
        package var model: Double
        /// Differences up to here are taken for chance and rounding.
        package var room: Double
        package var isNear: Bool { abs(measured - model) <= room }

        package var words: String { "\(station) \(state.words)" }
    }

    /// A share of time that the candidates do not agree about.
    package struct Distinction: Hashable, Sendable {
        package var station: String
        package var state: StationState
        /// By candidate that fits, in `verdict`'s order.
        package var shares: [Double]

        // Of no candidates there is nothing to tell apart.
        package var spread: Double { (shares.max() ?? 0.0) - (shares.min() ?? 0.0) }
        package var words: String { "\(station) \(state.words)" }
    }

    package enum Verdict: Hashable, Sendable {
        /// It is this candidate; what the others get most wrong, first the worst.
        case believes(Int, because: [Fact])
        /// These fit alike: what must be measured, first what tells most.
        case asks(among: [Int], bring: [Distinction])
        /// None fits; the nearest, and what it gets wrong.
        case noneFits(nearest: Int, because: [Fact])
    }

    /// - Parameters:
    ///   - tolerance: differences of a share that rounding and the model's own error may make.
    package init(
        _ measurements: Measurements, among models: [LineModel], by runner: any Replicating,
        tolerance: Double = 0.02
    ) throws(LineComplaint) {
        precondition(!models.isEmpty, "no model to identify a plant with")
        var sampled: [[[Sample]]] = []
        var compared: [Candidate] = []
        for model in models {
            let (shares, length) = Identification.simulate(model, by: runner)
            let known = Identification.Known(
                shares: shares, window: length, measured: measurements.length,
                tolerance: tolerance)
            compared.append(try Identification.compare(measurements, model, known))
            sampled.append(shares)
        }
        let candidates = compared
        self.candidates = candidates
        let fitting = candidates.indices.filter { candidates[$0].fits }
        switch fitting.count {
        case 0:
            // At least one candidate was asked for above.
            let order = candidates.indices.sorted {
                candidates[$0].distance < candidates[$1].distance
            }
            let nearest = order[0]
            verdict = .noneFits(
                nearest: nearest,
                because: candidates[nearest].comparisons.filter { !$0.isNear }.sortedByError())
        case 1:
            let wrong = candidates.indices.filter { $0 != fitting[0] }.flatMap {
                candidates[$0].comparisons.filter { !$0.isNear }
            }
            verdict = .believes(fitting[0], because: wrong.sortedByError())
        default:
            verdict = .asks(
                among: fitting,
                bring: Identification.distinctions(
                    fitting.map { sampled[$0] }, models[fitting[0]], measurements, tolerance))
        }
    }

    /// Replications that the shares of a candidate are taken from.
    private static let replications = 32

    /// Shares of planned time by station and state (off shift: of all time), and the length of a
    /// window.
    private static func simulate(
        _ model: LineModel, by runner: any Replicating
    ) -> ([[Sample]], Double) {
        let warmUp = WarmUp.find(for: model, by: runner, seed: model.run.seed)
        let figures = runner.outcomes(
            of: model, seed: model.run.seed, replications: 0..<replications,
            window: LineWindow(warmUp: warmUp.length, length: model.run.length)
        ).map { LineFigures($0, of: model) }
        let shares = model.stations.indices.map { index in
            StationState.allCases.map { state in
                Sample(
                    figures.map { figures in
                        let station = figures.stations[index]
                        let planned = 1 - station[.offShift]
                        return state == .offShift || planned <= 0
                            ? station[state] : station[state] / planned
                    })
            }
        }
        return (shares, model.run.length)
    }

    private struct Known {
        let shares: [[Sample]]
        let window: Double
        let measured: Double?
        let tolerance: Double

        /// Tolerance and three standard deviations of a measurement as long as it was; of one
        /// window where nobody said.
        func room(_ sample: Sample) -> Double {
            let length = measured ?? window
            let variance =
                sample.variance * (window / length + 1 / Double(max(1, sample.count)))
            return tolerance + 3 * variance.squareRoot()
        }
    }

    private static func compare(
        _ measurements: Measurements, _ model: LineModel, _ known: Known
    ) throws(LineComplaint) -> Candidate {
        var facts: [Fact] = []
        for station in measurements.stations {
            let index = try model.station(station.name)
            func note(_ state: StationState, _ share: Double) throws(LineComplaint) {
                guard share >= 0 && share <= 1 else {
                    throw LineComplaint(
                        ["measured", station.name, state.words], "a share of \(share): from 0 to 1")
                }
                let sample = known.shares[index][state.rawValue]
                facts.append(
                    Fact(
                        station: station.name, state: state, measured: share, model: sample.mean,
                        room: known.room(sample)))
            }
            try note(.working, station.utilization)
            for entry in station.states where entry.state != .working {
                try note(entry.state, entry.share)
            }
        }
        guard !facts.isEmpty else {
            throw LineComplaint(["measured"], "no station was measured")
        }
        let squares = facts.reduce(0) {
            $0 + ($1.measured - $1.model) * ($1.measured - $1.model)
        }
        return Candidate(
            name: model.name, comparisons: facts, distance: squares / Double(facts.count))
    }

    /// What nobody measured and the fitting candidates see differently.
    private static func distinctions(
        _ sampled: [[[Sample]]], _ model: LineModel, _ measurements: Measurements,
        _ tolerance: Double
    ) -> [Distinction] {
        var found: [Distinction] = []
        for (index, station) in model.stations.enumerated() {
            let measured = measurements.stations.first { $0.name == station.name }?.states ?? []
            for state in StationState.allCases
            where !measured.contains(where: { $0.state == state }) {
                let shares = sampled.compactMap { candidate in
                    index < candidate.count ? candidate[index][state.rawValue].mean : nil
                }
                let distinction = Distinction(
                    station: station.name, state: state, shares: shares)
                if distinction.spread > 2 * tolerance { found.append(distinction) }
            }
        }
        return found.sorted { $0.spread > $1.spread }
    }
}

extension [Identification.Fact] {
    fileprivate func sortedByError() -> [Element] {
        sorted { abs($0.measured - $0.model) > abs($1.measured - $1.model) }
    }
}
