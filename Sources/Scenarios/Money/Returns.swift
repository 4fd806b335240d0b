package import Line

/// What an alternative earns, over draws of everything that is unsure.
package struct Returns: Hashable, Sendable {
    /// Index among the comparison's alternatives.
    package var alternative: Int
    /// With every figure as likely as can be.
    package var likely: CashFlow
    package var yearlyGain: Double
    /// By draw. Where nothing is spent: infinite if something is gained, 0 if nothing is.
    package var returns: [Double]
    package var netPresentValues: [Double]
    /// Months; infinite: never within ten years.
    package var paybacks: [Double]
    /// Means by draw of the measures of the gates.
    package var gates: [GateResult]
    /// By draw, money after the years looked at is below zero.
    package var chanceOfLoss: Double

    /// Quantiles of what many draws gave.
    package struct Spread: Hashable, Sendable {
        package var p5: Double
        package var p50: Double
        package var p95: Double

        /// Nil of no values.
        package init?(_ values: [Double]) {
            guard let p5 = sampleQuantile(values, 0.05), let p50 = sampleQuantile(values, 0.5),
                let p95 = sampleQuantile(values, 0.95)
            else { return nil }
            (self.p5, self.p50, self.p95) = (p5, p50, p95)
        }
    }

    package var returnSpread: Spread? { Spread(returns) }
    package var valueSpread: Spread? { Spread(netPresentValues) }
    package var paybackSpread: Spread? { Spread(paybacks) }
}

