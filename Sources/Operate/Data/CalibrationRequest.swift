package import Learn
import Modeling
import Quantities
import TwinFile
package import Simulate

/// What to calibrate, on which part of a record.
package struct CalibrationRequest: Sendable {
    /// Names; nil: those of the twin's `learn: calibrate:`, or all with a finite range.
    package var parameters: [String]?
    /// Parameters to start from other values than the model's, and inputs that are held.
    package var settings: [Setting] = []
    /// Columns to fit to; nil: those of measured CVs with a declared noise, or all the model has.
    package var outputs: [String]?
    /// Standard deviations of sensors in the place of those that the twin declares.
    package var deviations: [Setting] = []
    /// States whose value at the record's first row is estimated too.
    package var initialStates: [String] = []
    /// What is fitted [s]; nil: to the record's first and last time. The run itself begins with
    /// the record.
    package var from: Double?
    package var to: Double?
    /// What is judged without having been fitted [s].
    package var check: ClosedRange<Double>?
    package var course = InputSchedule.Course.hold
    /// From how many points is searched; the first is the model's and the settings'.
    package var starts = StartPlan()
    /// Error per step of the integration, relative.
    package var tolerance = 1e-6

    package init() {}
}

/// A calibration as it will be done: every name found, every number in SI.
package struct CalibrationPlan: Sendable {
    /// A measured variable to fit to.
    package struct Output: Sendable {
        package let name: NamedVariable
        /// The weight: standard deviation of the sensor, in SI.
        package let deviation: Double
        /// True where nothing declared it: the spread of the recorded values.
        package let isFromData: Bool
        let measured: [Double?]
    }

    package let folder: ModelFolder
    package let record: PlantRecord
    package let outputs: [Output]
    /// [s]
    package let fit: ClosedRange<Double>
    package let check: ClosedRange<Double>?
    package let problem: CalibrationProblem

    /// Finds what the request names.
    ///
    /// - Throws: `Findings` of the record, or `RequestRefusal`.
    package init(
        _ folder: ModelFolder, _ record: PlantRecord, _ request: CalibrationRequest
    ) throws {
        let (first, last) = (record.times[0], record.times[record.times.count - 1])
        let (from, to) = (request.from ?? first, request.to ?? last)
        guard from >= first, to <= last, from < to else {
            throw RequestRefusal(
                "the fit from \(from) s to \(to) s is not within the record, "
                    + "\(first) s to \(last) s")
        }
        if let check = request.check, !(check.lowerBound >= first && check.upperBound <= last) {
            throw RequestRefusal(
                "the check from \(check.lowerBound) s to \(check.upperBound) s is not within the "
                    + "record, \(first) s to \(last) s")
        }
        let outputs = try Self.outputs(folder, record, request, from...to)
        for setting in request.settings {
            if case .state = setting.target.found {
                throw RequestRefusal(
                    "\(setting.target.name) is a state: estimate its start with --initial")
            }
        }
        let inputs = try record.schedule(
            folder.model, settings: request.settings, course: request.course)
        let rows = record.times.indices.filter { record.times[$0] <= to }
        let run = CalibrationRecord(
            times: rows.map { record.times[$0] }, inputs: inputs,
            measured: rows.map { k in
                outputs.map { record.times[k] >= from ? $0.measured[k] : nil }
            })
        var problem = CalibrationProblem(
            model: folder.model, outputs: outputs.map(\.name.found),
            deviations: outputs.map(\.deviation), records: [run],
            parameters: try Self.parameters(folder, request))
        problem.freeInitialStates = try request.initialStates.map { name in
            guard case .state(let i) = folder.find(name)?.found else {
                throw RequestRefusal("\(name) is no state of \(folder.model.name)")
            }
            return i
        }
        for setting in request.settings {
            if case .parameter(let i) = setting.target.found { problem.start[i] = setting.value }
        }
        problem.integration = IntegrationOptions(
            relativeTolerance: request.tolerance, absoluteTolerance: request.tolerance / 10)
        problem.starts = request.starts
        // Not below the noise that the integrator leaves in the residuals.
        problem.leastSquares.costTolerance = 10 * request.tolerance
        (self.folder, self.record, self.outputs) = (folder, record, outputs)
        (self.fit, self.check, self.problem) = (from...to, request.check, problem)
    }

    private static func parameters(
        _ folder: ModelFolder, _ request: CalibrationRequest
    ) throws(RequestRefusal) -> [Int] {
        let model = folder.model
        if request.parameters?.isEmpty == true {
            guard !request.initialStates.isEmpty else {
                throw RequestRefusal("neither parameters nor initial states are to be estimated")
            }
            return []
        }
        let bounded = model.parameters.indices.filter {
            let parameter = model.parameters[$0]
            return parameter.minimum.isFinite && parameter.maximum.isFinite
                && parameter.minimum < parameter.maximum
        }
        guard let names = request.parameters ?? folder.twin?.learn?.calibrate else {
            guard !bounded.isEmpty else {
                throw RequestRefusal(
                    "no parameter of \(model.name) declares both min and max; name some with "
                        + "--parameters")
            }
            return bounded
        }
        var positions: [Int] = []
        for name in names {
            guard case .parameter(let i) = folder.find(name)?.found else {
                throw RequestRefusal(
                    "\(name) is no parameter of \(model.name); it has "
                        + model.parameters.map(\.name).joined(separator: ", "))
            }
            guard !positions.contains(i) else { throw RequestRefusal("\(name) is named twice") }
            positions.append(i)
        }
        return positions
    }

    private static func outputs(
        _ folder: ModelFolder, _ record: PlantRecord, _ request: CalibrationRequest,
        _ window: ClosedRange<Double>
    ) throws(RequestRefusal) -> [Output] {
        for name in request.outputs ?? []
        where !record.columns.contains(where: {
            $0.name.name == name
        }) {
            throw RequestRefusal("no column of \(record.file) is named \(name)")
        }
        var outputs: [Output] = []
        for column in record.columns {
            if case .input = column.name.found { continue }
            if let wanted = request.outputs, !wanted.contains(column.name.name) { continue }
            var declared = folder.twin?.estimate.measurementNoise
                .first { $0.tag == column.name.tag?.name }?.deviation
            if let given = request.deviations.last(where: {
                $0.target.found == column.name.found
            }) {
                declared = given.value
            }
            if folder.twin != nil, request.outputs == nil, declared == nil { continue }
            guard
                let deviation = declared ?? spread(of: column, record.times, within: window),
                deviation > 0, deviation.isFinite
            else {
                throw RequestRefusal(
                    "\(column.name.name) does not vary from \(window.lowerBound) s to "
                        + "\(window.upperBound) s: leave it out, or give --deviation")
            }
            outputs.append(
                Output(
                    name: column.name, deviation: deviation, isFromData: declared == nil,
                    measured: column.values))
        }
        guard !outputs.isEmpty else {
            throw RequestRefusal(
                "\(record.file) has no column that \(folder.model.name) predicts"
                    + (folder.twin == nil ? "" : " and whose noise is declared"))
        }
        return outputs
    }

    /// Standard deviation of a column within a window; nil below two values.
    private static func spread(
        of column: PlantRecord.Column, _ times: [Double], within window: ClosedRange<Double>
    ) -> Double? {
        let values = times.indices.filter { window.contains(times[$0]) }
            .compactMap { column.values[$0] }
        guard values.count > 1 else { return nil }
        let mean = values.reduce(0, +) / Double(values.count)
        let square = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        return (square / Double(values.count - 1)).squareRoot()
    }

    /// What will be fitted to what, for looking at before it is done.
    package var text: String {
        let model = problem.model
        var text =
            "\(model.name) (\(folder.modelFile)) on \(record.file): fit from "
            + "\(briefly(fit.lowerBound, digits: 8)) s to \(briefly(fit.upperBound, digits: 8)) s"
        if let check {
            text +=
                ", check from \(briefly(check.lowerBound, digits: 8)) s to "
                + "\(briefly(check.upperBound, digits: 8)) s"
        }
        text += folder.twin == nil ? "; no twin.yaml, columns are variables in SI\n\n" : "\n\n"
        var rows = [["output", "variable", "deviation", "unit", ""]]
        for output in outputs {
            rows.append([
                output.name.name, output.name.variable.name,
                briefly(output.name.fromSI(difference: output.deviation)),
                output.name.differenceSymbol, output.isFromData ? "(spread of the data)" : "",
            ])
        }
        text += aligned(rows, numbers: 2...2) + "\n"
        guard !problem.parameters.isEmpty else { return text }
        rows = [["parameter", "now", "min", "max", "unit"]]
        for i in problem.parameters {
            let parameter = model.parameters[i]
            rows.append([
                parameter.name, briefly(problem.start[i]), briefly(parameter.minimum),
                briefly(parameter.maximum), parameter.unit?.symbol ?? "",
            ])
        }
        return text + aligned(rows, numbers: 1...3)
    }
}
