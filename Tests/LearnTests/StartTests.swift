import Learn
import Modeling
import Simulate
import Tape
import Testing

/// Searches from several starts: which optimum is kept, and what is said of the others.
@Suite struct StartTests {
    /// Two states at rest that show p² and p/10: the truth p = 1 and a worse minimum near p = −1.
    private func problem(start: Double, watching outputs: [Int] = [0, 1]) -> CalibrationProblem {
        var g = Graph()
        let s = Slots(states: 2, inputs: 0, parameters: 1)
        let p = g.variable(s.parameter(0))
        let (tenth, zero) = (g.constant(0.1), g.constant(0))
        let (square, line) = (g.multiply(p, p), g.multiply(tenth, p))
        let model = Model(
            name: "Saddle", states: [Variable(name: "square"), Variable(name: "line")],
            inputs: [],
            parameters: [Variable(name: "p", start: start, minimum: -2, maximum: 2)],
            algebraics: [], graph: g, derivatives: [zero, zero], values: [],
            initialStates: [square, line])
        let truth: [Double?] = [1, 0.1]
        let record = CalibrationRecord(
            times: (0..<10).map(Double.init), inputs: InputSchedule(times: [0], values: [[]]),
            measured: Array(repeating: outputs.map { truth[$0] }, count: 10))
        return CalibrationProblem(
            model: model, outputs: outputs.map { .state($0) },
            deviations: outputs.map { _ in 0.01 }, records: [record], parameters: [0])
    }

    /// Calibrates, and expects the value and what is said of the starts.
    private func check(_ problem: CalibrationProblem, near value: Double) throws -> StartOutcome {
        let found = try #require(problem.calibrate())
        #expect(found.status == .converged)
        #expect(abs(found.parameters[0] - value) < 0.01, "\(found.parameters)")
        return found.startOutcome
    }

    @Test func `one start ends in the minimum of its valley`() throws {
        let outcome = try check(problem(start: -1.5), near: -1)
        #expect(outcome.starts == 1 && outcome.reachedBest == 1 && outcome.worse == 0)
        #expect(outcome.nextBest == nil)
    }

    @Test func `of several starts the best fit is kept and the others are counted`() throws {
        var problem = problem(start: -1.5)
        problem.starts = StartPlan(count: 9, seed: 3)
        let outcome = try check(problem, near: 1)
        // A Latin hypercube puts four of eight points on either side of zero.
        #expect(outcome.starts == 9 && outcome.reachedBest == 4 && outcome.worse == 5)
        #expect(!outcome.givenReachedBest && outcome.byOtherValues == 0 && outcome.notRun == 0)
        #expect(try #require(outcome.nextBest) > 1000)
    }

    @Test func `a good given start is kept and said to be among the best`() throws {
        var problem = problem(start: 1.2)
        problem.starts = StartPlan(count: 5, seed: 3)
        let outcome = try check(problem, near: 1)
        #expect(outcome.givenReachedBest && outcome.reachedBest == 3 && outcome.worse == 2)
    }

    @Test func `the same fit by other values is named`() throws {
        var problem = problem(start: 1.2, watching: [0])
        problem.starts = StartPlan(count: 9, seed: 3)
        let found = try #require(problem.calibrate())
        #expect(abs(abs(found.parameters[0]) - 1) < 0.01)
        let outcome = found.startOutcome
        #expect(outcome.reachedBest == 9 && outcome.worse == 0)
        #expect((4...5).contains(outcome.byOtherValues) && outcome.differing == ["p"])
    }

    @Test func `starts from which the model cannot run are counted, the others count`() throws {
        var problem = problem(start: .nan)
        problem.starts = StartPlan(count: 5, seed: 3)
        let outcome = try check(problem, near: 1)
        #expect(outcome.notRun == 1 && outcome.reachedBest == 2 && outcome.worse == 2)
    }

    @Test func `points meet every stratum once, by ratio over decades, and keep open unknowns`() {
        let plan = StartPlan(count: 9, seed: 7)
        let (lower, upper) = ([-2, 1e-3, -Double.infinity], [2.0, 1e3, 1])
        let points = plan.points(around: [0, 1, 5], lower: lower, upper: upper)
        #expect(points.count == 9 && points[0] == [0, 1, 5])
        func strata(_ share: ([Double]) -> Double) -> [Int] {
            points.dropFirst().map { Int(share($0) * 8) }.sorted()
        }
        #expect(strata { ($0[0] + 2) / 4 } == Array(0..<8))
        #expect(points.dropFirst().count { $0[1] < 1 } == 4)
        #expect(points.allSatisfy { $0[1] >= 1e-3 && $0[1] <= 1e3 && $0[2] == 5 })
        #expect(plan.points(around: [0, 1, 5], lower: lower, upper: upper) == points)
        let other = StartPlan(count: 9, seed: 8)
        #expect(other.points(around: [0, 1, 5], lower: lower, upper: upper) != points)
    }
}
