package import Determinism
import Synchronization
package import Tags

/// Samples that wait to be stored, bounded. Offering never waits for the disk, and what cannot be
/// taken is counted, so that a lost sample is never a silent one.
package final class Intake: Sendable {
    /// What became of an offer: all of it is taken, or none.
    package enum Acceptance: Hashable, Sendable {
        case taken
        /// The intake is full; these samples are lost unless they are offered again.
        case refused(count: Int)
    }

    /// How far storing is behind.
    package struct Lag: Hashable, Sendable {
        /// Samples offered and not stored yet.
        package let waiting: Int
        /// When the sample that waits longest was valid; nil if none waits.
        package let oldest: PlantTime?
        /// Samples refused since start.
        package let refused: Int

        package init(waiting: Int, oldest: PlantTime?, refused: Int) {
            self.waiting = waiting
            self.oldest = oldest
            self.refused = refused
        }
    }

    /// Samples refused since the last report.
    struct Gap {
        var from: PlantTime
        var to: PlantTime
        var count: Int
    }

    private struct Contents {
        var samples: [Sample] = []
        /// Samples handed out to be stored; older than all of `samples`.
        var leased: [Sample] = []
        var refused = 0
        var gap: Gap?

        var waiting: Int { leased.count + samples.count }
    }

    /// Most samples that may wait.
    package let capacity: Int
    private let contents = Mutex(Contents())

    init(capacity: Int) {
        precondition(capacity > 0, "an intake for \(capacity) samples holds nothing")
        self.capacity = capacity
    }

    package func offer(_ samples: [Sample]) -> Acceptance {
        contents.withLock { contents in
            guard let first = samples.first else { return .taken }
            guard contents.waiting + samples.count <= capacity else {
                var gap = contents.gap ?? Gap(from: first.at, to: first.at, count: 0)
                for sample in samples {
                    gap.from = min(gap.from, sample.at)
                    gap.to = max(gap.to, sample.at)
                }
                gap.count += samples.count
                contents.gap = gap
                contents.refused += samples.count
                return .refused(count: samples.count)
            }
            contents.samples.append(contentsOf: samples)
            return .taken
        }
    }

    package var lag: Lag {
        contents.withLock { contents in
            Lag(
                waiting: contents.waiting,
                oldest: (contents.leased.first ?? contents.samples.first)?.at,
                refused: contents.refused)
        }
    }

    /// What waits now. It keeps waiting until it is released.
    func lease() -> (samples: [Sample], gap: Gap?) {
        contents.withLock { contents in
            contents.leased += contents.samples
            contents.samples.removeAll(keepingCapacity: true)
            return (contents.leased, contents.gap)
        }
    }

    /// Lets go of what was leased, after it was stored.
    func release(_ gap: Gap?) {
        contents.withLock { contents in
            contents.leased.removeAll()
            guard let gap, var open = contents.gap else { return }
            open.count -= gap.count
            contents.gap = open.count > 0 ? open : nil
        }
    }
}
