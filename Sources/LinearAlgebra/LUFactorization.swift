/// P A = L U of a square matrix, rows exchanged for the largest pivot (Golub, Van Loan, §3.4).
package struct LUFactorization: Sendable {
    private let factors: Matrix
    /// Row i of P A is row `order[i]` of A.
    private let order: [Int]

    /// Nil if A is singular to rounding, or holds a number that is not finite.
    package init?(_ a: Matrix) {
        precondition(a.rows == a.columns, "a \(a.rows)×\(a.columns) matrix is not square")
        let n = a.rows
        var lu = a
        var order = Array(0..<n)
        for k in 0..<n {
            var pivot = k
            for i in k..<n where abs(lu[i, k]) > abs(lu[pivot, k]) { pivot = i }
            guard abs(lu[pivot, k]) > 0, lu[pivot, k].isFinite else { return nil }
            if pivot != k {
                order.swapAt(pivot, k)
                for j in 0..<n { lu.elements.swapAt(pivot + j * n, k + j * n) }
            }
            for i in k + 1..<max(n, k + 1) {
                lu[i, k] /= lu[k, k]
                let factor = lu[i, k]
                if factor == 0 { continue }
                for j in k + 1..<n { lu[i, j] -= factor * lu[k, j] }
            }
        }
        guard lu.isFinite else { return nil }
        factors = lu
        self.order = order
    }

    /// A⁻¹ b.
    package func solve(_ b: [Double]) -> [Double] {
        precondition(b.count == factors.rows, "\(factors.rows) equations, \(b.count) right sides")
        var x = order.map { b[$0] }
        for i in x.indices { for k in 0..<i { x[i] -= factors[i, k] * x[k] } }
        for i in x.indices.reversed() {
            for k in i + 1..<max(x.count, i + 1) { x[i] -= factors[i, k] * x[k] }
            x[i] /= factors[i, i]
        }
        return x
    }
}
