extension Matrix {
    package static func + (a: Matrix, b: Matrix) -> Matrix {
        precondition(a.rows == b.rows && a.columns == b.columns, mismatch("add", a, b))
        var result = a
        for k in result.elements.indices { result.elements[k] += b.elements[k] }
        return result
    }

    package static func - (a: Matrix, b: Matrix) -> Matrix {
        precondition(a.rows == b.rows && a.columns == b.columns, mismatch("subtract", a, b))
        var result = a
        for k in result.elements.indices { result.elements[k] -= b.elements[k] }
        return result
    }

    package static func * (scale: Double, a: Matrix) -> Matrix {
        var result = a
        for k in result.elements.indices { result.elements[k] *= scale }
        return result
    }

    /// A B, of m×n from m×k and k×n.
    package static func * (a: Matrix, b: Matrix) -> Matrix {
        precondition(a.columns == b.rows, mismatch("multiply", a, b))
        var result = Matrix(rows: a.rows, columns: b.columns)
        let m = a.rows
        for j in 0..<b.columns {
            for l in 0..<a.columns {
                let scale = b.elements[l + j * b.rows]
                if scale == 0 { continue }
                for i in 0..<m { result.elements[i + j * m] += a.elements[i + l * m] * scale }
            }
        }
        return result
    }

    /// A x.
    package static func * (a: Matrix, x: [Double]) -> [Double] {
        precondition(a.columns == x.count, "\(a.rows)×\(a.columns) times a vector of \(x.count)")
        var result = [Double](repeating: 0, count: a.rows)
        for j in 0..<a.columns {
            let scale = x[j]
            for i in 0..<a.rows { result[i] += a.elements[i + j * a.rows] * scale }
        }
        return result
    }

    package var transposed: Matrix {
        var result = Matrix(rows: columns, columns: rows)
        for j in 0..<columns {
            for i in 0..<rows { result.elements[j + i * columns] = elements[i + j * rows] }
        }
        return result
    }

    /// A P Aᵀ, exactly symmetric if P is.
    package func congruence(of p: Matrix) -> Matrix {
        (self * p * transposed).symmetrized
    }

    /// (A + Aᵀ) / 2, which clears what rounding did to a symmetric matrix.
    package var symmetrized: Matrix {
        precondition(rows == columns, "a \(rows)×\(columns) matrix is not square")
        var result = self
        for j in 0..<columns {
            for i in 0..<j {
                let mean = 0.5 * (self[i, j] + self[j, i])
                result[i, j] = mean
                result[j, i] = mean
            }
        }
        return result
    }

    private static func mismatch(_ verb: String, _ a: Matrix, _ b: Matrix) -> String {
        "cannot \(verb) \(a.rows)×\(a.columns) and \(b.rows)×\(b.columns)"
    }
}

/// x · y.
package func dot(_ x: [Double], _ y: [Double]) -> Double {
    precondition(x.count == y.count, "x has \(x.count) elements, y \(y.count)")
    var total = 0.0
    for i in x.indices { total += x[i] * y[i] }
    return total
}

/// The Euclidean length of x.
package func norm(_ x: [Double]) -> Double { dot(x, x).squareRoot() }
