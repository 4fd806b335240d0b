import Line
import Scenarios
import Testing

/// Alternatives of the reference plants under common random numbers; figures of operations.md,
/// section 6.
@Suite struct ComparisonTests {
    private func compare(
        _ model: LineModel, mostCombined: Int = 1, precision: Double = 0.005
    ) throws -> Comparison {
        if mostCombined == 1, precision == 0.005 { return try Plants.compared(model) }
        var study = Plants.study
        study.mostCombined = mostCombined
        study.precision = precision
        return try Comparison(study, of: model, by: PlainLine())
    }

    @Test(arguments: [
        (Plants.lossesAtA, [(0.74, 0.11), (3.5, 0.3), (2.21, 0.03)]),
        (Plants.lossesAtB, [(14.3, 0.4), (12.0, 0.25), (0.86, 0.01)]),
    ])
    func `each option changes throughput as published`(
        model: LineModel, published: [(Double, Double)]
    ) throws {
        let comparison = try compare(model)
        #expect(comparison.replications == 40 && comparison.warmUp.source == .declared)
        let base = try #require(comparison.interval(.goodPerHour, of: 0)).mean
        for (change, (percent, half)) in zip(comparison.changes(.goodPerHour), published) {
            let interval = try #require(change.interval).scaled(by: 100 / base)
            // Other draws than the published run, hence both intervals; and each unit of a doubled
            // station sets up for itself here.
            let room = half + interval.halfWidth + 0.1
            #expect(
                abs(interval.mean - percent) < room,
                "\(comparison.alternatives[change.alternative].name): \(interval)")
            #expect(try #require(change.adjustedChance) < 0.05)
        }
    }

    @Test func `common chance makes differences far surer than independent runs would`() throws {
        let comparison = try compare(Plants.lossesAtA)
        let paired = Sample(comparison.differences(.goodPerHour, of: 3)).variance
        let independent =
            Sample(comparison.values(.goodPerHour, of: 0)).variance
            + Sample(comparison.values(.goodPerHour, of: 3)).variance
        // Published: 590 to 960, for a fixed number of parts whose defects are not drawn.
        #expect(independent / paired > 50, "\(independent / paired)")
    }

    @Test func `combinations come with what they give beyond the sum`() throws {
        var model = Plants.lossesAtB
        model.run.leastReplications = 12
        model.run.mostReplications = 12
        let comparison = try compare(model, mostCombined: 3)
        #expect(comparison.alternatives.count == 8)
        #expect(comparison.alternatives[7].options == Plants.study.options)
        let interactions = comparison.interactions(.goodPerHour)
        #expect(interactions.count == 3)
        // A second B and fewer failures of B mend the same loss: together less than the sum.
        let overlap = try #require(interactions.first)
        #expect(overlap.options == ["second B", "predictive maintenance"])
        #expect(overlap.interval.high < 0)
    }

    @Test func `the best is told apart with as many runs as it takes`() throws {
        var model = Plants.lossesAtB
        model.run.leastReplications = 16
        model.run.mostReplications = 16
        var comparison = try compare(model)
        let best = comparison.select(
            among: [0, 1, 2, 3], indifference: 0.25, most: 64, by: PlainLine())
        #expect(best == [1])
        let chances = comparison.chancesOfBest(.goodPerHour, among: [0, 1, 2, 3])
        #expect(chances[1] > 0.99)
    }

    @Test func `replications are added until the difference is known as wanted`() throws {
        var model = Plants.lossesAtB
        model.run.leastReplications = 8
        model.run.mostReplications = 200
        let rough = try compare(model, precision: 0.03)
        let fine = try compare(model, precision: 0.006)
        #expect(rough.isPrecise && fine.isPrecise)
        #expect(rough.replications < fine.replications)
        let base = try #require(fine.interval(.goodPerHour, of: 0)).mean
        for change in fine.changes(.goodPerHour) {
            #expect(try #require(change.interval).halfWidth <= 0.006 * base)
        }
    }

    @Test func `a warm-up that nobody declares is found`() throws {
        var model = Plants.lossesAtB
        model.run.warmUp = nil
        let found = WarmUp.find(for: model, by: PlainLine(), seed: 1)
        guard case .found = found.source else {
            Issue.record("\(found)")
            return
        }
        #expect(found.length < model.run.length / 2)
        // More comes than the line can take: no steady state.
        var flooded = Plants.demandLimited
        flooded.run.warmUp = nil
        flooded.run.length /= 4
        flooded.products[0].release = .arrivals(.exponential(mean: 40), parts: 1)
        guard case .notFound = WarmUp.find(for: flooded, by: PlainLine(), seed: 1).source else {
            Issue.record("a warm-up of a line that fills without end")
            return
        }
        flooded.run.kind = .terminating
        #expect(WarmUp.find(for: flooded, by: PlainLine(), seed: 1).source == .terminating)
    }

    @Test func `a gate holds with its probability over a year`() throws {
        let gate = Gate(.defectRate, .below, 0.02)
        let values = (0..<40).map { 0.0159 + 0.0002 * Double($0 % 5) }
        let good = try #require(GateResult(gate, values: values, length: 600_000, year: 14_400_000))
        #expect(good.verdict == .holds)
        #expect(try #require(good.probability) > 0.9999)
        let near = values.map { $0 + 0.0037 }
        let tight = try #require(GateResult(gate, values: near, length: 600_000, year: 14_400_000))
        #expect(tight.verdict == .fails)
        // Half of the draws of what is unsure beyond the limit: a mean below it does not save it.
        let drawn = (0..<200).map { $0 % 2 == 0 ? 0.012 : 0.021 }
        let doubtful = try #require(
            GateResult(gate, drawn: drawn, within: 1e-8, length: 600_000, year: 14_400_000))
        #expect(doubtful.verdict == .fails)
        #expect(try #require(doubtful.mean) < 0.02)
        #expect(abs(try #require(doubtful.probability) - 0.5) < 0.01)
    }

    @Test func `what does not fit the line is said before anything runs`() throws {
        var study = Plants.study
        study.options.append(study.options[0])
        #expect(study.complaint(for: Plants.lossesAtA)?.path == ["scenarios", "second B"])
        study = Plants.study
        study.options[0].changes = [.addUnits(station: "D", units: 1, defects: nil)]
        let complaint = try #require(study.complaint(for: Plants.lossesAtA))
        #expect(complaint.path == ["scenarios", "second B", "changes", "1", "stations", "D"])
        study = Plants.study
        study.assumptions.margins[0].product = "Z"
        #expect(study.complaint(for: Plants.lossesAtA)?.path == ["assumptions", "margins", "Z"])
        #expect(Plants.study.complaint(for: Plants.lossesAtA) == nil)
    }
}
