package import Tape

/// A nonlinear program written directly as expressions: for steady-state optimization and tests.
///
/// Slots 0..<n of the graph are the variables; nothing else may occur in the expressions.
package final class GraphProgram: NonlinearFunctions {
    private let variableCount: Int
    private var values: ScalarWorkspace
    private var slopes: ScalarWorkspace
    private var curvature: ScalarWorkspace
    private let gradientColumns: [Int]
    private let constraintCount: Int

    private init(
        variables: Int, constraints: Int, values: Tape, slopes: Tape, curvature: Tape,
        gradientColumns: [Int]
    ) {
        variableCount = variables
        constraintCount = constraints
        self.values = ScalarWorkspace(for: values)
        self.slopes = ScalarWorkspace(for: slopes)
        self.curvature = ScalarWorkspace(for: curvature)
        self.gradientColumns = gradientColumns
    }

    /// The program min `objective` with `constraints` within their bounds.
    package static func program(
        _ graph: Graph, objective: Expression, variables: [Bounds],
        constraints: [(value: Expression, bounds: Bounds)]
    ) -> NonlinearProgram {
        var graph = graph
        let n = variables.count
        let m = constraints.count
        let slots = Array(0..<n)
        let rows = constraints.map(\.value)
        let first = graph.jacobian(of: [objective] + rows, withRespectTo: slots)
        // The Lagrangian with its factors as inputs n..<n + 1 + m.
        var lagrangian = graph.constant(0)
        for (k, expression) in ([objective] + rows).enumerated() {
            let factor = graph.variable(n + k)
            let term = graph.multiply(factor, expression)
            lagrangian = graph.add(lagrangian, term)
        }
        let second = graph.hessian(of: lagrangian, withRespectTo: slots)
        var jacobian = SparsePattern()
        for entry in first where entry.row > 0 { jacobian.append(entry.row - 1, entry.column) }
        var hessian = SparsePattern()
        for entry in second { hessian.append(entry.row, entry.column) }
        let functions = GraphProgram(
            variables: n, constraints: m,
            values: Tape(graph, outputs: [objective] + rows, inputCount: n),
            slopes: Tape(graph, outputs: first.map(\.value), inputCount: n),
            curvature: Tape(graph, outputs: second.map(\.value), inputCount: n + 1 + m),
            gradientColumns: first.filter { $0.row == 0 }.map(\.column))
        return NonlinearProgram(
            variables: variables, constraints: constraints.map(\.bounds), jacobian: jacobian,
            hessian: hessian, functions: functions)
    }

    package func objective(at z: Span<Double>) -> Double { evaluate(&values, at: z)[0] }

    package func gradient(at z: Span<Double>, into out: inout MutableSpan<Double>) {
        let all = evaluate(&slopes, at: z)
        for i in 0..<out.count { out[i] = 0 }
        for (value, column) in zip(all, gradientColumns) { out[column] = value }
    }

    package func constraints(at z: Span<Double>, into out: inout MutableSpan<Double>) {
        let all = evaluate(&values, at: z)
        for i in 0..<out.count { out[i] = all[1 + i] }
    }

    package func jacobian(at z: Span<Double>, into out: inout MutableSpan<Double>) {
        let all = evaluate(&slopes, at: z)
        for i in 0..<out.count { out[i] = all[gradientColumns.count + i] }
    }

    package func hessian(
        at z: Span<Double>, objectiveFactor: Double, multipliers: Span<Double>,
        into out: inout MutableSpan<Double>
    ) {
        var point = (0..<variableCount).map { z[$0] }
        point.append(objectiveFactor)
        for i in 0..<constraintCount { point.append(multipliers[i]) }
        let all = curvature.evaluate(point)
        for i in 0..<out.count { out[i] = all[i] }
    }

    private func evaluate(_ workspace: inout ScalarWorkspace, at z: Span<Double>) -> [Double] {
        var point: [Double] = []
        for i in 0..<variableCount { point.append(z[i]) }
        return workspace.evaluate(point)
    }
}
