package import LinearAlgebra
package import Modeling
import Tape

/// Advances a model by implicit Radau IIA steps of three stages, with exact sensitivities.
///
/// For the short stretches of a cycle and of a horizon, where a multistep code would spend its time
/// starting up. The step is chosen by Hairer and Wanner's filtered error estimate (Solving Ordinary
/// Differential Equations II, IV.8, eq. 8.20). The sensitivities are those of the discrete step
/// itself: the implicit function theorem on its stage equations. Where they are asked for, the same
/// estimate of their own error has its say in the step, too: a state at rest would allow any.
package struct RadauStepper: Sendable {
    package let model: Model
    /// How many inputs and parameters sensitivities are wanted to.
    private let sensitiveCount: Int
    /// Allowed error of one step relative to |x| + nominal.
    package var tolerance = 1e-7
    /// Allowed error of the sensitivities in one step, relative to |∂x/∂θ| + nominal x / nominal θ.
    package var sensitivityTolerance = 1e-2
    /// Steps one advance may take.
    package var mostSteps = 2000

    /// ∂x(end)/∂x(start) of the last advance that asked for it, n × n.
    package private(set) var transition: Matrix
    /// ∂x(end)/∂θ of the last advance that asked for it: n × chosen inputs, then parameters. To an
    /// input means to a constant added to it.
    package private(set) var parameterTransition: Matrix

    private let tableau = RadauTableau.threeStages
    private var rates: ScalarWorkspace
    private var slopes: ScalarWorkspace
    private let pattern: [(row: Int, column: Int)]
    private let nominal: [Double]
    /// Sizes of what is differentiated to: states, chosen inputs, chosen parameters.
    private let causes: [Double]
    private var newton: DenseSolve
    private var filter: DenseSolve
    private var point: [Double]
    private var rateValues: [Double]
    private var slopeValues: [Double]
    private var stages: [Double]
    private var stageRates: [Double]
    private var residual: [Double]

    /// `parameters` and `inputs`: positions to which sensitivities are wanted.
    package init(_ model: Model, sensitiveTo parameters: [Int] = [], inputs: [Int] = []) {
        self.model = model
        sensitiveCount = inputs.count + parameters.count
        let n = model.states.count
        var graph = model.graph
        let columns =
            model.slots.allStates + inputs.map(model.slots.input)
            + parameters.map(model.slots.parameter)
        let entries = graph.jacobian(of: model.derivatives, withRespectTo: columns)
        pattern = entries.map { ($0.row, $0.column) }
        let count = model.slots.count
        rates = ScalarWorkspace(
            for: Tape(graph, outputs: model.derivatives, inputCount: count))
        slopes = ScalarWorkspace(
            for: Tape(graph, outputs: entries.map(\.value), inputCount: count))
        nominal = model.states.map(\.nominal)
        causes =
            nominal + inputs.map { model.inputs[$0].nominal }
            + parameters.map { model.parameters[$0].typicalSize }
        let s = tableau.stages
        newton = DenseSolve(order: s * n)
        filter = DenseSolve(order: n)
        point = Array(repeating: 0, count: count)
        rateValues = Array(repeating: 0, count: n)
        slopeValues = Array(repeating: 0, count: entries.count)
        stages = Array(repeating: 0, count: s * n)
        stageRates = Array(repeating: 0, count: s * n)
        residual = Array(repeating: 0, count: s * n)
        transition = .identity(n)
        parameterTransition = Matrix(rows: n, columns: sensitiveCount)
    }

    /// The inputs over one advance: a straight line between two values each.
    package struct Stretch: Sendable {
        /// Start [s] and length [s] of the stretch.
        package var start: Double
        package var length: Double
        package var inputsAtStart: [Double]
        package var inputsAtEnd: [Double]
        package var parameters: [Double]

        package init(
            start: Double, length: Double, inputsAtStart: [Double], inputsAtEnd: [Double],
            parameters: [Double]
        ) {
            self.start = start
            self.length = length
            self.inputsAtStart = inputsAtStart
            self.inputsAtEnd = inputsAtEnd
            self.parameters = parameters
        }

        /// Inputs that do not change.
        package init(start: Double, length: Double, inputs: [Double], parameters: [Double]) {
            self.init(
                start: start, length: length, inputsAtStart: inputs, inputsAtEnd: inputs,
                parameters: parameters)
        }
    }

    /// Carries `state` over the stretch.
    ///
    /// - Returns: false if no step converges or a value is not finite; `state` is then unchanged.
    package mutating func advance(
        _ state: inout [Double], over stretch: Stretch, withSensitivities: Bool = false
    ) -> Bool {
        let n = model.states.count
        precondition(
            state.count == n && stretch.inputsAtStart.count == model.inputs.count
                && stretch.inputsAtEnd.count == model.inputs.count
                && stretch.parameters.count == model.parameters.count,
            "\(model.name) takes \(n) states, \(model.inputs.count) inputs and "
                + "\(model.parameters.count) parameters")
        if withSensitivities {
            transition = .identity(n)
            parameterTransition = Matrix(rows: n, columns: sensitiveCount)
        }
        guard n > 0, stretch.length > 0 else { return true }
        for (i, value) in stretch.parameters.enumerated() {
            point[model.slots.parameter(i)] = value
        }
        var x = state
        var done = 0.0
        var step = stretch.length
        for _ in 0..<mostSteps {
            step = min(step, stretch.length - done)
            let isLast = done + step >= stretch.length * (1 - 1e-12)
            var error = attempt(from: x, after: done, step, stretch)
            if withSensitivities, error <= 1 {
                let flow = differentiate(from: x, after: done, step, stretch)
                let doubt = flow.map { $0.error } ?? .infinity
                if let flow, doubt <= 1 {
                    transition = flow.transition
                    parameterTransition = flow.parameterTransition
                }
                // NaN is no small error.
                error = doubt >= 0 ? max(error, doubt) : .infinity
            }
            if error <= 1 {
                for i in 0..<n { x[i] += stages[(tableau.stages - 1) * n + i] }
                done += step
                if isLast {
                    state = x
                    return true
                }
            }
            guard error.isFinite || step > 1e-9 * stretch.length else { return false }
            // Fourth-order estimate: the error falls with the fourth power of the step.
            let factor = error.isFinite ? 0.9 / max(error, 1e-8).squareRoot().squareRoot() : 0.25
            step *= min(5, max(0.2, factor))
        }
        return false
    }

    // MARK: one step

    private mutating func place(
        _ x: [Double], plus offset: Int?, after done: Double, _ stretch: Stretch
    ) {
        let n = x.count
        point[0] = stretch.start + done
        for i in 0..<n {
            point[1 + i] = x[i] + (offset.map { stages[$0 + i] } ?? 0)  // no offset: x itself
        }
        let share = done / stretch.length
        for i in stretch.inputsAtStart.indices {
            let start = stretch.inputsAtStart[i]
            point[1 + n + i] = start + share * (stretch.inputsAtEnd[i] - start)
        }
    }

    private mutating func evaluateRates() { Self.evaluate(&rates, point, into: &rateValues) }

    private mutating func evaluateSlopes() { Self.evaluate(&slopes, point, into: &slopeValues) }

    private static func evaluate(
        _ workspace: inout ScalarWorkspace, _ point: [Double], into values: inout [Double]
    ) {
        var out = values.mutableSpan
        workspace.evaluate(point.span, into: &out)
    }

    /// Solves the stage equations; the error of the step over its tolerance, infinite if Newton's
    /// iteration fails. Leaves the stage increments in `stages`.
    private mutating func attempt(
        from x: [Double], after done: Double, _ h: Double, _ stretch: Stretch
    ) -> Double {
        let n = x.count
        let s = tableau.stages
        for i in stages.indices { stages[i] = 0 }
        place(x, plus: nil, after: done, stretch)
        evaluateRates()
        evaluateSlopes()
        let startRates = rateValues
        guard factorNewton(h), startRates.allSatisfy(\.isFinite) else { return .infinity }
        let scale = zip(x, nominal).map { 1 / (tolerance * (abs($0) + $1)) }
        var previous = Double.infinity
        for iteration in 0..<12 {
            for j in 0..<s {
                place(x, plus: j * n, after: done + tableau.nodes[j] * h, stretch)
                evaluateRates()
                for i in 0..<n { stageRates[j * n + i] = rateValues[i] }
            }
            for j in 0..<s {
                for i in 0..<n {
                    var sum = 0.0
                    for k in 0..<s { sum += tableau.weights[j][k] * stageRates[k * n + i] }
                    residual[j * n + i] = h * sum - stages[j * n + i]
                }
            }
            newton.solve(&residual)
            var size = 0.0
            for i in residual.indices {
                stages[i] += residual[i]
                size = max(size, abs(residual[i]) * scale[i % n])
            }
            guard size.isFinite, iteration < 2 || size < 2 * previous else { return .infinity }
            if size < 1e-4 { return error(h, startRates, scale) }
            previous = size
        }
        return .infinity
    }

    /// I − h A ⊗ J and I − γ h J, with J at the start of the step.
    private mutating func factorNewton(_ h: Double) -> Bool {
        let n = model.states.count
        let s = tableau.stages
        let order = s * n
        for i in newton.elements.indices { newton.elements[i] = 0 }
        for i in filter.elements.indices { filter.elements[i] = 0 }
        for i in 0..<order { newton.elements[i + i * order] = 1 }
        for i in 0..<n { filter.elements[i + i * n] = 1 }
        for (entry, value) in zip(pattern, slopeValues) where entry.column < n {
            filter.elements[entry.row + entry.column * n] -= Self.gamma * h * value
            for j in 0..<s {
                for k in 0..<s {
                    let place = j * n + entry.row + (k * n + entry.column) * order
                    newton.elements[place] -= h * tableau.weights[j][k] * value
                }
            }
        }
        return newton.factor() && filter.factor()
    }

    /// The real eigenvalue of the three-stage matrix A, which the estimate is filtered with.
    private static let gamma = 0.274_888_829_595_676_8

    private func error(_ h: Double, _ startRates: [Double], _ scale: [Double]) -> Double {
        let n = startRates.count
        var estimate = [Double](repeating: 0, count: n)
        for i in 0..<n {
            var slope = 0.0
            for j in 0..<tableau.stages {
                slope += tableau.startDifferentiation[j + 1] * stages[j * n + i]
            }
            estimate[i] = Self.gamma * (h * startRates[i] - slope)
        }
        filter.solve(&estimate)
        var largest = 0.0
        for i in 0..<n {
            guard estimate[i].isFinite else { return .infinity }
            largest = max(largest, abs(estimate[i]) * scale[i])
        }
        return largest
    }

    /// The sensitivities of the advance with the step just solved, and the error of that step over
    /// its tolerance; nil if the stage equations are singular.
    private mutating func differentiate(
        from x: [Double], after done: Double, _ h: Double, _ stretch: Stretch
    ) -> (transition: Matrix, parameterTransition: Matrix, error: Double)? {
        let n = x.count
        let s = tableau.stages
        let order = s * n
        let width = n + sensitiveCount
        // Left there by `attempt`.
        let startSlopes = slopeValues
        for i in newton.elements.indices { newton.elements[i] = 0 }
        for i in 0..<order { newton.elements[i + i * order] = 1 }
        var right = [Double](repeating: 0, count: order * width)
        for j in 0..<s { for i in 0..<n { right[j * n + i + i * order] = 1 } }
        for k in 0..<s {
            place(x, plus: k * n, after: done + tableau.nodes[k] * h, stretch)
            evaluateSlopes()
            for (entry, value) in zip(pattern, slopeValues) {
                for j in 0..<s {
                    let share = h * tableau.weights[j][k] * value
                    if entry.column < n {
                        newton.elements[j * n + entry.row + (k * n + entry.column) * order] -= share
                    } else {
                        right[j * n + entry.row + entry.column * order] += share
                    }
                }
            }
        }
        guard newton.factor() else { return nil }
        newton.solve(&right)
        let estimate = sensitivityEstimate(right, startSlopes, h)
        let whole = carried(
            Array(right.indices.filter { $0 % order >= order - n }.map { right[$0] }))
        let doubt = carried(estimate)
        var largest = 0.0
        for j in 0..<width {
            for i in 0..<n {
                let k = i + j * n
                let size = abs(whole[k]) + nominal[i] / causes[j]
                guard whole[k].isFinite, doubt[k].isFinite else { return nil }
                largest = max(largest, abs(doubt[k]) / (sensitivityTolerance * size))
            }
        }
        return (
            Matrix(rows: n, columns: n, elements: Array(whole[..<(n * n)])),
            Matrix(rows: n, columns: sensitiveCount, elements: Array(whole[(n * n)...])), largest
        )
    }

    /// One step's [∂x/∂x ∂x/∂θ] (or an error of it), n rows by columns, onto those of the advance.
    private func carried(_ columns: [Double]) -> [Double] {
        let n = model.states.count
        let ofStates = Matrix(rows: n, columns: n, elements: Array(columns[..<(n * n)]))
        let ofParameters = Matrix(
            rows: n, columns: sensitiveCount, elements: Array(columns[(n * n)...]))
        return (ofStates * transition).elements
            + (ofStates * parameterTransition + ofParameters).elements
    }

    /// The filtered estimate for the sensitivities' equations Ṡ = J S + ∂f/∂θ of one step that
    /// starts from [I 0], n rows by columns; filtered twice, as Hairer and Wanner do on the first
    /// step (eq. 8.21), since I is off the slow course of a stiff model.
    private mutating func sensitivityEstimate(
        _ stageValues: [Double], _ startSlopes: [Double], _ h: Double
    ) -> [Double] {
        let n = model.states.count
        let s = tableau.stages
        var raw = [Double](repeating: 0, count: n * (n + sensitiveCount))
        for (entry, value) in zip(pattern, startSlopes) {
            raw[entry.row + entry.column * n] += Self.gamma * h * value
        }
        for column in 0..<(n + sensitiveCount) {
            for i in 0..<n {
                for j in 0..<s {
                    let start = i == column ? 1.0 : 0
                    let increment = stageValues[j * n + i + column * s * n] - start
                    raw[i + column * n] -=
                        Self.gamma * tableau.startDifferentiation[j + 1] * increment
                }
            }
        }
        var estimate = raw
        filter.solve(&estimate)
        var again = raw
        for (entry, value) in zip(pattern, startSlopes) where entry.column < n {
            for column in 0..<(n + sensitiveCount) {
                again[entry.row + column * n] +=
                    Self.gamma * h * value * estimate[entry.column + column * n]
            }
        }
        filter.solve(&again)
        return again
    }
}
