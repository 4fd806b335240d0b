package import Line

/// How far the return on investment swings with one figure, all others as likely as can be.
package struct Swing: Hashable, Sendable {
    package var doubt: Doubt.Key
    /// The figure at its 10th and 90th percentile, and the return with each.
    package var low: Double
    package var high: Double
    package var returnAtLow: Double
    package var returnAtHigh: Double

    package var size: Double { abs(returnAtHigh - returnAtLow) }
}

/// How strong an effect must be for the money to come back within the years looked at.
package struct BreakEven: Hashable, Sendable {
    package var doubt: Doubt.Key
    package var likely: Double
    package var answer: Answer

    package enum Answer: Hashable, Sendable {
        /// The figure at which gain and cost are equal, all others as likely as can be.
        case at(Double)
        /// It pays without this effect.
        case always
        /// However strong the effect: up to this value.
        case never(upTo: Double)
    }
}

extension Comparison {
    /// Replications behind each point of a tornado and of a break-even.
    static let replicationsPerPoint = 16
    /// Points of a break-even at most, besides its ends.
    static let breakEvenSteps = 8

    /// One figure after the other at its 10th and 90th percentile; the widest swing first. Empty
    /// where the alternative costs nothing.
    package func tornado(
        of index: Int, _ study: Study, _ model: LineModel, by runner: any Replicating
    ) throws(LineComplaint) -> [Swing] {
        let alternative = alternatives[index]
        var doubts = study.assumptions.doubts(of: model)
        for option in alternative.options { doubts += option.doubts }
        var swings: [Swing] = []
        for doubt in doubts {
            var ends: [Double] = []
            for share in [0.1, 0.9] {
                let held = Judgement.Held(doubt.key, at: .share(share))
                let value = try point(
                    index, study, model, under: Judgement(held: held), by: runner)
                if let value { ends.append(value) }
            }
            guard ends.count == 2 else { continue }
            swings.append(
                Swing(
                    doubt: doubt.key, low: doubt.figure.quantile(0.1),
                    high: doubt.figure.quantile(0.9), returnAtLow: ends[0], returnAtHigh: ends[1]))
        }
        return swings.sorted { $0.size > $1.size }
    }

    /// For each effect of the alternative's changes that goes by a figure: where the return is
    /// zero, to a thousandth, between no effect and one far beyond what is likely. Under common
    /// random numbers the return is a function of the effect without noise of its own, over these
    /// replications.
    package func breakEvens(
        of index: Int, _ study: Study, _ model: LineModel, by runner: any Replicating
    ) throws(LineComplaint) -> [BreakEven] {
        var found: [BreakEven] = []
        for option in alternatives[index].options {
            for change in option.changes {
                guard let figure = change.figure, let ends = change.effects(likely: figure.likely)
                else { continue }
                let key = Doubt.Key(owner: option.name, place: figure.name ?? change.words)
                func value(_ effect: Double) throws(LineComplaint) -> Double? {
                    let held = Judgement.Held(key, at: .value(effect))
                    return try point(index, study, model, under: Judgement(held: held), by: runner)
                }
                guard let none = try value(ends.none), let most = try value(ends.most) else {
                    continue
                }
                var answer = BreakEven.Answer.always
                if none < 0, most < 0 {
                    answer = .never(upTo: ends.most)
                } else if none < 0 {
                    var low = (at: ends.none, value: none)
                    var high = (at: ends.most, value: most)
                    var middle = low.at
                    for _ in 0..<Comparison.breakEvenSteps {
                        // The straight line between the ends; an end that stays counts half the
                        // next time (Illinois rule: Dowell and Jarratt, BIT 11, 1971).
                        middle =
                            low.at - low.value * (high.at - low.at) / (high.value - low.value)
                        guard let got = try value(middle) else { break }
                        if abs(got) < 1e-3 { break }
                        if got < 0 {
                            low = (middle, got)
                            high.value /= 2
                        } else {
                            high = (middle, got)
                            low.value /= 2
                        }
                    }
                    answer = .at(middle)
                }
                found.append(BreakEven(doubt: key, likely: figure.likely, answer: answer))
            }
        }
        return found
    }

    /// The return with these figures; simulated anew where a change is held elsewhere than it is
    /// likely.
    private func point(
        _ index: Int, _ study: Study, _ model: LineModel, under judgement: Judgement,
        by runner: any Replicating
    ) throws(LineComplaint) -> Double? {
        let count = min(replications, Comparison.replicationsPerPoint)
        let changed = try alternatives[index].apply(to: model, under: judgement)
        var after = Array(figures[index].prefix(count))
        if changed != models[index] {
            after = runner.outcomes(
                of: changed, seed: seed, replications: 0..<count, window: window
            ).map { LineFigures($0, of: changed) }
        }
        let before = Array(figures[0].prefix(count))
        return alternatives[index].cash(
            from: before, to: after, study.assumptions, model, under: judgement
        ).flow.returnOnInvestment
    }
}

extension Change {
    /// Its figure where it does nothing, and far beyond what is likely; nil where no figure is
    /// without effect.
    func effects(likely: Double) -> (none: Double, most: Double)? {
        switch self {
        case .removeFailures: return (0, 0.98)
        case .time, .speed, .demand, .supplierLeadTime, .defects(_, _, .by):
            return (1, likely < 1 ? 0.05 : 5)
        case .addUnits, .defects, .transportSpeed, .calendar, .crewCalendar, .upkeep, .setups,
            .campaigns, .order, .people, .addCrew, .supplierPolicy, .places, .release, .relayout:
            return nil
        }
    }
}
