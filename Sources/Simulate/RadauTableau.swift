/// Radau IIA collocation of 2 or 3 stages: orders 3 and 5, L-stable, the last stage is the end.
///
/// Hairer, Wanner: Solving Ordinary Differential Equations II, 2nd ed., IV.5, table 5.5 and 5.6.
package struct RadauTableau: Hashable, Sendable {
    /// Stage times as fractions of the step, ascending; the last is 1.
    package let nodes: [Double]
    /// Weights a[j][i] of the slope at stage i in the value at stage j.
    package let weights: [[Double]]
    /// Derivative d[j][l] at stage j of the polynomial through the start (l = 0) and all stages,
    /// per length of the step.
    package let differentiation: [[Double]]
    /// The same at the start of the step.
    package let startDifferentiation: [Double]

    package static let twoStages = RadauTableau(
        nodes: [1.0 / 3, 1], weights: [[5.0 / 12, -1.0 / 12], [3.0 / 4, 1.0 / 4]])

    package static let threeStages = {
        let root = 6.0.squareRoot()
        return RadauTableau(
            nodes: [(4 - root) / 10, (4 + root) / 10, 1],
            weights: [
                [(88 - 7 * root) / 360, (296 - 169 * root) / 1800, (-2 + 3 * root) / 225],
                [(296 + 169 * root) / 1800, (88 + 7 * root) / 360, (-2 - 3 * root) / 225],
                [(16 - root) / 36, (16 + root) / 36, 1.0 / 9],
            ])
    }()

    package var stages: Int { nodes.count }
    /// Weights of the slopes in the end value, for integrals over the step.
    package var quadrature: [Double] { weights[nodes.count - 1] }

    private init(nodes: [Double], weights: [[Double]]) {
        self.nodes = nodes
        self.weights = weights
        let points = [0] + nodes
        differentiation = nodes.map { Self.slopes(of: points, at: $0) }
        startDifferentiation = Self.slopes(of: points, at: 0)
    }

    /// The slopes at x of the Lagrange polynomials of `points`.
    private static func slopes(of points: [Double], at x: Double) -> [Double] {
        points.indices.map { l in
            var total = 0.0
            for m in points.indices where m != l {
                var product = 1 / (points[l] - points[m])
                for k in points.indices where k != l && k != m {
                    product *= (x - points[k]) / (points[l] - points[k])
                }
                total += product
            }
            return total
        }
    }
}
