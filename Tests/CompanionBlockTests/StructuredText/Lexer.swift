/// Why a text is not structured text as this reader knows it.
struct StructuredTextError: Error, Hashable, CustomStringConvertible {
    let line: Int
    let reason: String
    var description: String { "line \(line): \(reason)" }
}

/// A word, number or sign of IEC 61131-3 structured text.
struct Token: Hashable {
    enum Kind: Hashable {
        /// Upper case: the language does not tell cases apart.
        case word(String)
        case whole(UInt32)
        case real(Float)
        case sign(String)
        case end
    }

    let kind: Kind
    let line: Int
}

/// Splits a text into tokens; comments are `(* … *)`, not nested.
func tokens(of text: String) throws(StructuredTextError) -> [Token] {
    let bytes = Array(text.utf8)
    var result: [Token] = []
    var (i, line) = (0, 1)
    func character(_ offset: Int) -> Character {
        i + offset < bytes.count ? Character(Unicode.Scalar(bytes[i + offset])) : "\0"
    }
    while i < bytes.count {
        let c = character(0)
        if c == "\n" { line += 1 }
        if c.isWhitespace {
            i += 1
        } else if c == "(" && character(1) == "*" {
            i += 2
            while i < bytes.count && !(character(0) == "*" && character(1) == ")") {
                if character(0) == "\n" { line += 1 }
                i += 1
            }
            guard i < bytes.count else {
                throw StructuredTextError(line: line, reason: "a comment does not end")
            }
            i += 2
        } else if c.isLetter || c == "_" {
            var word = ""
            while character(0).isLetter || character(0).isNumber || character(0) == "_" {
                word.append(character(0))
                i += 1
            }
            result.append(Token(kind: .word(word.uppercased()), line: line))
        } else if c.isNumber {
            result.append(Token(kind: try number(), line: line))
        } else {
            let pair = String([c, character(1)])
            let isPair = [":=", "<>", "<=", ">="].contains(pair)
            let sign = isPair ? pair : String(c)
            guard isPair || "+-*/=<>():;,#".contains(c) else {
                throw StructuredTextError(line: line, reason: "\(c) is no sign of the language")
            }
            result.append(Token(kind: .sign(sign), line: line))
            i += sign.count
        }
    }
    result.append(Token(kind: .end, line: line))
    return result

    func number() throws(StructuredTextError) -> Token.Kind {
        var digits = ""
        var isReal = false
        while character(0).isNumber || character(0) == "." || character(0) == "E" {
            if character(0) == "." || character(0) == "E" { isReal = true }
            digits.append(character(0))
            i += 1
        }
        if isReal, let value = Float(digits) { return .real(value) }
        if !isReal, let value = UInt32(digits) { return .whole(value) }
        throw StructuredTextError(line: line, reason: "\(digits) is no number")
    }
}
