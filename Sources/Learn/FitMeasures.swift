import LinearAlgebra

/// How well a predicted series follows a measured one. Pairs with a missing value do not count.
package struct FitMeasures: Hashable, Sendable {
    /// Pairs that counted.
    package let count: Int
    /// Root of the mean squared error, in the unit of the series.
    package let rootMeanSquare: Double
    /// Mean of measured minus predicted, in the unit of the series.
    package let bias: Double
    /// 100 (1 − ‖y − ŷ‖ / ‖y − ȳ‖) [%]: 100 is perfect, 0 is no better than the mean, negative
    /// worse.
    package let fitPercent: Double

    /// Nil if fewer than two pairs are there.
    package init?(measured: [Double?], predicted: [Double]) {
        precondition(
            measured.count == predicted.count,
            "\(measured.count) measured values, \(predicted.count) predicted")
        var pairs: [(y: Double, error: Double)] = []
        for (y, model) in zip(measured, predicted) {
            guard let y, y.isFinite, model.isFinite else { continue }
            pairs.append((y, y - model))
        }
        guard pairs.count >= 2 else { return nil }
        let n = Double(pairs.count)
        let mean = pairs.reduce(0) { $0 + $1.y } / n
        let spread = norm(pairs.map { $0.y - mean })
        let error = norm(pairs.map(\.error))
        count = pairs.count
        rootMeanSquare = error / n.squareRoot()
        bias = pairs.reduce(0) { $0 + $1.error } / n
        fitPercent = spread > 0 ? 100 * (1 - error / spread) : .nan
    }
}

/// How much of a free run's error at one sample is still there at the next: the ρ of an AR(1)
/// process, by least squares over the pairs whose both errors are known; 0 if none are.
package func errorPersistence(measured: [Double?], predicted: [Double]) -> Double {
    let errors = zip(measured, predicted).map { pair in pair.0.map { $0 - pair.1 } }
    var (cross, square) = (0.0, 0.0)
    for (before, now) in zip(errors, errors.dropFirst()) {
        guard let before, let now, before.isFinite, now.isFinite else { continue }
        cross += before * now
        square += before * before
    }
    return square > 0 ? max(-1, min(1, cross / square)) : 0
}

/// One-step-ahead predictions: the free run corrected by ρ times the last known error.
///
/// The weakest use of a model: it is told the measured value one sample ago. Always report it
/// beside the free run, never in its place.
package func oneStepPredictions(
    measured: [Double?], freeRun: [Double], persistence: Double
) -> [Double] {
    zip(freeRun.indices, freeRun).map { k, model in
        guard k > 0, let before = measured[k - 1], before.isFinite else { return model }
        return model + persistence * (before - freeRun[k - 1])
    }
}
