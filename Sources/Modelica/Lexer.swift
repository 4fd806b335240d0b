import Diagnostics

/// The longest model text that is read [Unicode scalars].
let longestText = 2_000_000

/// Cuts a model text into words; what is no word is reported and skipped.
struct Lexer {
    private let scalars: [Unicode.Scalar]
    private let file: String
    private var position = 0
    private var line = 1
    private var column = 1
    private(set) var findings = Findings()

    init(text: String, file: String) {
        scalars = Array(text.unicodeScalars.prefix(longestText))
        self.file = file
        if text.unicodeScalars.count > longestText {
            findings.add(
                Diagnostic(
                    file: file, line: 1, column: 1,
                    message: "the model text is longer than \(longestText) characters",
                    mend: "split the plant into several twins"))
        }
    }

    /// All words, ended by one of kind `.end`.
    mutating func tokens() -> [Token] {
        var result: [Token] = []
        while true {
            skipBlanks()
            guard let scalar = peek() else { break }
            let start = (line: line, column: column, position: position)
            if isLetter(scalar) {
                result.append(word(from: start.position, at: start.line, start.column))
            } else if isDigit(scalar) || (scalar == "." && peek(1).map(isDigit) == true) {
                if let number = number(at: start.line, start.column) { result.append(number) }
            } else if scalar == "\"" {
                result.append(string(at: start.line, start.column))
            } else if scalar == "'" {
                result.append(quotedName(at: start.line, start.column))
            } else if let symbol = symbol(at: start.line, start.column) {
                result.append(symbol)
            }
        }
        result.append(
            Token(kind: .end, text: "", place: Place(line: line, column: column, length: 1)))
        return result
    }

    private func peek(_ ahead: Int = 0) -> Unicode.Scalar? {
        position + ahead < scalars.count ? scalars[position + ahead] : nil
    }

    /// Steps over one scalar and keeps count of lines as `SourceText` does.
    private mutating func advance() {
        let scalar = scalars[position]
        position += 1
        let endsLine = scalar == "\n" || (scalar == "\r" && peek() != "\n")
        line += endsLine ? 1 : 0
        column = endsLine ? 1 : column + 1
    }

    private mutating func report(_ message: String, line: Int, column: Int, mend: String) {
        findings.add(
            Diagnostic(file: file, line: line, column: column, message: message, mend: mend))
    }

    private mutating func skipBlanks() {
        while let scalar = peek() {
            if scalar == " " || scalar == "\t" || scalar == "\n" || scalar == "\r"
                || (scalar == "\u{FEFF}" && position == 0)
            {
                advance()
            } else if scalar == "/", peek(1) == "/" {
                while let next = peek(), next != "\n", next != "\r" { advance() }
            } else if scalar == "/", peek(1) == "*" {
                skipComment()
            } else {
                return
            }
        }
    }

    private mutating func skipComment() {
        let (startLine, startColumn) = (line, column)
        advance()
        advance()
        while position < scalars.count {
            if peek() == "*", peek(1) == "/" {
                advance()
                advance()
                return
            }
            advance()
        }
        report(
            "the comment that begins here does not end", line: startLine, column: startColumn,
            mend: "end it with */")
    }

    private func isLetter(_ s: Unicode.Scalar) -> Bool {
        (s >= "a" && s <= "z") || (s >= "A" && s <= "Z") || s == "_"
    }

    private func isDigit(_ s: Unicode.Scalar) -> Bool { s >= "0" && s <= "9" }

    private func text(from start: Int) -> String {
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars[start..<position])
        return String(view)
    }

    private mutating func word(from start: Int, at line: Int, _ column: Int) -> Token {
        while let scalar = peek(), isLetter(scalar) || isDigit(scalar) { advance() }
        let word = text(from: start)
        return Token(
            kind: Token.keywords.contains(word) ? .keyword : .identifier, text: word,
            place: Place(line: line, column: column, length: position - start))
    }

    private mutating func number(at line: Int, _ column: Int) -> Token? {
        let start = position
        while let scalar = peek(), isDigit(scalar) { advance() }
        if peek() == ".", !isElementwise(at: 1) {
            advance()
            while let scalar = peek(), isDigit(scalar) { advance() }
        }
        if peek() == "e" || peek() == "E" {
            let signed = peek(1) == "+" || peek(1) == "-"
            if peek(signed ? 2 : 1).map(isDigit) == true {
                for _ in 0..<(signed ? 2 : 1) { advance() }
                while let scalar = peek(), isDigit(scalar) { advance() }
            }
        }
        let written = text(from: start)
        let readable = written.hasPrefix(".") ? "0" + written : written
        let place = Place(line: line, column: column, length: position - start)
        guard
            let value = Double(readable.hasSuffix(".") ? readable + "0" : readable)
                ?? Double(readable.replacing(".e", with: ".0e").replacing(".E", with: ".0E")),
            value.isFinite
        else {
            report(
                "the number \(written) is too large", line: line, column: column,
                mend: "write a number below 1e308")
            return nil
        }
        return Token(kind: .number, text: written, value: value, place: place)
    }

    /// Whether the "." that stands here begins ".*", "./", ".^", ".+" or ".-" and no fraction.
    private func isElementwise(at ahead: Int) -> Bool {
        guard let next = peek(ahead) else { return false }
        return next == "*" || next == "/" || next == "^" || next == "+" || next == "-"
    }

    private mutating func string(at line: Int, _ column: Int) -> Token {
        let start = position
        advance()
        var view = String.UnicodeScalarView()
        while let scalar = peek(), scalar != "\"" {
            if scalar == "\\", peek(1) != nil { advance() }
            if let next = peek() { view.append(next) }
            advance()
        }
        if peek() == nil {
            report(
                "the text that begins here does not end", line: line, column: column,
                mend: "end it with \"")
        } else {
            advance()
        }
        let length = self.line == line ? position - start : 1
        return Token(
            kind: .string, text: String(view),
            place: Place(line: line, column: column, length: length))
    }

    private mutating func quotedName(at line: Int, _ column: Int) -> Token {
        let start = position
        advance()
        while let scalar = peek(), scalar != "'", scalar != "\n", scalar != "\r" { advance() }
        if peek() == "'" {
            advance()
        } else {
            report(
                "the name that begins here does not end", line: line, column: column,
                mend: "end it with ' in the same line")
        }
        return Token(
            kind: .identifier, text: text(from: start),
            place: Place(line: line, column: column, length: position - start))
    }

    private mutating func symbol(at line: Int, _ column: Int) -> Token? {
        let start = position
        let first = scalars[position]
        let pairs = ["==", "<=", ">=", "<>", ":=", ".*", "./", ".^", ".+", ".-"]
        if let second = peek(1), pairs.contains(String(first) + String(second)) {
            advance()
            advance()
        } else if "()[]{}.,;:=+-*/^<>".unicodeScalars.contains(first) {
            advance()
        } else {
            advance()
            report(
                "the character \"\(first)\" means nothing in a model", line: line, column: column,
                mend: "remove it; names are made of letters a to z, digits and _")
            return nil
        }
        return Token(
            kind: .symbol, text: text(from: start),
            place: Place(line: line, column: column, length: position - start))
    }
}
