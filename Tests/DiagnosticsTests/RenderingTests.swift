import Diagnostics
import Testing

@Suite struct RenderingTests {
    /// Renders a finding over `length` scalars at `column` of the only line.
    func rendered(_ line: String, column: Int, length: Int = 1, note: String? = nil) -> String {
        let source = SourceText(file: "a.yaml", text: line)
        return Diagnostic(
            file: "a.yaml", line: 1, column: column, length: length, message: "wrong", note: note,
            mend: "mend it"
        ).text(in: source)
    }

    @Test func `a finding shows its line, a mark under the place, the note and the mend`() {
        let source = SourceText(file: "twin.yaml", text: "a: 1\r\n  envelope: [1150, 1360]\n")
        let finding = Diagnostic(
            file: "twin.yaml", line: 2, column: 13, length: 12, message: "too wide",
            note: "must lie inside", mend: "lower 1360")
        #expect(
            finding.text(in: source) == """
                twin.yaml:2:13: error: too wide
                    2 |   envelope: [1150, 1360]
                      |             ^^^^^^^^^^^^ must lie inside
                   mend: lower 1360

                """)
    }

    @Test func `terminal escapes and direction marks in a file are shown, not sent`() {
        let text = rendered("a: \u{1B}[31m\u{202E}", column: 4)
        #expect(
            !text.unicodeScalars.contains("\u{1B}") && !text.unicodeScalars.contains("\u{202E}"))
        #expect(text.contains("␛[31m�"))
    }

    @Test func `a place beyond the line or the file is still rendered`() {
        #expect(rendered("abc", column: 900, length: 50).contains("    |    ^\n"))
        let far = Diagnostic(file: "a.yaml", line: 99, column: 1, message: "gone", note: "here")
        #expect(
            far.text(in: SourceText(file: "a.yaml", text: "x")) == """
                a.yaml:99:1: error: gone
                   here

                """)
    }

    @Test func `a very long line is cut around the mark`() {
        let text = rendered(String(repeating: "x", count: 100_000), column: 50_000, length: 80_000)
        #expect(text.utf8.count < 500)
        #expect(text.contains("…x"))
    }

    @Test func `findings print in reading order, each once, and say how many were dropped`() {
        var findings = Findings()
        for line in (1...Findings.most + 5).reversed() {
            let finding = Diagnostic(file: "a", line: line, column: 1, message: "m")
            findings.add(finding)
            if line > 5 { findings.add(finding) }
        }
        #expect(findings.dropped == 5)
        #expect(findings.text().hasPrefix("a:6:1: error: m\na:7:1"))
        #expect(findings.text().hasSuffix("and 5 more\n"))
    }
}
