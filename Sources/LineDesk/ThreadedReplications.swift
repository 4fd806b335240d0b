import Dispatch
package import Line
import Synchronization

/// Spreads replications over the processor's cores, eight at a time as the recursion takes them. A
/// replication depends on nothing but its number, so how many cores there are changes no bit.
package struct ThreadedReplications: Replicating {
    private let one: any Replicating
    private static let blockSize = 8

    package init(_ one: any Replicating) { self.one = one }

    package func outcomes(
        of model: LineModel, seed: UInt64, replications: Range<Int>, window: LineWindow
    ) -> [LineOutcome] {
        let starts = Array(
            stride(
                from: replications.lowerBound, to: replications.upperBound, by: Self.blockSize))
        if starts.count < 2 {
            return one.outcomes(of: model, seed: seed, replications: replications, window: window)
        }
        let blocks = Mutex([[LineOutcome]](repeating: [], count: starts.count))
        DispatchQueue.concurrentPerform(iterations: starts.count) { index in
            let end = min(starts[index] + Self.blockSize, replications.upperBound)
            let outcomes = one.outcomes(
                of: model, seed: seed, replications: starts[index]..<end, window: window)
            blocks.withLock { $0[index] = outcomes }
        }
        return blocks.withLock { $0.flatMap { $0 } }
    }
}
