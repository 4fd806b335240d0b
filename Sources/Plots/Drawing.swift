/// Lays a plot out and writes it.
struct Drawing {
    private let plot: LinePlot
    private let width = 900.0
    private let panelHeight = 220.0
    private let left = 80.0
    private let right = 20.0
    private let top = 40.0
    private let gap = 60.0
    /// Okabe and Ito's colours, told apart by colour-blind readers too.
    private let colours = Svg.colours
    private let horizontal: Axis

    init(_ plot: LinePlot) {
        self.plot = plot
        horizontal = Axis(covering: plot.times.filter(\.isFinite), ticks: 8, isTight: true)
    }

    var svg: String {
        let height = top + Double(plot.panels.count) * (panelHeight + gap)
        var text = """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(place(width)) \(place(height))" \
            font-family="sans-serif" font-size="12">
            <rect width="100%" height="100%" fill="white"/>
            <text x="\(place(left))" y="22" font-size="16">\(escaped(plot.title))</text>

            """
        for (k, panel) in plot.panels.enumerated() {
            text += draw(panel, from: top + Double(k) * (panelHeight + gap))
        }
        return text + "</svg>\n"
    }

    private func draw(_ panel: LinePlot.Panel, from y: Double) -> String {
        var text = ""
        let axis = Axis(covering: extent(panel), ticks: 5, isTight: false)
        let bottom = y + panelHeight
        func height(_ value: Double) -> Double { bottom - axis.share(of: value) * panelHeight }
        func along(_ time: Double) -> Double {
            left + horizontal.share(of: time) * (width - left - right)
        }
        for tick in axis.ticks {
            let at = place(height(tick))
            text +=
                "<line x1=\"\(place(left))\" x2=\"\(place(width - right))\" "
            text += "y1=\"\(at)\" y2=\"\(at)\" "
            text +=
                "stroke=\"#ddd\"/>\n<text x=\"\(place(left - 6))\" y=\"\(at)\" text-anchor=\"end\" "
            text += "dominant-baseline=\"middle\">\(axis.label(tick))</text>\n"
        }
        for tick in horizontal.ticks {
            let at = place(along(tick))
            text +=
                "<line x1=\"\(at)\" x2=\"\(at)\" y1=\"\(place(y))\" y2=\"\(place(bottom))\" "
            text += "stroke=\"#eee\"/>\n<text x=\"\(at)\" y=\"\(place(bottom + 16))\" "
            text += "text-anchor=\"middle\">\(horizontal.label(tick))</text>\n"
        }
        text +=
            "<rect x=\"\(place(left))\" y=\"\(place(y))\" width=\"\(place(width - left - right))\" "
        text += "height=\"\(place(panelHeight))\" fill=\"none\" stroke=\"#555\"/>\n"
        let unit = panel.unit.isEmpty ? "" : " [\(panel.unit)]"
        text += "<text transform=\"translate(16 \(place(y + panelHeight / 2))) rotate(-90)\" "
        text += "text-anchor=\"middle\">\(escaped(panel.title + unit))</text>\n"
        text +=
            "<text x=\"\(place(width - right))\" y=\"\(place(bottom + 32))\" text-anchor=\"end\">"
        text += "time [\(escaped(plot.timeUnit))]</text>\n"
        for (k, line) in panel.lines.enumerated() {
            let colour = colours[k % colours.count]
            text += drawBand(line, colour, along, height)
            text += drawLine(line, colour, along, height)
        }
        return text + drawLegend(panel, under: bottom)
    }

    private func drawLine(
        _ line: LinePlot.Line, _ colour: String, _ along: (Double) -> Double,
        _ height: (Double) -> Double
    ) -> String {
        var text = ""
        for run in runs(line) {
            let points = run.map {
                "\(place(along(plot.times[$0.k]))),\(place(height($0.value)))"
            }
            text += "<polyline fill=\"none\" stroke=\"\(colour)\" stroke-width=\"1.3\" points=\""
            text += points.joined(separator: " ") + "\"/>\n"
        }
        return text
    }

    private func drawBand(
        _ line: LinePlot.Line, _ colour: String, _ along: (Double) -> Double,
        _ height: (Double) -> Double
    ) -> String {
        var text = ""
        guard !line.band.isEmpty else { return "" }
        for run in runs(line) where run.allSatisfy({ line.band[$0.k].isFinite }) {
            func edge(_ sign: Double) -> [String] {
                run.map { point in
                    let value = point.value + sign * line.band[point.k]
                    return "\(place(along(plot.times[point.k]))),\(place(height(value)))"
                }
            }
            let outline = edge(1) + edge(-1).reversed()
            text += "<polygon fill=\"\(colour)\" fill-opacity=\"0.15\" stroke=\"none\" points=\""
            text += outline.joined(separator: " ") + "\"/>\n"
        }
        return text
    }

    private func drawLegend(_ panel: LinePlot.Panel, under bottom: Double) -> String {
        var text = ""
        var x = left
        for (k, line) in panel.lines.enumerated() {
            let y = bottom + 32
            text +=
                "<line x1=\"\(place(x))\" x2=\"\(place(x + 18))\" y1=\"\(place(y - 4))\" "
            text +=
                "y2=\"\(place(y - 4))\" stroke=\"\(colours[k % colours.count])\" "
            text += "stroke-width=\"2\"/>\n"
            text +=
                "<text x=\"\(place(x + 23))\" y=\"\(place(y))\">\(escaped(line.name))</text>\n"
            x += 40 + 7 * Double(line.name.unicodeScalars.count)
        }
        return text
    }

    /// Stretches of a line without a break, at most two points a pixel column kept.
    private func runs(_ line: LinePlot.Line) -> [[(k: Int, value: Double)]] {
        var all: [[(k: Int, value: Double)]] = []
        var run: [(k: Int, value: Double)] = []
        for (k, value) in line.values.enumerated() {
            if let value, value.isFinite, plot.times[k].isFinite {
                run.append((k, value))
            } else if !run.isEmpty {
                all.append(run)
                run = []
            }
        }
        return run.isEmpty ? all : all + [run]
    }

    private func extent(_ panel: LinePlot.Panel) -> [Double] {
        panel.lines.flatMap { line in
            line.values.enumerated().flatMap { k, value -> [Double] in
                guard let value, value.isFinite else { return [] }
                let half = line.band.isEmpty || !line.band[k].isFinite ? 0 : line.band[k]
                return [value - half, value + half]
            }
        }
    }

    private func place(_ value: Double) -> String { Svg.place(value) }

    private func escaped(_ text: String) -> String { Svg.escaped(text) }
}
