import CSundials

/// One CVODES memory: BDF of order 1–5 with a dense exact Jacobian, forward sensitivities
/// staggered.
///
/// Hindmarsh et al.: SUNDIALS, ACM Trans. Math. Softw. 31 (2005). The one place that owns C
/// memory of CVODES; everything is made in `init` and freed in `deinit`. Restarting
/// (`CVodeReInit`) forgets all history, so equal arguments give equal bits whatever ran before.
@safe final class VariableStepSolver {
    let box: EquationBox
    let stateCount: Int
    let sensitivityCount: Int
    /// Where the solution stands [s].
    private(set) var time = 0.0
    private let evaluationsPerStep = 10
    private let context: SUNContext
    private let memory: UnsafeMutableRawPointer
    private let state: N_Vector
    private let matrix: SUNMatrix
    private let solver: SUNLinearSolver
    private let columns: UnsafeMutablePointer<N_Vector?>?

    /// - Parameters:
    ///   - absoluteTolerances: per state.
    ///   - scales: typical size of what each sensitivity column differentiates by.
    init(
        _ equations: ModelEquations, absoluteTolerances: [Double], scales: [Double],
        options: IntegrationOptions
    ) {
        precondition(!absoluteTolerances.isEmpty, "a model without states has nothing to integrate")
        box = EquationBox(equations)
        stateCount = absoluteTolerances.count
        sensitivityCount = scales.count
        let n = sunindextype(stateCount)
        var made: SUNContext?
        unsafe SUNContext_Create(nil, &made)
        guard let context = unsafe made, let state = unsafe N_VNew_Serial(n, context),
            let matrix = unsafe SUNDenseMatrix(n, n, context),
            let solver = unsafe SUNLinSol_Dense(state, matrix, context),
            let memory = unsafe CVodeCreate(CV_BDF, context)
        else { preconditionFailure("no memory for a solver of \(stateCount) states") }
        unsafe self.context = context
        unsafe self.state = state
        unsafe self.matrix = matrix
        unsafe self.solver = solver
        unsafe self.memory = memory
        unsafe columns = scales.isEmpty ? nil : N_VCloneVectorArray(Int32(scales.count), state)
        setUp(absoluteTolerances, scales, options)
    }

    deinit {
        var memory: UnsafeMutableRawPointer? = unsafe self.memory
        unsafe CVodeFree(&memory)
        unsafe SUNLinSolFree(solver)
        unsafe SUNMatDestroy(matrix)
        if let columns = unsafe columns {
            unsafe N_VDestroyVectorArray(columns, Int32(sensitivityCount))
        }
        unsafe N_VDestroy(state)
        var context: SUNContext? = unsafe self.context
        unsafe SUNContext_Free(&context)
    }

    private func setUp(
        _ absoluteTolerances: [Double], _ scales: [Double], _ options: IntegrationOptions
    ) {
        unsafe write(Array(repeating: 0, count: stateCount), to: state)
        unsafe require(CVodeInit(memory, modelDerivatives, 0, state))
        unsafe require(CVodeSetErrHandlerFn(memory, ignoreMessage, nil))
        let box = unsafe Unmanaged.passUnretained(self.box).toOpaque()
        unsafe require(CVodeSetUserData(memory, box))
        unsafe write(absoluteTolerances, to: state)
        unsafe require(CVodeSVtolerances(memory, options.relativeTolerance, state))
        unsafe require(CVodeSetLinearSolver(memory, solver, matrix))
        unsafe require(CVodeSetJacFn(memory, modelJacobian))
        unsafe require(CVodeSetMaxHnilWarns(memory, -1))
        unsafe require(CVodeSetMaxErrTestFails(memory, 20))
        unsafe require(CVodeSetMaxConvFails(memory, 20))
        if options.longestStep.isFinite {
            unsafe require(CVodeSetMaxStep(memory, options.longestStep))
        }
        guard let columns = unsafe columns else { return }
        for j in 0..<sensitivityCount {
            unsafe write(Array(repeating: 0, count: stateCount), to: columns[j])
        }
        unsafe require(
            CVodeSensInit(
                memory, Int32(sensitivityCount), CV_STAGGERED, modelSensitivities, columns))
        var sizes = scales
        unsafe require(CVodeSetSensParams(memory, nil, &sizes, nil))
        unsafe require(CVodeSensEEtolerances(memory))
        unsafe require(CVodeSetSensErrCon(memory, 1))
    }

