import Diagnostics

/// The deepest nesting of parentheses, calls, loops and conditions that is read.
let deepestNesting = 64

/// Reading stopped here; what is wrong has been reported.
struct ParseStop: Error {}

/// Reads one model from its words. After an error it goes on behind the next ";".
struct Parser {
    let file: String
    private let tokens: [Token]
    private var position = 0
    private var nesting = 0
    var syntax = ModelSyntax()
    private(set) var findings = Findings()

    init(tokens: [Token], file: String) {
        self.tokens = tokens
        self.file = file
    }

    // MARK: Words

    var next: Token { tokens[position] }
    var previous: Token { tokens[max(0, position - 1)] }
    func ahead(_ count: Int) -> Token { tokens[min(position + count, tokens.count - 1)] }

    mutating func take() -> Token {
        let token = tokens[position]
        if token.kind != .end { position += 1 }
        return token
    }

    /// Whether the next word is this symbol or reserved word.
    func stands(_ text: String) -> Bool {
        (next.kind == .symbol || next.kind == .keyword) && next.text == text
    }

    func stands(anyOf texts: [String]) -> Bool { texts.contains { stands($0) } }

    /// Steps over the symbol or reserved word, if it stands here.
    mutating func accept(_ text: String) -> Bool {
        guard stands(text) else { return false }
        position += 1
        return true
    }

    mutating func expect(_ text: String, _ purpose: String, mend: String? = nil)
        throws(ParseStop)
    {
        guard !accept(text) else { return }
        if text == ";" {
            // The place behind the last word is where the ";" is missing.
            let last = previous.place
            let behind = Place(line: last.line, column: last.column + last.length, length: 1)
            throw refuse(
                "\";\" is missing before \(next.shown)", at: behind,
                note: "\";\" is expected here", mend: mend ?? "end \(purpose) with \";\"")
        }
        throw refuse(
            "found \(next.shown) where \"\(text)\" is expected", at: next.place,
            note: "\"\(text)\" is expected here", mend: mend ?? "write \"\(text)\" \(purpose)")
    }

    mutating func name(_ purpose: String) throws(ParseStop) -> Token {
        guard next.kind == .identifier else {
            let reserved = next.kind == .keyword
            throw refuse(
                "found \(next.shown) where \(purpose) is expected", at: next.place,
                note: "a name is expected here",
                mend: reserved ? "\"\(next.text)\" is a reserved word: choose another name" : nil)
        }
        return take()
    }

    // MARK: Reports

    mutating func report(_ message: String, at place: Place, note: String? = nil, mend: String?) {
        findings.add(
            Diagnostic(
                file: file, line: place.line, column: place.column, length: place.length,
                message: message, note: note, mend: mend))
    }

    mutating func refuse(_ message: String, at place: Place, note: String? = nil, mend: String?)
        -> ParseStop
    {
        report(message, at: place, note: note, mend: mend)
        return ParseStop()
    }

    /// Steps behind the next ";", or before a word that begins a section or ends the model.
    mutating func recover() {
        let marks = ["equation", "algorithm", "public", "protected", "end", "initial"]
        while next.kind != .end, !marks.contains(where: { stands($0) }) {
            if take().text == ";", previous.kind == .symbol { return }
        }
    }

    // MARK: Tree

    mutating func node(_ kind: SyntaxNode.Kind, _ place: Place) -> NodeIndex {
        syntax.nodes.append(SyntaxNode(kind: kind, place: place))
        return syntax.nodes.count - 1
    }

    mutating func enter() throws(ParseStop) {
        nesting += 1
        if nesting > deepestNesting {
            throw refuse(
                "this is nested more than \(deepestNesting) levels deep", at: next.place,
                mend: "give an inner part a name and an equation of its own")
        }
    }

    mutating func leave() { nesting -= 1 }

    /// Levels entered so far, to be restored where reading goes on after an error.
    var level: Int {
        get { nesting }
        set { nesting = newValue }
    }

    // MARK: Model

