package import Diagnostics

/// What came of reading a table.
package struct ReadTable: Sendable {
    /// Nil if anything was refused.
    package let table: Table?
    /// All that was found; warnings do not refuse a table.
    package let findings: Findings
    /// Where the name of each column stands, in the order of the table's columns.
    package let headings: [TablePlace]
    /// Cells without a value, by time.
    package let missing: [MissingCell]
}

/// A place in the text of a table; both from 1, the column in Unicode scalars.
package struct TablePlace: Hashable, Sendable {
    package let line: Int
    package let column: Int
}

/// A cell in which nothing was recorded.
package struct MissingCell: Hashable, Sendable {
    /// Position among the table's columns.
    package let index: Int
    /// Time of its row [s].
    package let time: Double
    package let place: TablePlace
}

/// Reads comma-separated values, strictly.
///
/// The first line names the columns, each once; the first column is the time in seconds, named
/// "time" or "time_s". Lines that start with "#" are comments. An empty cell or NaN is a missing
/// value. Refused: a cell that is no number, a row with too few or too many cells, a time that is
/// missing, two rows of one time that differ. Taken with a warning: rows out of order (they are
/// sorted), a row given twice, a gap of more than three times the usual interval (nothing is
/// filled in).
///
/// - Parameters:
///   - text: the whole file.
///   - file: its name, for messages.
package func readTable(csv text: String, file: String) -> ReadTable {
    var reading = TableReading(file: file)
    reading.read(SourceText(file: file, text: text).lines)
    return reading.result()
}

private struct TableReading {
    let file: String
    var findings = Findings()
    var columns: [String]?
    var headings: [TablePlace] = []
    var rows: [Row] = []

    struct Row {
        let line: Int
        let time: Double
        let values: [Double?]
        /// First columns of the cells, the time's not counted.
        let starts: [Int]
    }

    init(file: String) { self.file = file }

    mutating func read(_ lines: [String]) {
        for (number, line) in zip(1..., lines) {
            let bytes = Array(line.utf8)
            if bytes.allSatisfy({ $0 == 0x20 || $0 == 0x09 }) || bytes.first == 0x23 { continue }
            let cells = cells(of: line)
            if let columns {
                readRow(cells, columns.count, number)
            } else {
                readHeader(cells, number)
            }
        }
        if columns == nil {
            refuse(1, 1, 1, "the file holds no header line", "name the columns in its first line")
        }
    }

    private mutating func readHeader(_ cells: [Cell], _ line: Int) {
        let names = cells.map(\.text)
        columns = Array(names.dropFirst())
        headings = cells.dropFirst().map { TablePlace(line: line, column: $0.column) }
        if !["time", "time_s"].contains(names[0]) {
            refuse(
                line, cells[0].column, names[0].count,
                "the first column is \"\(names[0])\", not the time",
                "put the time in seconds first and name it time")
        }
        var met: Set<String> = []
        for (k, cell) in cells.enumerated() {
            let isFirst = met.insert(cell.text).inserted
            if cell.text.isEmpty {
                refuse(line, cell.column, 1, "column \(k + 1) has no name", "name every column")
            } else if !isFirst {
                refuse(
                    line, cell.column, cell.text.count, "column \(cell.text) is named twice",
                    "give each column a name of its own")
            }
        }
    }

    private mutating func readRow(_ cells: [Cell], _ count: Int, _ line: Int) {
        guard cells.count == count + 1 else {
            refuse(
                line, cells[min(count + 1, cells.count - 1)].column, 1,
                "\(cells.count) cells in this row, \(count + 1) in the header",
                "leave a cell empty where nothing was recorded, and keep its comma")
            return
        }
        guard let time = number(cells[0], line, isTime: true) else { return }
        rows.append(
            Row(
                line: line, time: time,
                values: cells.dropFirst().map { number($0, line, isTime: false) },
                starts: cells.dropFirst().map(\.column)))
    }

