import CIpopt

extension NonlinearSolver {
    /// IPOPT (Wächter, Biegler: Mathematical Programming 106, 2006) with MUMPS.
    package static let ipopt = NonlinearSolver(name: "IPOPT") { program, start, options in
        precondition(
            start.variables.count == program.variables.count,
            "\(start.variables.count) start values for \(program.variables.count) variables")
        let bounds = program.variables + program.constraints
        guard start.variables.allSatisfy(\.isFinite),
            bounds.allSatisfy({ !$0.low.isNaN && !$0.high.isNaN })
        else { return .untried(.notFinite, program, start) }
        guard bounds.allSatisfy({ $0.low <= $0.high }) else {
            return .untried(.infeasible, program, start)
        }
        var result = NonlinearSolution.untried(.failed(-12), program, start)
        withIpoptLocked { IpoptRun(program, start, options).solve(into: &result) }
        return result
    }
}

/// One solve: what the C callbacks need, and the arrays they fill.
private final class IpoptRun {
    let functions: any NonlinearFunctions
    let program: NonlinearProgram
    let start: SolverStart
    let options: SolverOptions
    var iterations = 0

    init(_ program: NonlinearProgram, _ start: SolverStart, _ options: SolverOptions) {
        self.program = program
        functions = program.functions
        self.start = start
        self.options = options
    }

    func solve(into result: inout NonlinearSolution) {
        guard let problem = unsafe create() else { return }
        defer { unsafe FreeIpoptProblem(problem) }
        guard unsafe set(options, of: problem) else { return }
        var z = start.variables
        var g = [Double](repeating: 0, count: max(1, program.constraints.count))
        var multipliers = start.multipliers ?? result.multipliers
        multipliers.constraints.append(0)  // keeps the pointer valid where there are none
        var objective = Double.nan
        let user = unsafe Unmanaged.passUnretained(self).toOpaque()
        let code = unsafe IpoptSolve(
            problem, &z, &g, &objective, &multipliers.constraints, &multipliers.low,
            &multipliers.high, user)
        multipliers.constraints.removeLast()
        result = NonlinearSolution(
            status: Self.status(Int(code.rawValue)), objective: objective, variables: z,
            constraints: Array(g.prefix(program.constraints.count)), multipliers: multipliers,
            iterations: iterations)
        if result.status.isSolved && !(z + g + [objective]).allSatisfy(\.isFinite) {
            result.status = .notFinite
        }
    }

    private func create() -> IpoptProblem? {
        var lower = program.variables.map { max($0.low, -2e19) }
        var upper = program.variables.map { min($0.high, 2e19) }
        var low = program.constraints.map { max($0.low, -2e19) } + [0]
        var high = program.constraints.map { min($0.high, 2e19) } + [0]
        return unsafe CreateIpoptProblem(
            Int32(lower.count), &lower, &upper, Int32(program.constraints.count), &low, &high,
            Int32(program.jacobian.count), Int32(program.hessian.count), 0,
            evaluateObjective, evaluateConstraints, evaluateGradient, evaluateJacobian,
            evaluateHessian)
    }

    /// False if IPOPT refuses an option.
    private func set(_ options: SolverOptions, of problem: IpoptProblem) -> Bool {
        var texts = [("sb", "yes"), ("option_file_name", ""), ("mu_strategy", "adaptive")]
        var numbers = [
            ("tol", options.tolerance), ("acceptable_tol", options.acceptableTolerance),
        ]
        if start.multipliers != nil {
            texts[2] = ("mu_strategy", "monotone")
            texts.append(("warm_start_init_point", "yes"))
            numbers += [
                ("mu_init", 1e-5), ("warm_start_bound_push", 1e-7),
                ("warm_start_mult_bound_push", 1e-7), ("warm_start_slack_bound_push", 1e-7),
                ("warm_start_bound_frac", 1e-7), ("warm_start_slack_bound_frac", 1e-7),
            ]
        }
        var accepted = true
        for (name, value) in texts {
            accepted = unsafe Self.add(name, value, to: problem) && accepted
        }
        for (name, value) in numbers {
            var key = Array(name.utf8CString)
            accepted = unsafe AddIpoptNumOption(problem, &key, value) != 0 && accepted
        }
        for (name, value) in [("print_level", 0), ("max_iter", options.mostIterations)] {
            var key = Array(name.utf8CString)
            accepted = unsafe AddIpoptIntOption(problem, &key, Int32(value)) != 0 && accepted
        }
        return unsafe SetIntermediateCallback(problem, afterIteration) != 0 && accepted
    }

