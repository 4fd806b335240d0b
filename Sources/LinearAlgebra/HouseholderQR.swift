/// A = Q R of an m×n matrix with m ≥ n, by reflections (Golub, Van Loan, §5.2).
package struct HouseholderQR: Sendable {
    private var packed: Matrix
    private var scales: [Double]

    package init(_ a: Matrix) {
        precondition(a.rows >= a.columns, "QR of \(a.rows)×\(a.columns): fewer rows than columns")
        packed = a
        scales = Array(repeating: 0, count: a.columns)
        let m = a.rows
        for k in 0..<a.columns {
            var length = 0.0
            for i in k..<m { length = hypotenuse(length, packed[i, k]) }
            if length == 0 { continue }
            if packed[k, k] < 0 { length = -length }
            for i in k..<m { packed[i, k] /= length }
            packed[k, k] += 1
            for j in k + 1..<max(a.columns, k + 1) { reflect(k, column: j) }
            scales[k] = -length
        }
    }

    private mutating func reflect(_ k: Int, column j: Int) {
        let m = packed.rows
        var sum = 0.0
        for i in k..<m { sum += packed.elements[i + k * m] * packed.elements[i + j * m] }
        let factor = -sum / packed.elements[k + k * m]
        for i in k..<m { packed.elements[i + j * m] += factor * packed.elements[i + k * m] }
    }

    /// R, n×n, zero below its diagonal.
    package var r: Matrix {
        let n = packed.columns
        var result = Matrix(rows: n, columns: n)
        for j in 0..<n {
            for i in 0..<j { result[i, j] = packed[i, j] }
            result[j, j] = scales[j]
        }
        return result
    }

    /// The first n elements of Qᵀ b.
    package func projected(_ b: [Double]) -> [Double] {
        precondition(b.count == packed.rows, "Q has \(packed.rows) rows, b \(b.count)")
        var y = b
        for k in 0..<packed.columns where packed[k, k] != 0 {
            var sum = 0.0
            for i in k..<y.count { sum += packed[i, k] * y[i] }
            let factor = -sum / packed[k, k]
            for i in k..<y.count { y[i] += factor * packed[i, k] }
        }
        return Array(y[..<packed.columns])
    }
}

/// √(a² + b²) without overflow.
func hypotenuse(_ a: Double, _ b: Double) -> Double {
    let (x, y) = (abs(a), abs(b))
    let (large, small) = x > y ? (x, y) : (y, x)
    guard large > 0 else { return large }
    let ratio = small / large
    return large * (1 + ratio * ratio).squareRoot()
}
