import Estimate
import LinearAlgebra
import Modeling
import Tape

/// ẋ = A x + B u with the first state measured as "y", and what a textbook says about it.
struct LinearPlant {
    var a: Matrix
    var b: Matrix

    /// Two tanks in a row, time constants 100 s and 40 s.
    static let tanks = LinearPlant(
        a: Matrix(rows: [[-0.01, 0.01], [0, -0.025]]), b: Matrix(rows: [[0], [0.025]]))

    var model: Model {
        var graph = Graph()
        let n = a.rows
        let x = (0..<n).map { graph.variable(1 + $0) }
        let u = (0..<b.columns).map { graph.variable(1 + n + $0) }
        var derivatives: [Expression] = []
        for i in 0..<n {
            var terms: [Expression] = []
            for (factor, value) in zip(a.row(i) + b.row(i), x + u) {
                let k = graph.constant(factor)
                terms.append(graph.multiply(k, value))
            }
            derivatives.append(graph.sum(terms))
        }
        let zero = graph.constant(0)
        return Model(
            name: "tanks", states: (0..<n).map { Variable(name: "x\($0)") },
            inputs: (0..<b.columns).map { Variable(name: "u\($0)") }, parameters: [],
            algebraics: [Variable(name: "y"), Variable(name: "z")], graph: graph,
            derivatives: derivatives, values: [x[0], x[1]],
            initialStates: Array(repeating: zero, count: n))
    }

    /// exp(A t) and ∫ exp(A s) ds B, by Taylor series over halved steps.
    func exact(over seconds: Double) -> (transition: Matrix, input: Matrix) {
        let n = a.rows
        let m = b.columns
        var block = Matrix(rows: n + m, columns: n + m)
        for i in 0..<n {
            for j in 0..<n { block[i, j] = a[i, j] * seconds / 1024 }
            for j in 0..<m { block[i, n + j] = b[i, j] * seconds / 1024 }
        }
        var term = Matrix.identity(n + m)
        var sum = term
        for k in 1..<12 {
            term = (1 / Double(k)) * (term * block)
            sum = sum + term
        }
        for _ in 0..<10 { sum = sum * sum }
        let rows = Array(0..<n)
        return (
            sum.taking(rows: rows, columns: rows),
            sum.taking(rows: rows, columns: Array(n..<n + m))
        )
    }
}