/// Money of all alternatives of a comparison, under doubt.
///
/// Each draw settles every unsure figure, of the assumptions for all alternatives alike. An
/// alternative whose changes are unsure is simulated anew for each draw, as the draw says: there is
/// no surface fitted through a few effects. Both sides of a pair see the same replications; a draw
/// takes the next few of those that the comparison has made of the line as it is.
package struct Appraisal: Sendable {
    /// By alternative; of the first, the line as it is, nothing is spent and nothing gained.
    package private(set) var returns: [Returns]
    package let draws: Int
    package let replicationsPerDraw: Int

    /// - Throws: a complaint where a drawn figure makes no sense.
    package init(
        _ comparison: Comparison, _ study: Study, of model: LineModel,
        by runner: any Replicating, progress: Comparison.Progress = { _, _ in }
    ) throws(LineComplaint) {
        let assumptions = study.assumptions
        draws = assumptions.draws
        replicationsPerDraw = min(assumptions.replicationsPerDraw, comparison.replications)
        returns = []
        for index in comparison.alternatives.indices {
            let share = Double(index) / Double(comparison.alternatives.count)
            progress("money of \(comparison.alternatives[index].name)", share)
            returns.append(try appraise(index, comparison, study, model, runner))
        }
    }

    private func appraise(
        _ index: Int, _ comparison: Comparison, _ study: Study, _ model: LineModel,
        _ runner: any Replicating
    ) throws(LineComplaint) -> Returns {
        let alternative = comparison.alternatives[index]
        let likely = comparison.cash(of: index, study, model, under: .likely)
        var drawn = Returns(
            alternative: index, likely: likely.flow, yearlyGain: likely.yearlyGain, returns: [],
            netPresentValues: [], paybacks: [], gates: [], chanceOfLoss: 0)
        var means = study.gates.map { _ in [Double]() }
        var losses = 0
        let changed = try simulate(alternative, comparison, model, runner)
        for draw in 0..<draws {
            let judgement = Judgement(
                draw: Judgement.Draw(seed: comparison.seed, index: draw))
            let range = replications(of: draw, comparison)
            let after = changed?[draw] ?? Array(comparison.figures[index][range])
            let before = Array(comparison.figures[0][range])
            let cash = alternative.cash(
                from: before, to: after, study.assumptions, model, under: judgement)
            drawn.returns.append(cash.flow.returnOrSign)
            drawn.netPresentValues.append(cash.flow.netPresentValue(rate: cash.discountRate))
            drawn.paybacks.append(cash.flow.payback)
            if cash.flow.gain < cash.flow.cost { losses += 1 }
            for (place, gate) in study.gates.enumerated() {
                let seen = after.compactMap { $0[gate.measure] }
                if !seen.isEmpty { means[place].append(Sample(seen).mean) }
            }
        }
        drawn.chanceOfLoss = Double(losses) / Double(draws)
        drawn.gates = judge(study, means, index, comparison, model)
        return drawn
    }

    /// Pairs that a draw looks at: the next few of those at hand, over and over.
    private func replications(of draw: Int, _ comparison: Comparison) -> Range<Int> {
        let first = draw % blocks(of: comparison) * replicationsPerDraw
        return first..<first + replicationsPerDraw
    }

    /// So many draws apart see the same replications, and can be simulated side by side.
    private func blocks(of comparison: Comparison) -> Int {
        max(1, min(16, comparison.replications / replicationsPerDraw))
    }

    /// What an alternative with unsure changes gives, by draw; nil of one without.
    private func simulate(
        _ alternative: Alternative, _ comparison: Comparison, _ model: LineModel,
        _ runner: any Replicating
    ) throws(LineComplaint) -> [[LineFigures]]? {
        guard alternative.hasDoubtfulChanges else { return nil }
        var figures = [[LineFigures]](repeating: [], count: draws)
        let blocks = blocks(of: comparison)
        for block in 0..<min(blocks, draws) {
            let members = Array(stride(from: block, to: draws, by: blocks))
            var models: [LineModel] = []
            for draw in members {
                let judgement = Judgement(
                    draw: Judgement.Draw(seed: comparison.seed, index: draw))
                models.append(try alternative.apply(to: model, under: judgement))
            }
            let outcomes = runner.outcomes(
                of: models, seed: comparison.seed,
                replications: replications(of: block, comparison), window: comparison.window)
            for (place, draw) in members.enumerated() {
                figures[draw] = outcomes[place].map { LineFigures($0, of: models[place]) }
            }
        }
        return figures
    }

    /// Gates over the draws where changes are unsure, else over the replications.
    private func judge(
        _ study: Study, _ means: [[Double]], _ index: Int, _ comparison: Comparison,
        _ model: LineModel
    ) -> [GateResult] {
        let year = study.assumptions.hours(of: model).likely * 3600
        let length = comparison.window.length
        return zip(study.gates, means).map { gate, means in
            let values = comparison.values(gate.measure, of: index)
            let result =
                comparison.alternatives[index].hasDoubtfulChanges
                ? GateResult(
                    gate, drawn: means, within: Sample(values).variance, length: length, year: year)
                : GateResult(gate, values: values, length: length, year: year)
            return result ?? GateResult(unknown: gate)
        }
    }

    /// For each of these alternatives, the share of draws in which its return on investment is the
    /// highest; ties are shared.
    package func chancesOfBestReturn(among indices: [Int]) -> [Double] {
        shares(indices.map { returns[$0].returns })
    }

    /// As above, by net present value.
    package func chancesOfBestValue(among indices: [Int]) -> [Double] {
        shares(indices.map { returns[$0].netPresentValues })
    }

    private func shares(_ values: [[Double]]) -> [Double] {
        let count = values.map(\.count).min() ?? 1
        var wins = values.map { _ in 0.0 }
        guard count > 0 else { return wins }
        for draw in 0..<count {
            let row = values.map { draw < $0.count ? $0[draw] : -.infinity }
            guard let highest = row.max() else { continue }
            let best = row.indices.filter { row[$0] == highest }
            for index in best { wins[index] += 1 / Double(best.count) }
        }
        return wins.map { $0 / Double(count) }
    }

    /// Probability that the return of a is higher than that of b.
    package func chance(_ a: Int, beats b: Int) -> Double {
        let pairs = zip(returns[a].returns, returns[b].returns)
        let wins = pairs.reduce(0.0) { $0 + ($1.0 > $1.1 ? 1 : $1.0 == $1.1 ? 0.5 : 0) }
        return wins / Double(max(1, min(returns[a].returns.count, returns[b].returns.count)))
    }
}

/// A cash flow with what it was worked out from.
struct Cash {
    let flow: CashFlow
    let yearlyGain: Double
    let discountRate: Double
}

extension Alternative {
    /// The money of this alternative against the line as it is, from pairs of replications.
    func cash(
        from before: [LineFigures], to after: [LineFigures], _ assumptions: Assumptions,
        _ model: LineModel, under judgement: Judgement
    ) -> Cash {
        let economics = Economics(assumptions, of: model, under: judgement)
        let gain = options.isEmpty ? 0 : economics.yearlyGain(from: before, to: after)
        let hourly = economics.hourlyContribution(before)
        let costs = options.map {
            OptionCost($0, under: judgement, hourlyContribution: hourly)
        }
        return Cash(
            flow: CashFlow(yearlyGain: gain, of: costs, years: economics.years),
            yearlyGain: gain, discountRate: economics.discountRate)
    }
}

extension Comparison {
    /// From all replications of the comparison, changes as they were simulated in it.
    func cash(of index: Int, _ study: Study, _ model: LineModel, under judgement: Judgement) -> Cash
    {
        alternatives[index].cash(
            from: figures[0], to: figures[index], study.assumptions, model, under: judgement)
    }
}
