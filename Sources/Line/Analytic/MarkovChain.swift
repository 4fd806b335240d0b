/// Stationary shares of small Markov chains, by elimination without subtraction (Grassmann, Taksar
/// and Heyman, Operations Research 33(5), 1985): no digits are lost where probabilities are small.
enum MarkovChain {
    /// - Parameter steps: from each state where to and how likely (discrete time), or how fast
    ///   (continuous time; what leads to itself counts for nothing). Every state must lead to every
    ///   other.
    static func stationary(steps: [[(to: Int, share: Double)]]) -> [Double] {
        let count = steps.count
        var rates = [Double](repeating: 0, count: count * count)
        for (from, row) in steps.enumerated() {
            for step in row where step.to != from { rates[from * count + step.to] += step.share }
        }
        // Takes out the last state, and sends what went through it straight on.
        for last in stride(from: count - 1, to: 0, by: -1) {
            let out = (0..<last).reduce(0.0) { $0 + rates[last * count + $1] }
            precondition(out > 0, "state \(last) leads nowhere")
            for from in 0..<last where rates[from * count + last] > 0 {
                let share = rates[from * count + last] / out
                rates[from * count + last] = share
                for to in 0..<last where to != from {
                    rates[from * count + to] += share * rates[last * count + to]
                }
            }
        }
        var weights = [Double](repeating: 0, count: count)
        weights[0] = 1
        for state in 1..<max(1, count) {
            weights[state] = (0..<state).reduce(0.0) {
                $0 + weights[$1] * rates[$1 * count + state]
            }
        }
        let sum = weights.reduce(0, +)
        return weights.map { $0 / sum }
    }
}
