package import LinearAlgebra

/// A bounded nonlinear least-squares problem: minimize ½ ‖r(θ)‖² for lower ≤ θ ≤ upper.
package struct LeastSquares {
    /// r and, if asked for, ∂r/∂θ (residuals × unknowns).
    package struct Values: Sendable {
        package var residuals: [Double]
        package var jacobian: Matrix?

        package init(residuals: [Double], jacobian: Matrix?) {
            self.residuals = residuals
            self.jacobian = jacobian
        }
    }

    package struct Options: Hashable, Sendable {
        /// Ends when a step lowers the cost, or promises to, by less than this share. Not below the
        /// noise that the integrator's tolerances leave in the residuals.
        package var costTolerance = 1e-10
        /// Ends when a step is shorter than this share of the scaled unknowns.
        package var stepTolerance = 1e-10
        /// Ends when residuals and free columns are orthogonal to this cosine.
        package var gradientTolerance = 1e-10
        package var evaluationLimit = 500

        package init() {}
    }

    /// How the search ended.
    package enum Status: Hashable, Sendable {
        /// A minimum to within the tolerances.
        case converged
        case evaluationLimit
        /// The model has no value at the start.
        case noStart
    }

    package let lower: [Double]
    package let upper: [Double]
    /// Nil where the model has no value. The flag says whether derivatives are needed.
    package let evaluate: ([Double], _ differentiated: Bool) -> Values?

    package init(
        lower: [Double], upper: [Double], evaluate: @escaping ([Double], Bool) -> Values?
    ) {
        precondition(
            lower.count == upper.count && zip(lower, upper).allSatisfy { $0 <= $1 },
            "bounds \(lower) … \(upper)")
        self.lower = lower
        self.upper = upper
        self.evaluate = evaluate
    }

    /// Where a search ended.
    package struct Solution: Sendable {
        package let status: Status
        package let unknowns: [Double]
        package let residuals: [Double]
        package let jacobian: Matrix
        /// How often the model was evaluated.
        package let evaluations: Int

        /// ‖r‖².
        package var sumOfSquares: Double { dot(residuals, residuals) }
    }

    /// Searches from `start` (moved inside the bounds if it lies outside).
    ///
    /// Trust region with exact steps by singular values and Moré's column scaling (Moré: The
    /// Levenberg–Marquardt algorithm, LNM 630, 1978; radius and endings as in Branch, Coleman,
    /// Li, SIAM J. Sci. Comput. 21, 1999). Unknowns held at a bound by the gradient are left out
    /// of a step; a step is projected on the bounds and judged by the model along the projected
    /// step.
    package func solve(from start: [Double], options: Options = Options()) -> Solution {
        precondition(start.count == lower.count, "\(lower.count) unknowns, \(start.count) starts")
        var search = Search(self, options, start)
        return search.run()
    }
}

/// The state of one search.
private struct Search {
    let problem: LeastSquares
    let options: LeastSquares.Options
    var x: [Double]
    var residuals: [Double] = []
    var jacobian = Matrix(rows: 0, columns: 0)
    var inverseScale: [Double]
    var radius = 0.0
    var damping = 0.0
    var evaluations = 0
    private let start: [Double]

    init(_ problem: LeastSquares, _ options: LeastSquares.Options, _ start: [Double]) {
        self.problem = problem
        self.options = options
        self.start = start
        x = start
        inverseScale = Array(repeating: 0, count: start.count)
        x = clamped(start)
    }

    mutating func run() -> LeastSquares.Solution {
        guard start.allSatisfy(\.isFinite), accept(evaluated(x, differentiated: true), at: x) else {
            return end(.noStart)
        }
        radius = norm(scaled(x))
        if !(radius > 0) { radius = 1 }
        while evaluations < options.evaluationLimit {
            let gradient = jacobian.transposed * residuals
            let free = freeUnknowns(gradient)
            if free.isEmpty || isOrthogonal(gradient, free) { return end(.converged) }
            if let status = improve(gradient, free) { return end(status) }
        }
        return end(.evaluationLimit)
    }

    /// Tries shorter and shorter steps until one lowers the cost; a status if that ends the search.
    private mutating func improve(
        _ gradient: [Double], _ free: [Int]
    ) -> LeastSquares.Status? {
        let cost = 0.5 * dot(residuals, residuals)
        var columns = jacobian.taking(rows: Array(residuals.indices), columns: free)
        for (k, j) in free.enumerated() {
            for i in 0..<columns.rows { columns[i, k] /= inverseScale[j] }
        }
        let svd = SingularValueDecomposition(columns)
        let projected = svd.projected(residuals)
        while evaluations < options.evaluationLimit {
            let step = step(svd, projected, free)
            let length = norm(scaled(step))
            let predicted = predictedReduction(step, gradient)
            guard length > 0, predicted > 0 else {
                radius *= 0.25
                if !(radius >= options.stepTolerance * max(norm(scaled(x)), 1e-300)) {
                    return .converged
                }
                continue
            }
            if predicted < options.costTolerance * cost { return .converged }
            let candidate = zip(x, step).map { $0 + $1 }
            let values = evaluated(candidate, differentiated: false)
            let reduction = values.map { cost - 0.5 * dot($0.residuals, $0.residuals) } ?? -cost
            let ratio = reduction / predicted
            let isShort =
                length < options.stepTolerance * (options.stepTolerance + norm(scaled(x)))
            let isFlat = reduction < options.costTolerance * cost && ratio > 0.25
            adjust(ratio, length)
            if reduction > 0 {
                guard accept(evaluated(candidate, differentiated: true), at: candidate) else {
                    radius *= 0.25
                    continue
                }
                return isFlat || isShort ? .converged : nil
            }
            if isShort || (isFlat && reduction == 0) { return .converged }
        }
        return .evaluationLimit
    }

