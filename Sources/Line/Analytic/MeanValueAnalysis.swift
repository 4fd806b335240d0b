/// A closed line with constant work in process, solved exactly: single stations with exponential
/// work and queues without limit, passed by a constant number of parts (mean value analysis; Reiser
/// and Lavenberg, Journal of the ACM 27(2), 1980).
package struct MeanValueAnalysis: Hashable, Sendable {
    /// Parts a second.
    package let throughput: Double
    /// Parts at each station, in work and waiting.
    package let parts: [Double]
    /// Time of a part at each station, in work and waiting [s].
    package let stays: [Double]

    /// - Parameters:
    ///   - demands: mean time of work of a part at each station in one round [s]; positive.
    ///   - circulating: parts on the line; at least 1.
    package init(demands: [Double], circulating: Int) {
        precondition(circulating >= 1 && !demands.isEmpty, "\(circulating) parts that circulate")
        var parts = [Double](repeating: 0, count: demands.count)
        var stays = parts
        var throughput = 0.0
        for count in 1...circulating {
            // A part that comes sees the line as it is with one part less.
            for station in demands.indices {
                stays[station] = demands[station] * (1 + parts[station])
            }
            throughput = Double(count) / stays.reduce(0, +)
            for station in demands.indices { parts[station] = throughput * stays[station] }
        }
        (self.throughput, self.parts, self.stays) = (throughput, parts, stays)
    }

    /// Time of a part for one round [s].
    package var cycle: Double { stays.reduce(0, +) }
}
