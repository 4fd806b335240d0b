import Foundation
import Plots
import Testing

@Suite struct PictureTests {
    private func count(_ piece: String, in text: String) -> Int {
        text.components(separatedBy: piece).count - 1
    }

    @Test func `bars of shares have a piece for each part that is there`() {
        let bars = StackedBars(
            title: "shares",
            parts: [
                .init("a", colour: "#111"), .init("b", colour: "#222"), .init("c", colour: "#333"),
            ],
            bars: [.init("X", shares: [0.25, 0.75, 0]), .init("Y", shares: [1, 0, 0])])
        let svg = bars.svg
        #expect(count("fill=\"#111\"", in: svg) == 3 && count("fill=\"#222\"", in: svg) == 2)
        #expect(count("#333", in: svg) == 0)
        #expect(svg.contains("<title>X: b 75.0 %</title>") && svg.contains("width=\"540\""))
    }

    @Test func `a Gantt picture cuts bars at its ends and leaves out what cannot be seen`() {
        let plot = GanttPlot(
            title: "what <when>", timeUnit: "h", from: 0, to: 10,
            kinds: [.init("work", colour: "#111"), .init("down", colour: "#222")],
            rows: [
                .init(
                    "A",
                    bars: [
                        .init(from: -5, to: 5, kind: 0, label: "part 1"),
                        .init(from: 5, to: 5.001, kind: 1),
                    ])
            ])
        let svg = plot.svg
        #expect(svg.contains("width=\"360\"") && svg.contains("<title>work: part 1</title>"))
        #expect(svg.contains("what &lt;when&gt;"))
        // The thin bar is not drawn, its kind stands in the legend.
        #expect(count("#222", in: svg) == 1)
    }

    @Test
    func `what alternates faster than a Gantt picture can show is drawn as what lasts longer`()
        throws
    {
        // A part a minute over ten hours, of which forty seconds are work.
        let bars = (0..<600).flatMap { part -> [GanttPlot.Bar] in
            let (from, middle) = (Double(part) / 60, (Double(part) + 2.0 / 3) / 60)
            return [
                .init(from: from, to: middle, kind: 0),
                .init(from: middle, to: Double(part + 1) / 60, kind: 1),
            ]
        }
        let plot = GanttPlot(
            title: "", timeUnit: "h", from: 0, to: 10,
            kinds: [.init("work", colour: "#111"), .init("wait", colour: "#222")],
            rows: [.init("A", bars: bars)])
        let widths = plot.svg.split(separator: "\n").filter { $0.contains("fill=\"#111\"") }
            .compactMap { line in
                line.split(separator: "width=\"").last?.split(separator: "\"").first
            }.compactMap { Double($0) }
        // The row is 720 wide; the last one is the legend's.
        #expect(widths.dropLast().reduce(0, +) > 600)
    }
}
