import Foundation

/// A number in at most `digits` significant digits: "1.209e+04", "0.8779", "1209.7".
func briefly(_ value: Double, digits: Int = 4) -> String {
    String(format: "%.\(digits)g", value)
}

/// Rows of cells as lines of aligned columns, the first row their headings; columns of numbers,
/// named by position, stand to the right.
func aligned(_ rows: [[String]], numbers: ClosedRange<Int>) -> String {
    guard let count = rows.map(\.count).max() else { return "" }
    let widths = (0..<count).map { j in
        // A column that no row reaches has no width.
        rows.compactMap { $0.indices.contains(j) ? $0[j].count : nil }.max() ?? 0
    }
    return rows.map { row in
        var line = ""
        for (j, cell) in row.enumerated() {
            let padding = String(repeating: " ", count: widths[j] - cell.count)
            line += (j > 0 ? "  " : "") + (numbers.contains(j) ? padding + cell : cell + padding)
        }
        while line.last == " " { line.removeLast() }
        return line + "\n"
    }.joined()
}

/// A text as a JSON string.
func jsonText(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
        switch scalar {
        case "\"": result += "\\\""
        case "\\": result += "\\\\"
        case "\u{0}"..<"\u{20}": result += String(format: "\\u%04x", scalar.value)
        default: result.unicodeScalars.append(scalar)
        }
    }
    return result + "\""
}

/// A number as JSON; null where there is none.
func jsonNumber(_ value: Double?) -> String {
    value.map { $0.isFinite ? "\($0)" : "null" } ?? "null"
}