    private mutating func number(_ cell: Cell, _ line: Int, isTime: Bool) -> Double? {
        let isMissing = cell.text.isEmpty || ["nan", "NaN", "NAN"].contains(cell.text)
        if !isMissing, let value = Double(cell.text), value.isFinite { return value }
        if isMissing, !isTime { return nil }
        refuse(
            line, cell.column, cell.text.count,
            isMissing ? "this row has no time" : "\"\(cell.text)\" is not a finite number",
            isTime
                ? "give the time in seconds, with a point as decimal mark"
                : "write a number with a point as decimal mark, or leave the cell empty")
        return nil
    }

    func result() -> ReadTable {
        var findings = self.findings
        let ordered = inOrder(&findings)
        noteGaps(ordered, &findings)
        guard !findings.hasErrors, let columns else {
            return ReadTable(
                table: nil, findings: findings, headings: headings, missing: [])
        }
        let table = Table(
            columns: columns, times: ordered.map(\.time), rows: ordered.map(\.values))
        let missing = ordered.flatMap { row in
            row.values.indices.filter { row.values[$0] == nil }.map {
                MissingCell(
                    index: $0, time: row.time,
                    place: TablePlace(line: row.line, column: row.starts[$0]))
            }
        }
        return ReadTable(
            table: table, findings: findings, headings: headings, missing: missing)
    }

    /// The rows by time, each once.
    private func inOrder(_ findings: inout Findings) -> [Row] {
        for (before, row) in zip(rows, rows.dropFirst()) where row.time < before.time {
            findings.add(
                warning(
                    row.line, "time \(row.time) s comes after \(before.time) s; rows are sorted",
                    "check that the clock did not jump, or write the rows in order"))
        }
        var kept: [Row] = []
        for row in rows.sorted(by: { ($0.time, $0.line) < ($1.time, $1.line) }) {
            guard let last = kept.last, last.time == row.time else {
                kept.append(row)
                continue
            }
            if last.values == row.values {
                findings.add(
                    warning(
                        row.line, "this row repeats line \(last.line); it counts once",
                        "remove one of the two"))
            } else {
                findings.add(
                    Diagnostic(
                        file: file, line: row.line, column: 1,
                        message: "time \(row.time) s stands in line \(last.line) already, with "
                            + "other values", mend: "keep the row that is right"))
            }
        }
        return kept
    }

    private func noteGaps(_ rows: [Row], _ findings: inout Findings) {
        let intervals = zip(rows, rows.dropFirst()).map { $1.time - $0.time }
        guard intervals.count >= 2 else { return }
        let usual = intervals.sorted()[intervals.count / 2]
        for (k, interval) in intervals.enumerated() where interval > 3 * usual {
            findings.add(
                warning(
                    rows[k + 1].line,
                    "\(interval) s without a row before this one; the usual interval is \(usual) s",
                    "nothing is filled in; split the record here if the plant was not recorded"))
        }
    }

    private func warning(_ line: Int, _ message: String, _ mend: String) -> Diagnostic {
        Diagnostic(.warning, file: file, line: line, column: 1, message: message, mend: mend)
    }

    private mutating func refuse(
        _ line: Int, _ column: Int, _ length: Int, _ message: String, _ mend: String
    ) {
        findings.add(
            Diagnostic(
                file: file, line: line, column: column, length: length, message: message,
                mend: mend))
    }

    struct Cell {
        let text: String
        /// From 1, in Unicode scalars.
        let column: Int
    }

    /// The cells of a line without blanks and quotation marks around them.
    private func cells(of line: String) -> [Cell] {
        var cells: [Cell] = []
        var text = String.UnicodeScalarView()
        var (start, position, isQuoted) = (1, 0, false)
        func closed() -> Cell {
            var (first, last) = (text.startIndex, text.endIndex)
            while first < last, text[first].properties.isWhitespace {
                first = text.index(after: first)
            }
            while first < last, text[text.index(before: last)].properties.isWhitespace {
                last = text.index(before: last)
            }
            return Cell(text: String(text[first..<last]), column: start)
        }
        for scalar in line.unicodeScalars {
            position += 1
            switch scalar {
            case "\"": isQuoted.toggle()
            case "," where !isQuoted:
                cells.append(closed())
                text = String.UnicodeScalarView()
                start = position + 1
            default: if !(position == 1 && scalar == "\u{FEFF}") { text.append(scalar) }
            }
        }
        cells.append(closed())
        return cells
    }
}
