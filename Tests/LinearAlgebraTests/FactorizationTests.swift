import Determinism
import LinearAlgebra
import Testing

@Suite struct FactorizationTests {
    /// A seeded m×n matrix with elements in [−1, 1).
    private func draw(_ m: Int, _ n: Int, seed: UInt64) -> Matrix {
        var chance = RandomStream(seed: seed, purpose: "matrix")
        return Matrix(
            rows: m, columns: n, elements: (0..<m * n).map { _ in chance.uniform(-1, 1) })
    }

    private func largest(_ a: Matrix) -> Double { a.elements.reduce(0) { max($0, abs($1)) } }

    @Test(arguments: [1, 2, 5, 20])
    func `Cholesky solves what was multiplied`(n: Int) throws {
        let a = draw(n + 3, n, seed: UInt64(n))
        let normal = a.transposed * a + 0.01 * Matrix.identity(n)
        let factor = try #require(Cholesky(normal))
        #expect(largest(factor.lower * factor.lower.transposed - normal) < 1e-13)
        let x = (0..<n).map { Double($0) - 1.5 }
        let solved = factor.solve(normal * x)
        for (a, b) in zip(solved, x) { #expect(abs(a - b) < 1e-9) }
        #expect(largest(factor.inverse * normal - Matrix.identity(n)) < 1e-9)
    }

    @Test func `Cholesky refuses what is not positive definite or not finite`() {
        #expect(Cholesky(Matrix(rows: [[1, 2], [2, 1]])) == nil)
        #expect(Cholesky(Matrix(rows: [[1, 0], [0, 0]])) == nil)
        #expect(Cholesky(Matrix(rows: [[1, 0], [.nan, 1]])) == nil)
        #expect(Cholesky(Matrix(rows: [[.infinity]])) == nil)
    }

    @Test func `LU solves with a zero on the diagonal and refuses a singular matrix`() throws {
        let a = Matrix(rows: [[0, 2, 1], [1, 0, 0], [3, 1, 5]])
        let factor = try #require(LUFactorization(a))
        let x = factor.solve(a * [1, -2, 3])
        for (a, b) in zip(x, [1.0, -2, 3]) { #expect(abs(a - b) < 1e-14) }
        #expect(LUFactorization(Matrix(rows: [[1, 2], [2, 4]])) == nil)
    }

    @Test(arguments: [(3, 3), (20, 7), (200, 12), (1, 1)])
    func `singular vectors rebuild the matrix`(m: Int, n: Int) {
        let a = draw(m, n, seed: 77)
        let svd = SingularValueDecomposition(a)
        #expect(zip(svd.values, svd.values.dropFirst()).allSatisfy { $0 >= $1 })
        #expect(largest(svd.right.transposed * svd.right - Matrix.identity(n)) < 1e-13)
        // A V = U S, hence Uᵀ (A v) = s v for each right vector.
        for j in 0..<n {
            let image = svd.projected(a * svd.right.column(j))
            for i in 0..<n { #expect(abs(image[i] - (i == j ? svd.values[j] : 0)) < 1e-12) }
        }
    }

    @Test func `a small singular value keeps its digits`() {
        // Columns of very different size: values 1e-12 and √2 of [[1, 1e-12], [1, −1e-12]].
        let a = Matrix(rows: [[1, 1e-12], [1, -1e-12]])
        let svd = SingularValueDecomposition(a)
        #expect(abs(svd.values[1] / (2.0.squareRoot() * 1e-12) - 1) < 1e-13)
    }

    @Test func `eigenvalues of a symmetric matrix come ascending with their vectors`() {
        let a = draw(9, 9, seed: 5).symmetrized
        let eigen = SymmetricEigenvalues(a)
        #expect(zip(eigen.values, eigen.values.dropFirst()).allSatisfy { $0 <= $1 })
        let rebuilt = eigen.vectors.congruence(of: Matrix(diagonal: eigen.values))
        #expect(largest(rebuilt - a) < 1e-13)
    }

    @Test func `QR projects a right side onto the columns`() {
        let a = draw(30, 4, seed: 8)
        let qr = HouseholderQR(a)
        let x = [1.0, -2, 0.5, 3]
        let projected = qr.projected(a * x)
        let image = qr.r * x
        for (p, q) in zip(projected, image) { #expect(abs(p - q) < 1e-13) }
    }
}
