import Line

/// Whether a constraint holds over a year, with which probability.
package struct GateResult: Hashable, Sendable {
    package var gate: Gate
    /// Mean of the measure; nil where the line has no such measure.
    package var mean: Double?
    /// That the measure of a year keeps the limit; nil where that is not known.
    package var probability: Double?
    package var verdict: Verdict

    package enum Verdict: String, Hashable, Sendable {
        case holds, fails
        /// Draws and replications do not tell.
        case open
    }

    /// A limit on what the line does not show: open, never held.
    init(unknown gate: Gate) {
        self.gate = gate
        verdict = .open
    }

    /// From replications of windows of `length` [s], without doubt about the model.
    ///
    /// A year has the mean of the replications, and its variance shrinks with its length; the mean
    /// itself is known from so many values only (prediction interval of Student's law). Nil where
    /// the measure has no values.
    package init?(_ gate: Gate, values: [Double], length: Double, year: Double) {
        let sample = Sample(values)
        guard sample.count >= 2, sample.mean.isFinite else { return nil }
        let variance = sample.variance * (length / year + 1 / Double(sample.count))
        let room = gate.room(of: sample.mean)
        let chance =
            variance > 0
            ? studentShare(room / variance.squareRoot(), degrees: Double(sample.count - 1))
            : room > 0 ? 1 : 0
        (self.gate, mean, probability) = (gate, sample.mean, chance)
        verdict = chance >= gate.probability ? .holds : .fails
    }

    /// From draws of what is unsure: the mean measure of each, and the variance within a draw over
    /// one window.
    package init?(
        _ gate: Gate, drawn means: [Double], within variance: Double, length: Double, year: Double
    ) {
        guard means.count >= 2, means.allSatisfy(\.isFinite) else { return nil }
        let deviation = (variance * length / year).squareRoot()
        let chances = means.map { mean in
            let room = gate.room(of: mean)
            return deviation > 0 ? normalShare(room / deviation) : room > 0 ? 1 : 0
        }
        guard let interval = Interval(of: chances) else { return nil }
        self.gate = gate
        mean = Sample(means).mean
        probability = interval.mean
        verdict =
            interval.low >= gate.probability
            ? .holds : interval.high < gate.probability ? .fails : .open
    }
}

extension Gate {
    /// How far a value is on the right side of the limit.
    func room(of value: Double) -> Double { side == .below ? limit - value : value - limit }

    package var words: String {
        "\(measure.words) \(side.rawValue) \(limit) with probability \(probability)"
    }
}
