import Determinism

/// Finds the system with the highest mean, stage by stage, with common random numbers: with the
/// stated probability it is the best, if the best is better than all others by at least the
/// indifference zone; else one within the zone of the best in practice.
///
/// Kim and Nelson's fully sequential procedure KN (ACM Transactions on Modeling and Computer
/// Simulation 11(3), 2001), with c = 1:
///
///     η = ½ ((2α ∕ (k − 1))^(−2 ∕ (n₀ − 1)) − 1),   h² = 2 η (n₀ − 1)
///     i goes once  Σ Xᵢ < Σ Xₗ − max(0, δ ∕ 2r · (h² Sᵢₗ² ∕ δ² − r))  for some l after r values
///
/// Sᵢₗ² is the variance of the differences of the first n₀ pairs. Looking only now and then, as
/// this does, keeps the guarantee: who goes at a look goes by the same rule.
package struct BestSelection: Sendable {
    package let indifference: Double
    package let firstStage: Int
    /// Systems that may still be the best, in their order.
    package private(set) var survivors: [Int]
    private var values: [[Double]]
    private let slope: Double

    package init(systems: Int, indifference: Double, confidence: Double, firstStage: Int) {
        precondition(systems >= 1 && indifference > 0 && firstStage >= 2, "\(systems) systems")
        (self.indifference, self.firstStage) = (indifference, firstStage)
        survivors = Array(0..<systems)
        values = Array(repeating: [], count: systems)
        let n = Double(firstStage - 1)
        let risk = 2 * (1 - confidence) / Double(max(1, systems - 1))
        slope = (power(risk, -2 / n) - 1) * n
    }

    package var isDecided: Bool { survivors.count == 1 }

    /// Takes further values of each survivor, in the survivors' order, and removes who cannot be
    /// the best.
    package mutating func add(_ further: [[Double]]) {
        precondition(further.count == survivors.count, "\(further.count) of \(survivors.count)")
        for (system, more) in zip(survivors, further) { values[system] += more }
        let r = values[survivors[0]].count
        guard r >= firstStage else { return }
        let sums = survivors.map { values[$0][..<r].reduce(0, +) }
        let kept = survivors.indices.filter { i in
            !survivors.indices.contains { l in
                l != i
                    && sums[i] < sums[l] - room(between: survivors[i], and: survivors[l], after: r)
            }
        }
        // Of equal sums without spread none is below another: somebody is always left.
        survivors = kept.map { survivors[$0] }
    }

    private func room(between i: Int, and l: Int, after r: Int) -> Double {
        let differences = (0..<firstStage).map { values[i][$0] - values[l][$0] }
        let variance = Sample(differences).variance
        return max(0, (slope * variance / indifference - Double(r) * indifference) / 2)
    }
}
