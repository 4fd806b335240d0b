import Line

/// The confidence of each of so many intervals for all to hold at once (Bonferroni).
package func simultaneous(_ confidence: Double, comparisons: Int) -> Double {
    1 - (1 - confidence) / Double(max(1, comparisons))
}

/// Two-sided probability of a difference at least so far from zero by chance alone, by Student's
/// test of pairs; 1 where there is no spread and no difference, nil of fewer than two values.
package func chanceOfNoDifference(_ differences: [Double]) -> Double? {
    let sample = Sample(differences)
    guard sample.count >= 2, sample.mean.isFinite else { return nil }
    guard sample.standardError > 0 else { return sample.mean == 0 ? 1 : 0 }
    let t = abs(sample.mean) / sample.standardError
    return min(1, 2 * studentShare(-t, degrees: Double(sample.count - 1)))
}

/// Probabilities of many tests, corrected so that with all of them together the risk of one false
/// alarm is what it says (Holm, Scandinavian Journal of Statistics 6, 1979). In the order given.
package func holm(_ probabilities: [Double]) -> [Double] {
    let order = probabilities.indices.sorted { probabilities[$0] < probabilities[$1] }
    var adjusted = probabilities
    var highest = 0.0
    for (rank, index) in order.enumerated() {
        let factor = Double(probabilities.count - rank)
        highest = max(highest, min(1, factor * probabilities[index]))
        adjusted[index] = highest
    }
    return adjusted
}