    private mutating func adjust(_ ratio: Double, _ length: Double) {
        let before = radius
        if !(ratio >= 0.25) {
            radius = 0.25 * length
        } else if ratio > 0.75, length > 0.95 * radius {
            radius *= 2
        }
        damping *= before / radius
    }

    /// The step of the free unknowns to the edge of the trust region, projected on the bounds.
    private mutating func step(
        _ svd: SingularValueDecomposition, _ projected: [Double], _ free: [Int]
    ) -> [Double] {
        let inside = trustRegionStep(svd, projected)
        var step = [Double](repeating: 0, count: x.count)
        for (k, j) in free.enumerated() { step[j] = inside[k] / inverseScale[j] }
        let target = clamped(zip(x, step).map { $0 + $1 })
        return zip(target, x).map { $0 - $1 }
    }

    /// Minimizes ‖A s + r‖ for ‖s‖ ≤ radius; Newton's method on the damping (Moré 1978, §5).
    private mutating func trustRegionStep(
        _ svd: SingularValueDecomposition, _ projected: [Double]
    ) -> [Double] {
        let s = svd.values
        let weighted = zip(s, projected).map { $0 * $1 }
        let least = s[s.count - 1]
        let isFull = least > 2.2e-16 * Double(residuals.count) * s[0]
        if isFull {
            let newton = svd.right * zip(s, projected).map { -$1 / $0 }
            if norm(newton) <= radius {
                damping = 0
                return newton
            }
        }
        func excess(_ alpha: Double) -> (value: Double, slope: Double) {
            let parts = zip(weighted, s).map { $0 / ($1 * $1 + alpha) }
            let length = norm(parts)
            let slope = zip(parts, s).reduce(0) { $0 + $1.0 * $1.0 / ($1.1 * $1.1 + alpha) }
            return (length - radius, -slope / length)
        }
        var high = norm(weighted) / radius
        var low = 0.0
        if isFull {
            let (value, slope) = excess(0)
            low = -value / slope
        }
        if damping <= 0 { damping = max(0.001 * high, (low * high).squareRoot()) }
        for _ in 0..<10 {
            if damping < low || damping > high {
                damping = max(0.001 * high, (low * high).squareRoot())
            }
            let (value, slope) = excess(damping)
            if value < 0 { high = damping }
            low = max(low, damping - value / slope)
            damping -= (value + radius) / radius * value / slope
            if abs(value) < 0.01 * radius { break }
        }
        let damped = svd.right * zip(weighted, s).map { -$0 / ($1 * $1 + damping) }
        let length = norm(damped)
        return length > 0 ? damped.map { $0 * radius / length } : damped
    }

    private func predictedReduction(_ step: [Double], _ gradient: [Double]) -> Double {
        let image = jacobian * step
        return -(dot(gradient, step) + 0.5 * dot(image, image))
    }

    private mutating func accept(_ values: LeastSquares.Values?, at point: [Double]) -> Bool {
        guard let values, let derivatives = values.jacobian, derivatives.isFinite else {
            return false
        }
        x = point
        residuals = values.residuals
        jacobian = derivatives
        for j in x.indices {
            inverseScale[j] = max(inverseScale[j], norm(derivatives.column(j)))
            if !(inverseScale[j] > 0) { inverseScale[j] = 1 }
        }
        return true
    }

    private mutating func evaluated(
        _ point: [Double], differentiated: Bool
    ) -> LeastSquares.Values? {
        evaluations += 1
        guard let values = problem.evaluate(point, differentiated),
            values.residuals.allSatisfy(\.isFinite)
        else { return nil }
        return values
    }

    private func freeUnknowns(_ gradient: [Double]) -> [Int] {
        x.indices.filter { j in
            !(x[j] <= problem.lower[j] && gradient[j] >= 0)
                && !(x[j] >= problem.upper[j] && gradient[j] <= 0)
        }
    }

    private func isOrthogonal(_ gradient: [Double], _ free: [Int]) -> Bool {
        let length = norm(residuals)
        return free.allSatisfy { j in
            abs(gradient[j]) <= options.gradientTolerance * norm(jacobian.column(j)) * length
        }
    }

    private func scaled(_ values: [Double]) -> [Double] {
        zip(values, inverseScale).map { $0 * $1 }
    }

    private func clamped(_ values: [Double]) -> [Double] {
        values.indices.map { min(problem.upper[$0], max(problem.lower[$0], values[$0])) }
    }

    private func end(_ status: LeastSquares.Status) -> LeastSquares.Solution {
        .init(
            status: status, unknowns: x, residuals: residuals, jacobian: jacobian,
            evaluations: evaluations)
    }
}
