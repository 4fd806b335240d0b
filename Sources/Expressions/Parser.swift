import Quantities

/// Reads a formula's text into a tree by recursive descent. From loose to tight:
/// `if … then … else`, `or`, `and`, `not`, comparisons, `+ -`, `* /`, unary `-`, `^`.
/// Comparisons chain: `a <= x < b` means `a <= x and x < b`.
struct Parser {
    /// Longer formulas are refused; a rule nobody can read protects nobody.
    static let mostTokens = 400
    /// Deeper nesting is refused, so that no text can exhaust the stack.
    static let deepest = 32

    private let tokens: [Token]
    private let units: any UnitReader
    private var position = 0
    private var depth = 0

    init(_ text: String, units: any UnitReader) throws(FormulaError) {
        tokens = try Lexer.tokens(of: text)
        self.units = units
        if tokens.count > Self.mostTokens {
            throw FormulaError(
                at: tokens[Self.mostTokens].at, "the formula is too long",
                note: "at most \(Self.mostTokens) names, numbers and signs")
        }
    }

    /// The whole text as one term.
    mutating func formula() throws(FormulaError) -> Term {
        let term = try any()
        guard token.kind == .end else { throw unexpected("an operator or the end") }
        return term
    }

    private var token: Token { tokens[position] }

    private mutating func advance() {
        if position < tokens.count - 1 { position += 1 }
    }

    private mutating func takes(_ kind: Token.Kind) -> Bool {
        guard token.kind == kind else { return false }
        advance()
        return true
    }

    private mutating func expect(_ kind: Token.Kind, _ shown: String) throws(FormulaError) {
        guard takes(kind) else { throw unexpected(shown) }
    }

    private func unexpected(_ expected: String) -> FormulaError {
        var mend: String?
        if case .name = token.kind, position > 0, case .number = tokens[position - 1].kind {
            mend = "a unit follows its number directly; multiplication is written *"
        }
        return FormulaError(
            at: token.at, "\(token.shown) cannot stand here", note: "expected \(expected)",
            mend: mend)
    }

    /// From the start of one term to the end of another.
    private func span(_ a: Term, _ b: Term) -> Range<Int> { a.at.lowerBound..<b.at.upperBound }

    // MARK: truth

    private mutating func any() throws(FormulaError) -> Term {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.deepest else {
            throw FormulaError(
                at: token.at, "the formula is nested too deeply",
                note: "at most \(Self.deepest) levels")
        }
        guard case .word("if") = token.kind else { return try disjunction() }
        let start = token.at.lowerBound
        advance()
        let condition = try any()
        try expect(.word("then"), "\"then\"")
        let first = try any()
        try expect(.word("else"), "\"else\"")
        let second = try any()
        return Term(.choice(condition, first, second), at: start..<second.at.upperBound)
    }

    private mutating func disjunction() throws(FormulaError) -> Term {
        var left = try conjunction()
        while takes(.word("or")) {
            let right = try conjunction()
            left = Term(.or(left, right), at: span(left, right))
        }
        return left
    }

    private mutating func conjunction() throws(FormulaError) -> Term {
        var left = try negation()
        while takes(.word("and")) {
            let right = try negation()
            left = Term(.and(left, right), at: span(left, right))
        }
        return left
    }

    private mutating func negation() throws(FormulaError) -> Term {
        let start = token.at.lowerBound
        var count = 0
        while takes(.word("not")) { count += 1 }
        let term = try comparison()
        guard count > 0 else { return term }
        // Two negations cancel, also for "unknown"; so the tree stays flat for any count.
        let once = Term(.not(term), at: start..<term.at.upperBound)
        return count % 2 == 1 ? once : Term(.not(once), at: once.at)
    }

    private mutating func comparison() throws(FormulaError) -> Term {
        let first = try sum()
        guard var comparison = comparisonSign() else { return first }
        advance()
        var previous = try sum()
        var result = Term(.comparison(comparison, first, previous), at: span(first, previous))
        while let next = comparisonSign() {
            comparison = next
            advance()
            let right = try sum()
            let link = Term(.comparison(comparison, previous, right), at: span(previous, right))
            result = Term(.and(result, link), at: span(first, right))
            previous = right
        }
        return result
    }

    private func comparisonSign() -> Term.Comparison? {
        guard case .sign(let sign) = token.kind else { return nil }
        return Term.Comparison(rawValue: sign)
    }

