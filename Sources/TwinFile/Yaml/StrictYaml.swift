import Diagnostics

/// What of YAML is taken: sections, lists, scalars, comments. What is refused, before the YAML
/// library sees it: anchors and aliases (a few lines can stand for billions), tags such as
/// `!python`, directives, more than one document, tabs as indentation, and depth or size beyond
/// any twin's.
struct StrictYaml {
    /// Larger files are refused [bytes].
    static let largest = 1_000_000
    /// Deeper flow brackets are refused.
    static let deepestFlow = 12
    /// Further indentation is refused; with it, deeper nesting.
    static let furthestIndent = 80

    let source: SourceText

    /// What must not be there, in reading order.
    func refusals() -> [Diagnostic] {
        var found: [Diagnostic] = []
        var scan = FlowState()
        for (index, line) in source.lines.enumerated() {
            refuse(in: Array(line.unicodeScalars), number: index + 1, &scan, &found)
            if found.count >= 20 { break }
        }
        return found
    }

    /// What reaches from one line into the next.
    private struct FlowState {
        var depth = 0
        var quote: Unicode.Scalar?
    }

    private func refuse(
        in line: [Unicode.Scalar], number: Int, _ state: inout FlowState,
        _ found: inout [Diagnostic]
    ) {
        var atNodeStart = state.quote == nil
        let indent = line.firstIndex { $0 != " " } ?? 0
        var blocks = 0
        var i = 0
        func refuse(_ at: Int, _ length: Int, _ message: String, _ mend: String) {
            found.append(
                Diagnostic(
                    file: source.file, line: number, column: at + 1, length: length,
                    message: message, mend: mend))
        }
        if state.depth == 0, state.quote == nil {
            if line.first == "%" { refuse(0, 1, "a YAML directive is not used here", "remove it") }
            if number > 1, line.starts(with: "---".unicodeScalars) {
                refuse(0, 3, "a second document begins here", "keep one document a file")
            }
        }
        while i < line.count {
            let c = line[i]
            let next: Unicode.Scalar = i + 1 < line.count ? line[i + 1] : " "
            if let quote = state.quote {
                if c == "\\", quote == "\"" { i += 1 } else if c == quote { state.quote = nil }
                i += 1
                continue
            }
            if c == "#", i == 0 || line[i - 1] == " " { return }
            let isSpace = c == " " || c == "\t"
            if isSpace {
                if c == "\t", i == indent {
                    refuse(i, 1, "a tab cannot indent", "indent with spaces")
                    return
                }
                i += 1
                continue
            }
            if atNodeStart {
                switch c {
                case "&", "*", "!":
                    let what = c == "&" ? "an anchor" : c == "*" ? "an alias" : "a YAML tag"
                    let length = wordLength(line, i)
                    refuse(i, length, "\(what) is not used here", "write the value out")
                    i += length
                    continue
                case "\"", "'": state.quote = c
                case "-", "?":
                    if next == " ", blocks < 5 {
                        blocks += 1
                        i += 1
                        continue
                    }
                default: break
                }
                if blocks > 4 || (i == indent && i > Self.furthestIndent && state.depth == 0) {
                    refuse(
                        i, 1, "nested too deeply",
                        "at most column \(Self.furthestIndent) and four lists in one line")
                    return
                }
                atNodeStart = false
                if c == "[" || c == "{" {
                    state.depth += 1
                    atNodeStart = true
                    if state.depth == Self.deepestFlow {
                        refuse(i, 1, "nested too deeply", "at most \(Self.deepestFlow) brackets")
                        return
                    }
                }
            } else if c == ":", next == " " {
                atNodeStart = true
            } else if state.depth > 0 {
                if c == "," { atNodeStart = true }
                if c == "]" || c == "}" { state.depth -= 1 }
                if c == "[" || c == "{" { state.depth += 1 }
            }
            if state.depth > 0, atNodeStart, c == "]" || c == "}" { state.depth -= 1 }
            i += 1
        }
    }

    private func wordLength(_ line: [Unicode.Scalar], _ start: Int) -> Int {
        var end = start + 1
        while end < line.count, line[end] != " ", line[end] != ",", line[end] != "]" { end += 1 }
        return end - start
    }
}
