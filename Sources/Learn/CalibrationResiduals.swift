import LinearAlgebra
import Modeling
import Simulate
import Tape

/// One unknown of a calibration.
enum CalibrationUnknown: Hashable {
    case parameter(Int)
    case initialState(Int, record: Int)

    func name(in model: Model, records: Int) -> String {
        switch self {
        case .parameter(let i): model.parameters[i].name
        case .initialState(let i, let record):
            "initial \(model.states[i].name)" + (records > 1 ? " of record \(record + 1)" : "")
        }
    }

    func variable(in model: Model) -> Variable {
        switch self {
        case .parameter(let i): model.parameters[i]
        case .initialState(let i, _): model.states[i]
        }
    }
}

/// Weighted free-run residuals of a calibration and their exact derivatives.
final class CalibrationResiduals {
    private let problem: CalibrationProblem
    private let integrator: Integrator
    private let sensitivities: Sensitivities
    private var plainMap: OutputMap
    private var map: OutputMap
    private var initial: ScalarWorkspace
    /// ∂x₀/∂p of the model's initial equations, dense, states × chosen parameters by rows.
    private let initialColumns: Int

    init(_ problem: CalibrationProblem) {
        self.problem = problem
        let model = problem.model
        integrator = Integrator(model, options: problem.integration)
        sensitivities = Sensitivities(
            states: !problem.freeInitialStates.isEmpty, parameters: problem.parameters)
        plainMap = OutputMap(model, outputs: problem.outputs, sensitivities: .none)
        map = OutputMap(
            model, outputs: problem.outputs,
            sensitivities: Sensitivities(states: true, parameters: problem.parameters))
        var graph = model.graph
        let entries = graph.jacobian(
            of: model.initialStates,
            withRespectTo: problem.parameters.map(model.slots.parameter))
        let zero = graph.constant(0)
        initialColumns = problem.parameters.count
        var outputs = Array(repeating: zero, count: model.states.count * initialColumns)
        for entry in entries { outputs[entry.row * initialColumns + entry.column] = entry.value }
        initial = ScalarWorkspace(
            for: Tape(graph, outputs: outputs, inputCount: model.slots.count))
    }

    /// The start of every unknown, in the order of `unknowns`.
    func starts(of unknowns: [CalibrationUnknown]) -> [Double] {
        unknowns.map { unknown in
            switch unknown {
            case .parameter(let i): problem.start[i]
            case .initialState(let i, let record):
                modelStart(problem.records[record], problem.start)[i]
            }
        }
    }

    /// Model outputs of every record, one row a time; nil if a run did not reach its end.
    func simulate(_ assignment: Assignment) -> [[[Double]]]? {
        var all: [[[Double]]] = []
        for (r, record) in problem.records.enumerated() {
            let run = integrator.run(
                from: states(assignment, record: r), inputs: record.inputs,
                parameters: assignment.parameters, times: record.times)
            guard run.status.isFinished else { return nil }
            all.append(
                run.times.indices.map { k in
                    plainMap.values(
                        at: run.times[k], states: run.states[k], inputs: run.inputs[k],
                        parameters: assignment.parameters)
                })
        }
        return all
    }

    /// Residuals (model − measured) / deviation, and derivatives to `unknowns` if asked.
    func evaluate(
        _ assignment: Assignment, unknowns: [CalibrationUnknown], differentiated: Bool
    ) -> LeastSquares.Values? {
        var residuals: [Double] = []
        var rows: [[Double]] = []
        for r in problem.records.indices {
            guard
                append(
                    r, assignment, unknowns, differentiated, residuals: &residuals, rows: &rows)
            else { return nil }
        }
        guard differentiated else { return .init(residuals: residuals, jacobian: nil) }
        var jacobian = Matrix(rows: residuals.count, columns: unknowns.count)
        for (i, row) in rows.enumerated() {
            for j in unknowns.indices { jacobian[i, j] = row[j] }
        }
        return .init(residuals: residuals, jacobian: jacobian)
    }

