import Determinism
package import Line

extension ScenarioReport {
    /// Finds which plant it is, and compares the options on it.
    ///
    /// - Parameters:
    ///   - trace: one traced replication of a line, from its start for so many seconds; nil: no run
    ///     is traced, and Roser's method is left out.
    ///   - progress: told what is being done, and how far that is, 0…1.
    /// - Throws: a complaint where something does not fit the line.
    package init(
        _ inquiry: Inquiry, by runner: any Replicating,
        tracing trace: (LineModel, Double) -> LineTrace? = { _, _ in nil },
        progress: Comparison.Progress = { _, _ in }
    ) throws(LineComplaint) {
        precondition(!inquiry.candidates.isEmpty, "no line to report about")
        var model = inquiry.candidates[0]
        assumptions = []
        wouldChange = []
        recommendation = []
        if let measurements = inquiry.measurements {
            progress("which plant it is", 0)
            let found = try Identification(
                measurements, among: inquiry.candidates, by: runner)
            identification = found
            if case .believes(let index, _) = found.verdict {
                model = inquiry.candidates[index]
            } else {
                line = inquiry.candidates.map(\.name).joined(separator: " or ")
                currency = model.economy.currency
                reproducibility = ScenarioReport.reproducibility(inquiry, nil)
                recommendation = found.question
                wouldChange = found.question
                return
            }
        } else if inquiry.candidates.count > 1 {
            line = inquiry.candidates.map(\.name).joined(separator: " or ")
            currency = model.economy.currency
            reproducibility = ScenarioReport.reproducibility(inquiry, nil)
            recommendation = [
                "Several models are given and nothing was measured: bring the shares of time that "
                    + "each station is working, set up, down, blocked and starved."
            ]
            wouldChange = recommendation
            return
        }
        if let complaint = inquiry.study.complaint(for: model) { throw complaint }
        let made = try Making(
            inquiry.study, of: model, by: runner, tracing: trace, progress: progress)
        line = model.name
        currency = model.economy.currency
        result = made.result
        assumptions = ScenarioReport.assumptions(inquiry.study, model)
        reproducibility = ScenarioReport.reproducibility(inquiry, (model, made.comparison))
        recommendation = ScenarioReport.advice(made.result, model.economy.currency)
        wouldChange = ScenarioReport.openPoints(made.result, made.comparison, inquiry)
    }

    private static func assumptions(_ study: Study, _ model: LineModel) -> [Entry] {
        var entries = study.assumptions.figures(of: model).map {
            Entry($0.place, $0.figure.words)
        }
        for product in model.products
        where !study.assumptions.margins.contains(where: { $0.product == product.name }) {
            entries.append(Entry("margin of \(product.name)", Digits.text(product.margin)))
        }
        for option in study.options {
            let figures =
                option.changes.compactMap { change in
                    change.figure.map { (change.words, $0) }
                } + [
                    (Scenario.Place.investment, option.investment),
                    (Scenario.Place.yearlyCost, option.yearlyCost),
                    (Scenario.Place.leadTime + " [weeks]", option.leadTimeWeeks),
                ]
            for (place, figure) in figures {
                entries.append(Entry("\(option.name): \(place)", figure.words))
            }
            if let effort = option.effort {
                entries.append(
                    Entry(
                        "\(option.name): effort",
                        "\(effort.hours.words) h × \(effort.people.words) people × "
                            + "\(effort.rate.words) an hour, and \(effort.lostProduction.words) of "
                            + "the production of these hours"))
            }
        }
        entries.append(
            Entry(
                "gain",
                "difference of money per hour × hours × share that comes true, from the end of the "
                    + "lead time; the line is as free to sell as the model says"))
        entries.append(
            Entry(
                "unsure effects",
                "simulated anew for each of \(study.assumptions.draws) draws, pair by pair with "
                    + "the line as it is; no fitted surface"))
        return entries + study.assumptions.notes.map { Entry("note", $0) }
    }

