import Determinism
package import Estimate
package import Guard
import Modeling
import Tags

/// Estimates the plant's state from snapshots: inputs over gaps, start-up, and the filter itself.
struct Estimation: Sendable {
    private let settings: LoopSettings
    private var inputs: InputMemory
    private(set) var estimator: Estimator?
    /// Why the last update gave no estimate; nil if it gave one.
    private(set) var obstacle: Obstacle?

    init(_ settings: LoopSettings) {
        self.settings = settings
        inputs = InputMemory(tags: settings.inputTags)
    }

    /// The estimate at the snapshot's time; nil, and an obstacle, if there is none.
    mutating func update(with snapshot: Snapshot) -> Believed? {
        let standIns = inputs.take(snapshot)
        obstacle = nil
        guard let values = inputs.complete else {
            obstacle = .inputsNeverSeen(inputs.neverSeen)
            return nil
        }
        if estimator == nil { start(values, at: snapshot) }
        guard let before = estimator?.latest.time else { return nil }
        let measurements = settings.estimator.measurements.map { snapshot.value(of: $0.tag) }
        let seconds = max(0, snapshot.at.seconds(since: before))
        guard
            let state = estimator?.update(
                inputs: values, measurements: measurements, over: seconds)
        else { return nil }
        switch state.outcome {
        case .updated, .predicted: break
        case .propagationFailed: obstacle = .modelFails
        case .correctionFailed: obstacle = .correctionFails
        }
        // What did not become an estimate of this instant is not passed off as one.
        guard obstacle == nil else { return nil }
        return Believed(state: state, inputs: values, standIns: standIns)
    }

    private mutating func start(_ values: [Double], at snapshot: Snapshot) {
        do throws(EstimatorError) {
            estimator = try Estimator(
                model: settings.model, disturbances: settings.disturbances,
                settings: settings.estimator, inputs: values, at: snapshot.at)
        } catch {
            obstacle = .setUp(error)
        }
    }
}

/// What the twin believes now.
package struct Believed: Hashable, Codable, Sendable {
    package let state: StateEstimate
    /// The model's inputs, in its order, SI.
    package let inputs: [Double]
    /// Inputs whose last good value stands in for an absent one.
    package let standIns: [StandIn]
}
