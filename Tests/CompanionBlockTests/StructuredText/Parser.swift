/// Reads function blocks: declarations, assignments, IF, and expressions with the precedence of
/// IEC 61131-3 (third edition, table 71).
struct Parser {
    private let tokens: [Token]
    private var position = 0

    init(_ text: String) throws(StructuredTextError) {
        tokens = try CompanionBlockTests.tokens(of: text)
    }

    static func blocks(in text: String) throws(StructuredTextError) -> [SyntaxBlock] {
        var parser = try Parser(text)
        var blocks: [SyntaxBlock] = []
        while parser.token.kind != .end { blocks.append(try parser.block()) }
        return blocks
    }

    private var token: Token { tokens[position] }

    private func wrong(_ reason: String) -> StructuredTextError {
        StructuredTextError(line: token.line, reason: "\(reason), found \(token.kind)")
    }

    private mutating func take(_ sign: String) -> Bool {
        guard token.kind == .sign(sign) || token.kind == .word(sign) else { return false }
        position += 1
        return true
    }

    private mutating func expect(_ sign: String) throws(StructuredTextError) {
        guard take(sign) else { throw wrong("expected \(sign)") }
    }

    private mutating func name() throws(StructuredTextError) -> String {
        guard case .word(let word) = token.kind else { throw wrong("expected a name") }
        position += 1
        return word
    }

    // MARK: declarations

    private mutating func block() throws(StructuredTextError) -> SyntaxBlock {
        try expect("FUNCTION_BLOCK")
        let name = try name()
        var declarations: [Declaration] = []
        while let place = place() {
            let isRetained = take("RETAIN")
            while !take("END_VAR") {
                declarations.append(try declaration(place, isRetained))
            }
        }
        var body: [SyntaxStatement] = []
        while !take("END_FUNCTION_BLOCK") { body.append(try statement()) }
        return SyntaxBlock(name: name, declarations: declarations, body: body)
    }

    private mutating func place() -> Declaration.Place? {
        if take("VAR_INPUT") { return .input }
        if take("VAR_OUTPUT") { return .output }
        return take("VAR") ? .inside : nil
    }

    private mutating func declaration(
        _ place: Declaration.Place, _ isRetained: Bool
    ) throws(StructuredTextError) -> Declaration {
        let line = token.line
        let name = try name()
        try expect(":")
        guard let type = ElementaryType(rawValue: try self.name()) else {
            throw wrong("unknown type of \(name)")
        }
        let start = take(":=") ? try expression() : nil
        try expect(";")
        return Declaration(
            name: name, place: place, type: type, isRetained: isRetained, start: start, line: line)
    }

    // MARK: statements

    private mutating func statement() throws(StructuredTextError) -> SyntaxStatement {
        let line = token.line
        guard take("IF") else {
            let target = try name()
            try expect(":=")
            let value = try expression()
            try expect(";")
            return .assign(target, value, line: line)
        }
        var branches: [(Syntax, [SyntaxStatement])] = []
        var otherwise: [SyntaxStatement] = []
        let condition = try expression()
        try expect("THEN")
        branches.append((condition, try statements()))
        while take("ELSIF") {
            let condition = try expression()
            try expect("THEN")
            branches.append((condition, try statements()))
        }
        if take("ELSE") { otherwise = try statements() }
        try expect("END_IF")
        try expect(";")
        return .choose(branches, otherwise: otherwise, line: line)
    }

    private mutating func statements() throws(StructuredTextError) -> [SyntaxStatement] {
        var result: [SyntaxStatement] = []
        while ![.word("ELSIF"), .word("ELSE"), .word("END_IF")].contains(token.kind) {
            result.append(try statement())
        }
        return result
    }

    // MARK: expressions

    /// From the loosest to the tightest.
    private static let levels: [[String]] = [
        ["OR"], ["XOR"], ["AND"], ["=", "<>"], ["<", ">", "<=", ">="], ["+", "-"],
        ["*", "/", "MOD"],
    ]

    private mutating func expression(_ level: Int = 0) throws(StructuredTextError) -> Syntax {
        guard level < Parser.levels.count else { return try unary() }
        var left = try expression(level + 1)
        while let sign = Parser.levels[level].first(where: {
            token.kind == .sign($0) || token.kind == .word($0)
        }) {
            let line = token.line
            position += 1
            left = .infix(sign, left, try expression(level + 1), line: line)
        }
        return left
    }

    private mutating func unary() throws(StructuredTextError) -> Syntax {
        let line = token.line
        for sign in ["NOT", "-"] where take(sign) { return .prefix(sign, try unary(), line: line) }
        if take("(") {
            let inner = try expression()
            try expect(")")
            return inner
        }
        switch token.kind {
        case .whole(let value):
            position += 1
            return .whole(value, typed: nil, line: line)
        case .real(let value):
            position += 1
            return .real(value)
        case .word("TRUE"), .word("FALSE"):
            defer { position += 1 }
            return .truth(token.kind == .word("TRUE"))
        default: return try named(line)
        }
    }

    /// A variable, a call with one argument, or a typed number such as `UDINT#5`.
    private mutating func named(_ line: Int) throws(StructuredTextError) -> Syntax {
        let word = try name()
        if take("#") {
            guard let type = ElementaryType(rawValue: word), case .whole(let value) = token.kind
            else { throw wrong("not a typed number") }
            position += 1
            return .whole(value, typed: type, line: line)
        }
        guard take("(") else { return .name(word, line: line) }
        let argument = try expression()
        try expect(")")
        return .call(word, argument, line: line)
    }
}
