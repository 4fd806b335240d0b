import Loop
import Optimize
import Synchronization
package import Tags

/// What a demonstration must show that no record keeps: how the loop fared while sensors failed.
package final class DemoWatch: Sendable {
    package struct Sight: Sendable {
        /// Tags whose instrument failed, with the first reason.
        package var failed: [TagName: QualityReason] = [:]
        /// Recommendations with a plan behind them, and those of them made while a tag was bad.
        package var plans = 0
        package var plansOnFailedSensors = 0
        package var recommendations = 0
        package var trouble: [String] = []
    }

    private let state = Mutex(Sight())

    package init() {}

    package var sight: Sight { state.withLock { $0 } }

    /// Faults of an instrument, not of the way to it.
    private static let faults: Set<QualityReason> = [
        .frozen, .spike, .outOfRange, .notFinite, .tooFast,
    ]

    package func note(_ event: RunEvent) {
        state.withLock { sight in
            switch event {
            case .quality(let tag, .bad(let reason), _) where Self.faults.contains(reason):
                if sight.failed[tag] == nil { sight.failed[tag] = reason }
            case .sensed(let outcome):
                guard let advice = outcome.advice else { return }
                sight.recommendations += 1
                guard advice.recommendation.status.isSolved else { return }
                sight.plans += 1
                let isBlind = outcome.snapshot.samples.contains { sample in
                    if case .bad(let reason) = sample.quality {
                        Self.faults.contains(reason)
                    } else {
                        false
                    }
                }
                if isBlind { sight.plansOnFailedSensors += 1 }
            case .recordTrouble(let text): sight.trouble.append(text)
            default: break
            }
        }
    }
}
