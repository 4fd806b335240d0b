/// Where something stands in the model text.
struct Place: Hashable, Sendable {
    /// From 1.
    var line: Int
    /// From 1, in Unicode scalars.
    var column: Int
    /// Scalars covered in that line; at least 1.
    var length: Int

    static let start = Place(line: 1, column: 1, length: 1)

    /// From here to the end of `last`, if that stands in the same line.
    func through(_ last: Place) -> Place {
        guard last.line == line, last.column >= column else { return self }
        return Place(line: line, column: column, length: last.column + last.length - column)
    }
}

/// One word of the model text.
struct Token: Sendable {
    enum Kind: Hashable, Sendable {
        case identifier
        /// A reserved word of Modelica.
        case keyword
        case number
        case string
        case symbol
        /// After the last word.
        case end
    }

    let kind: Kind
    /// As written; a string without its quotes and escapes.
    let text: String
    /// Of a number.
    var value: Double = 0
    let place: Place

    /// As a message names it.
    var shown: String {
        switch kind {
        case .end: "the end of the file"
        case .string: "a text"
        default: "\"\(text)\""
        }
    }

    /// Modelica Language Specification 3.6, section 2.3.3.
    static let keywords: Set<String> = [
        "algorithm", "and", "annotation", "block", "break", "class", "connect", "connector",
        "constant", "constrainedby", "der", "discrete", "each", "else", "elseif", "elsewhen",
        "encapsulated", "end", "enumeration", "equation", "expandable", "extends", "external",
        "false", "final", "flow", "for", "function", "if", "import", "impure", "in", "initial",
        "inner", "input", "loop", "model", "not", "operator", "or", "outer", "output", "package",
        "parameter", "partial", "protected", "public", "pure", "record", "redeclare",
        "replaceable", "return", "stream", "then", "true", "type", "when", "while", "within",
    ]
}
