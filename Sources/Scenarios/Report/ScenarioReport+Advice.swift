import Line

extension ScenarioReport {
    /// What to do, in sentences with their figures.
    static func advice(_ result: Result, _ currency: String) -> [String] {
        var lines: [String] = []
        let first = result.options.filter { $0.rank == 1 }
        if let best = first.first {
            let names = first.map(\.name)
            if best.median <= 0 {
                lines.append(
                    "Leave the line as it is: no option alone is likely to bring its money back in "
                        + "\(result.years) years; the best, \(best.name), returns "
                        + "\(best.returnWords).")
            } else if names.count == 1 {
                lines.append(
                    "\(best.name): \(result.years)-year return \(best.returnWords); first in "
                        + "\(Digits.percent(best.chanceOfBest)) of draws, loss in "
                        + "\(Digits.percent(best.returns.chanceOfLoss)).")
            } else {
                lines.append(
                    "\(names.joined(separator: " and ")) cannot be told apart by their return: "
                        + first.map { "\($0.name) \($0.returnWords)" }.joined(separator: "; ")
                        + ". Choose by what they ask of people and how soon they work.")
            }
        }
        for row in result.options where row.fails {
            lines.append("\(row.name) is ruled out: \(row.gateWords).")
        }
        if !result.combinations.isEmpty {
            let all = result.options + result.combinations
            if let richest = all.filter({ !$0.fails }).max(by: { $0.value < $1.value }),
                richest.value > 0
            {
                lines.append(
                    "Most money over \(result.years) years: \(richest.name), net present value "
                        + "\(Digits.text(richest.value)) \(currency) (median).")
            }
            if !result.mostGood.isEmpty {
                let together = result.mostGood.joined(separator: "; ")
                lines.append(
                    result.mostGood.count == 1
                        ? "Most good parts within the limits: \(together)."
                        : "Most good parts within the limits, not told apart: \(together).")
            }
        }
        for margin in result.margins {
            lines.append(
                "An added unit at \(margin.station) that takes \(Digits.percent(margin.share)) of "
                    + "the parts may have at most \(Digits.percent(margin.highest, 2)) of defects "
                    + "before the line exceeds \(Digits.percent(margin.gate.limit, 2)) "
                    + "(\(Digits.percent(margin.highestWithProbability, 2)) to keep it with "
                    + "probability \(Digits.text(margin.gate.probability)) over a year).")
        }
        return lines
    }

    /// What could change the answer, by how much it matters.
    static func openPoints(
        _ result: Result, _ comparison: Comparison, _ inquiry: Inquiry
    ) -> [String] {
        var points: [String] = []
        if inquiry.measurements == nil {
            points.append(
                "Nothing was measured against the model: shares of time working, set up, down, "
                    + "blocked and starved would show whether this is the plant.")
        } else if inquiry.measurements?.stations.contains(where: { $0.states.isEmpty }) == true {
            points.append(
                "Of some stations only utilization is known: their shares of time set up, down, "
                    + "blocked and starved would confirm or refute the plant.")
        }
        for row in result.options {
            for swing in row.tornado.prefix(2)
            where min(swing.returnAtLow, swing.returnAtHigh) < 0
                && max(swing.returnAtLow, swing.returnAtHigh) > 0
            {
                points.append(
                    "\(swing.doubt.words): between \(Digits.text(swing.low)) and "
                        + "\(Digits.text(swing.high)) the return of \(row.name) changes its sign.")
            }
        }
        let first = result.options.filter { $0.rank == 1 }
        if first.count > 1, let widest = first.flatMap(\.tornado).max(by: { $0.size < $1.size }) {
            points.append(
                "The first rank is shared; \(widest.doubt.words) is the doubt that moves it most.")
        }
        for row in result.options {
            for gate in row.returns.gates where gate.verdict == .open {
                points.append("\(row.name): whether \(gate.gate.words) is open.")
            }
        }
        switch result.bottleneck?.verdict {
        case .several, .unclear, nil:
            points.append("The evidence for one bottleneck is weak: a longer record would help.")
        case .notTheStations:
            points.append(
                "The stations are not the limit: more demand, people or material would change what "
                    + "they are worth.")
        case .station: break
        }
        if !result.isPrecise {
            points.append(
                "The wanted precision was not reached with \(result.replications) replications: "
                    + "allow more.")
        }
        if case .notFound = comparison.warmUp.source {
            points.append("No steady state was found: declare a warm-up, or a terminating run.")
        }
        return points
    }
}

extension ScenarioReport.Row {
    var value: Double { returns.valueSpread?.p50 ?? -.infinity }

    var returnWords: String {
        guard let spread = returns.returnSpread else { return "without cost" }
        return "\(Digits.signed(spread.p50)) (5 % to 95 %: \(Digits.signed(spread.p5)) to "
            + "\(Digits.signed(spread.p95)))"
    }

    var gateWords: String {
        returns.gates.filter { $0.verdict != .holds }.map {
            "\($0.gate.words) \($0.verdict.rawValue), probability "
                + ($0.probability.map(Digits.text) ?? "not known")
        }.joined(separator: "; ")
    }
}

extension Identification {
    /// The question that must be answered, in sentences; empty where the plant is known.
    var question: [String] {
        switch verdict {
        case .believes: return []
        case .asks(let among, let bring):
            let names = among.map { candidates[$0].name }
            var lines = [
                "What was measured fits \(names.joined(separator: " and ")) alike, and they may "
                    + "have different answers: nothing is ranked."
            ]
            for distinction in bring.prefix(4) {
                let shares = zip(names, distinction.shares).map {
                    "\(Digits.percent($0.1, 1)) of the time in \($0.0)"
                }
                lines.append(
                    "Measure \(distinction.words): \(shares.joined(separator: ", ")).")
            }
            if bring.isEmpty { lines.append("Measure longer: all shares are within chance.") }
            return lines
        case .noneFits(let nearest, let because):
            return [
                "No model fits what was measured; the nearest is \(candidates[nearest].name). "
                    + "Nothing is ranked."
            ] + because.prefix(4).map { "It misses: \($0.sentence)." }
        }
    }

    /// Which plant and why, in sentences.
    var belief: [String] {
        guard case .believes(let index, let because) = verdict else { return [] }
        let others = candidates.count > 1 ? "; the others do not" : ""
        return [
            "The plant is \(candidates[index].name): its shares of time are those measured"
                + "\(others)."
        ] + because.prefix(3).map { "Against the others: \($0.sentence)." }
    }
}

extension Identification.Fact {
    fileprivate var sentence: String {
        "\(words) measured \(Digits.percent(measured, 1)), model \(Digits.percent(model, 1))"
    }
}
