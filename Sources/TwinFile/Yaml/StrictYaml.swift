import Diagnostics

/// What of YAML is taken: sections, lists, scalars, comments. What is refused, before the YAML
/// library sees it: anchors and aliases (a few lines can stand for billions), tags such as
/// `!python`, directives, more than one document, tabs as indentation, line separators that editors
/// do not show as such, and depth or size beyond any twin's.
struct StrictYaml {
    /// Larger files are refused [bytes].
    static let largest = 1_000_000
    /// Deeper brackets are refused.
    static let deepestFlow = 12
    /// Further indentation is refused; with it, deeper nesting.
    static let furthestIndent = 80
    /// More list dashes before one value are refused.
    static let mostDashes = 4
    /// Next line, line separator, paragraph separator: YAML 1.1 counts a line at each, others none.
    static let hiddenBreaks: [Unicode.Scalar] = ["\u{85}", "\u{2028}", "\u{2029}"]
    /// So many refusals are enough.
    private static let mostRefusals = 20

    let source: SourceText

    /// What must not be there, in reading order.
    func refusals() -> [Diagnostic] {
        var scan = LineScan(file: source.file)
        for (index, line) in source.lines.enumerated() {
            scan.read(Array(line.unicodeScalars), number: index + 1)
            if scan.found.count >= Self.mostRefusals { break }
        }
        return scan.found
    }
}

/// Walks through lines and knows where a value may begin, inside quotes and brackets or not.
private struct LineScan {
    let file: String
    private(set) var found: [Diagnostic] = []
    /// Brackets that are open.
    private var depth = 0
    /// The quote that is open.
    private var quote: Unicode.Scalar?
    private var line: [Unicode.Scalar] = []
    private var number = 0
    /// Offset in the line.
    private var i = 0
    private var indent = 0
    /// Whether a value may begin here.
    private var atStart = true
    private var dashes = 0

    init(file: String) { self.file = file }

    private mutating func refuse(_ at: Int, _ length: Int, _ message: String, _ mend: String) {
        found.append(
            Diagnostic(
                file: file, line: number, column: at + 1, length: length, message: message,
                mend: mend))
    }

    mutating func read(_ line: [Unicode.Scalar], number: Int) {
        self.line = line
        self.number = number
        i = 0
        indent = line.firstIndex { $0 != " " } ?? line.count
        atStart = quote == nil
        dashes = 0
        for (offset, scalar) in line.enumerated() where StrictYaml.hiddenBreaks.contains(scalar) {
            refuse(offset, 1, "a line separator that most editors do not show", "remove it")
        }
        if depth == 0, quote == nil {
            if line.first == "%" { refuse(0, 1, "a YAML directive is not used here", "remove it") }
            if number > 1, line.starts(with: "---".unicodeScalars) {
                refuse(0, 3, "a second document begins here", "keep one document a file")
            }
        }
        while i < line.count, step() {}
    }

    /// Reads one scalar; false where the rest of the line need not be read.
    private mutating func step() -> Bool {
        let c = line[i]
        if let quote {
            let isDoubled = c == "'" && quote == "'" && i + 1 < line.count && line[i + 1] == "'"
            if isDoubled || (c == "\\" && quote == "\"") {
                i += 2
                return true
            }
            if c == quote { self.quote = nil }
            i += 1
            return true
        }
        if c == "#", i == 0 || line[i - 1] == " " { return false }
        if c == "\t", i == indent {
            refuse(i, 1, "a tab cannot indent", "indent with spaces")
            return false
        }
        if c != " ", c != "\t" {
            let next: Unicode.Scalar = i + 1 < line.count ? line[i + 1] : " "
            if atStart { return begin(c, next) }
            carryOn(c, next)
        }
        i += 1
        return true
    }

    /// Reads a scalar at which a value may begin.
    private mutating func begin(_ c: Unicode.Scalar, _ next: Unicode.Scalar) -> Bool {
        switch c {
        case "&", "*", "!":
            let what = c == "&" ? "an anchor" : c == "*" ? "an alias" : "a YAML tag"
            let length = wordLength
            refuse(i, length, "\(what) is not used here", "write the value out")
            i += length
            return true
        case "-" where next == " ", "?" where next == " ":
            dashes += 1
            i += 1
            return dashes <= StrictYaml.mostDashes || tooDeep()
        case "\"", "'": quote = c
        case "[", "{":
            depth += 1
            i += 1
            return depth < StrictYaml.deepestFlow || tooDeep()
        case "]", "}": depth = max(0, depth - 1)
        default: break
        }
        if depth == 0, i == indent, i > StrictYaml.furthestIndent { return tooDeep() }
        atStart = false
        i += 1
        return true
    }

    /// Reads a scalar within a value or after it.
    private mutating func carryOn(_ c: Unicode.Scalar, _ next: Unicode.Scalar) {
        if c == ":", next == " " {
            atStart = true
        } else if depth > 0 {
            switch c {
            case ",": atStart = true
            case "[", "{": depth += 1
            case "]", "}": depth -= 1
            default: break
            }
        }
    }

    private mutating func tooDeep() -> Bool {
        refuse(
            i, 1, "nested too deeply",
            "at most \(StrictYaml.deepestFlow - 1) brackets, column \(StrictYaml.furthestIndent), "
                + "\(StrictYaml.mostDashes) dashes")
        return false
    }

    /// The length of the word at the position.
    private var wordLength: Int {
        let ends: [Unicode.Scalar] = [" ", ",", "]", "}"]
        return max(1, line[i...].prefix { !ends.contains($0) }.count)
    }
}
