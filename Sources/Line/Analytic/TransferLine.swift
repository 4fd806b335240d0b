/// A machine of a transfer line that works in step: it fails with probability `fails` in a step in
/// which it works, and is mended with probability `mends` in a step in which it is down.
package struct SteppedMachine: Hashable, Sendable {
    package var fails: Double
    package var mends: Double

    package init(fails: Double, mends: Double) { (self.fails, self.mends) = (fails, mends) }

    /// Share of steps that it works in when nothing is in its way.
    package var alone: Double { mends / (fails + mends) }
}

/// Two machines with one buffer, solved exactly as a Markov chain in discrete time: first each
/// machine's state changes, then the buffer (Gershwin, Manufacturing Systems Engineering, 1994,
/// chapter 3).
package struct TwoMachineLine: Hashable, Sendable {
    /// Parts a step.
    package let efficiency: Double
    /// Parts in the buffer.
    package let buffer: Double
    /// Probability that the second machine is up and the buffer empty; that the first is up and the
    /// buffer full.
    package let starved: Double
    package let blocked: Double

    /// - Parameter room: places of the buffer, those in the machines among them; at least 1.
    package init(_ first: SteppedMachine, _ second: SteppedMachine, room: Int) {
        precondition(room >= 1, "a buffer of \(room)")
        func state(_ level: Int, _ a: Int, _ b: Int) -> Int { 4 * level + 2 * a + b }
        let count = 4 * (room + 1)
        var moves = [[(to: Int, share: Double)]](repeating: [], count: count)
        func turns(_ machine: SteppedMachine, up: Int, isIdle: Bool) -> [(up: Int, share: Double)] {
            if up == 0 { return [(1, machine.mends), (0, 1 - machine.mends)] }
            // A machine that cannot work does not fail.
            return isIdle ? [(1, 1)] : [(0, machine.fails), (1, 1 - machine.fails)]
        }
        for level in 0...room {
            for a in 0...1 {
                for b in 0...1 {
                    for (a2, x) in turns(first, up: a, isIdle: level == room) {
                        for (b2, y) in turns(second, up: b, isIdle: level == 0) {
                            let next =
                                level + (a2 == 1 && level < room ? 1 : 0)
                                - (b2 == 1 && level > 0 ? 1 : 0)
                            moves[state(level, a, b)].append((state(next, a2, b2), x * y))
                        }
                    }
                }
            }
        }
        let shares = MarkovChain.stationary(steps: moves)
        var (efficiency, buffer) = (0.0, 0.0)
        for level in 0...room {
            for a in 0...1 {
                for b in 0...1 {
                    let share = shares[state(level, a, b)]
                    buffer += share * Double(level)
                    if level > 0 {
                        efficiency += share * (b == 0 ? second.mends : 1 - second.fails)
                    }
                }
            }
        }
        (self.efficiency, self.buffer) = (efficiency, buffer)
        starved = shares[state(0, 0, 1)] + shares[state(0, 1, 1)]
        blocked = shares[state(room, 1, 0)] + shares[state(room, 1, 1)]
    }
}

/// A longer transfer line, taken apart into lines of two machines, each of which sees the rest of
/// the line as its own machine's failures (Dallery, David and Xie, IIE Transactions 20(3), 1988;
/// the decomposition of Gershwin, Operations Research 35(2), 1987). An approximation: for ten like
/// machines about 2 % too high.
package struct LineDecomposition: Hashable, Sendable {
    /// Parts a step.
    package let efficiency: Double
    /// Parts in each buffer.
    package let buffers: [Double]
    /// Rounds that it took; `mostRounds` if it did not settle.
    package let rounds: Int

    package static let mostRounds = 200

    /// - Parameters:
    ///   - machines: at least two.
    ///   - rooms: places of the buffer after each machine but the last, as `TwoMachineLine` counts.
    package init(_ machines: [SteppedMachine], rooms: [Int]) {
        precondition(
            machines.count >= 2 && rooms.count == machines.count - 1,
            "\(machines.count) machines with \(rooms.count) buffers")
        // Before and after each buffer, as seen from it.
        var before = Array(machines.dropLast())
        var after = Array(machines.dropFirst())
        func line(_ buffer: Int) -> TwoMachineLine {
            TwoMachineLine(before[buffer], after[buffer], room: rooms[buffer])
        }
        var (last, rounds) = (0.0, 0)
        var solved = rooms.indices.map { line($0) }
        while rounds < LineDecomposition.mostRounds, abs(solved[0].efficiency - last) >= 1e-11 {
            last = solved[0].efficiency
            rounds += 1
            for buffer in 1..<max(1, rooms.count) {
                let seen = line(buffer - 1)
                before[buffer] = LineDecomposition.machine(
                    machines[buffer], seen.efficiency, interrupted: seen.starved,
                    beyond: before[buffer - 1], facing: after[buffer - 1])
            }
            for buffer in (0..<rooms.count - 1).reversed() {
                let seen = line(buffer + 1)
                after[buffer] = LineDecomposition.machine(
                    machines[buffer + 1], seen.efficiency, interrupted: seen.blocked,
                    beyond: after[buffer + 1], facing: before[buffer + 1])
            }
            solved = rooms.indices.map { line($0) }
        }
        efficiency = solved[0].efficiency
        buffers = solved.map(\.buffer)
        self.rounds = rounds
    }

    /// A machine whose failures are its own and the interruptions that reach it from beyond.
    private static func machine(
        _ own: SteppedMachine, _ efficiency: Double, interrupted: Double, beyond: SteppedMachine,
        facing: SteppedMachine
    ) -> SteppedMachine {
        let ratio = 1 / efficiency + 1 / own.alone - 2 - facing.fails / facing.mends
        let share = interrupted / (ratio * efficiency)
        let mends = beyond.mends * share + own.mends * (1 - share)
        return SteppedMachine(fails: ratio * mends, mends: mends)
    }
}
