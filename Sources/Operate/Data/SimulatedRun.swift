package import Learn
package import Modeling
package import Simulate
package import Tables

/// What to simulate.
package struct SimulationRequest: Sendable {
    /// Inputs over time; without it all come from the settings.
    package var record: PlantRecord?
    package var settings: [Setting] = []
    /// Length of the run [s]; nil: as long as the record.
    package var seconds: Double?
    /// Between two rows of the result [s]; nil: the record's rows, else a 500th of the run.
    package var every: Double?
    package var course = InputSchedule.Course.hold
    /// Error per step, relative.
    package var tolerance = 1e-6

    package init() {}
}

/// One run of a folder's model, with all that is written of it.
package struct SimulatedRun: Sendable {
    /// The most rows of a result.
    static let mostRows = 1_000_000

    package let model: Model
    package let trajectory: Trajectory
    /// Inputs, states and algebraic variables, in SI, up to where the run came.
    package let table: Table
    /// Measured columns of the record that the model predicts, with how well it did.
    package let comparisons: [Comparison]

    /// One variable, measured and simulated.
    package struct Comparison: Sendable {
        package let name: NamedVariable
        package let measured: [Double?]
        package let simulated: [Double]
        /// Nil where too little was measured.
        package let fit: FitMeasures?
    }

    /// Runs the model.
    ///
    /// - Parameter report: told the share of the run that is done, 0 to 1.
    /// - Throws: `Findings` of the record, or `RequestRefusal`.
    package init(
        _ folder: ModelFolder, _ request: SimulationRequest,
        report: (Double) -> Void = { _ in }
    ) throws {
        let model = folder.model
        let times = try Self.times(request)
        let inputs = try Self.inputs(model, request)
        let values = Self.settled(model, request.settings)
        let integrator = Integrator(
            model,
            options: IntegrationOptions(
                relativeTolerance: request.tolerance,
                absoluteTolerance: request.tolerance / 100, stepLimit: 10_000_000))
        var states = integrator.initialStates(
            at: times[0], inputs: inputs.values(at: times[0]), parameters: values)
        for setting in request.settings {
            if case .state(let i) = setting.target.found { states[i] = setting.value }
        }
        let (first, length) = (times[0], times[times.count - 1] - times[0])
        let run = integrator.run(
            from: states, inputs: inputs, parameters: values, times: times
        ) { time in report((time - first) / length) }
        self.model = model
        trajectory = run
        table = Table(
            columns: (model.inputs + model.states + model.algebraics).map(\.name),
            times: run.times,
            rows: run.times.indices.map { k in
                (run.inputs[k] + run.states[k] + run.algebraics[k]).map { $0 }
            })
        comparisons = Self.compare(run, request.record)
    }

    /// The start values of the parameters with the settings in their place.
    private static func settled(_ model: Model, _ settings: [Setting]) -> [Double] {
        var values = model.parameterValues
        for setting in settings {
            if case .parameter(let i) = setting.target.found { values[i] = setting.value }
        }
        return values
    }

    private static func times(_ request: SimulationRequest) throws(RequestRefusal) -> [Double] {
        let recorded = request.record?.times
        // Without a record time starts at 0.
        let first = recorded?.first ?? 0
        var end = first
        if let seconds = request.seconds {
            guard seconds > 0, seconds.isFinite else {
                throw RequestRefusal("\(seconds) s is no length of a run")
            }
            end = first + seconds
        } else if let last = recorded?.last {
            end = last
        } else {
            throw RequestRefusal("without --inputs say how long to run: --hours or --seconds")
        }
        if request.every == nil, let recorded {
            let inside = recorded.filter { $0 <= end }
            return inside.last == end ? inside : inside + [end]
        }
        let every = request.every ?? (end - first) / 500
        guard every > 0, every.isFinite, (end - first) / every < Double(mostRows) else {
            throw RequestRefusal(
                "a row every \(every) s over \(end - first) s: at most \(mostRows) rows")
        }
        let count = Int(((end - first) / every).rounded(.down))
        let grid = (0...count).map { first + Double($0) * every }
        // The last row stands at the end, up to rounding.
        return end - grid[count] > 1e-9 * every ? grid + [end] : grid
    }

    private static func inputs(
        _ model: Model, _ request: SimulationRequest
    ) throws -> InputSchedule {
        if let record = request.record {
            return try record.schedule(model, settings: request.settings, course: request.course)
        }
        var values: [Double] = []
        var missing: [String] = []
        for (i, input) in model.inputs.enumerated() {
            if let setting = request.settings.last(where: { $0.target.found == .input(i) }) {
                values.append(setting.value)
            } else {
                missing.append(input.name)
            }
        }
        guard missing.isEmpty else {
            throw RequestRefusal(
                "nothing says what these inputs are: \(missing.joined(separator: ", ")); "
                    + "give --inputs FILE or --set name=value")
        }
        return .constant(values)
    }

    private static func compare(_ run: Trajectory, _ record: PlantRecord?) -> [Comparison] {
        guard let record else { return [] }
        let rows = Dictionary(
            zip(record.times, record.times.indices), uniquingKeysWith: { first, _ in first })
        return record.columns.compactMap { column in
            if case .input = column.name.found { return nil }
            guard let simulated = run.series(column.name.found) else { return nil }
            let measured = run.times.map { time in rows[time].flatMap { column.values[$0] } }
            return Comparison(
                name: column.name, measured: measured, simulated: simulated,
                fit: FitMeasures(measured: measured, predicted: simulated))
        }
    }
}
