import Learn
import Modeling
import Quantities
import Plots
package import Simulate
import Tables

extension SimulatedRun {
    /// The run as CSV: time [s] and every variable, in SI.
    package var csv: String { table.csv }

    /// The run as one JSON object: model, how it ended, units, and the series.
    package var json: String {
        let variables = model.inputs + model.states + model.algebraics
        let units = variables.map { variable in
            "\(jsonText(variable.name)):\(variable.unit.map { jsonText($0.symbol) } ?? "null")"
        }
        return "{\"model\":\(jsonText(model.name)),\n"
            + "\"ended\":\(jsonText(trajectory.status.text)),\n"
            + "\"units\":{\"time\":\"s\"," + units.joined(separator: ",") + "},\n"
            + "\"series\":" + table.json + "}\n"
    }

    /// How the run ended, and how well it followed what was measured.
    package var summary: String {
        var text =
            "\(model.name): \(trajectory.status.text); \(table.times.count) rows of "
            + "\(table.columns.count) variables\n"
        let judged = comparisons.compactMap { comparison -> [String]? in
            guard let fit = comparison.fit else { return nil }
            let error = comparison.name.fromSI(difference: fit.rootMeanSquare)
            return [
                comparison.name.name, percent(fit.fitPercent), briefly(error),
                comparison.name.differenceSymbol,
            ]
        }
        if !judged.isEmpty {
            text += aligned([["measured", "fit %", "RMSE", "unit"]] + judged, numbers: 1...2)
        }
        return text
    }

    /// The run as SVG: measured variables with what was measured, in the plant's units, or else
    /// all variables by unit, seven lines a panel.
    package func svg(title: String) -> String {
        let hours = trajectory.times.last.map { $0 - trajectory.times[0] >= 7200 } == true
        var panels = comparisons.map(panel)
        panels += groups(panels.isEmpty ? model.inputs + model.states + model.algebraics : [])
        panels += comparisons.isEmpty ? [] : groups(model.inputs)
        return LinePlot(
            title: title, timeUnit: hours ? "h" : "s",
            times: trajectory.times.map { hours ? $0 / 3600 : $0 }, panels: panels
        ).svg
    }

    private func panel(_ comparison: Comparison) -> LinePlot.Panel {
        let name = comparison.name
        let measured = comparison.measured.map { $0.map { name.fromSI($0) } }
        let simulated = comparison.simulated.map { name.fromSI($0) }
        return LinePlot.Panel(
            title: name.name, unit: name.unit.symbol,
            lines: [
                LinePlot.Line(name: "measured", values: measured),
                LinePlot.Line(name: "simulated", values: simulated),
            ])
    }

    /// Panels of at most seven variables of one unit, in the order of the model.
    private func groups(_ variables: [Variable]) -> [LinePlot.Panel] {
        var symbols: [String] = []
        for variable in variables {
            let symbol = variable.unit?.symbol ?? ""
            if !symbols.contains(symbol) { symbols.append(symbol) }
        }
        return symbols.flatMap { symbol -> [LinePlot.Panel] in
            let names = variables.filter { ($0.unit?.symbol ?? "") == symbol }.map(\.name)
            return stride(from: 0, to: names.count, by: 7).map { first in
                LinePlot.Panel(
                    title: names[first] + (names.count > first + 1 ? " …" : ""), unit: symbol,
                    lines: names[first..<min(first + 7, names.count)].compactMap { name in
                        table.column(name).map { LinePlot.Line(name: name, values: $0) }
                    })
            }
        }
    }
}

/// A share in percent to one decimal; "-" where it is no number.
func percent(_ value: Double) -> String {
    value.isFinite ? "\((value * 10).rounded() / 10)" : "-"
}

extension SimulationStatus {
    /// How a run ended, in plain words.
    package var text: String {
        switch self {
        case .finished: "finished"
        case .stepLimit(let time):
            "stopped at \(briefly(time, digits: 8)) s: the allowed steps were used up; the model "
                + "is near a singularity there, or the tolerance is too small"
        case .notFinite(let time):
            "stopped at \(briefly(time, digits: 8)) s: an input, a parameter or an equation was "
                + "not a finite number there"
        case .failed(let code, let time):
            "stopped at \(briefly(time, digits: 8)) s: the integrator (CVODES) gave up with code "
                + "\(code); look for jumps or for values outside the model's range there"
        }
    }
}
