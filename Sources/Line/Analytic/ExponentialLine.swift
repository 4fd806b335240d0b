/// A short line of single stations with exponential work, finite buffers and blocking after
/// service, that is never without a part at its first station; stations may fail while they work.
/// Solved exactly as a Markov chain in continuous time, over the states that it can reach.
package struct ExponentialLine: Hashable, Sendable {
    /// Parts a second.
    package let throughput: Double
    /// Parts in each buffer.
    package let buffers: [Double]
    /// Shares of time, by station.
    package let working: [Double]
    package let down: [Double]
    package let starved: [Double]
    package let blocked: [Double]
    /// States of the chain.
    package let states: Int

    package struct Station: Hashable, Sendable {
        /// Parts a second, failures and repairs a second of work and of repair; 0: it never fails.
        package var rate: Double
        package var fails: Double
        package var mends: Double

        package init(rate: Double, fails: Double = 0, mends: Double = 1) {
            (self.rate, self.fails, self.mends) = (rate, fails, mends)
        }
    }

    /// What a station does; then what waits before it.
    private struct State: Hashable {
        enum Doing: UInt8 { case starved, working, down, blocked }
        var doing: [Doing]
        /// Parts in the buffer after each station but the last.
        var levels: [Int]

        /// The first station takes a part whenever it is free; others what waits before them, and
        /// a blocked one before gives up its part in turn.
        mutating func settle(_ places: [Int]) {
            var isSettled = false
            while !isSettled {
                isSettled = true
                for station in doing.indices {
                    let isFree = doing[station] == .starved
                    if isFree, station == 0 || levels[station - 1] > 0 {
                        if station > 0 { levels[station - 1] -= 1 }
                        doing[station] = .working
                        isSettled = false
                    }
                    guard doing[station] == .blocked else { continue }
                    if levels[station] < places[station] {
                        levels[station] += 1
                    } else if doing[station + 1] == .starved {
                        doing[station + 1] = .working
                    } else {
                        continue
                    }
                    doing[station] = .starved
                    isSettled = false
                }
            }
        }
    }

    /// - Parameter places: in the buffer after each station but the last, those in stations not
    ///   counted.
    package init(_ stations: [Station], places: [Int]) {
        precondition(places.count == stations.count - 1, "\(places.count) buffers")
        var start = State(
            doing: [State.Doing](repeating: .starved, count: stations.count),
            levels: [Int](repeating: 0, count: places.count))
        start.settle(places)
        var found = [start: 0]
        var states = [start]
        var moves: [[(to: Int, share: Double)]] = []
        while moves.count < states.count {
            var row: [(to: Int, share: Double)] = []
            func lead(to next: State, rate: Double) {
                if found[next] == nil {
                    found[next] = states.count
                    states.append(next)
                }
                if let place = found[next] { row.append((place, rate)) }
            }
            let here = states[moves.count]
            for (index, station) in stations.enumerated() {
                var next = here
                switch here.doing[index] {
                case .working:
                    // A last station is never blocked: its part leaves.
                    next.doing[index] = index == stations.count - 1 ? .starved : .blocked
                    next.settle(places)
                    lead(to: next, rate: station.rate)
                    guard station.fails > 0 else { continue }
                    next = here
                    next.doing[index] = .down
                    lead(to: next, rate: station.fails)
                case .down:
                    next.doing[index] = .working
                    lead(to: next, rate: station.mends)
                case .starved, .blocked: break
                }
            }
            moves.append(row)
        }
        let shares = MarkovChain.stationary(steps: moves)
        func share(_ doing: State.Doing) -> [Double] {
            stations.indices.map { station in
                zip(states, shares).reduce(0) { $0 + ($1.0.doing[station] == doing ? $1.1 : 0) }
            }
        }
        working = share(.working)
        down = share(.down)
        starved = share(.starved)
        blocked = share(.blocked)
        throughput = working[stations.count - 1] * stations[stations.count - 1].rate
        buffers = places.indices.map { buffer in
            zip(states, shares).reduce(0) { $0 + Double($1.0.levels[buffer]) * $1.1 }
        }
        self.states = states.count
    }
}
