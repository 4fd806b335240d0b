/// A piece of a formula's text.
struct Token: Equatable {
    enum Kind: Equatable {
        /// The digits as written, and the unit text that follows; "" if none does.
        case number(Double, unit: String)
        case name(String)
        /// A word of the language: and, or, not, if, then, else, true, false.
        case word(String)
        /// An operator, a parenthesis or a comma.
        case sign(String)
        case end
    }

    let kind: Kind
    /// Offsets in Unicode scalars, from 0.
    let at: Range<Int>
    /// Of a number: where its unit text stands.
    var unitAt = 0..<0

    /// The words that are never names and never units.
    static let words = ["and", "or", "not", "if", "then", "else", "true", "false"]

    /// As it is named in a message.
    var shown: String {
        switch kind {
        case .number(let value, let unit): unit.isEmpty ? "the number \(value)" : "\(value) \(unit)"
        case .name(let name): "the name \(name)"
        case .word(let word), .sign(let word): "\"\(word)\""
        case .end: "the end"
        }
    }
}
