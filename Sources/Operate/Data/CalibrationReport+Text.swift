package import Learn
import Modeling
import Quantities
import TwinFile

extension CalibrationReport {
    /// The report as a person reads it.
    package var text: String {
        var text = heading + "\n" + parameterTable
        if !found.tradeOffs.isEmpty {
            text += "\ntrade-offs, correlation above 0.95:\n"
            for pair in found.tradeOffs {
                text += "  \(pair.first) and \(pair.second): \(briefly(pair.correlation))\n"
            }
        }
        if !found.unidentified.isEmpty {
            text += "\nnot identified by these data, unchanged:\n"
            for unknown in found.unidentified {
                text += "  \(unknown.name): \(unknown.reason.text)\n"
            }
        }
        return text + "\n" + judgementTable
    }

    private var heading: String {
        let ended =
            found.status == .converged ? "converged" : "stopped at the limit of evaluations"
        return plan.text.prefix { $0 != "\n" }
            + "\n\(ended) after \(found.evaluations) runs; \(found.samples) samples, worth "
            + "\(briefly(found.effectiveSamples)) independent ones\n\(starts)\n"
    }

    /// What the starts of the search came to, in one sentence.
    private var starts: String {
        let outcome = found.startOutcome
        guard outcome.starts > 1 else {
            return "searched from the given values only; --starts 8 also searches from elsewhere"
        }
        var text = "\(outcome.reachedBest) of \(outcome.starts) starts reached this fit"
        text +=
            outcome.givenReachedBest ? ", the given values among them" : ", not the given values"
        if outcome.byOtherValues > 0 {
            text +=
                "; \(outcome.byOtherValues) by other values of "
                + outcome.differing.joined(separator: ", ")
        }
        if outcome.worse > 0 {
            text += "; \(outcome.worse) ended in worse ones"
            if let next = outcome.nextBest, next < 1e6 {
                text += ", squared errors from \(briefly(next)) times as large"
            }
        }
        if outcome.notRun > 0 { text += "; from \(outcome.notRun) the model could not be run" }
        return text
    }

    private var parameterTable: String {
        var rows = [["parameter", "before", "after", "std error", "relative", "unit", ""]]
        for estimate in found.estimates {
            rows.append([
                estimate.name, briefly(estimate.start), briefly(estimate.value),
                estimate.standardError.map { briefly($0, digits: 2) } ?? "-",
                estimate.relativeError.map { percent(100 * $0) + " %" } ?? "-",
                variable(estimate.name)?.unit?.symbol ?? "",
                estimate.isAtBound ? "at a bound" : "",
            ])
        }
        for unknown in found.unidentified {
            let value = startValue(of: unknown.name).map { briefly($0) } ?? "-"
            rows.append([
                unknown.name, value, value, "-", "-", variable(unknown.name)?.unit?.symbol ?? "",
                "not identified",
            ])
        }
        return aligned(rows, numbers: 1...4)
    }

    /// Of a parameter; a state's lies with the model's initial equations.
    private func startValue(of name: String) -> Double? {
        guard case .parameter(let i) = plan.problem.model.find(name) else { return nil }
        return plan.problem.start[i]
    }

    private var judgementTable: String {
        var rows = [
            [
                "output", "window", "fit % before", "fit %", "one step %", "RMSE before", "RMSE",
                "unit",
            ]
        ]
        for one in judgements {
            func error(_ measures: FitMeasures?) -> String {
                measures.map { briefly(one.output.fromSI(difference: $0.rootMeanSquare)) } ?? "-"
            }
            func fit(_ measures: FitMeasures?) -> String {
                measures.map { percent($0.fitPercent) } ?? "-"
            }
            rows.append([
                one.output.name, one.window, fit(one.before), fit(one.after), fit(one.oneStep),
                error(one.before), error(one.after), one.output.differenceSymbol,
            ])
        }
        return aligned(rows, numbers: 2...6)
    }

    /// The calibrated parameters as a modifier to write behind the model's name in Modelica, in SI.
    package var modifier: String {
        let parameters = found.estimates.filter { !$0.name.hasPrefix("initial ") }
        var text =
            "// Calibrated on \(plan.record.file), \(plan.fit.lowerBound) s to "
            + "\(plan.fit.upperBound) s. Values in SI.\n\(plan.problem.model.name)(\n"
        for (k, estimate) in parameters.enumerated() {
            let comma = k + 1 < parameters.count ? "," : ""
            let error = estimate.standardError.map { ", standard error \(briefly($0, digits: 2))" }
            text +=
                "  \(estimate.name) = \(estimate.value)\(comma)"
                + "  // was \(briefly(estimate.start, digits: 6))\(error ?? ", at a bound")\n"
        }
        return text + ")\n"
    }

