/// A = L Lᵀ of a symmetric positive definite matrix (Golub, Van Loan: Matrix Computations, §4.2).
package struct Cholesky: Sendable {
    /// L, zero above its diagonal.
    package let lower: Matrix

    /// Nil if A is not positive definite to rounding, or holds a number that is not finite.
    /// Reads the lower triangle only.
    package init?(_ a: Matrix) {
        precondition(a.rows == a.columns, "a \(a.rows)×\(a.columns) matrix is not square")
        let n = a.rows
        var l = Matrix(rows: n, columns: n)
        for j in 0..<n {
            var pivot = a[j, j]
            for k in 0..<j { pivot -= l[j, k] * l[j, k] }
            guard pivot > 0, pivot.isFinite else { return nil }
            let root = pivot.squareRoot()
            l[j, j] = root
            for i in j + 1..<max(n, j + 1) {
                var sum = a[i, j]
                for k in 0..<j { sum -= l[i, k] * l[j, k] }
                l[i, j] = sum / root
            }
        }
        guard l.isFinite else { return nil }
        lower = l
    }

    /// A⁻¹ b.
    package func solve(_ b: [Double]) -> [Double] {
        precondition(b.count == lower.rows, "\(lower.rows) equations, \(b.count) right-hand sides")
        var x = forward(b)
        for i in stride(from: x.count - 1, through: 0, by: -1) {
            for k in i + 1..<max(x.count, i + 1) { x[i] -= lower[k, i] * x[k] }
            x[i] /= lower[i, i]
        }
        return x
    }

    /// L⁻¹ b, whose squared length is bᵀ A⁻¹ b.
    package func forward(_ b: [Double]) -> [Double] {
        precondition(b.count == lower.rows, "\(lower.rows) equations, \(b.count) right-hand sides")
        var x = b
        for i in x.indices {
            for k in 0..<i { x[i] -= lower[i, k] * x[k] }
            x[i] /= lower[i, i]
        }
        return x
    }

    /// A⁻¹ B.
    package func solve(_ b: Matrix) -> Matrix {
        var elements: [Double] = []
        elements.reserveCapacity(b.elements.count)
        for j in 0..<b.columns { elements += solve(b.column(j)) }
        return Matrix(rows: b.rows, columns: b.columns, elements: elements)
    }

    package var inverse: Matrix { solve(Matrix.identity(lower.rows)).symmetrized }
}
