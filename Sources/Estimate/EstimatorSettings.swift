package import Tags

/// How a tag measures a variable of the model.
package struct Measurement: Hashable, Sendable {
    /// Of the reading; names the innovation in reports.
    package let tag: TagName
    /// The state or algebraic variable of the model it reads.
    package let variable: String
    /// Standard deviation of its noise, in the variable's SI unit; positive.
    package let deviation: Double

    package init(tag: TagName, variable: String, deviation: Double) {
        self.tag = tag
        self.variable = variable
        self.deviation = deviation
    }
}

/// How much the model and the measurements are trusted.
package struct EstimatorSettings: Hashable, Sendable {
    /// Per state: standard deviation of what the equations miss, gathered over one hour, in the
    /// state's SI unit; zero or more.
    package var driftPerHour: [Double]
    /// Per state: standard deviation at the start, in SI; positive.
    package var initialDeviation: [Double]
    package var measurements: [Measurement]
    /// How many updates the consistency statistics look back.
    package var consistencyWindow = 60
    /// Allowed error of the propagation, relative to |x| + nominal.
    package var propagationTolerance = 1e-6

    package init(
        driftPerHour: [Double], initialDeviation: [Double], measurements: [Measurement]
    ) {
        self.driftPerHour = driftPerHour
        self.initialDeviation = initialDeviation
        self.measurements = measurements
    }
}
