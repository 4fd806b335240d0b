/// Cuts a formula's text into tokens.
///
/// Three rules make plant spellings readable:
/// - A name may hold "." and "-" between letters or digits, without spaces, and end in "[1]" or
///   "[1,2]": `TIC-201.SP`, `setpoint[1]`. So subtraction needs a space on one side at least.
///   Any other tag is written in single quotes: `'20 TI/305'`.
/// - A number may be followed by a unit; the unit ends at the first space, so operators after a
///   unit need a space before them: `8 EUR/h * 2`. A "(" belongs to a unit only after "/".
/// - `min` after a number is the minute, before "(" the function.
struct Lexer {
    private let text: [Unicode.Scalar]
    private var position = 0

    init(_ text: String) { self.text = Array(text.unicodeScalars) }

    /// All tokens, the last one `.end`.
    static func tokens(of text: String) throws(FormulaError) -> [Token] {
        var lexer = Lexer(text)
        var tokens: [Token] = []
        while true {
            let token = try lexer.next()
            tokens.append(token)
            if token.kind == .end { return tokens }
        }
    }

    private mutating func next() throws(FormulaError) -> Token {
        while let c = peek(), c == " " || c == "\t" || c == "\n" || c == "\r" { position += 1 }
        guard let c = peek() else { return Token(kind: .end, at: position..<position) }
        if c.isDigit || (c == "." && peek(1)?.isDigit == true) { return try number() }
        if c.isLetter { return name() }
        if c == "'" { return try quotedName() }
        return try sign(c)
    }

    private func peek(_ ahead: Int = 0) -> Unicode.Scalar? {
        position + ahead < text.count ? text[position + ahead] : nil
    }

    private func string(_ range: Range<Int>) -> String {
        var result = String.UnicodeScalarView()
        result.append(contentsOf: text[range])
        return String(result)
    }

    // MARK: names

    private mutating func name() -> Token {
        let start = position
        while let c = peek() {
            let isPart = c.isLetter || c.isDigit
            let joins = (c == "-" || c == ".") && peek(1).map { $0.isLetter || $0.isDigit } == true
            guard isPart || joins else { break }
            position += 1
        }
        position += indexLength()
        let text = string(start..<position)
        let kind: Token.Kind = Token.words.contains(text) ? .word(text) : .name(text)
        return Token(kind: kind, at: start..<position)
    }

    /// The length of an index such as "[1]" or "[2,3]" at the position; 0 if there is none.
    private func indexLength() -> Int {
        guard peek() == "[" else { return 0 }
        var length = 1
        while let c = peek(length), c.isDigit || c == "," { length += 1 }
        return peek(length) == "]" && length > 1 ? length + 1 : 0
    }

    private mutating func quotedName() throws(FormulaError) -> Token {
        let start = position
        position += 1
        while let c = peek(), c != "'" { position += 1 }
        guard peek() == "'" else {
            throw FormulaError(
                at: start..<position, "a quoted name has no end", mend: "close it with '")
        }
        position += 1
        guard position - start > 2 else {
            throw FormulaError(at: start..<position, "a quoted name is empty")
        }
        return Token(kind: .name(string(start + 1..<position - 1)), at: start..<position)
    }

    // MARK: numbers and units

    private mutating func number() throws(FormulaError) -> Token {
        let start = position
        skipDigits()
        if peek() == ".", peek(1)?.isDigit == true {
            position += 1
            skipDigits()
        }
        if let e = peek(), e == "e" || e == "E" {
            let sign = peek(1) == "+" || peek(1) == "-" ? 1 : 0
            if peek(1 + sign)?.isDigit == true {
                position += 1 + sign
                skipDigits()
            }
        }
        let digits = string(start..<position)
        guard let value = Double(digits), value.isFinite else {
            throw FormulaError(
                at: start..<position, "the number \(digits) is too large",
                note: "at most 1.8e308 in size")
        }
        let unitAt = unitRange()
        position = max(position, unitAt.upperBound)
        return Token(
            kind: .number(value, unit: string(unitAt)), at: start..<position, unitAt: unitAt)
    }

    private mutating func skipDigits() {
        while peek()?.isDigit == true { position += 1 }
    }

    /// Where the unit after a number stands; empty if none does.
    private func unitRange() -> Range<Int> {
        var start = position
        while start < text.count, text[start] == " " { start += 1 }
        var end = start
        var open = 0
        while end < text.count {
            let c = text[end]
            let following = end + 1 < text.count ? text[end + 1] : " "
            let continues =
                switch c {
                case "(": end > start && text[end - 1] == "/"
                case ")": open > 0
                case "^": following.isDigit && end > start
                case "-": end > start && following.isDigit && text[end - 1].isLetter
                case "/", ".":
                    end > start && (following.isUnitLetter || following == "(" && c == "/")
                default: c.isUnitLetter || (end > start && c.isDigit)
                }
            guard continues else { break }
            if c == "(" { open += 1 }
            if c == ")" { open -= 1 }
            end += 1
        }
        let isWord = Token.words.contains(string(start..<end))
        return isWord || start == end ? position..<position : start..<end
    }

    // MARK: signs

    private mutating func sign(_ c: Unicode.Scalar) throws(FormulaError) -> Token {
        let start = position
        let two = string(start..<min(start + 2, text.count))
        let mends = ["&&": "and", "||": "or", "<>": "!=", "=<": "<=", "=>": ">=", "**": "^"]
        if let mend = mends[two] {
            throw FormulaError(
                at: start..<start + 2, "\"\(two)\" is not used here", mend: "write \(mend)")
        }
        if ["<=", ">=", "==", "!="].contains(two) {
            position += 2
            return Token(kind: .sign(two), at: start..<position)
        }
        position += 1
        switch c {
        case "+", "-", "*", "/", "^", "<", ">", "(", ")", ",":
            return Token(kind: .sign(String(c)), at: start..<position)
        case "=":
            throw FormulaError(
                at: start..<position, "\"=\" is not used here", mend: "write == to compare")
        case "!":
            throw FormulaError(at: start..<position, "\"!\" is not used here", mend: "write not")
        default:
            throw FormulaError(
                at: start..<position, "\"\(c)\" has no meaning in a formula",
                note: "a tag with signs beyond letters, digits, \".\" and \"-\" stands in '…'")
        }
    }
}

extension Unicode.Scalar {
    /// 0 to 9.
    var isDigit: Bool { ("0"..."9").contains(self) }
    /// What a name may begin with: a letter or "_".
    var isLetter: Bool { self == "_" || properties.isAlphabetic }
    /// What a unit may begin with: a letter, "%", "°", "µ".
    var isUnitLetter: Bool { isLetter || self == "%" || self == "°" || self == "µ" }
}