    private static func reproducibility(
        _ inquiry: Inquiry, _ made: (LineModel, Comparison)?
    ) -> [Entry] {
        var digest = StateDigest()
        for candidate in inquiry.candidates { digest.mix("\(candidate)") }
        digest.mix("\(inquiry.study)")
        if let measurements = inquiry.measurements { digest.mix("\(measurements)") }
        var entries = [
            Entry("command", inquiry.command), Entry("version", inquiry.version),
            Entry("model, scenarios and facts", String(digest.value, radix: 16)),
            Entry("seed", "\(inquiry.candidates[0].run.seed)"),
        ]
        if let (model, comparison) = made {
            entries += [
                Entry("replications", "\(comparison.replications)"),
                Entry(
                    "window",
                    "\(Digits.text(model.run.length / 3600)) h after \(comparison.warmUp.words)"),
            ]
        }
        return entries
    }
}

/// The work behind a report.
private struct Making {
    let comparison: Comparison
    let result: ScenarioReport.Result

    init(
        _ study: Study, of model: LineModel, by runner: any Replicating,
        tracing trace: (LineModel, Double) -> LineTrace?, progress: Comparison.Progress
    ) throws(LineComplaint) {
        let comparison = try Comparison(study, of: model, by: runner, progress: progress)
        let appraisal = try Appraisal(
            comparison, study, of: model, by: runner, progress: progress)
        let bottleneck = Bottleneck(
            of: comparison, by: runner,
            periods: Making.periods(in: comparison.window, of: model, tracing: trace),
            progress: progress)
        let singles = comparison.alternatives.indices.filter {
            comparison.alternatives[$0].options.count == 1
        }
        let allowed = singles.filter { index in
            appraisal.returns[index].gates.allSatisfy { $0.verdict != .fails }
        }
        let chances = appraisal.chancesOfBestReturn(among: allowed)
        let changes = Measure.allCases.map { (measure: $0, all: comparison.changes($0)) }
        var rows: [ScenarioReport.Row] = []
        for index in comparison.alternatives.indices.dropFirst() {
            let alone = singles.contains(index)
            progress(
                "what matters for \(comparison.alternatives[index].name)",
                Double(index) / Double(comparison.alternatives.count))
            rows.append(
                ScenarioReport.Row(
                    name: comparison.alternatives[index].name, rank: nil,
                    changes: changes.compactMap { column in
                        let change = column.all.first { $0.alternative == index }
                        return change?.interval.map {
                            ScenarioReport.Change(
                                measure: column.measure, interval: $0,
                                chance: change?.adjustedChance)
                        }
                    },
                    returns: appraisal.returns[index],
                    chanceOfBest: allowed.firstIndex(of: index).map { chances[$0] },
                    facts: ScenarioReport.Facts(
                        comparison.alternatives[index], of: model, study,
                        appraisal.returns[index]),
                    tornado: alone
                        ? try comparison.tornado(of: index, study, model, by: runner) : [],
                    breakEvens: alone
                        ? try comparison.breakEvens(of: index, study, model, by: runner) : []))
        }
        progress("most good parts", 0)
        let most = Making.mostGood(comparison, appraisal, study, of: model, by: runner)
        self.comparison = comparison
        result = ScenarioReport.Result(
            base: Measure.allCases.compactMap { measure in
                comparison.interval(measure, of: 0).map {
                    ScenarioReport.Level(measure: measure, interval: $0)
                }
            },
            options: Making.ranked(rows, singles, appraisal),
            combinations: rows.filter { row in
                !singles.contains(row.returns.alternative)
            }.sorted { $0.good > $1.good },
            bottleneck: bottleneck, interactions: comparison.interactions(.goodPerHour),
            margins: comparison.qualityMargins(study, of: model), years: study.assumptions.years,
            draws: appraisal.draws, replicationsPerDraw: appraisal.replicationsPerDraw,
            replications: comparison.replications, confidence: study.confidence,
            isPrecise: comparison.isPrecise, mostGood: most.map { comparison.alternatives[$0].name }
        )
    }