    private func append(
        _ r: Int, _ assignment: Assignment, _ unknowns: [CalibrationUnknown],
        _ differentiated: Bool, residuals: inout [Double], rows: inout [[Double]]
    ) -> Bool {
        let record = problem.records[r]
        let p = assignment.parameters
        let run = integrator.run(
            from: states(assignment, record: r), inputs: record.inputs, parameters: p,
            times: record.times, sensitivities: differentiated ? sensitivities : .none,
            start: differentiated ? startSensitivities(assignment, record: r) : nil)
        guard run.status.isFinished else { return false }
        for k in record.times.indices where record.measured[k].contains(where: { $0 != nil }) {
            let (t, x, u) = (run.times[k], run.states[k], run.inputs[k])
            let values = plainMap.values(at: t, states: x, inputs: u, parameters: p)
            let slopes =
                differentiated
                ? total(
                    map.derivatives(at: t, states: x, inputs: u, parameters: p),
                    run.sensitivities[k]) : nil
            for (output, measured) in record.measured[k].enumerated() {
                guard let measured, measured.isFinite else { continue }
                let deviation = problem.deviations[output]
                residuals.append((values[output] - measured) / deviation)
                guard let slopes else { continue }
                rows.append(
                    unknowns.map { slope(of: $0, slopes, output, record: r) / deviation })
            }
        }
        return true
    }

    /// ∂y/∂θ along the run: H S + ∂h/∂p; columns as `sensitivities`.
    private func total(_ direct: Matrix, _ columns: Matrix) -> Matrix {
        let n = problem.model.states.count
        let rows = Array(0..<direct.rows)
        var result = direct.taking(rows: rows, columns: Array(0..<n)) * columns
        let offset = sensitivities.states ? n : 0
        for j in problem.parameters.indices {
            for i in rows { result[i, offset + j] += direct[i, n + j] }
        }
        return result
    }

    private func slope(
        of unknown: CalibrationUnknown, _ slopes: Matrix, _ output: Int, record: Int
    ) -> Double {
        switch unknown {
        case .initialState(let i, let own): return own == record ? slopes[output, i] : 0
        case .parameter(let i):
            guard let j = problem.parameters.firstIndex(of: i) else { return 0 }
            let offset = sensitivities.states ? problem.model.states.count : 0
            return slopes[output, offset + j]
        }
    }

    private func modelStart(_ record: CalibrationRecord, _ parameters: [Double]) -> [Double] {
        integrator.initialStates(
            at: record.times[0], inputs: record.inputs.values(at: record.times[0]),
            parameters: parameters)
    }

    private func states(_ assignment: Assignment, record: Int) -> [Double] {
        var states = modelStart(problem.records[record], assignment.parameters)
        for (i, value) in assignment.initialStates[record] { states[i] = value }
        return states
    }

    /// Identity to the states; ∂x₀/∂p of the initial equations where a state is not free.
    private func startSensitivities(_ assignment: Assignment, record: Int) -> Matrix {
        let n = problem.model.states.count
        let first = problem.records[record].times[0]
        let unset = [Double](repeating: .nan, count: n)
        let slopes = initial.evaluate(
            [first] + unset + problem.records[record].inputs.values(at: first)
                + assignment.parameters)
        let offset = sensitivities.states ? n : 0
        var start = Matrix(rows: n, columns: offset + initialColumns)
        for i in 0..<n {
            if sensitivities.states { start[i, i] = 1 }
            if assignment.initialStates[record].contains(where: { $0.state == i }) { continue }
            for j in 0..<initialColumns { start[i, offset + j] = slopes[i * initialColumns + j] }
        }
        return start
    }
}

/// Values for everything a calibration may change.
struct Assignment {
    var parameters: [Double]
    /// For each record the states whose initial value is set.
    var initialStates: [[(state: Int, value: Double)]]

    /// The start with `values` put in the place of `unknowns`.
    init(
        _ problem: CalibrationProblem, all: [CalibrationUnknown], starts: [Double],
        unknowns: [CalibrationUnknown], values: [Double]
    ) {
        parameters = problem.start
        initialStates = Array(repeating: [], count: problem.records.count)
        for (unknown, start) in zip(all, starts) {
            let position = unknowns.firstIndex(of: unknown)
            let value = position.map { values[$0] } ?? start
            switch unknown {
            case .parameter(let i): parameters[i] = value
            case .initialState(let i, let record): initialStates[record].append((i, value))
            }
        }
    }
}
