import LinearAlgebra
import Modeling
import Tags
import Tape

/// Whether lasting disturbances can be told from each other by the measurements.
///
/// The augmented system is detectable only if [A B; C D] has full column rank, A and B the slopes
/// of the derivatives to states and disturbances, C and D those of the measured variables
/// (Pannocchia,
/// Rawlings: AIChE J. 49, 2003, proposition 1; it needs no more disturbances than measurements).
enum Distinguishability {
    static func check(
        _ augmented: AugmentedModel, _ measurements: [Measurement], at point: [Double]
    ) throws(EstimatorError) {
        let names = augmented.disturbances.map(\.name)
        let measured = measurements.map(\.tag.text)
        guard names.count <= measurements.count else {
            throw .tooManyDisturbances(names, measurements: measured)
        }
        guard !names.isEmpty else { return }
        let lost = nullDirections(augmented, measurements, at: point)
        guard lost.isEmpty else {
            throw .indistinguishable(lost.map { names[$0] }, measurements: measured)
        }
    }

    /// Disturbances that take part in a direction that no measurement sees.
    private static func nullDirections(
        _ augmented: AugmentedModel, _ measurements: [Measurement], at point: [Double]
    ) -> [Int] {
        let model = augmented.model
        var graph = model.graph
        let outputs = measurements.compactMap { measurement in
            model.find(measurement.variable).map { model.expression($0, in: &graph) }
        }
        let columns =
            model.slots.allStates + augmented.parameters.map(model.slots.parameter)
        let rows = model.derivatives + outputs
        let entries = graph.jacobian(of: rows, withRespectTo: columns)
        let tape = Tape(graph, outputs: entries.map(\.value), inputCount: model.slots.count)
        var workspace = ScalarWorkspace(for: tape)
        let values = workspace.evaluate(point)
        let n = model.states.count
        let sizes = model.states.map(\.nominal) + augmented.disturbances.map(\.initialDeviation)
        var matrix = Matrix(rows: max(rows.count, columns.count), columns: columns.count)
        for (entry, value) in zip(entries, values) where value.isFinite {
            matrix[entry.row, entry.column] = value * sizes[entry.column]
        }
        for i in 0..<matrix.rows {
            let length = norm(matrix.row(i))
            if length > 0 { for j in 0..<matrix.columns { matrix[i, j] /= length } }
        }
        let decomposition = SingularValueDecomposition(matrix)
        let largest = decomposition.values.first ?? 0  // no columns: nothing is lost
        var lost: Set<Int> = []
        for (j, value) in decomposition.values.enumerated() where !(value > 1e-10 * largest) {
            let direction = decomposition.right.column(j)
            for k in augmented.disturbances.indices where abs(direction[n + k]) > 1e-3 {
                lost.insert(k)
            }
        }
        return lost.sorted()
    }
}
