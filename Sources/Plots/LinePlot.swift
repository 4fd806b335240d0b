/// Lines over time, drawn as SVG text. Equal plots give equal bytes.
package struct LinePlot: Sendable {
    /// One line.
    package struct Line: Sendable {
        package let name: String
        /// As many as the plot's times; nil and numbers that are not finite leave a break.
        package let values: [Double?]
        /// Half widths of a band around the line, as many as values; empty for none.
        package let band: [Double]

        package init(name: String, values: [Double?], band: [Double] = []) {
            self.name = name
            self.values = values
            self.band = band
        }
    }

    /// Lines that share one vertical axis.
    package struct Panel: Sendable {
        /// What the axis shows, such as "Temperature".
        package let title: String
        /// The unit its numbers are in; "" for none.
        package let unit: String
        package let lines: [Line]

        package init(title: String, unit: String, lines: [Line]) {
            self.title = title
            self.unit = unit
            self.lines = lines
        }
    }

    package let title: String
    /// Unit of the times, such as "s" or "h".
    package let timeUnit: String
    package let times: [Double]
    package let panels: [Panel]

    package init(title: String, timeUnit: String, times: [Double], panels: [Panel]) {
        for line in panels.flatMap(\.lines) {
            precondition(
                line.values.count == times.count
                    && (line.band.isEmpty || line.band.count == times.count),
                "\(line.name): \(line.values.count) values, \(line.band.count) band widths, "
                    + "\(times.count) times")
        }
        self.title = title
        self.timeUnit = timeUnit
        self.times = times
        self.panels = panels
    }

    /// The plot as an SVG document, 900 wide, one panel under the other.
    package var svg: String { Drawing(self).svg }
}
