/// What happened when, in rows over time, drawn as SVG text. Equal plots give equal bytes.
package struct GanttPlot: Sendable {
    package struct Bar: Sendable {
        package let from: Double
        package let to: Double
        /// Position in the legend.
        package let kind: Int
        /// What a reader sees who points at it; "" for its kind alone.
        package let label: String

        package init(from: Double, to: Double, kind: Int, label: String = "") {
            (self.from, self.to, self.kind, self.label) = (from, to, kind, label)
        }
    }

    package struct Row: Sendable {
        package let name: String
        /// In order of time, not overlapping.
        package let bars: [Bar]

        package init(_ name: String, bars: [Bar]) {
            self.name = name
            self.bars = bars
        }
    }

    package let title: String
    /// Unit of the times, such as "h".
    package let timeUnit: String
    package let from: Double
    package let to: Double
    package let kinds: [LegendEntry]
    package let rows: [Row]

    package init(
        title: String, timeUnit: String, from: Double, to: Double, kinds: [LegendEntry],
        rows: [Row]
    ) {
        precondition(from < to, "a plot from \(from) to \(to)")
        self.title = title
        self.timeUnit = timeUnit
        (self.from, self.to) = (from, to)
        self.kinds = kinds
        self.rows = rows
    }

    /// The picture, 900 wide. Bars outside its time are cut; those narrower than a pixel are drawn
    /// together, as the kind that takes most of their time.
    package var svg: String {
        let (width, left, right, top, row) = (900.0, 160.0, 20.0, 40.0, 24.0)
        let bottom = top + row * Double(rows.count)
        let scale = (width - left - right) / (to - from)
        let shown = kinds.indices.filter { kind in
            rows.contains { $0.bars.contains { $0.kind == kind } }
        }
        let legend = LegendEntry.rows(
            shown.map { kinds[$0] }, left: left, top: bottom + 56, width: width - left - right)
        var text = Svg.head(title, width: width, height: bottom + 56 + legend.height, left: 20)
        for (index, line) in rows.enumerated() {
            let y = top + row * Double(index)
            text += Svg.text(left - 8, y + row / 2, line.name, anchor: "end")
            for bar in GanttPlot.joined(line.bars, narrowerThan: 1 / scale, kinds: kinds.count) {
                let begin = max(bar.from, from), end = min(bar.to, to)
                guard begin < end else { continue }
                let kind = kinds[bar.kind]
                text += Svg.rectangle(
                    left + (begin - from) * scale, y + 3, (end - begin) * scale, row - 6,
                    fill: kind.colour,
                    title: bar.label.isEmpty ? kind.name : "\(kind.name): \(bar.label)")
            }
        }
        let axis = Axis(covering: [from, to], ticks: 8, isTight: true)
        for tick in axis.ticks {
            let x = left + (tick - from) * scale
            text += "<line x1=\"\(Svg.place(x))\" x2=\"\(Svg.place(x))\" "
            text += "y1=\"\(Svg.place(top))\" y2=\"\(Svg.place(bottom))\" "
            text += "stroke=\"#999\" stroke-opacity=\"0.4\"/>\n"
            text += Svg.text(x, bottom + 14, axis.label(tick), anchor: "middle")
        }
        text += Svg.text(width - right, bottom + 32, "time [\(timeUnit)]", anchor: "end")
        return text + legend.text + "</svg>\n"
    }

    /// Bars with those that are too narrow joined to their like: each run of them is cut into
    /// pieces as wide as `width`, and a piece is of the kind that takes most of it. A piece of less
    /// than a fifth of that is left out.
    static func joined(_ bars: [Bar], narrowerThan width: Double, kinds: Int) -> [Bar] {
        var drawn: [Bar] = []
        var times = [Double](repeating: 0, count: kinds)
        var piece: (from: Double, to: Double)?
        func close() {
            guard let span = piece, let most = times.max(), let kind = times.firstIndex(of: most)
            else { return }
            defer {
                piece = nil
                for index in times.indices { times[index] = 0 }
            }
            // A lone one cannot be seen.
            guard span.to - span.from >= width / 5 else { return }
            if let last = drawn.last, last.kind == kind, last.label.isEmpty, last.to == span.from {
                drawn[drawn.count - 1] = Bar(from: last.from, to: span.to, kind: kind)
            } else {
                drawn.append(Bar(from: span.from, to: span.to, kind: kind))
            }
        }
        for bar in bars {
            let isNarrow = bar.to - bar.from < width
            if let span = piece, !isNarrow || bar.from - span.to >= width { close() }
            guard isNarrow else {
                drawn.append(bar)
                continue
            }
            let begin = piece?.from ?? bar.from
            piece = (begin, bar.to)
            times[bar.kind] += bar.to - bar.from
            if bar.to - begin >= width { close() }
        }
        close()
        return drawn
    }
}
