package import Line
import Plots

/// What one replication did from its empty start on, step by step: for pictures and for CSV.
package struct LineRecording: Sendable {
    package let model: LineModel
    /// How far it goes [s].
    package let length: Double
    package let trace: LineTrace
    /// Parts waiting before each station, averaged over each interval: by station, then in time.
    package let levels: [[Double]]
    /// Set if the line came to stand still for good.
    package let standstill: LineOutcome.Standstill?

    private static let intervals = 288

    /// Runs replication 0 of a seed once more on the general tier, which gives the same as the
    /// faster ones.
    ///
    /// - Parameters:
    ///   - model: without complaint.
    ///   - length: what is kept [s]; what a trace takes grows with it.
    package init(of model: LineModel, seed: UInt64, length: Double) {
        precondition(length > 0, "a recording of \(length) s")
        self.model = model
        self.length = length
        var run = GeneralRun(GeneralPlan(model), seed: seed, replication: 0, isTraced: true)
        var levels = model.stations.map { _ in [Double]() }
        for interval in 1...Self.intervals {
            let end = Ticks(seconds: length * Double(interval) / Double(Self.intervals))
            run.run(until: end)
            let outcome = run.outcome()
            for station in model.stations.indices {
                levels[station].append(outcome.stations[station].meanQueue)
            }
            run.clearBooks()
        }
        self.levels = levels
        trace = run.trace ?? LineTrace(of: model)  // it was asked for, so it is there
        standstill = run.standstill
    }

    /// The trace as CSV: one row where a unit passes into another state or takes another part.
    package var csv: String {
        var text = "time_s,station,unit,state,product,part\n"
        for entry in trace.entries {
            text += "\(entry.time.seconds),\(quoted(trace.stations[Int(entry.station)])),"
            text += "\(entry.unit + 1),\(entry.state.words),"
            text += entry.product.map { quoted(trace.products[Int($0)]) } ?? ""
            text += ",\(entry.part.map { "\($0)" } ?? "")\n"
        }
        return text
    }

    /// A cell of CSV (RFC 4180).
    private func quoted(_ text: String) -> String {
        guard text.contains(where: { ",\"\n".contains($0) }) else { return text }
        return "\"" + text.replacing("\"", with: "\"\"") + "\""
    }

    // MARK: pictures

    /// How many parts wait before each station that ever has some.
    package var buffersPicture: String {
        let busy = model.stations.indices.filter { levels[$0].contains { $0 > 0 } }
        let step = length / Double(Self.intervals)
        let shown = busy.isEmpty ? Array(model.stations.indices.prefix(1)) : busy
        // Seven lines a panel are told apart.
        let panels = stride(from: 0, to: shown.count, by: 7).map { first in
            LinePlot.Panel(
                title: "Parts waiting", unit: "",
                lines: shown[first..<min(first + 7, shown.count)].map { station in
                    LinePlot.Line(
                        name: model.stations[station].name,
                        values: levels[station].map { Optional($0) })
                })
        }
        return LinePlot(
            title: "\(model.name): buffers", timeUnit: "h",
            times: (0..<Self.intervals).map { (Double($0) + 0.5) * step / 3600 }, panels: panels
        ).svg
    }

    /// What every unit does in the eight hours from the first work on.
    package var ganttPicture: String {
        let work = trace.entries.first { $0.state == .working }
        let first = work?.time.seconds ?? 0  // nothing worked: from the start
        let from = min((first / 3600).rounded(.down), max(0, length / 3600 - 8))
        let to = max(from + 1e-6, min(length / 3600, from + 8))
        let rows = model.stations.indices.flatMap { station in
            (0..<model.stations[station].units).map { unit in
                GanttPlot.Row(
                    model.stations[station].units > 1
                        ? "\(model.stations[station].name) \(unit + 1)"
                        : model.stations[station].name,
                    bars: bars(station, unit))
            }
        }
        return GanttPlot(
            title: "\(model.name): what each unit does", timeUnit: "h", from: from, to: to,
            kinds: StationState.legend, rows: rows
        ).svg
    }

    /// States of one unit; what follows in the same state is one bar [h].
    private func bars(_ station: Int, _ unit: Int) -> [GanttPlot.Bar] {
        var bars: [GanttPlot.Bar] = []
        var open: LineTrace.Entry?
        func close(at time: Double) {
            guard let entry = open, entry.time.seconds < time else { return }
            bars.append(
                GanttPlot.Bar(
                    from: entry.time.seconds / 3600, to: time / 3600, kind: entry.state.rawValue,
                    label: entry.product.map { trace.products[Int($0)] } ?? ""))
        }
        for entry in trace.entries
        where Int(entry.station) == station && Int(entry.unit) == unit {
            if let last = open, last.state == entry.state, last.product == entry.product {
                continue
            }
            close(at: entry.time.seconds)
            open = entry
        }
        close(at: length)
        return bars
    }
}
