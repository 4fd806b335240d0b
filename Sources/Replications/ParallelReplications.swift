import Dispatch
import Glibc
package import Line
import Synchronization

/// Runs replications side by side on the cores of this machine, never one replication on several.
///
/// Every thread takes the next bundle that nobody has taken yet, and outcomes are put where they
/// belong: which thread ran what changes neither their order nor a bit of them.
package struct ParallelReplications: Replicating {
    /// Threads at work.
    package let threads: Int

    /// - Parameter threads: as many as there are cores, if not said; at least 1.
    package init(threads: Int? = nil) {
        self.threads = max(1, threads ?? ParallelReplications.cores)
    }

    /// Cores of this machine.
    package static var cores: Int { Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))) }

    package func outcomes(
        of model: LineModel, seed: UInt64, replications: Range<Int>, window: LineWindow
    ) -> [LineOutcome] {
        outcomes(of: [model], seed: seed, replications: replications, window: window)[0]
    }

    /// Outcomes of the same replications of several models, model by model.
    package func outcomes(
        of models: [LineModel], seed: UInt64, replications: Range<Int>, window: LineWindow
    ) -> [[LineOutcome]] {
        let lines = models.map { CompiledLine($0) }
        // A bundle fills the lanes of the recursion.
        let firsts = Array(
            stride(from: replications.lowerBound, to: replications.upperBound, by: 8))
        let work = lines.indices.flatMap { line in firsts.map { (line: line, first: $0) } }
        let next = Mutex(0)
        let done = Mutex([[LineOutcome]](repeating: [], count: work.count))
        DispatchQueue.concurrentPerform(iterations: min(threads, max(1, work.count))) { _ in
            while true {
                let index = next.withLock { next in
                    defer { next += 1 }
                    return next
                }
                guard index < work.count else { return }
                let first = work[index].first
                let outcomes = lines[work[index].line].outcomes(
                    seed: seed, replications: first..<min(first + 8, replications.upperBound),
                    window: window)
                done.withLock { $0[index] = outcomes }
            }
        }
        let bundles = done.withLock { $0 }
        return lines.indices.map { line in
            Array(bundles[line * firsts.count..<(line + 1) * firsts.count].joined())
        }
    }
}
