package import Tags

/// What the estimator needs to know of the plant's noise.
package struct EstimateSettings: Hashable, Sendable {
    /// Standard deviation of each measured CV's noise, as a difference in SI.
    package var measurementNoise: [MeasurementNoise]
    /// How far the model's states may stray from the plant.
    package var states: [Wander]
    /// Integrating disturbances, which make the estimate free of offset: each enters at a measured
    /// CV (a bias of the reading) or at a variable of the model (an unmeasured input).
    package var disturbances: [Disturbance]

    package init(
        measurementNoise: [MeasurementNoise] = [], states: [Wander] = [],
        disturbances: [Disturbance] = []
    ) {
        self.measurementNoise = measurementNoise
        self.states = states
        self.disturbances = disturbances
    }
}

/// The noise of one measured CV.
package struct MeasurementNoise: Hashable, Sendable {
    package var tag: TagName
    /// A difference in SI; positive.
    package var deviation: Double
}

/// A random walk of a variable of the model.
package struct Wander: Hashable, Sendable {
    package var variable: String
    /// Standard deviation of the change within `window`, as a difference in SI; positive.
    package var deviation: Double
    /// [s]; positive.
    package var window: Double
    /// Standard deviation at the start, as a difference in SI; nil: the same as `deviation`.
    package var deviationAtStart: Double?

    /// Variance gained per second, in SI squared per second.
    package var intensity: Double { deviation * deviation / window }
}

/// A random walk that enters at a reading or at a variable of the model.
package struct Disturbance: Hashable, Sendable {
    package enum Place: Hashable, Sendable {
        /// Added to what the model says this CV reads.
        case reading(TagName)
        /// Added to this parameter or input of the model.
        case variable(String)
    }

    package var place: Place
    package var deviation: Double
    package var window: Double
    package var deviationAtStart: Double?

    /// Variance gained per second, in SI squared per second.
    package var intensity: Double { deviation * deviation / window }
}

/// What is learned from the record, and whom to ask.
package struct LearnSettings: Hashable, Sendable {
    /// Parameters of the model that calibration may change.
    package var calibrate: [String]
    /// The stretch of record that is fitted [s].
    package var window: Double
    /// The role that decides on proposals.
    package var ask: String
}
