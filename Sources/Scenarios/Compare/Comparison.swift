package import Line

/// Alternatives under the same chance: replication r of each draws the same streams, so that the
/// difference of two is what the change does, and not luck.
package struct Comparison: Sendable {
    /// The first is the line as it is.
    package let alternatives: [Alternative]
    package let models: [LineModel]
    package let window: LineWindow
    package let warmUp: WarmUp
    package let seed: UInt64
    package let confidence: Double
    /// By alternative, then by replication; as many of each.
    package private(set) var figures: [[LineFigures]]
    /// Whether every difference in good parts is known as well as was wanted.
    package private(set) var isPrecise = false

    /// Told what is being done, and how far it is, 0…1.
    package typealias Progress = (String, Double) -> Void

    /// Simulates all alternatives, all figures as likely as can be, until the difference of each to
    /// the line as it is, in good parts an hour, has the half width that the study wants relative
    /// to the line as it is; looking at fixed checkpoints only.
    ///
    /// - Throws: a complaint where a change does not fit the line.
    package init(
        _ study: Study, of model: LineModel, by runner: any Replicating,
        progress: Progress = { _, _ in }
    ) throws(LineComplaint) {
        alternatives = study.alternatives
        var models: [LineModel] = []
        for alternative in alternatives { models.append(try alternative.apply(to: model)) }
        self.models = models
        (seed, confidence) = (model.run.seed, study.confidence)
        progress("warm-up", 0)
        warmUp =
            models.map { WarmUp.find(for: $0, by: runner, seed: model.run.seed) }
            .max { $0.length < $1.length } ?? WarmUp(length: 0, source: .terminating)
        window = LineWindow(warmUp: warmUp.length, length: model.run.length)
        figures = models.map { _ in [] }
        let least = max(2, model.run.leastReplications)
        let rule = StoppingRule(
            precision: study.precision,
            confidence: simultaneous(study.confidence, comparisons: models.count - 1),
            least: least, most: max(least, model.run.mostReplications))
        for checkpoint in rule.checkpoints {
            for index in models.indices {
                let share = Double(index) / Double(models.count)
                progress("replications up to \(checkpoint)", share)
                extend(index, to: checkpoint, by: runner)
            }
            let base = values(.goodPerHour, of: 0)
            let size = base.isEmpty ? 0 : base.reduce(0, +) / Double(base.count)
            // Alone, the line itself is what is to be known.
            let intervals =
                models.count == 1
                ? [Interval(of: base, confidence: study.confidence)]
                : models.indices.dropFirst().map { index in
                    Interval(
                        from: base, to: values(.goodPerHour, of: index),
                        confidence: rule.confidence)
                }
            if intervals.allSatisfy({ $0.map { rule.isMet($0, against: size) } ?? false }) {
                isPrecise = true
                break
            }
        }
    }

    package var replications: Int { figures.map(\.count).min() ?? 1 }

    mutating func extend(_ index: Int, to count: Int, by runner: any Replicating) {
        let have = figures[index].count
        guard have < count else { return }
        let outcomes = runner.outcomes(
            of: models[index], seed: seed, replications: have..<count, window: window)
        figures[index] += outcomes.map { LineFigures($0, of: models[index]) }
    }

    /// Of the replications that have the figure.
    package func values(_ measure: Measure, of index: Int) -> [Double] {
        figures[index].compactMap { $0[measure] }
    }

    package func interval(_ measure: Measure, of index: Int) -> Interval? {
        Interval(of: values(measure, of: index), confidence: confidence)
    }

    /// Pair by pair, against the line as it is; pairs without the figure on one side are left out.
    package func differences(_ measure: Measure, of index: Int) -> [Double] {
        zip(figures[0], figures[index]).compactMap { before, after in
            guard let a = before[measure], let b = after[measure] else { return nil }
            return b - a
        }
    }

    /// What an alternative changes, for each alternative but the first; the intervals of one
    /// measure hold all at once with the study's confidence.
    package func changes(_ measure: Measure) -> [Difference] {
        let others = Array(alternatives.indices.dropFirst())
        let each = simultaneous(confidence, comparisons: others.count)
        let chances = others.map { chanceOfNoDifference(differences(measure, of: $0)) }
        let known = holm(chances.compactMap { $0 })
        var next = 0
        return zip(others, chances).map { index, chance in
            var adjusted: Double?
            if chance != nil {
                adjusted = known[next]
                next += 1
            }
            return Difference(
                alternative: index,
                interval: Interval(of: differences(measure, of: index), confidence: each),
                adjustedChance: adjusted)
        }
    }

    /// A difference to the line as it is.
    package struct Difference: Hashable, Sendable {
        package var alternative: Int
        /// Nil where there is nothing to compare.
        package var interval: Interval?
        /// Of no difference, by Student's test of pairs, corrected after Holm.
        package var adjustedChance: Double?
    }

    /// What two options give together beyond the sum of what each gives alone.
    package struct Interaction: Hashable, Sendable {
        package var options: [String]
        package var interval: Interval
    }

    package func interactions(_ measure: Measure) -> [Interaction] {
        alternatives.indices.filter { alternatives[$0].options.count == 2 }.compactMap { pair in
            let options = alternatives[pair].options
            let alone = options.compactMap { option in
                alternatives.firstIndex { $0.options == [option] }
            }
            guard alone.count == 2 else { return nil }
            let both = differences(measure, of: pair)
            let a = differences(measure, of: alone[0])
            let b = differences(measure, of: alone[1])
            guard both.count == a.count, a.count == b.count,
                let interval = Interval(
                    of: both.indices.map { both[$0] - a[$0] - b[$0] }, confidence: confidence)
            else { return nil }
            return Interaction(options: options.map(\.name), interval: interval)
        }
    }

    /// Probability that the mean of each of these is the highest of them.
    package func chancesOfBest(_ measure: Measure, among indices: [Int]) -> [Double] {
        let all = indices.map { values(measure, of: $0) }
        guard let count = all.map(\.count).min() else { return [] }
        return Scenarios.chancesOfBest(all.map { Array($0.prefix(count)) }, seed: seed)
    }

    /// The alternatives among these that have the most good parts an hour, by Kim and Nelson's
    /// procedure; more than one where `most` replications do not tell them apart. Adds replications
    /// of those that are still in question.
    package mutating func select(
        among indices: [Int], indifference: Double, most: Int, by runner: any Replicating
    ) -> [Int] {
        guard indices.count > 1, indifference > 0 else { return indices }
        var selection = BestSelection(
            systems: indices.count, indifference: indifference, confidence: confidence,
            firstStage: min(replications, 32))
        var seen = 0
        var count = replications
        while true {
            for place in selection.survivors { extend(indices[place], to: count, by: runner) }
            selection.add(
                selection.survivors.map { place in
                    figures[indices[place]][seen..<count].compactMap { $0[.goodPerHour] }
                })
            seen = count
            if selection.isDecided || count >= most { break }
            count = min(most, (count * 3 / 2 + 7) / 8 * 8)
        }
        return selection.survivors.map { indices[$0] }
    }
}
