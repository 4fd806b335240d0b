/// A file the user wrote, as lines, for showing where a finding stands.
package struct SourceText: Sendable {
    /// The file as the user named it.
    package let file: String
    /// Without their line ends; "\n", "\r\n" and "\r" end a line.
    package let lines: [String]

    package init(file: String, text: String) {
        self.file = file
        lines = SourceText.split(text)
    }

    private static func split(_ text: String) -> [String] {
        var lines: [String] = []
        var line = String.UnicodeScalarView()
        var previous: Unicode.Scalar?
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\n" where previous == "\r": break
            case "\n", "\r":
                lines.append(String(line))
                line = String.UnicodeScalarView()
            default: line.append(scalar)
            }
            previous = scalar
        }
        lines.append(String(line))
        return lines
    }
}