    // MARK: numbers

    private mutating func sum() throws(FormulaError) -> Term {
        var left = try product()
        while case .sign(let sign) = token.kind, sign == "+" || sign == "-" {
            advance()
            let right = try product()
            let operation: Term.Arithmetic = sign == "+" ? .plus : .minus
            left = Term(.arithmetic(operation, left, right), at: span(left, right))
        }
        return left
    }

    private mutating func product() throws(FormulaError) -> Term {
        var left = try signed()
        while case .sign(let sign) = token.kind, sign == "*" || sign == "/" {
            advance()
            let right = try signed()
            let operation: Term.Arithmetic = sign == "*" ? .times : .over
            left = Term(.arithmetic(operation, left, right), at: span(left, right))
        }
        return left
    }

    private mutating func signed() throws(FormulaError) -> Term {
        let start = token.at.lowerBound
        guard takes(.sign("-")) else { return try power() }
        guard token.kind != .sign("-") else { throw unexpected("a number or a name") }
        if case .number(let value, let text) = token.kind, !text.isEmpty, !followedByPower {
            // -5 degC is 268.15 K, not minus 278.15 K.
            let at = start..<token.at.upperBound
            let unit = try readUnit(text, at: token.unitAt)
            advance()
            return Term(.number(unit.toSI(-value), unit), at: at)
        }
        let term = try power()
        return Term(.negative(term), at: start..<term.at.upperBound)
    }

    private var followedByPower: Bool {
        position + 1 < tokens.count && tokens[position + 1].kind == .sign("^")
    }

    private mutating func power() throws(FormulaError) -> Term {
        let base = try atom()
        guard takes(.sign("^")) else { return base }
        let start = token.at.lowerBound
        var exponent: Term
        if takes(.sign("-")) {
            let term = try atom()
            exponent = Term(.negative(term), at: start..<term.at.upperBound)
        } else {
            exponent = try atom()
        }
        guard token.kind != .sign("^") else {
            throw FormulaError(
                at: token.at, "a power of a power is ambiguous", mend: "use parentheses")
        }
        return Term(.arithmetic(.power, base, exponent), at: span(base, exponent))
    }

    private mutating func atom() throws(FormulaError) -> Term {
        let at = token.at
        switch token.kind {
        case .number(let value, let text):
            let unit = text.isEmpty ? Unit.one : try readUnit(text, at: token.unitAt)
            advance()
            return Term(.number(unit.toSI(value), unit), at: at)
        case .word("true"), .word("false"):
            let isTrue = token.kind == .word("true")
            advance()
            return Term(.truth(isTrue), at: at)
        case .name(let name):
            advance()
            if token.kind == .sign("("), token.at.lowerBound == at.upperBound {
                return try call(name, at: at)
            }
            return Term(.name(name), at: at)
        case .sign("("):
            advance()
            let term = try any()
            let end = token.at.upperBound
            try expect(.sign(")"), "\")\"")
            return Term(term.shape, at: at.lowerBound..<end)
        default: throw unexpected("a number, a name or \"(\"")
        }
    }

    private mutating func call(_ name: String, at: Range<Int>) throws(FormulaError) -> Term {
        guard let function = Term.Function(rawValue: name) else {
            throw FormulaError(
                at: at, "\(name) is not a function",
                note: "functions are "
                    + Term.Function.allCases.map(\.rawValue).joined(separator: ", "))
        }
        advance()
        var arguments = [try any()]
        while takes(.sign(",")) { arguments.append(try any()) }
        let end = token.at.upperBound
        try expect(.sign(")"), "\",\" or \")\"")
        let whole = at.lowerBound..<end
        let takesMany = function == .min || function == .max
        guard takesMany ? arguments.count >= 2 : arguments.count == 1 else {
            throw FormulaError(
                at: whole, "\(name) has \(arguments.count) arguments",
                note: takesMany ? "two or more" : "exactly one")
        }
        return Term(.function(function, arguments), at: whole)
    }

    private func readUnit(_ text: String, at: Range<Int>) throws(FormulaError) -> Unit {
        do {
            return try units.unit(text)
        } catch {
            throw FormulaError(
                at: at, "\"\(text)\" is not a unit: \(error.reason)",
                mend: "a name needs an operator before it; a unit ends at the first space")
        }
    }
}
