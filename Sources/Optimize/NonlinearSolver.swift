/// The seam behind which a solver of nonlinear programs stands.
///
/// A solve is a pure function of its arguments, but for `SolverOptions.shouldStop`.
package struct NonlinearSolver: Sendable {
    package let name: String
    package let solve: @Sendable (NonlinearProgram, SolverStart, SolverOptions) -> NonlinearSolution

    package init(
        name: String,
        solve:
            @escaping @Sendable (NonlinearProgram, SolverStart, SolverOptions)
            -> NonlinearSolution
    ) {
        self.name = name
        self.solve = solve
    }
}

/// When a solver may stop.
package struct SolverOptions: Sendable {
    /// Scaled optimality error that counts as optimal.
    package var tolerance = 1e-7
    /// Scaled optimality error that, held for several iterations, counts as acceptable.
    package var acceptableTolerance = 1e-5
    package var mostIterations = 200
    /// Asked once an iteration; true ends the solve with `.timeLimit`. The edge puts its deadline
    /// here; the core never reads a clock.
    package var shouldStop: (@Sendable () -> Bool)?

    package init() {}
}

/// Where a solver starts.
package struct SolverStart: Hashable, Sendable {
    package var variables: [Double]
    /// Multipliers of an earlier, similar solve; nil for a cold start.
    package var multipliers: Multipliers?

    package init(variables: [Double], multipliers: Multipliers? = nil) {
        self.variables = variables
        self.multipliers = multipliers
    }
}

/// What each bound costs: the objective's fall per unit by which it is relaxed.
package struct Multipliers: Hashable, Codable, Sendable {
    /// One a constraint; positive where the high bound holds it, negative where the low one does.
    package var constraints: [Double]
    /// One a variable; zero or more.
    package var low: [Double]
    package var high: [Double]

    package init(constraints: [Double], low: [Double], high: [Double]) {
        self.constraints = constraints
        self.low = low
        self.high = high
    }
}

/// How a solve ended.
package enum SolveStatus: Hashable, Sendable {
    case optimal
    /// Not as close as wanted, and no progress any more.
    case acceptable
    /// No point keeps all constraints, as far as the solver can tell.
    case infeasible
    case iterationLimit
    /// `shouldStop` said so.
    case timeLimit
    /// A function had no finite value where it was needed.
    case notFinite
    /// The solver's own code for anything else.
    case failed(Int)

    /// Whether the answer is worth reading.
    package var isSolved: Bool { self == .optimal || self == .acceptable }
}

/// What a solver found.
package struct NonlinearSolution: Sendable {
    package var status: SolveStatus
    package var objective: Double
    package var variables: [Double]
    package var constraints: [Double]
    package var multipliers: Multipliers
    package var iterations: Int

    package init(
        status: SolveStatus, objective: Double, variables: [Double], constraints: [Double],
        multipliers: Multipliers, iterations: Int
    ) {
        self.status = status
        self.objective = objective
        self.variables = variables
        self.constraints = constraints
        self.multipliers = multipliers
        self.iterations = iterations
    }

    /// The answer to a program that was not tried.
    static func untried(
        _ status: SolveStatus, _ program: NonlinearProgram, _ start: SolverStart
    ) -> NonlinearSolution {
        let n = program.variables.count
        let m = program.constraints.count
        let none = Multipliers(
            constraints: Array(repeating: 0, count: m), low: Array(repeating: 0, count: n),
            high: Array(repeating: 0, count: n))
        return NonlinearSolution(
            status: status, objective: .nan, variables: start.variables,
            constraints: Array(repeating: .nan, count: m), multipliers: none, iterations: 0)
    }
}
