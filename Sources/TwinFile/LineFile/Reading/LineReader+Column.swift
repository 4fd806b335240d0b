import Diagnostics
import Line
import Quantities

/// Columns of numbers in CSV files of the folder.
extension LineReader {
    /// At most so many cells of a file are complained about.
    private static let mostComplaints = 5

    /// The numbers of one column, in SI and in the file's order; empty cells are left out. Nil if
    /// it was refused.
    ///
    /// - Parameters:
    ///   - heading: the column's, without its unit; nil where the file has one column only.
    ///   - unit: of the numbers; nil where the heading ends in it, such as "repair [min]".
    ///   - what: what is being read, for messages, and the place where the file is named.
    func column(
        of file: String, named heading: String?, unit: String?, _ dimension: Dimension,
        _ what: String, at place: Place
    ) -> [Double]? {
        let key = "\(file)\u{0}\(heading ?? "")\u{0}\(unit ?? "")\u{0}\(dimension.text)"
        if let values = columns[key] { return values }
        guard isInside(file), let text = contents(file) else {
            reading.refuse(
                place, "\(what): the file \"\(file)\" is not there",
                note: "a CSV file in the folder of line.yaml")
            return nil
        }
        let lines = SourceText(file: file, text: text).lines
        guard let head = lines.first, let (index, said) = find(heading, in: cells(head)) else {
            let headings = lines.first.map { cells($0).joined(separator: ", ") } ?? ""
            reading.refuse(
                place,
                heading.map { "\(what): \(file) has no column \"\($0)\"" }
                    ?? "\(what): \(file) has more than one column",
                note: "its first line: \(headings)", mend: "such as \"column: …\"")
            return nil
        }
        guard let symbol = unit ?? said else {
            reading.refuse(
                place, "\(what): the unit of the numbers in \(file) is not said",
                mend: "end its heading in the unit, such as \"repair [min]\", or add \"in: min\"")
            return nil
        }
        guard let unit = reading.unit(symbol, place) else { return nil }
        guard unit.dimension == dimension else {
            reading.refuse(
                place,
                "\(what): \(file) is in \(symbol) (\(unit.dimension.text)), which does not "
                    + "fit \(dimension.text)")
            return nil
        }
        guard let values = numbers(lines, index, file, unit) else { return nil }
        guard !values.isEmpty else {
            reading.refuse(place, "\(what): \(file) has no numbers in that column")
            return nil
        }
        columns[key] = values
        return values
    }

    private func numbers(
        _ lines: [String], _ index: Int, _ file: String, _ unit: Unit
    ) -> [Double]? {
        var values: [Double] = []
        var complaints = 0
        for (number, line) in lines.enumerated().dropFirst() where !line.isEmpty {
            let cells = cells(line)
            let cell = index < cells.count ? cells[index] : ""
            if cell.isEmpty { continue }
            if let value = Double(cell), value.isFinite {
                values.append(unit.toSI(difference: value))
                continue
            }
            complaints += 1
            guard complaints <= Self.mostComplaints else { break }
            reading.findings.add(
                Diagnostic(
                    file: file, line: number + 1, column: 1,
                    message: "\"\(cell.prefix(40))\" is no number",
                    note: "column \(index + 1); with a point as decimal mark",
                    mend: "write a number, or leave the cell empty"))
        }
        return complaints == 0 ? values : nil
    }

    /// Cells without spaces around them, and without quotes.
    private func cells(_ line: String) -> [String] {
        line.split(separator: ",", omittingEmptySubsequences: false).map { cell in
            var text = cell[...]
            while let last = text.last, last == " " || last == "\t" { text.removeLast() }
            text = text.drop { $0 == " " || $0 == "\t" }
            if text.count >= 2, text.first == "\"", text.last == "\"" {
                text = text.dropFirst().dropLast()
            }
            return String(text)
        }
    }

    /// The position of a heading, and the unit it ends in.
    private func find(_ heading: String?, in headings: [String]) -> (Int, unit: String?)? {
        let split = headings.map { heading -> (name: String, unit: String?) in
            guard heading.hasSuffix("]"), let open = heading.lastIndex(of: "[") else {
                return (heading, nil)
            }
            let unit = heading[heading.index(after: open)...].dropLast()
            var name = heading[..<open]
            while name.last == " " { name.removeLast() }
            return (String(name), String(unit))
        }
        guard let heading else { return split.count == 1 ? (0, split[0].unit) : nil }
        return split.firstIndex { $0.name == heading }.map { ($0, split[$0].unit) }
    }

    /// Whether a path is relative, does not climb, and names something.
    private func isInside(_ path: String) -> Bool {
        !path.isEmpty && !path.hasPrefix("/") && !path.contains("\\")
            && !path.split(separator: "/").contains("..")
    }
}
