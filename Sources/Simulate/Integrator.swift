package import LinearAlgebra
package import Modeling
import Tape

/// Integrates one model forward, again and again, without setting up anew.
///
/// CVODES: variable step and order, stiff or not, exact derivatives. Results depend on the
/// arguments only, never on earlier calls. One integrator serves one thread at a time.
package final class Integrator {
    package let model: Model
    package let options: IntegrationOptions
    /// One solver for each set of sensitivities asked so far, newest last; at most `solverLimit`.
    private var solvers: [(sensitivities: Sensitivities, solver: VariableStepSolver)] = []
    private let solverLimit = 4
    private var values: ScalarWorkspace
    private var starts: ScalarWorkspace

    package init(_ model: Model, options: IntegrationOptions = .init()) {
        self.model = model
        self.options = options
        let slots = model.slots
        values = ScalarWorkspace(
            for: Tape(model.graph, outputs: model.values, inputCount: slots.count))
        starts = ScalarWorkspace(
            for: Tape(model.graph, outputs: model.initialStates, inputCount: slots.count))
    }

    /// The model's algebraic variables at one point.
    package func algebraics(
        at time: Double, states: [Double], inputs: [Double], parameters: [Double]
    ) -> [Double] {
        values.evaluate([time] + states + inputs + parameters)
    }

    /// The states that the model's initial equations give.
    package func initialStates(
        at time: Double = 0, inputs: [Double], parameters: [Double]
    ) -> [Double] {
        let unset = [Double](repeating: .nan, count: model.states.count)
        return starts.evaluate([time] + unset + inputs + parameters)
    }

    /// Goes from `states` at `time` over `seconds` with inputs held.
    package func step(
        from states: [Double], at time: Double = 0, inputs: [Double], parameters: [Double],
        over seconds: Double, sensitivities: Sensitivities = .none
    ) -> IntegrationStep {
        let run = Run(
            from: states, inputs: .constant(inputs), parameters: parameters,
            times: [time, time + seconds], sensitivities: sensitivities)
        var last: (states: [Double], columns: Matrix) = (states, run.start)
        let status = advance(run) { _, states, columns in last = (states, columns) }
        let n = model.states.count
        let ofStates = sensitivities.states ? n : 0
        let ofInputs = sensitivities.inputs.count
        let all = Array(0..<last.columns.columns)
        func part(_ columns: ArraySlice<Int>) -> Matrix {
            last.columns.taking(rows: Array(0..<n), columns: Array(columns))
        }
        return IntegrationStep(
            status: status, states: last.states, byStates: part(all[..<ofStates]),
            byInputs: part(all[ofStates..<ofStates + ofInputs]),
            byParameters: part(all[(ofStates + ofInputs)...]))
    }

    /// Runs from `states` at the first of `times` to the last, and reports at each.
    ///
    /// - Parameters:
    ///   - times: ascending strictly, at least one [s].
    ///   - start: the sensitivities' columns at the first time; nil for the identity to the
    ///     states and zero to inputs and parameters.
    ///   - report: told of each of `times` as it is reached.
    package func run(
        from states: [Double], inputs: InputSchedule, parameters: [Double], times: [Double],
        sensitivities: Sensitivities = .none, start: Matrix? = nil,
        report: (Double) -> Void = { _ in }
    ) -> Trajectory {
        let run = Run(
            from: states, inputs: inputs, parameters: parameters, times: times,
            sensitivities: sensitivities, start: start)
        var trajectory = Trajectory()
        trajectory.status = advance(run) { time, states, columns in
            let now = inputs.values(at: time)
            trajectory.times.append(time)
            trajectory.states.append(states)
            trajectory.inputs.append(now)
            trajectory.algebraics.append(
                algebraics(at: time, states: states, inputs: now, parameters: parameters))
            if columns.columns > 0 { trajectory.sensitivities.append(columns) }
            report(time)
        }
        return trajectory
    }

    /// Integrates from time to time and hands over each result, the start included.
    private func advance(
        _ run: Run, report: (Double, [Double], Matrix) -> Void
    ) -> SimulationStatus {
        check(run)
        let first = run.times[0]
        guard run.isFinite else { return .notFinite(at: first) }
        report(first, run.states, run.start)
        guard !model.states.isEmpty else {
            for time in run.times.dropFirst() { report(time, [], run.start) }
            return .finished
        }
        let solver = solver(for: run.sensitivities)
        solver.box.equations.set(parameters: run.parameters)
        solver.box.equations.set(run.inputs.piece(at: first))
        solver.restart(at: first, states: run.states, sensitivities: run.start.elements)
        var budget = options.stepLimit
        for time in run.times.dropFirst() {
            let status = reach(time, solver, run, &budget)
            guard status.isFinished else { return status }
            let columns = Matrix(
                rows: solver.stateCount, columns: solver.sensitivityCount,
                elements: solver.sensitivities)
            report(time, solver.states, columns)
        }
        return .finished
    }

    /// Integrates to one asked time, starting anew where inputs jump on the way.
    private func reach(
        _ target: Double, _ solver: VariableStepSolver, _ run: Run, _ budget: inout Int
    ) -> SimulationStatus {
        let end = run.times[run.times.count - 1]
        while solver.time < target {
            let next = run.inputs.nextBreak(after: solver.time)
            let status = solver.advance(
                to: min(target, next), stop: min(next, end), budget: &budget)
            guard status.isFinished else { return status }
            guard solver.states.allSatisfy(\.isFinite) else { return .notFinite(at: solver.time) }
            guard solver.time == next else { continue }
            solver.box.equations.set(run.inputs.piece(at: next))
            if run.inputs.course == .hold {
                solver.restart(
                    at: next, states: solver.states, sensitivities: solver.sensitivities)
            }
        }
        return .finished
    }

    private func solver(for sensitivities: Sensitivities) -> VariableStepSolver {
        if let i = solvers.firstIndex(where: { $0.sensitivities == sensitivities }) {
            return solvers[i].solver
        }
        let nominals = model.states.map(\.nominal)
        let scales =
            (sensitivities.states ? nominals : [])
            + sensitivities.inputs.map { model.inputs[$0].nominal }
            + sensitivities.parameters.map { model.parameters[$0].typicalSize }
        let solver = VariableStepSolver(
            ModelEquations(model, sensitivities: sensitivities),
            absoluteTolerances: nominals.map { $0 * options.absoluteTolerance }, scales: scales,
            options: options)
        if solvers.count == solverLimit { solvers.removeFirst() }
        solvers.append((sensitivities, solver))
        return solver
    }

    private func check(_ run: Run) {
        precondition(
            run.states.count == model.states.count && run.inputs.inputCount == model.inputs.count
                && run.parameters.count == model.parameters.count,
            "\(model.name) has \(model.states.count) states, \(model.inputs.count) inputs and "
                + "\(model.parameters.count) parameters; \(run.states.count), "
                + "\(run.inputs.inputCount) and \(run.parameters.count) came")
        precondition(
            !run.times.isEmpty && zip(run.times, run.times.dropFirst()).allSatisfy { $0 < $1 },
            "times do not ascend: \(run.times.prefix(10))")
        let columns = run.sensitivities.count(stateCount: model.states.count)
        precondition(
            run.start.rows == model.states.count && run.start.columns == columns,
            "\(columns) sensitivities start from \(run.start.rows)×\(run.start.columns)")
    }
}

extension Variable {
    /// Size of a parameter for scaling: its value, or its nominal where the value is 0.
    var typicalSize: Double { start != 0 && start.isFinite ? abs(start) : nominal }
}

/// What one integration is asked to do.
private struct Run {
    let states: [Double]
    let inputs: InputSchedule
    let parameters: [Double]
    let times: [Double]
    let sensitivities: Sensitivities
    let start: Matrix

    init(
        from states: [Double], inputs: InputSchedule, parameters: [Double], times: [Double],
        sensitivities: Sensitivities, start: Matrix? = nil
    ) {
        self.states = states
        self.inputs = inputs
        self.parameters = parameters
        self.times = times
        self.sensitivities = sensitivities
        let n = states.count
        if let start {
            self.start = start
        } else {
            var start = Matrix(rows: n, columns: sensitivities.count(stateCount: n))
            if sensitivities.states { for i in 0..<n { start[i, i] = 1 } }
            self.start = start
        }
    }

    var isFinite: Bool {
        (states + parameters + times).allSatisfy(\.isFinite) && start.isFinite
            && inputs.values.allSatisfy { $0.allSatisfy(\.isFinite) }
    }
}
