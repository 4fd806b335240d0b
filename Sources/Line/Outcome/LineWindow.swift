/// The part of a run that counts.
package struct LineWindow: Hashable, Sendable {
    /// Time before it, from the empty start [s].
    package var warmUp: Double
    /// Time that counts [s].
    package var length: Double
    /// Also give `LineOutcome.series`, over intervals of this length from the very start [s].
    package var interval: Double?

    package init(warmUp: Double, length: Double, interval: Double? = nil) {
        (self.warmUp, self.length, self.interval) = (warmUp, length, interval)
    }
}

/// Runs replications of a model: which tier does it, and on how many threads, is its own affair,
/// and changes no bit of the answer.
package protocol Replicating: Sendable {
    /// Outcomes of these replications, in their order. Replication r draws from streams that are
    /// named by the seed and r alone, so that two models see the same chance in the same r.
    ///
    /// - Parameter model: must be without complaint.
    func outcomes(
        of model: LineModel, seed: UInt64, replications: Range<Int>, window: LineWindow
    ) -> [LineOutcome]

    /// Outcomes of the same replications of several models, model by model: what has many cores
    /// may run them side by side.
    func outcomes(
        of models: [LineModel], seed: UInt64, replications: Range<Int>, window: LineWindow
    ) -> [[LineOutcome]]
}

extension Replicating {
    package func outcomes(
        of models: [LineModel], seed: UInt64, replications: Range<Int>, window: LineWindow
    ) -> [[LineOutcome]] {
        models.map {
            outcomes(of: $0, seed: seed, replications: replications, window: window)
        }
    }
}
