/// Stationary shares of small Markov chains, by elimination without subtraction (Grassmann, Taksar
/// and Heyman, Operations Research 33(5), 1985): no digits are lost where probabilities are small.
enum MarkovChain {
    /// - Parameter steps: from each state where to and how likely (discrete time), or how fast
    ///   (continuous time; what leads to itself counts for nothing). All states must lead to one
    ///   set of states that lead to one another; the others have no share.
    static func stationary(steps: [[(to: Int, share: Double)]]) -> [Double] {
        let lasting = recurrent(steps)
        var placeOf = [Int?](repeating: nil, count: steps.count)
        for (place, state) in lasting.enumerated() { placeOf[state] = place }
        let count = lasting.count
        var rates = [Double](repeating: 0, count: count * count)
        for (from, state) in lasting.enumerated() {
            for step in steps[state] where step.share > 0 && step.to != state {
                guard let to = placeOf[step.to] else { continue }
                rates[from * count + to] += step.share
            }
        }
        let weights = solve(&rates, count: count)
        let sum = weights.reduce(0, +)
        var shares = [Double](repeating: 0, count: steps.count)
        for (place, state) in lasting.enumerated() { shares[state] = weights[place] / sum }
        return shares
    }

    /// Weights of the states, that of the first being 1; `rates` is used up.
    private static func solve(_ rates: inout [Double], count: Int) -> [Double] {
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
        return weights
    }

    /// The states that the chain stays among.
    private static func recurrent(_ steps: [[(to: Int, share: Double)]]) -> [Int] {
        let onward = steps.map { row in row.filter { $0.share > 0 }.map(\.to) }
        var back = [[Int]](repeating: [], count: steps.count)
        for (from, row) in onward.enumerated() { for to in row { back[to].append(from) } }
        var start = 0
        while true {
            let reached = reach(from: start, onward)
            let returning = reach(from: start, back)
            guard let away = steps.indices.first(where: { reached[$0] && !returning[$0] }) else {
                return steps.indices.filter { reached[$0] }
            }
            start = away
        }
    }

    private static func reach(from start: Int, _ ways: [[Int]]) -> [Bool] {
        var reached = [Bool](repeating: false, count: ways.count)
        reached[start] = true
        var open = [start]
        while let state = open.popLast() {
            for next in ways[state] where !reached[next] {
                reached[next] = true
                open.append(next)
            }
        }
        return reached
    }
}
