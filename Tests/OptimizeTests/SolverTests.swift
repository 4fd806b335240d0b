import Determinism
import Synchronization
import Tape
import Testing

@testable import Optimize

@Suite struct SolverTests {
    enum Case: CaseIterable {
        case optimal, acceptable, infeasible, crossedBounds, iterationLimit, timeLimit, notFinite
        case unbounded
    }

    /// A small program and options that end in the given way.
    func solve(_ wanted: Case) -> NonlinearSolution {
        var graph = Graph()
        let x = graph.variable(0)
        let y = graph.variable(1)
        // Rosenbrock's valley: min (1 − x)² + 100 (y − x²)²
        let one = graph.constant(1)
        let hundred = graph.constant(100)
        let a = graph.subtract(one, x)
        let square = graph.multiply(x, x)
        let b = graph.subtract(y, square)
        let first = graph.multiply(a, a)
        let second = graph.multiply(b, b)
        let scaled = graph.multiply(hundred, second)
        var objective = graph.add(first, scaled)
        var options = SolverOptions()
        options.mostIterations = 100
        var bounds = [Bounds(-5, 5), Bounds(-5, 5)]
        var rows: [(value: Expression, bounds: Bounds)] = []
        var start = [-1.2, 1]
        switch wanted {
        case .optimal: break
        case .acceptable:
            // Any point is good enough after fifteen iterations, and none is ever optimal.
            options.tolerance = 1e-300
            options.acceptableTolerance = 1e15
        case .infeasible:
            rows = [(square, Bounds(-.infinity, -1))]
        case .crossedBounds: bounds[0] = Bounds(2, 1)
        case .iterationLimit: options.mostIterations = 2
        case .timeLimit: options.shouldStop = { true }
        case .notFinite:
            objective = graph.unary(.log, x)
            bounds[0] = Bounds(-5, -1)
            start = [-2, 0]
        case .unbounded:
            objective = x
            bounds[0] = Bounds()
        }
        let program = GraphProgram.program(
            graph, objective: objective, variables: bounds, constraints: rows)
        return NonlinearSolver.ipopt.solve(program, SolverStart(variables: start), options)
    }

    @Test(arguments: Case.allCases) func `every outcome is a value`(wanted: Case) {
        let solution = solve(wanted)
        switch wanted {
        case .optimal:
            #expect(solution.status == .optimal)
            #expect(abs(solution.variables[0] - 1) < 1e-5)
        case .acceptable: #expect(solution.status == .acceptable)
        case .infeasible, .crossedBounds: #expect(solution.status == .infeasible)
        case .iterationLimit: #expect(solution.status == .iterationLimit)
        case .timeLimit: #expect(solution.status == .timeLimit)
        case .notFinite: #expect(solution.status == .notFinite)
        case .unbounded:
            guard case .failed = solution.status else {
                Issue.record("an unbounded program ended as \(solution.status)")
                return
            }
        }
    }

    @Test func `a start that is not finite is not tried`() {
        var graph = Graph()
        let x = graph.variable(0)
        let program = GraphProgram.program(
            graph, objective: x, variables: [Bounds(0, 1)], constraints: [])
        let solution = NonlinearSolver.ipopt.solve(
            program, SolverStart(variables: [.nan]), SolverOptions())
        #expect(solution.status == .notFinite)
    }

    @Test func `solves asked for at once on several threads all come out right`() async {
        let results = await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<4 {
                group.addTask {
                    (0..<6).allSatisfy { _ in
                        let solution = SolverTests().solve(.optimal)
                        return solution.status == .optimal && abs(solution.objective) < 1e-8
                    }
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(results == [true, true, true, true])
    }
}
