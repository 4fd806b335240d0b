/// A = U S Vᵀ of an m×n matrix with m ≥ n.
///
/// QR first, then Hestenes' one-sided Jacobi on R (Demmel, Veselić: Jacobi's method is more
/// accurate than QR, SIAM J. Matrix Anal. 13, 1992): small singular values keep their digits.
package struct SingularValueDecomposition: Sendable {
    /// Singular values, descending.
    package let values: [Double]
    /// V, n×n; column j belongs to value j.
    package let right: Matrix
    private let left: Matrix
    private let factorization: HouseholderQR

    package init(_ a: Matrix) {
        factorization = HouseholderQR(a)
        let n = a.columns
        var w = factorization.r
        var v = Matrix.identity(n)
        for _ in 0..<60 where Self.sweep(&w, &v) == false { break }
        let lengths = (0..<n).map { norm(w.column($0)) }
        let order = (0..<n).sorted { (lengths[$1], $0) < (lengths[$0], $1) }
        values = order.map { lengths[$0] }
        right = v.taking(rows: Array(0..<n), columns: order)
        var u = w.taking(rows: Array(0..<n), columns: order)
        for j in 0..<n where values[j] > 0 {
            for i in 0..<n { u[i, j] /= values[j] }
        }
        left = u
    }

    /// Uᵀ b, of n elements.
    package func projected(_ b: [Double]) -> [Double] {
        left.transposed * factorization.projected(b)
    }

    /// One sweep over all pairs of columns; whether it turned any.
    private static func sweep(_ w: inout Matrix, _ v: inout Matrix) -> Bool {
        var turned = false
        for p in 0..<w.columns {
            for q in p + 1..<max(w.columns, p + 1) {
                let (a, b, c) = (square(w, p, p), square(w, q, q), square(w, p, q))
                guard abs(c) > 1e-16 * (a * b).squareRoot(), abs(c) > 0 else { continue }
                turned = true
                let zeta = (b - a) / (2 * c)
                let t = (zeta < 0 ? -1 : 1) / (abs(zeta) + hypotenuse(1, zeta))
                let cosine = 1 / hypotenuse(1, t)
                turn(&w, p, q, cosine, cosine * t)
                turn(&v, p, q, cosine, cosine * t)
            }
        }
        return turned
    }

    private static func square(_ w: Matrix, _ p: Int, _ q: Int) -> Double {
        var sum = 0.0
        for i in 0..<w.rows { sum += w[i, p] * w[i, q] }
        return sum
    }

    private static func turn(
        _ w: inout Matrix, _ p: Int, _ q: Int, _ cosine: Double, _ sine: Double
    ) {
        for i in 0..<w.rows {
            let (x, y) = (w[i, p], w[i, q])
            w[i, p] = cosine * x - sine * y
            w[i, q] = sine * x + cosine * y
        }
    }
}