    /// Of the alternatives that hold all gates those with the most good parts; more than one where
    /// they cannot be told apart.
    ///
    /// - Parameter comparison: a copy, since further replications of some alternatives would leave
    ///   the others' pairs behind.
    private static func mostGood(
        _ comparison: Comparison, _ appraisal: Appraisal, _ study: Study, of model: LineModel,
        by runner: any Replicating
    ) -> [Int] {
        var comparison = comparison
        let feasible = comparison.alternatives.indices.filter { index in
            appraisal.returns[index].gates.allSatisfy { $0.verdict == .holds }
        }
        let base = comparison.interval(.goodPerHour, of: 0)?.mean ?? 1
        return comparison.select(
            among: feasible, indifference: study.precision * base,
            most: max(comparison.replications, model.run.mostReplications), by: runner)
    }

    /// When each station was active within the window; nil: nobody traces.
    private static func periods(
        in window: LineWindow, of model: LineModel,
        tracing trace: (LineModel, Double) -> LineTrace?
    ) -> [[ActivePeriod]]? {
        // A trace grows with its length; this much shows where the bottleneck goes.
        let end = window.warmUp + min(window.length, 200 * 3600)
        return trace(model, end).map { trace in
            ActivePeriod.periods(in: trace, of: model, until: end).map { station in
                station.filter { $0.to > window.warmUp }
            }
        }
    }

    /// By median return; options that the leader of their rank does not beat in at least 95 % of
    /// draws share its rank. Those that fail a gate come last, without one.
    private static func ranked(
        _ rows: [ScenarioReport.Row], _ singles: [Int], _ appraisal: Appraisal
    ) -> [ScenarioReport.Row] {
        var alone = rows.filter { singles.contains($0.returns.alternative) }.sorted {
            ($0.fails ? 1 : 0, -$0.median) < ($1.fails ? 1 : 0, -$1.median)
        }
        var leader: (place: Int, rank: Int)?
        for place in alone.indices where !alone[place].fails {
            if let known = leader,
                appraisal.chance(
                    alone[known.place].returns.alternative,
                    beats: alone[place].returns.alternative) < 0.95
            {
                alone[place].rank = known.rank
            } else {
                leader = (place, place + 1)
                alone[place].rank = place + 1
            }
        }
        return alone
    }
}

extension ScenarioReport.Row {
    var fails: Bool { returns.gates.contains { $0.verdict == .fails } }
    var median: Double { returns.returnSpread?.p50 ?? -.infinity }
    var good: Double {
        changes.first { $0.measure == .goodPerHour }?.interval.mean ?? -.infinity
    }
}

extension ScenarioReport.Facts {
    init(_ alternative: Alternative, of model: LineModel, _ study: Study, _ returns: Returns) {
        let touched = alternative.options.flatMap { option in
            option.changes.flatMap { $0.stationsTouched(of: model) }
        }
        let named = model.stations.filter { touched.contains($0.name) }
        let skills = named.flatMap { station in
            [station.hands.work, station.hands.setup, station.hands.repair, station.hands.upkeep]
                .compactMap { $0?.skill }
        }
        changes = alternative.options.reduce(0) { $0 + $1.changes.count }
        stationsTouched = named.map(\.name)
        stations = model.stations.count
        crewPeople = model.crews.filter { !Set($0.skills).isDisjoint(with: skills) }
            .reduce(0) { $0 + $1.people }
        let efforts = alternative.options.compactMap(\.effort)
        effortPeople = efforts.reduce(0) { max($0, $1.people.likely) }
        effortHours = efforts.reduce(0) { $0 + $1.hours.likely }
        lostHours = efforts.reduce(0) { $0 + $1.hours.likely * $1.lostProduction.likely }
        lostDays = lostHours / (study.assumptions.hours(of: model).likely / 365)
        // Without options nothing has to be waited for.
        leadWeeks = alternative.options.map(\.leadTimeWeeks.likely).max() ?? 0.0
        atRisk = returns.likely.advances[0]
        risks = alternative.options.flatMap(\.risks)
    }
}
