/// The widest piece of a source line that is shown [scalars]; a longer line is cut around the mark.
private let widestExcerpt = 96

extension Diagnostic {
    /// The finding as the user reads it, with its source line and a mark under the place:
    /// ```
    /// twin.yaml:21:20: error: envelope [1150, 1360] degC reaches beyond …
    ///    21 |       envelope:    [1150, 1360]
    ///       |                    ^^^^^^^^^^^^ the envelope must lie inside …
    ///    mend: lower 1360 to 1300 degC or less
    /// ```
    /// Control characters in the source or the texts are shown, never sent to the terminal.
    /// - Parameter source: the file's text; without it only the first and the last line are given.
    package func text(in source: SourceText? = nil) -> String {
        var result = "\(shown(file)):\(line):\(column): \(severity.rawValue): \(shown(message))\n"
        if let source, source.file == file, source.lines.indices.contains(line - 1) {
            result += excerpt(of: source.lines[line - 1])
        } else if let note {
            result += "   \(shown(note))\n"
        }
        if let mend { result += "   mend: \(shown(mend))\n" }
        return result
    }

    /// The source line and the line with the mark and the note.
    private func excerpt(of sourceLine: String) -> String {
        let scalars = Array(sourceLine.unicodeScalars)
        let at = min(max(0, column - 1), scalars.count)
        let first = scalars.count <= widestExcerpt ? 0 : max(0, at - widestExcerpt / 3)
        let last = min(scalars.count, first + widestExcerpt)
        let number = String(line)
        let width = max(5, number.count + 2)
        let gutter = String(repeating: " ", count: width - number.count) + number + " | "
        let blank = String(repeating: " ", count: width) + " | "
        let cutLeft = first > 0 ? "…" : ""
        let cutRight = last < scalars.count ? "…" : ""
        let piece = scalars[first..<last].map(visible).joined()
        var mark = cutLeft.isEmpty ? "" : " "
        for scalar in scalars[first..<at] { mark += scalar == "\t" ? "\t" : " " }
        mark += String(repeating: "^", count: max(1, min(length, last - at)))
        if let note { mark += " " + shown(note) }
        return gutter + cutLeft + piece + cutRight + "\n" + blank + mark + "\n"
    }
}

/// A text safe for a terminal and a log line: control and direction marks are made visible.
private func shown(_ text: String) -> String {
    text.unicodeScalars.map { $0 == "\t" ? " " : visible($0) }.joined()
}

/// One scalar as one visible scalar; a tab stays, so that marks line up.
private func visible(_ scalar: Unicode.Scalar) -> String {
    switch scalar.value {
    case 0x09: "\t"
    case 0x00..<0x20: String(Unicode.Scalar(0x2400 + scalar.value) ?? "␀")
    case 0x7F: "␡"
    case 0x80..<0xA0, 0x200B...0x200F, 0x2028...0x202E, 0x2060...0x2069, 0xFEFF: "�"
    default: String(scalar)
    }
}
