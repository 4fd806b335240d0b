import Diagnostics
import Plots
import Tables
import Testing

@Suite struct TableTests {
    private func messages(_ text: String) -> [String] {
        readTable(csv: text, file: "data.csv").findings.all.map {
            "\($0.severity.rawValue) \($0.line):\($0.column) \($0.message)"
        }
    }

    @Test func `a table is read with comments, blanks and missing values`() throws {
        let read = readTable(
            csv: "# pump test\r\ntime, level ,\"a,b\"\r\n0, 1.5,2\r\n\r\n1,,NaN\r\n2,-1e-3,4\r\n",
            file: "data.csv")
        let table = try #require(read.table)
        #expect(read.findings.isEmpty)
        #expect(table.columns == ["level", "a,b"] && table.times == [0, 1, 2])
        #expect(table.rows == [[1.5, 2], [nil, nil], [-1e-3, 4]])
        #expect(table.column("a,b") == [2, nil, 4] && table.column("c") == nil)
        #expect(readTable(csv: table.csv, file: "again").table == table)
        #expect(
            table.json
                == #"{"time":[0.0,1.0,2.0],"# + "\n"
                + #""level":[1.5,null,-0.001],"# + "\n" + #""a,b":[2.0,null,4.0]}"# + "\n"
        )
    }

    @Test(arguments: [
        ("", "error 1:1 the file holds no header line"),
        ("level\n1\n", "error 1:1 the first column is \"level\", not the time"),
        ("time,a,a\n0,1,2\n", "error 1:8 column a is named twice"),
        ("time,,b\n0,1,2\n", "error 1:6 column 2 has no name"),
        ("time,a\n0,1\n1,2,3\n", "error 3:5 3 cells in this row, 2 in the header"),
        ("time,a\n0,1\n1\n", "error 3:1 1 cells in this row, 2 in the header"),
        ("time,a\n0,1,5\n", "error 2:5 3 cells in this row, 2 in the header"),
        ("time,a\n0,x1\n", "error 2:3 \"x1\" is not a finite number"),
        ("time,a\n0,inf\n", "error 2:3 \"inf\" is not a finite number"),
        ("time,a\n,1\n", "error 2:1 this row has no time"),
        ("time,a\n0,1\n0,2\n", "error 3:1 time 0.0 s stands in line 2 already, with other values"),
    ])
    func `what cannot be read is refused with its place`(text: String, message: String) {
        #expect(messages(text) == [message])
        #expect(readTable(csv: text, file: "data.csv").table == nil)
    }

    @Test func `rows out of order, given twice and with gaps are taken with warnings`() throws {
        let text = "time,a\n0,1\n2,3\n1,2\n1,2\n3,4\n9,5\n"
        #expect(
            messages(text) == [
                "warning 4:1 time 1.0 s comes after 2.0 s; rows are sorted",
                "warning 5:1 this row repeats line 4; it counts once",
                "warning 7:1 6.0 s without a row before this one; the usual interval is 1.0 s",
            ])
        let table = try #require(readTable(csv: text, file: "data.csv").table)
        #expect(table.times == [0, 1, 2, 3, 9] && table.column("a") == [1, 2, 3, 4, 5])
    }

    @Test func `a plot breaks its lines at missing values and names axes, units and lines`() {
        let plot = LinePlot(
            title: "Level < limit", timeUnit: "s", times: [0, 1, 2, 3],
            panels: [
                .init(
                    title: "Level", unit: "m",
                    lines: [
                        .init(name: "measured", values: [1, nil, 2, 3]),
                        .init(
                            name: "model", values: [1, 1.5, 2, 2.5], band: [0.1, 0.2, 0.3, 0.4]),
                    ])
            ])
        let svg = plot.svg
        #expect(svg.components("<polyline") == 3 && svg.components("<polygon") == 1)
        for part in ["Level &lt; limit", "Level [m]", "time [s]", ">measured<", ">model<"] {
            #expect(svg.components(part) == 1, "\(part)")
        }
        #expect(svg == plot.svg)
        #expect(!svg.contains(">nan") && !svg.contains(">inf"))
    }

    @Test func `axes of flat, tiny and huge values carry readable ticks`() {
        for values in [[5.0, 5], [0, 0], [1e-7, 3e-7], [1e9, 4e9], [-0.03, 0.02]] {
            let plot = LinePlot(
                title: "", timeUnit: "h", times: [0, 1],
                panels: [.init(title: "x", unit: "", lines: [.init(name: "x", values: values)])])
            #expect(!plot.svg.contains(">nan"))
            #expect(plot.svg.components("#ddd") >= 2)
        }
    }
}

extension String {
    /// How often `part` occurs.
    fileprivate func components(_ part: String) -> Int {
        indices.filter { self[$0...].hasPrefix(part) }.count
    }
}