    private static func add(_ name: String, _ value: String, to problem: IpoptProblem) -> Bool {
        var key = Array(name.utf8CString)
        var text = Array(value.utf8CString)
        return unsafe AddIpoptStrOption(problem, &key, &text) != 0
    }

    /// Codes of IpReturnCodes_inc.h.
    private static func status(_ code: Int) -> SolveStatus {
        switch code {
        case 0: .optimal
        case 1: .acceptable
        case 2: .infeasible
        case 5: .timeLimit
        case -1: .iterationLimit
        case -13: .notFinite
        default: .failed(code)
        }
    }
}

// MARK: callbacks

private func run(_ user: UnsafeMutableRawPointer?) -> IpoptRun? {
    guard let user = unsafe user else { return nil }
    return unsafe Unmanaged<IpoptRun>.fromOpaque(user).takeUnretainedValue()
}

private func span(
    _ start: UnsafeMutablePointer<Double>?, _ count: Int32
) -> UnsafeBufferPointer<Double> {
    unsafe UnsafeBufferPointer(start: start, count: Int(count))
}

/// Whether all numbers there are finite: 1 or 0, as IPOPT wants to hear it.
private func finite(_ start: UnsafeMutablePointer<Double>?, _ count: Int32) -> Int32 {
    let values = unsafe span(start, count).span
    for i in 0..<values.count where !values[i].isFinite { return 0 }
    return 1
}

private let evaluateObjective: Eval_F_CB = { n, x, _, value, user in
    guard let run = unsafe run(user), let value = unsafe value else { return 0 }
    let result = unsafe run.functions.objective(at: span(x, n).span)
    unsafe value.pointee = result
    return result.isFinite ? 1 : 0
}

private let evaluateGradient: Eval_Grad_F_CB = { n, x, _, gradient, user in
    guard let run = unsafe run(user) else { return 0 }
    let buffer = unsafe UnsafeMutableBufferPointer(start: gradient, count: Int(n))
    var out = unsafe buffer.mutableSpan
    unsafe run.functions.gradient(at: span(x, n).span, into: &out)
    return unsafe finite(gradient, n)
}

private let evaluateConstraints: Eval_G_CB = { n, x, _, m, g, user in
    guard let run = unsafe run(user) else { return 0 }
    let buffer = unsafe UnsafeMutableBufferPointer(start: g, count: Int(m))
    var out = unsafe buffer.mutableSpan
    unsafe run.functions.constraints(at: span(x, n).span, into: &out)
    return unsafe finite(g, m)
}

private let evaluateJacobian: Eval_Jac_G_CB = { n, x, _, _, count, rows, columns, values, user in
    guard let run = unsafe run(user) else { return 0 }
    if let rows = unsafe rows, let columns = unsafe columns {
        unsafe fill(rows, columns, with: run.program.jacobian)
        return 1
    }
    let buffer = unsafe UnsafeMutableBufferPointer(start: values, count: Int(count))
    var out = unsafe buffer.mutableSpan
    unsafe run.functions.jacobian(at: span(x, n).span, into: &out)
    return unsafe finite(values, count)
}

private let evaluateHessian: Eval_H_CB = {
    n, x, _, factor, m, multipliers, _, count, rows, columns, values, user in
    guard let run = unsafe run(user) else { return 0 }
    if let rows = unsafe rows, let columns = unsafe columns {
        unsafe fill(rows, columns, with: run.program.hessian)
        return 1
    }
    let buffer = unsafe UnsafeMutableBufferPointer(start: values, count: Int(count))
    var out = unsafe buffer.mutableSpan
    unsafe run.functions.hessian(
        at: span(x, n).span, objectiveFactor: factor, multipliers: span(multipliers, m).span,
        into: &out)
    return unsafe finite(values, count)
}

private func fill(
    _ rows: UnsafeMutablePointer<Int32>, _ columns: UnsafeMutablePointer<Int32>,
    with pattern: SparsePattern
) {
    for i in 0..<pattern.count {
        unsafe rows[i] = pattern.rows[i]
        unsafe columns[i] = pattern.columns[i]
    }
}

private let afterIteration: Intermediate_CB = { _, iteration, _, _, _, _, _, _, _, _, _, user in
    guard let run = unsafe run(user) else { return 0 }
    run.iterations = Int(iteration)
    return run.options.shouldStop?() == true ? 0 : 1
}
