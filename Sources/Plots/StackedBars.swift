/// Shares of a whole as bars that lie, one under the other, drawn as SVG text. Equal plots give
/// equal bytes.
package struct StackedBars: Sendable {
    package struct Bar: Sendable {
        package let name: String
        /// One for each part, at least 0, with a sum of about 1.
        package let shares: [Double]

        package init(_ name: String, shares: [Double]) {
            self.name = name
            self.shares = shares
        }
    }

    package let title: String
    package let parts: [LegendEntry]
    package let bars: [Bar]

    package init(title: String, parts: [LegendEntry], bars: [Bar]) {
        for bar in bars {
            precondition(
                bar.shares.count == parts.count,
                "\(bar.name): \(bar.shares.count) shares of \(parts.count) parts")
        }
        self.title = title
        self.parts = parts
        self.bars = bars
    }

    /// The picture, 900 wide; parts that no bar has are left out of the legend.
    package var svg: String {
        let (width, left, right, top, row) = (900.0, 160.0, 20.0, 40.0, 30.0)
        let shown = parts.indices.filter { part in bars.contains { $0.shares[part] > 0 } }
        let bottom = top + row * Double(bars.count)
        let legend = LegendEntry.rows(
            shown.map { parts[$0] }, left: left, top: bottom + 40, width: width - left - right)
        let scale = width - left - right
        var text = Svg.head(
            title, width: width, height: bottom + 40 + legend.height, left: 20)
        for tick in 0...10 {
            let x = Svg.place(left + Double(tick) / 10 * scale)
            text += "<line x1=\"\(x)\" x2=\"\(x)\" y1=\"\(Svg.place(top))\" "
            text += "y2=\"\(Svg.place(bottom))\" stroke=\"#ddd\"/>\n"
            text += Svg.text(
                left + Double(tick) / 10 * scale, bottom + 14, "\(10 * tick) %", anchor: "middle")
        }
        for (index, bar) in bars.enumerated() {
            let y = top + row * Double(index)
            text += Svg.text(left - 8, y + row / 2, bar.name, anchor: "end")
            var x = left
            for part in shown where bar.shares[part] > 0 {
                let length = bar.shares[part] * scale
                let tenths = Int((bar.shares[part] * 1000).rounded())
                text += Svg.rectangle(
                    x, y + 4, length, row - 8, fill: parts[part].colour,
                    title: "\(bar.name): \(parts[part].name) \(tenths / 10).\(tenths % 10) %")
                x += length
            }
        }
        return text + legend.text + "</svg>\n"
    }
}