    /// Reads the file: optional `within`, then one model.
    mutating func parse() {
        do throws(ParseStop) {
            if stands("within") {
                while next.kind != .end, !accept(";") { _ = take() }
            }
            try refuseForeignClass()
            try expect("model", "before the model's name")
            let name = try name("the model's name")
            syntax.name = name.text
            syntax.place = name.place
            while next.kind == .string { _ = take() }
        } catch {
            return
        }
        body()
        do throws(ParseStop) {
            try expect("end", "after the last equation of model \(syntax.name)")
            let name = try name("the model's name")
            if name.text != syntax.name {
                throw refuse(
                    "\"end \(name.text)\" ends model \(syntax.name)", at: name.place,
                    note: "\"\(syntax.name)\" is expected here",
                    mend: "write end \(syntax.name);")
            }
            try expect(";", "the model")
            if next.kind != .end {
                throw refuse(
                    "found \(next.shown) behind the end of model \(syntax.name)", at: next.place,
                    mend: "keep one model in a file")
            }
        } catch {
            return
        }
    }

    private mutating func refuseForeignClass() throws(ParseStop) {
        let others = [
            "package", "class", "block", "function", "record", "connector", "type", "partial",
            "encapsulated", "import", "operator", "expandable",
        ]
        if stands(anyOf: others) {
            throw refuse(
                "\"\(next.text)\" is outside the part of Modelica that is read", at: next.place,
                note: "\"model\" is expected here",
                mend: "write the plant as one flat model (docs/modelica.md lists what is read)")
        }
    }

    /// Declarations and equation sections up to `end`.
    private mutating func body() {
        while next.kind != .end, !stands("end") {
            if accept("public") || accept("protected") { continue }
            let isInitial = stands("initial") && ahead(1).text == "equation"
            if isInitial { _ = take() }
            if accept("equation") {
                let equations = equationList(until: [
                    "end", "public", "protected", "initial", "algorithm", "equation",
                ])
                if isInitial {
                    syntax.initialEquations += equations
                } else {
                    syntax.equations += equations
                }
                continue
            }
            do throws(ParseStop) {
                try element()
            } catch {
                nesting = 0
                syntax.hasLostDeclarations = true
                let before = position
                recover()
                if position == before, next.kind != .end, !stands("end") { _ = take() }
            }
        }
    }

    /// One declaration, or something that is refused by name.
    private mutating func element() throws(ParseStop) {
        if accept("annotation") {
            try skipParentheses()
            try expect(";", "the annotation")
            return
        }
        if stands("algorithm") || stands("initial") {
            report(
                "algorithm sections are not read", at: next.place,
                mend: "write the calculation as equations, in any order")
            _ = take()
            while next.kind != .end, !stands(anyOf: ["equation", "public", "protected"]),
                !(stands("end") && ahead(1).kind == .identifier)
            {
                _ = take()
            }
            return
        }
        if stands("import") {
            throw refuse(
                "imports are not read", at: next.place,
                mend: "write functions and constants with their full names, such as "
                    + "Modelica.Constants.sigma")
        }
        if stands("extends") {
            throw refuse(
                "\"extends\" is not read", at: next.place,
                mend: "copy the declarations and equations into this model")
        }
        let refused = [
            "discrete", "flow", "stream", "inner", "outer", "replaceable", "redeclare", "model",
            "package", "class", "block", "function", "record", "connector", "type", "partial",
            "encapsulated", "operator", "expandable", "external", "impure", "pure",
        ]
        if stands(anyOf: refused) {
            throw refuse(
                "\"\(next.text)\" is outside the part of Modelica that is read", at: next.place,
                mend: "declare Real, Integer and Boolean variables only "
                    + "(docs/modelica.md lists what is read)")
        }
        try declarations()
    }

    /// Steps over "( … )" with all that is inside.
    mutating func skipParentheses() throws(ParseStop) {
        try expect("(", "after \"annotation\"")
        var open = 1
        while open > 0 {
            let token = take()
            if token.kind == .end {
                throw refuse(
                    "the annotation does not end", at: previous.place,
                    mend: "close its parentheses")
            }
            guard token.kind == .symbol else { continue }
            if token.text == "(" { open += 1 }
            if token.text == ")" { open -= 1 }
        }
    }
}
