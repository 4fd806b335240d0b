import Foundation

/// Limits on the size of files, functions and lines, and on undocumented declarations.
enum Shape {
    static let linesPerFile = 500
    static let linesPerFunction = 70
    static let columns = 100

    static func tooLongFile(_ file: SourceFile) -> [Violation] {
        guard file.lineCount > linesPerFile else { return [] }
        let what = "\(file.lineCount) lines; stop at \(linesPerFile) and split by meaning"
        return [Violation(path: file.path, line: file.lineCount, what: what)]
    }

    static func tooLongLines(_ file: SourceFile) -> [Violation] {
        file.lines.enumerated().filter { _, text in
            // Counting bytes is quick and never counts too few.
            text.utf8.count > columns && text.count > columns
        }.map { line, text in
            let what = "\(text.count) columns; stop at \(columns)"
            return Violation(path: file.path, line: line + 1, what: what)
        }
    }

    static func tooLongFunctions(_ file: SourceFile) -> [Violation] {
        functions(in: file.code).filter { $0.count > linesPerFunction }.map { body in
            let what = "a function of \(body.count) lines; stop at \(linesPerFunction)"
            return Violation(path: file.path, line: body.lowerBound + 1, what: what)
        }
    }

    /// Lines (from 0) that each function, initializer or computed property takes up.
    ///
    /// `code` must have its comments and strings blanked. A body is found by its braces: from the
    /// keyword to the first brace outside parentheses, and on to the brace that closes it.
    static func functions(in code: String) -> [Range<Int>] {
        let bytes = Array(code.utf8)
        var starts: [Int] = []
        let declaration = #"(?<![.\w`])(func\b|init[?<(]|deinit\b|subscript[<(]|var\b)"#
        guard let expression = try? NSRegularExpression(pattern: declaration) else { return [] }
        // Masked code may hold non-ASCII names; then UTF-16 and UTF-8 offsets differ: go by bytes.
        let plain = String(decoding: bytes.map { $0 < 128 ? $0 : UInt8(ascii: "x") }, as: UTF8.self)
        let all = NSRange(location: 0, length: bytes.count)
        for match in expression.matches(in: plain, range: all) {
            starts.append(match.range.location)
        }
        let lineOf = lineTable(bytes)
        return starts.compactMap { start in
            guard let open = bodyStart(bytes, from: start),
                let close = matchingBrace(bytes, from: open)
            else { return nil }
            return lineOf[start]..<lineOf[close] + 1
        }
    }

    private static func lineTable(_ bytes: [UInt8]) -> [Int] {
        var line = 0
        return bytes.map { byte in
            defer { if byte == UInt8(ascii: "\n") { line += 1 } }
            return line
        }
    }

    /// The brace that opens the body; nil if the declaration has none.
    private static func bodyStart(_ bytes: [UInt8], from start: Int) -> Int? {
        let isProperty = bytes[start] == UInt8(ascii: "v")
        var depth = 0
        for at in start..<bytes.count {
            switch bytes[at] {
            case UInt8(ascii: "("), UInt8(ascii: "["): depth += 1
            case UInt8(ascii: ")"), UInt8(ascii: "]"): depth -= 1
            case UInt8(ascii: "{") where depth == 0: return at
            case UInt8(ascii: "}") where depth == 0: return nil
            case UInt8(ascii: "\n") where depth == 0 && isProperty: return nil
            case UInt8(ascii: "\n") where depth == 0 && startsDeclaration(bytes, at + 1): return nil
            default: break
            }
            if depth < 0 { return nil }
        }
        return nil
    }

    /// True if the line begins with a word that cannot continue the head of a function.
    private static func startsDeclaration(_ bytes: [UInt8], _ lineStart: Int) -> Bool {
        let word = bytes[lineStart...].drop { $0 == UInt8(ascii: " ") }
            .prefix { $0 >= UInt8(ascii: "a") && $0 <= UInt8(ascii: "z") }
        let text = String(decoding: word, as: UTF8.self)
        return ["func", "var", "let", "init", "case", "struct", "static", "package", "public"]
            .contains(text)
    }

    private static func matchingBrace(_ bytes: [UInt8], from open: Int) -> Int? {
        var depth = 0
        for at in open..<bytes.count {
            if bytes[at] == UInt8(ascii: "{") { depth += 1 }
            if bytes[at] == UInt8(ascii: "}") { depth -= 1 }
            if depth == 0 { return at }
        }
        return nil
    }

    /// Public declarations, and package types that are not nested, without a comment above them.
    static func undocumented(_ file: SourceFile) -> [Violation] {
        guard !file.isTest else { return [] }
        let attributes = #"((@\w+(\([^)\n]*\))?|final|indirect)\s+)*"#
        let wanted =
            #"^\s*"# + attributes + #"(public|open)\s+(?!import\b|extension\b)[a-z@]"#
            + "|^package\\s+" + attributes + #"(struct|class|enum|actor|protocol)\b"#
        return lineNumbers(of: wanted, in: file.code).compactMap { line in
            // A pattern that begins with \s* may begin on the blank line above.
            var declaration = line
            while file.codeLines[declaration].allSatisfy(\.isWhitespace) { declaration += 1 }
            var above = declaration - 1
            while above >= 0, isAttribute(file.lines[above]) { above -= 1 }
            if above >= 0, file.lines[above].drop(while: \.isWhitespace).hasPrefix("///") {
                return nil
            }
            let what = "no documentation comment"
            return Violation(path: file.path, line: declaration + 1, what: what)
        }
    }

    private static func isAttribute(_ line: Substring) -> Bool {
        line.drop(while: \.isWhitespace).hasPrefix("@")
    }
}
