import Determinism
import LinearAlgebra
import Modeling

/// From how many points a calibration searches.
package struct StartPlan: Hashable, Sendable {
    /// The start values that are given count as the first.
    package var count: Int
    package var seed: UInt64

    package init(count: Int = 1, seed: UInt64 = 1) {
        precondition(count >= 1, "\(count) starts")
        self.count = count
        self.seed = seed
    }

    /// Points inside the ranges, by Latin hypercube: each unknown's range is cut into as many
    /// strata as there are points, and each stratum is met once (McKay, Beckman, Conover,
    /// Technometrics 21, 1979). The first is `given` itself.
    ///
    /// A positive range of two decades and more is cut evenly by ratio. An unknown without a finite
    /// range starts where it is given.
    package func points(
        around given: [Double], lower: [Double], upper: [Double]
    ) -> [[Double]] {
        let drawn = count - 1
        var points = Array(repeating: given, count: count)
        for j in given.indices {
            let (low, high) = (lower[j], upper[j])
            guard low.isFinite && high.isFinite && low < high else { continue }
            let isByRatio = low > 0 && high >= 100 * low
            var chance = RandomStream(seed: seed, purpose: "calibration starts", index: UInt64(j))
            for (k, stratum) in shuffled(drawn, &chance).enumerated() {
                let share = (Double(stratum) + chance.uniform()) / Double(drawn)
                let value =
                    isByRatio
                    ? low * exponential(share * logarithm(high / low)) : low + share * (high - low)
                points[k + 1][j] = min(high, max(low, value))
            }
        }
        return points
    }

    /// 0..<count in an order drawn by `chance` (Fisher and Yates).
    private func shuffled(_ count: Int, _ chance: inout RandomStream) -> [Int] {
        var order = Array(0..<count)
        for i in order.indices.reversed() {
            order.swapAt(i, Int(chance.next() % UInt64(i + 1)))
        }
        return order
    }
}

/// What came of searching from several starts.
package struct StartOutcome: Hashable, Sendable {
    package let starts: Int
    /// Searches that ended at the best fit, the best one included.
    package let reachedBest: Int
    /// Whether the given start values are among those.
    package let givenReachedBest: Bool
    /// Of those that reached it, how many by other values of these unknowns.
    package let byOtherValues: Int
    package let differing: [String]
    /// Searches that ended at a worse fit, and the least of their squared errors over the best.
    package let worse: Int
    package let nextBest: Double?
    /// Starts from which the model could not be run.
    package let notRun: Int

    /// Two searches reached the same fit if their residuals differ by less than this, root mean
    /// square, in standard deviations of the sensors or of the fit's own error if that is larger.
    package static let sameFit = 0.02
    /// Values are others if they differ by more than this share of the unknown's range or size.
    package static let sameValue = 0.02

    /// - Parameters:
    ///   - solutions: one a start, the given one first; at least one that is not `noStart`.
    ///   - sizes: what a difference of each unknown is measured against.
    init(_ solutions: [LeastSquares.Solution], best: Int, names: [String], sizes: [Double]) {
        let found = solutions[best]
        let scale = max(1, rootMeanSquare(found.residuals))
        var (reached, others, worse, notRun) = ([Int](), 0, [Double](), 0)
        var differing = Set<Int>()
        for (k, solution) in solutions.enumerated() {
            guard solution.status != .noStart else {
                notRun += 1
                continue
            }
            let apart = zip(solution.residuals, found.residuals).map { $0 - $1 }
            guard rootMeanSquare(apart) <= Self.sameFit * scale else {
                worse.append(solution.sumOfSquares)
                continue
            }
            reached.append(k)
            let moved = sizes.indices.filter {
                abs(solution.unknowns[$0] - found.unknowns[$0]) > Self.sameValue * sizes[$0]
            }
            if !moved.isEmpty { others += 1 }
            differing.formUnion(moved)
        }
        starts = solutions.count
        reachedBest = reached.count
        givenReachedBest = reached.contains(0)
        byOtherValues = others
        self.differing = names.indices.filter(differing.contains).map { names[$0] }
        self.worse = worse.count
        nextBest = worse.min().map { $0 / max(found.sumOfSquares, .leastNormalMagnitude) }
        self.notRun = notRun
    }
}

private func rootMeanSquare(_ values: [Double]) -> Double {
    values.isEmpty ? 0 : norm(values) / Double(values.count).squareRoot()
}
