import Determinism
import GuardRoom
package import Optimize
import Synchronization

/// The one outside influence on a solve, counted: a recalculation stops where the solve stopped.
///
/// The solver asks once an iteration, so the count is that of all iterations of a recommendation.
/// Once over, it stays over.
package final class SolveDeadline: Sendable {
    private struct Asked {
        /// How often it let the solver go on.
        var goneOn = 0
        var isOver = false
    }

    private let asked = Mutex(Asked())
    private let isOver: @Sendable (_ goneOn: Int) -> Bool

    private init(_ isOver: @escaping @Sendable (_ goneOn: Int) -> Bool) { self.isOver = isOver }

    /// On the wall, from now on [s].
    package convenience init(after allowed: Double) {
        let start = PlantClock.monotonic
        self.init { _ in
            guard let elapsed = PlantClock.monotonic.elapsed(since: start) else { return true }
            return elapsed > allowed
        }
    }

    /// Where an earlier solve stopped; nil lets it run to its end.
    package convenience init(stoppingAfter count: Int?) {
        self.init { goneOn in count.map { goneOn >= $0 } ?? false }  // nil: it was never stopped
    }

    /// For a solver.
    package var options: SolverOptions {
        var options = SolverOptions()
        options.shouldStop = { [self] in
            asked.withLock { asked in
                if asked.isOver || isOver(asked.goneOn) {
                    asked.isOver = true
                } else {
                    asked.goneOn += 1
                }
                return asked.isOver
            }
        }
        return options
    }

    /// How often it let the solver go on before it stopped it; nil if it never did.
    package var stoppedAfter: Int? {
        asked.withLock { $0.isOver ? $0.goneOn : nil }
    }
}
