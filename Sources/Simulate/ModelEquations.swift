import Modeling
import Tape

/// A model's right-hand sides, ready for CVODES to call back: f, ∂f/∂x, and the sensitivity
/// equations ṡ = (∂f/∂x) s + ∂f/∂θ with exact derivatives from the tape. All buffers are
/// allocated once.
struct ModelEquations {
    private let slots: Slots
    /// Time, states, inputs, parameters: the tapes' inputs.
    private var point: [Double]
    private var piece: InputSchedule.Piece
    private var moving = false
    private var derivatives: ScalarWorkspace
    private var jacobian: ScalarWorkspace
    private var jacobianValues: [Double]
    private let jacobianPlaces: [(row: Int, column: Int)]
    private var forced: ScalarWorkspace
    private var forcedValues: [Double]
    private let forcingPlaces: [(row: Int, column: Int)]

    init(_ model: Model, sensitivities: Sensitivities) {
        slots = model.slots
        point = Array(repeating: 0, count: slots.count)
        piece = .init(start: 0, values: [], slopes: [])
        var graph = model.graph
        let byState = graph.jacobian(of: model.derivatives, withRespectTo: slots.allStates)
        let wanted =
            sensitivities.inputs.map(slots.input) + sensitivities.parameters.map(slots.parameter)
        let forcing = graph.jacobian(of: model.derivatives, withRespectTo: wanted)
        let offset = sensitivities.states ? slots.states : 0
        let byStateValues = byState.map(\.value)
        derivatives = ScalarWorkspace(
            for: Tape(graph, outputs: model.derivatives, inputCount: slots.count))
        jacobian = ScalarWorkspace(
            for: Tape(graph, outputs: byStateValues, inputCount: slots.count))
        forced = ScalarWorkspace(
            for: Tape(
                graph, outputs: byStateValues + forcing.map(\.value), inputCount: slots.count))
        jacobianPlaces = byState.map { ($0.row, $0.column) }
        forcingPlaces = forcing.map { ($0.row, $0.column + offset) }
        jacobianValues = Array(repeating: 0, count: byState.count)
        forcedValues = Array(repeating: 0, count: byState.count + forcing.count)
    }

    mutating func set(parameters: [Double]) {
        for (i, value) in parameters.enumerated() { point[slots.parameter(i)] = value }
    }

    mutating func set(_ piece: InputSchedule.Piece) {
        self.piece = piece
        moving = piece.slopes.contains { $0 != 0 }
        for (i, value) in piece.values.enumerated() { point[slots.input(i)] = value }
    }

    /// ẋ at (t, x); false if a number is not finite.
    mutating func derive(_ t: Double, _ x: Span<Double>, into rates: inout MutableSpan<Double>)
        -> Bool
    {
        move(to: t, x)
        Self.evaluate(&derivatives, at: point, into: &rates)
        var total = 0.0
        for i in 0..<rates.count { total += rates[i] * 0 }
        return total == 0
    }

    /// ∂f/∂x at (t, x), by columns; false if a number is not finite.
    mutating func differentiate(
        _ t: Double, _ x: Span<Double>, into matrix: inout MutableSpan<Double>
    ) -> Bool {
        move(to: t, x)
        Self.evaluate(&jacobian, at: point, into: &jacobianValues)
        for k in 0..<matrix.count { matrix[k] = 0 }
        var total = 0.0
        for (k, place) in jacobianPlaces.enumerated() {
            matrix[place.row + place.column * slots.states] = jacobianValues[k]
            total += jacobianValues[k] * 0
        }
        return total == 0
    }

    /// Evaluates ∂f/∂x and ∂f/∂θ at (t, x) for `sensitivityRate`; false if one is not finite.
    mutating func prepareSensitivities(_ t: Double, _ x: Span<Double>) -> Bool {
        move(to: t, x)
        Self.evaluate(&forced, at: point, into: &forcedValues)
        var total = 0.0
        for value in forcedValues { total += value * 0 }
        return total == 0
    }

    /// ṡ of column `column`, at the point prepared last.
    func sensitivityRate(
        column: Int, _ s: Span<Double>, into rate: inout MutableSpan<Double>
    ) {
        for i in 0..<rate.count { rate[i] = 0 }
        for (k, place) in jacobianPlaces.enumerated() {
            rate[place.row] += forcedValues[k] * s[place.column]
        }
        let first = jacobianPlaces.count
        for (k, place) in forcingPlaces.enumerated() where place.column == column {
            rate[place.row] += forcedValues[first + k]
        }
    }

    // Apart from `self`, so that a span of one property does not hold up another.

    private static func evaluate(
        _ tape: inout ScalarWorkspace, at point: [Double], into values: inout MutableSpan<Double>
    ) {
        tape.evaluate(point.span, into: &values)
    }

    private static func evaluate(
        _ tape: inout ScalarWorkspace, at point: [Double], into values: inout [Double]
    ) {
        var span = values.mutableSpan
        tape.evaluate(point.span, into: &span)
    }

    private mutating func move(to t: Double, _ x: Span<Double>) {
        point[slots.time] = t
        for i in 0..<x.count { point[slots.state(i)] = x[i] }
        guard moving else { return }
        for i in piece.values.indices {
            point[slots.input(i)] = piece.values[i] + piece.slopes[i] * (t - piece.start)
        }
    }
}

/// What CVODES keeps a pointer to while it calls back.
final class EquationBox {
    var equations: ModelEquations
    /// Evaluations left before the run counts as too long; near a singularity CVODES 6.4 can repeat
    /// failed staggered steps without an end of its own.
    private(set) var evaluationsLeft = 0
    /// So many evaluations in a row without time going on are a singularity: steps become shorter
    /// than the digits of the time, and the allowed steps would be used up standing still.
    private static let mostStanding = 100_000
    private var standing = (at: Double.infinity, count: 0)

    init(_ equations: ModelEquations) { self.equations = equations }

    /// Before a run that may evaluate so often.
    func begin(evaluations: Int) {
        evaluationsLeft = evaluations
        standing = (.infinity, 0)
    }

    /// Counts an evaluation; false if the run has gone on too long, or stands still.
    func mayEvaluate(at t: Double) -> Bool {
        evaluationsLeft -= 1
        if abs(t - standing.at) <= 1e-12 * abs(t) {
            standing.count += 1
            if standing.count > Self.mostStanding { evaluationsLeft = -1 }
        } else {
            standing = (t, 0)
        }
        return evaluationsLeft >= 0
    }
}
