import Line
import Scenarios
import Testing

/// The page that a manager gets.
@Suite struct ReportTests {
    private static func report(
        measured: Measurements?, replications: Int = 16, draws: Int = 32,
        _ change: (inout Study) -> Void = { _ in }
    ) throws -> ScenarioReport {
        var study = Plants.study
        study.assumptions.draws = draws
        study.assumptions.replicationsPerDraw = 1
        change(&study)
        var candidates = [Plants.lossesAtA, Plants.lossesAtB]
        for index in candidates.indices {
            candidates[index].run.leastReplications = replications
            candidates[index].run.mostReplications = replications
        }
        let inquiry = Inquiry(
            study, about: candidates, measured: measured, version: "1.2.3",
            command: "flyball scenario compare DIR")
        return try ScenarioReport(inquiry, by: PlainLine())
    }

    /// Made once for all tests.
    private static let atA = Swift.Result { try report(measured: Plants.measuredAtA) }
    private static let atB = Swift.Result { try report(measured: Plants.measuredAtB) }

    @Test func `without state fractions it ends with the question and ranks nothing`() throws {
        let asked = try Self.report(measured: Plants.utilizations)
        #expect(asked.result == nil && asked.pictures.isEmpty)
        #expect(asked.text.contains("nothing is ranked"))
        #expect(asked.text.contains("Measure B down"))
        #expect(!asked.text.contains("rank  option"))
        #expect(asked.json.contains("\"is_ranked\": false"))
        let unmeasured = try Self.report(measured: nil)
        #expect(unmeasured.result == nil)
    }

    @Test func `swapping the two plants' logs swaps the ranking`() throws {
        let a = try #require(try Self.atA.get().result)
        let b = try #require(try Self.atB.get().result)
        #expect(
            a.options.map(\.name) == ["changeover training", "predictive maintenance", "second B"])
        #expect(a.options.map(\.rank) == [1, 2, 3])
        #expect(b.options.last?.name == "changeover training")
        // A tie is shown as a tie.
        #expect(b.options.map(\.rank) == [1, 1, 3])
        #expect(b.options[0].chanceOfBest.map { $0 > 0.15 && $0 < 0.85 } == true)
    }

    @Test func `it says which plant, why, and what was assumed`() throws {
        let text = try Self.atB.get().text
        for part in [
            "The plant is losses at B", "B starved measured 1.7 %", "B holds the line back",
            "cannot be told apart", "at most 1.33 %", "margin of X: 12 (triangular 9, 12, 15)",
            "predictive maintenance breaks even", "second B: investment: 150000",
            "12 people for 15 h", "7.5 h (0.684 days) of production lost", "seed: 1",
            "version: 1.2.3", "command: flyball scenario compare DIR", "33 h of warm-up, declared",
            "WHAT COULD CHANGE THE ANSWER", "good parts per hour",
        ] {
            #expect(text.contains(part), "\(part) is not in\n\(text)")
        }
    }

    @Test func `a gate rules an option out however well it pays`() throws {
        let gated = try Self.report(
            measured: Plants.measuredAtB, replications: 8, draws: 16
        ) { study in
            study.options[0].changes = [.addUnits(station: "B", units: 1, defects: 0.02)]
            study.mostCombined = 2
        }
        let result = try #require(gated.result)
        #expect(result.options.last?.name == "second B")
        #expect(result.options.last?.rank == nil && result.options.last?.chanceOfBest == nil)
        #expect(gated.text.contains("second B is ruled out"))
        #expect(result.combinations.count == 3 && result.interactions.count == 3)
        #expect(result.mostGood == ["predictive maintenance + changeover training"])
    }

    @Test func `names cannot break out of page, picture or JSON`() throws {
        let page = try Self.report(
            measured: Plants.measuredAtA, replications: 4, draws: 4
        ) { study in
            study.options[2].name = "<script>alert(\"1\")</script>&"
            study.options[2].risks = ["a \"quoted\"\nrisk\u{1}"]
        }
        for text in [page.html] + page.pictures.map(\.svg) {
            #expect(!text.contains("<script"))
        }
        #expect(page.html.contains("&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;&amp;"))
        #expect(!page.html.contains("\u{1}"))
        #expect(page.json.contains(#""<script>alert(\"1\")</script>&""#))
        #expect(page.json.contains(#"a \"quoted\"\nrisk\u0001"#))
        #expect(Set(page.pictures.map(\.name)).isSuperset(of: ["states", "returns", "cash"]))
    }

    @Test func `the same inquiry gives the same report to the last letter`() throws {
        let twice = try (0..<2).map { _ in
            try Self.report(measured: Plants.measuredAtA, replications: 4, draws: 4)
        }
        #expect(twice[0].json == twice[1].json && twice[0].html == twice[1].html)
    }
}
