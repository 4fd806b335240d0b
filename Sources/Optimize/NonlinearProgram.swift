/// The functions of a nonlinear program, with exact sparse first and second derivatives.
///
/// Called from one thread at a time, during one solve. A result that is not finite tells the solver
/// that there is no value there.
package protocol NonlinearFunctions: AnyObject {
    /// f(z).
    func objective(at z: Span<Double>) -> Double
    /// ∇f(z), one a variable.
    func gradient(at z: Span<Double>, into values: inout MutableSpan<Double>)
    /// g(z), one a constraint.
    func constraints(at z: Span<Double>, into values: inout MutableSpan<Double>)
    /// The entries of ∇g(z) named by the program's `jacobian`, in its order.
    func jacobian(at z: Span<Double>, into values: inout MutableSpan<Double>)
    /// The entries of ∇²(factor · f + λᵀ g)(z) named by the program's `hessian`, in its order.
    func hessian(
        at z: Span<Double>, objectiveFactor: Double, multipliers: Span<Double>,
        into values: inout MutableSpan<Double>)
}

/// Minimize f(z) subject to bounds on z and on g(z).
package struct NonlinearProgram {
    /// Bounds of the variables; infinite where there is none, equal where a variable is fixed.
    package var variables: [Bounds]
    /// Bounds of the constraints; equal for an equation.
    package var constraints: [Bounds]
    package let jacobian: SparsePattern
    /// Lower triangle.
    package let hessian: SparsePattern
    package let functions: any NonlinearFunctions

    package init(
        variables: [Bounds], constraints: [Bounds], jacobian: SparsePattern,
        hessian: SparsePattern, functions: any NonlinearFunctions
    ) {
        self.variables = variables
        self.constraints = constraints
        self.jacobian = jacobian
        self.hessian = hessian
        self.functions = functions
    }
}

/// A closed interval, possibly unbounded.
package struct Bounds: Hashable, Codable, Sendable {
    package var low: Double
    package var high: Double

    package init(_ low: Double = -.infinity, _ high: Double = .infinity) {
        self.low = low
        self.high = high
    }

    package static func exactly(_ value: Double) -> Bounds { Bounds(value, value) }

    /// False also for NaN.
    package func contains(_ value: Double) -> Bool { value >= low && value <= high }

    /// How far a value lies outside; 0 inside, NaN for NaN.
    package func violation(of value: Double) -> Double {
        if contains(value) { return 0 }
        return value < low ? low - value : value - high
    }
}

/// Where the entries of a sparse matrix stand. An entry named twice is the sum of both.
package struct SparsePattern: Hashable, Sendable {
    package var rows: [Int32] = []
    package var columns: [Int32] = []

    package init() {}

    package var count: Int { rows.count }

    package mutating func append(_ row: Int, _ column: Int) {
        rows.append(Int32(row))
        columns.append(Int32(column))
    }

    /// Adds an entry of a symmetric matrix to its lower triangle.
    package mutating func appendLower(_ row: Int, _ column: Int) {
        append(max(row, column), min(row, column))
    }
}