    /// Starts anew at `time`, with the sensitivities' columns one after the other.
    func restart(at time: Double, states: [Double], sensitivities: [Double]) {
        self.time = time
        unsafe write(states, to: state)
        unsafe require(CVodeReInit(memory, time, state))
        guard let columns = unsafe columns else { return }
        precondition(sensitivities.count == stateCount * sensitivityCount, "sensitivities' size")
        for j in 0..<sensitivityCount {
            unsafe write(
                Array(sensitivities[j * stateCount..<(j + 1) * stateCount]), to: columns[j])
        }
        unsafe require(CVodeSensReInit(memory, CV_STAGGERED, columns))
    }

    /// Goes on to `target`, never asking for a right-hand side after `stop` ≥ `target`.
    ///
    /// - Parameter budget: steps left; what was used is taken off.
    func advance(to target: Double, stop: Double, budget: inout Int) -> SimulationStatus {
        if target - time <= 4 * max(abs(target), abs(time)).ulp {
            time = target
            return .finished
        }
        guard budget > 0 else { return .stepLimit(at: time) }
        let before = stepsSinceRestart
        box.begin(evaluations: evaluationsPerStep * budget)
        unsafe require(CVodeSetStopTime(memory, stop))
        unsafe require(CVodeSetMaxNumSteps(memory, budget))
        var reached = time
        let code = unsafe CVode(memory, target, state, &reached, CV_NORMAL)
        budget -= stepsSinceRestart - before
        time = code >= 0 ? target : reached
        if code >= 0, let columns = unsafe columns {
            var at = 0.0
            unsafe require(CVodeGetSens(memory, &at, columns))
        }
        return box.evaluationsLeft < 0 ? .stepLimit(at: time) : status(code)
    }

    /// The states now.
    var states: [Double] { unsafe read(state) }

    /// The sensitivities now, column after column.
    var sensitivities: [Double] {
        guard let columns = unsafe columns else { return [] }
        var all: [Double] = []
        all.reserveCapacity(stateCount * sensitivityCount)
        for j in 0..<sensitivityCount { all += unsafe read(columns[j]) }
        return all
    }

    private var stepsSinceRestart: Int {
        var count = 0
        unsafe require(CVodeGetNumSteps(memory, &count))
        return count
    }

    private func status(_ code: Int32) -> SimulationStatus {
        switch code {
        case 0...: .finished
        case CV_TOO_MUCH_WORK: .stepLimit(at: time)
        case CV_FIRST_RHSFUNC_ERR, CV_REPTD_RHSFUNC_ERR, CV_UNREC_RHSFUNC_ERR, CV_RHSFUNC_FAIL,
            CV_FIRST_SRHSFUNC_ERR, CV_REPTD_SRHSFUNC_ERR, CV_UNREC_SRHSFUNC_ERR, CV_SRHSFUNC_FAIL:
            .notFinite(at: time)
        default: .failed(code: Int(code), at: time)
        }
    }

    /// Set-up calls fail only for arguments that this class never passes.
    private func require(_ code: Int32) {
        precondition(code >= 0, "CVODES refused its set-up with code \(code)")
    }

    private func write(_ values: [Double], to vector: N_Vector?) {
        guard let data = unsafe N_VGetArrayPointer(vector) else { return }
        for i in 0..<stateCount { unsafe data[i] = values[i] }
    }

    private func read(_ vector: N_Vector?) -> [Double] {
        guard let data = unsafe N_VGetArrayPointer(vector) else { return [] }
        return (0..<stateCount).map { unsafe data[$0] }
    }
}
