import Line
import Scenarios
import Testing

/// The reference question: which plant is it, and what must be known before that can be said.
@Suite struct QuestionTests {
    private let candidates = [Plants.lossesAtA, Plants.lossesAtB]

    private func identify(_ measurements: Measurements) throws -> Identification {
        try Identification(measurements, among: candidates, by: PlainLine())
    }

    @Test func `utilizations alone end with the question`() throws {
        let found = try identify(Plants.utilizations)
        guard case .asks(let among, let bring) = found.verdict else {
            Issue.record("\(found.verdict)")
            return
        }
        #expect(among == [0, 1])
        // .014 or .320 of B's time down, .314 or .017 starved.
        #expect(Set(bring.prefix(2).map(\.words)) == ["B down", "B starved"])
        #expect(bring.contains { $0.words == "A blocked" })
        #expect(bring.allSatisfy { $0.spread > 0.04 })
    }

    @Test(arguments: [(Plants.measuredAtA, 0), (Plants.measuredAtB, 1)])
    func `state fractions tell the plants apart`(
        measurements: Measurements, index: Int
    ) throws {
        let found = try identify(measurements)
        guard case .believes(let plant, let because) = found.verdict else {
            Issue.record("\(found.verdict)")
            return
        }
        #expect(plant == index)
        let first = try #require(because.first)
        #expect(["B down", "B starved"].contains(first.words))
        #expect(abs(first.measured - first.model) > 0.25)
    }

    @Test func `facts that fit no plant are not forced upon one`() throws {
        var measurements = Plants.measuredAtA
        measurements.stations[0].utilization = 0.6
        guard case .noneFits(_, let because) = try identify(measurements).verdict else {
            Issue.record("a plant that it is not")
            return
        }
        #expect(because.first?.words == "A working")
    }

    @Test func `a measured station that the line lacks is said`() throws {
        var measurements = Plants.utilizations
        measurements.stations[0].name = "D"
        let complaint = #expect(throws: LineComplaint.self) { try identify(measurements) }
        #expect(complaint?.path == ["stations", "D"])
    }

    @Test func `a second B may have at most 1.33 % of defects`() throws {
        let comparison = try Plants.compared(Plants.lossesAtA)
        let margin = try #require(
            comparison.qualityMargins(Plants.study, of: Plants.lossesAtA).first)
        #expect(margin.share == 0.5)
        #expect(abs(margin.present - 0.01592) < 5e-6)
        #expect(abs(margin.highest - 0.0133) < 5e-5, "\(margin.highest)")
        #expect(margin.highestWithProbability < margin.highest)
        #expect(margin.highestWithProbability > 0.010)
        // Exactly there the line of the model has 2 %.
        var model = try Scenario(
            "s", [.addUnits(station: "B", units: 1, defects: Figure(margin.highest))]
        ).apply(to: Plants.lossesAtA)
        model.run.leastReplications = 2
        let good = model.products[0].steps.reduce(1.0) { good, step in
            if case .share(let share) = step.defects { good * (1 - share) } else { good }
        }
        #expect(abs(1 - good - 0.02) < 1e-12)
    }
}
