/// P A = L U of one dense matrix, in storage that is allocated once and reused.
///
/// Column-oriented, right-looking (Golub, Van Loan: Matrix Computations, 3.2 and 3.4).
struct DenseSolve: Sendable {
    let order: Int
    /// The matrix by columns; `factor` overwrites it with its factors.
    var elements: [Double]
    private var pivots: [Int]

    init(order: Int) {
        self.order = order
        elements = Array(repeating: 0, count: order * order)
        pivots = Array(repeating: 0, count: order)
    }

    /// Factors `elements` in place; false if singular or not finite.
    mutating func factor() -> Bool {
        Self.factor(&elements, &pivots, order: order)
    }

    private static func factor(
        _ elements: inout [Double], _ pivots: inout [Int], order n: Int
    ) -> Bool {
        var a = elements.mutableSpan
        for k in 0..<n {
            var pivot = k
            for i in k..<n where abs(a[i + k * n]) > abs(a[pivot + k * n]) { pivot = i }
            pivots[k] = pivot
            let diagonal = a[pivot + k * n]
            guard abs(diagonal) > 0, diagonal.isFinite else { return false }
            if pivot != k {
                for j in 0..<n {
                    let kept = a[k + j * n]
                    a[k + j * n] = a[pivot + j * n]
                    a[pivot + j * n] = kept
                }
            }
            let below = n - k - 1
            if below == 0 { continue }
            for i in k + 1..<n { a[i + k * n] /= diagonal }
            for j in k + 1..<n where a[k + j * n] != 0 {
                let scale = a[k + j * n]
                // Within bounds: i, j, k < n, and the span holds n². Three quarters of a plan's
                // prediction pass here, and checks keep the processor from taking four at once.
                for i in k + 1..<n {
                    unsafe a[unchecked: i + j * n] -= scale * a[unchecked: i + k * n]
                }
            }
        }
        return true
    }

    /// Solves A X = B in place; B holds `order` rows by columns. Allocates nothing.
    func solve(_ b: inout [Double]) {
        let n = order
        precondition(n > 0 && b.count % n == 0, "\(b.count) numbers for order \(n)")
        let a = elements.span
        for start in stride(from: 0, to: b.count, by: n) {
            for k in 0..<n where pivots[k] != k { b.swapAt(start + k, start + pivots[k]) }
            var x = b.mutableSpan
            for k in 0..<n where x[start + k] != 0 {
                let value = x[start + k]
                // Within bounds: start + n ≤ b.count, and `a` holds n².
                for i in k + 1..<max(n, k + 1) {
                    unsafe x[unchecked: start + i] -= value * a[unchecked: i + k * n]
                }
            }
            for k in stride(from: n - 1, through: 0, by: -1) {
                let value = x[start + k] / a[k + k * n]
                x[start + k] = value
                for i in 0..<k {
                    unsafe x[unchecked: start + i] -= value * a[unchecked: i + k * n]
                }
            }
        }
    }
}
