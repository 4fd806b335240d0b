package import Modeling
package import Simulate

/// One recorded run of the plant to fit a model to.
package struct CalibrationRecord: Sendable {
    /// Sample times, ascending strictly; the first is where the run starts [s].
    package var times: [Double]
    package var inputs: InputSchedule
    /// One row a time, one column an output; nil where nothing valid was measured.
    package var measured: [[Double?]]

    package init(times: [Double], inputs: InputSchedule, measured: [[Double?]]) {
        precondition(
            times.count == measured.count && !times.isEmpty,
            "\(times.count) times with \(measured.count) rows of measurements")
        self.times = times
        self.inputs = inputs
        self.measured = measured
    }
}

/// What to fit: which parameters and initial states of a model, to which records, how.
package struct CalibrationProblem: Sendable {
    package var model: Model
    /// The model variables that were measured.
    package var outputs: [Model.Found]
    /// Standard deviation of each output's sensor, in its SI unit: the weights.
    package var deviations: [Double]
    package var records: [CalibrationRecord]
    /// Positions of the parameters to estimate, within their declared minimum and maximum.
    package var parameters: [Int]
    /// Values of all parameters at the start.
    package var start: [Double]
    /// Positions of states whose initial value is estimated too, for each record apart; the others
    /// start from the model's initial equations.
    package var freeInitialStates: [Int] = []

    package var limits = IdentifiabilityLimits()
    package var leastSquares = LeastSquares.Options()
    /// Where the searches begin, beside `start`.
    package var starts = StartPlan()
    package var integration = IntegrationOptions(
        relativeTolerance: 1e-7, absoluteTolerance: 1e-9)

    package init(
        model: Model, outputs: [Model.Found], deviations: [Double], records: [CalibrationRecord],
        parameters: [Int], start: [Double]? = nil
    ) {
        precondition(
            outputs.count == deviations.count && deviations.allSatisfy { $0 > 0 && $0.isFinite },
            "\(outputs.count) outputs with deviations \(deviations)")
        precondition(
            parameters.allSatisfy(model.parameters.indices.contains)
                && Set(parameters).count == parameters.count, "parameters \(parameters)")
        self.model = model
        self.outputs = outputs
        self.deviations = deviations
        self.records = records
        self.parameters = parameters
        self.start = start ?? model.parameterValues
    }
}

/// When data are said not to identify a parameter.
package struct IdentifiabilityLimits: Hashable, Sendable {
    /// Standard error relative to the value (or to a twentieth of the declared range, if larger).
    package var relativeError = 0.5
    /// Correlation of two estimates above which they are named as a trade-off.
    package var correlation = 0.95
    /// A trade-off's less certain side is not identified if its relative error exceeds this.
    package var tradeOffError = 0.25
    /// Singular values of the scaled Jacobian below this share of the largest are flat directions.
    package var flatness = 1e-6

    package init() {}
}