    /// The report as one JSON object; parameters in SI, errors in the unit named.
    package var json: String {
        let estimates = found.estimates.map { estimate in
            "{\"name\":\(jsonText(estimate.name)),\"before\":\(jsonNumber(estimate.start)),"
                + "\"after\":\(jsonNumber(estimate.value)),"
                + "\"unit\":\(variable(estimate.name)?.unit.map { jsonText($0.symbol) } ?? "null"),"
                + "\"standardError\":\(jsonNumber(estimate.standardError)),"
                + "\"relativeError\":\(jsonNumber(estimate.relativeError)),"
                + "\"atBound\":\(estimate.isAtBound)}"
        }
        let pairs = found.tradeOffs.map {
            "{\"first\":\(jsonText($0.first)),\"second\":\(jsonText($0.second)),"
                + "\"correlation\":\(jsonNumber($0.correlation))}"
        }
        let unidentified = found.unidentified.map {
            "{\"name\":\(jsonText($0.name)),\"reason\":\(jsonText($0.reason.text))}"
        }
        let outputs = judgements.map { one in
            "{\"name\":\(jsonText(one.output.name)),\"window\":\(jsonText(one.window)),"
                + "\"unit\":\(jsonText(one.output.differenceSymbol)),"
                + "\"before\":\(json(one.before, one)),\"after\":\(json(one.after, one)),"
                + "\"oneStep\":\(json(one.oneStep, one))}"
        }
        func list(_ items: [String]) -> String { "[" + items.joined(separator: ",\n") + "]" }
        return "{\"model\":\(jsonText(plan.problem.model.name)),"
            + "\"record\":\(jsonText(plan.record.file)),"
            + "\"converged\":\(found.status == .converged),\"samples\":\(found.samples),"
            + "\"effectiveSamples\":\(jsonNumber(found.effectiveSamples)),\n"
            + "\"starts\":\(json(found.startOutcome)),\n"
            + "\"fitSeconds\":[\(plan.fit.lowerBound),\(plan.fit.upperBound)],\n"
            + "\"parameters\":\(list(estimates)),\n\"tradeOffs\":\(list(pairs)),\n"
            + "\"unidentified\":\(list(unidentified)),\n\"outputs\":\(list(outputs))}\n"
    }

    private func json(_ outcome: StartOutcome) -> String {
        "{\"count\":\(outcome.starts),\"seed\":\(plan.problem.starts.seed),"
            + "\"reachedBest\":\(outcome.reachedBest),"
            + "\"givenReachedBest\":\(outcome.givenReachedBest),"
            + "\"byOtherValues\":\(outcome.byOtherValues),"
            + "\"differing\":[\(outcome.differing.map(jsonText).joined(separator: ","))],"
            + "\"worse\":\(outcome.worse),\"nextBest\":\(jsonNumber(outcome.nextBest)),"
            + "\"notRun\":\(outcome.notRun)}"
    }

    private func json(_ measures: FitMeasures?, _ one: Judgement) -> String {
        guard let measures else { return "null" }
        let error = one.output.fromSI(difference: measures.rootMeanSquare)
        let bias = one.output.fromSI(difference: measures.bias)
        return "{\"samples\":\(measures.count),\"fitPercent\":\(jsonNumber(measures.fitPercent)),"
            + "\"rootMeanSquare\":\(jsonNumber(error)),\"bias\":\(jsonNumber(bias))}"
    }
}

extension Calibration.Reason {
    /// Why the data do not identify an unknown, in plain words.
    package var text: String {
        switch self {
        case .noEffect: "no output reacts to it in this record"
        case .flatDirection(let others):
            others.isEmpty
                ? "the outputs hardly react to it"
                : "its change is undone by \(others.joined(separator: ", "))"
        case .tradeOff(let other, let correlation):
            "it moves with \(other), correlation \(briefly(correlation)), and is the less certain"
        case .uncertain(let relative):
            "its standard error is \(percent(100 * relative)) % of its size"
        }
    }
}
