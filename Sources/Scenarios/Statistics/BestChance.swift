import Determinism

/// For each of several systems, the probability that its mean is the highest, judged from paired
/// replications; they sum to one.
///
/// The Bayesian bootstrap (Rubin, Annals of Statistics 9(1), 1981): replications are weighed anew
/// by uniform spacings, all systems alike, so that common random numbers count for what they are.
///
/// - Parameter values: by system, then by replication; as many of each.
package func chancesOfBest(
    _ values: [[Double]], seed: UInt64, rounds: Int = 2000
) -> [Double] {
    guard let count = values.first?.count, count > 0 else { return [] }
    precondition(values.allSatisfy { $0.count == count }, "systems without pairs")
    var stream = RandomStream(seed: seed, purpose: "chances of the best")
    var wins = [Double](repeating: 0, count: values.count)
    var weights = [Double](repeating: 0, count: count)
    for _ in 0..<rounds {
        for index in 0..<count { weights[index] = stream.exponential(mean: 1) }
        var (best, highest, ties) = ([Int](), -Double.infinity, 1.0)
        for (system, replications) in values.enumerated() {
            var sum = 0.0
            for index in 0..<count { sum += weights[index] * replications[index] }
            if sum > highest {
                (best, highest, ties) = ([system], sum, 1)
            } else if sum == highest {
                best.append(system)
                ties += 1
            }
        }
        for system in best { wins[system] += 1 / ties }
    }
    return wins.map { $0 / Double(rounds) }
}
