/// A = V Λ Vᵀ of a symmetric matrix, by Jacobi's rotations (Golub, Van Loan, §8.5).
package struct SymmetricEigenvalues: Sendable {
    /// Ascending.
    package let values: [Double]
    /// Orthonormal; column j belongs to value j.
    package let vectors: Matrix

    package init(_ a: Matrix) {
        var d = a.symmetrized
        let n = d.rows
        var v = Matrix.identity(n)
        for _ in 0..<60 where Self.sweep(&d, &v) == false { break }
        let lengths = d.diagonal
        let order = (0..<n).sorted { (lengths[$0], $0) < (lengths[$1], $1) }
        values = order.map { lengths[$0] }
        vectors = v.taking(rows: Array(0..<n), columns: order)
    }

    private static func sweep(_ d: inout Matrix, _ v: inout Matrix) -> Bool {
        let n = d.rows
        var turned = false
        for p in 0..<n {
            for q in p + 1..<max(n, p + 1) {
                let off = d[p, q]
                guard abs(off) > 1e-17 * (abs(d[p, p]) + abs(d[q, q])), abs(off) > 1e-300 else {
                    continue
                }
                turned = true
                let theta = (d[q, q] - d[p, p]) / (2 * off)
                let t = (theta < 0 ? -1 : 1) / (abs(theta) + hypotenuse(1, theta))
                let c = 1 / hypotenuse(1, t)
                let s = c * t
                for k in 0..<n {
                    let (x, y) = (d[k, p], d[k, q])
                    d[k, p] = c * x - s * y
                    d[k, q] = s * x + c * y
                }
                for k in 0..<n {
                    let (x, y) = (d[p, k], d[q, k])
                    d[p, k] = c * x - s * y
                    d[q, k] = s * x + c * y
                }
                for k in 0..<n {
                    let (x, y) = (v[k, p], v[k, q])
                    v[k, p] = c * x - s * y
                    v[k, q] = s * x + c * y
                }
            }
        }
        return turned
    }
}
