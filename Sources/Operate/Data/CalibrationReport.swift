package import Learn
import Modeling
import Simulate

/// What a calibration changed, how sure it is, and how well the model follows the record by it.
package struct CalibrationReport: Sendable {
    /// How one output is followed in one window.
    package struct Judgement: Sendable {
        package let output: NamedVariable
        /// "fit" or "check".
        package let window: String
        /// Free run before; nil where too little was measured.
        package let before: FitMeasures?
        /// Free run by the calibrated values.
        package let after: FitMeasures?
        /// By the calibrated values and the error of the sample before.
        package let oneStep: FitMeasures?
    }

    package let plan: CalibrationPlan
    package let found: Calibration
    package let judgements: [Judgement]

    /// Calibrates, and judges by runs from the record's first row to the end of both windows.
    ///
    /// - Throws: `RequestRefusal` where the model cannot be run.
    package init(
        _ plan: CalibrationPlan, report: @escaping (CalibrationTrial) -> Void = { _ in }
    ) throws(RequestRefusal) {
        let start = try Self.run(plan, plan.problem.start, [])
        guard let found = plan.problem.calibrate(report: report) else {
            throw RequestRefusal(
                "from these start values the model cannot be differentiated along the record; the "
                    + "run " + Self.differentiated(plan).text)
        }
        let end = try Self.run(plan, found.parameters, found.estimates)
        self.plan = plan
        self.found = found
        let times = start.times
        let windows = [("fit", plan.fit)] + (plan.check.map { [("check", $0)] } ?? [])
        judgements = plan.outputs.flatMap { output -> [Judgement] in
            guard let before = start.series(output.name.found),
                let after = end.series(output.name.found)
            else { return [] }
            let measured = Array(output.measured[..<times.count])
            func rows(_ window: ClosedRange<Double>) -> [Int] {
                times.indices.filter { window.contains(times[$0]) }
            }
            let fitted = rows(plan.fit)
            let persistence = errorPersistence(
                measured: fitted.map { measured[$0] }, predicted: fitted.map { after[$0] })
            let next = oneStepPredictions(
                measured: measured, freeRun: after, persistence: persistence)
            return windows.map { name, window in
                let rows = rows(window)
                func measures(_ predicted: [Double]) -> FitMeasures? {
                    FitMeasures(
                        measured: rows.map { measured[$0] }, predicted: rows.map { predicted[$0] })
                }
                return Judgement(
                    output: output.name, window: name, before: measures(before),
                    after: measures(after), oneStep: measures(next))
            }
        }
    }

    /// A free run over the record up to the end of both windows.
    private static func run(
        _ plan: CalibrationPlan, _ parameters: [Double], _ estimates: [Calibration.Estimate]
    ) throws(RequestRefusal) -> Trajectory {
        let model = plan.problem.model
        let inputs = plan.problem.records[0].inputs
        let end = max(plan.fit.upperBound, plan.check?.upperBound ?? plan.fit.upperBound)
        let times = plan.record.times.filter { $0 <= end }
        let integrator = Integrator(model, options: plan.problem.integration)
        var states = integrator.initialStates(
            at: times[0], inputs: inputs.values(at: times[0]), parameters: parameters)
        for estimate in estimates {
            for (i, state) in model.states.enumerated()
            where estimate.name == "initial \(state.name)" { states[i] = estimate.value }
        }
        let run = integrator.run(
            from: states, inputs: inputs, parameters: parameters, times: times)
        guard run.status.isFinished else {
            throw RequestRefusal("the model's run over the record \(run.status.text)")
        }
        return run
    }

    /// How a run with sensitivities ends from the start values.
    private static func differentiated(_ plan: CalibrationPlan) -> SimulationStatus {
        let (problem, record) = (plan.problem, plan.problem.records[0])
        let integrator = Integrator(problem.model, options: problem.integration)
        let states = integrator.initialStates(
            at: record.times[0], inputs: record.inputs.values(at: record.times[0]),
            parameters: problem.start)
        return integrator.run(
            from: states, inputs: record.inputs, parameters: problem.start, times: record.times,
            sensitivities: Sensitivities(
                states: !problem.freeInitialStates.isEmpty, parameters: problem.parameters)
        ).status
    }

    /// The declaration of an unknown, "initial x" for a state.
    func variable(_ name: String) -> Variable? {
        let model = plan.problem.model
        let prefix = "initial "
        let isState = name.hasPrefix(prefix)
        return model.find(isState ? String(name.dropFirst(prefix.count)) : name)
            .map(model.variable)
    }
}
