extension Parser {
    /// Equations up to one of the words in `ends`, which stays.
    mutating func equationList(until ends: [String]) -> [EquationSyntax] {
        var equations: [EquationSyntax] = []
        let level = self.level
        while next.kind != .end {
            // The end of a loop or condition whose head was not understood.
            if level == 0, stands("end"), ahead(1).kind == .keyword {
                for _ in 0..<(ahead(2).text == ";" ? 3 : 2) { _ = take() }
                continue
            }
            if stands(anyOf: ends) { break }
            do throws(ParseStop) {
                if accept("annotation") {
                    try skipParentheses()
                } else {
                    equations.append(try equation())
                }
                _ = next.kind == .string ? take() : nil
                if accept("annotation") { try skipParentheses() }
                try expect(";", "the equation")
            } catch {
                self.level = level
                recoverInEquations(until: ends)
            }
        }
        return equations
    }

    /// Steps behind the next ";", or before a word that ends this list of equations.
    private mutating func recoverInEquations(until ends: [String]) {
        let before = next.place
        while next.kind != .end, !stands(anyOf: ends) {
            if take().text == ";", previous.kind == .symbol { return }
        }
        // Words such as `end` of a loop that was not understood: step on, or nothing would move.
        if next.place == before, next.kind != .end, level > 0 { _ = take() }
    }

    private mutating func equation() throws(ParseStop) -> EquationSyntax {
        try enter()
        defer { leave() }
        if stands("for") { return try loop() }
        if stands("if"), !isChoiceExpression() { return try choice() }
        try refuseUnread()
        let left = try expression()
        if stands(":=") {
            throw refuse(
                "found \":=\" where \"=\" is expected", at: next.place,
                note: "\"=\" is expected here",
                mend: "an equation states what holds: write \"=\"")
        }
        if case .call(let name, _, _) = syntax.nodes[left].kind, !stands("=") {
            throw refuse(
                "a call of \(name) alone is no equation", at: syntax.nodes[left].place,
                mend: "write an equation: left = right")
        }
        try expect("=", "between the two sides of the equation")
        let right = try expression()
        let place = syntax.nodes[left].place.through(syntax.nodes[right].place)
        return .equality(left: left, right: right, place: place)
    }

    private mutating func refuseUnread() throws(ParseStop) {
        let mends = [
            "when": "describe what happens at events in the twin, not in the model",
            "connect": "write the balances that the connection stands for",
            "while": "write a for equation",
        ]
        if next.kind == .keyword, let mend = mends[next.text] {
            throw refuse(
                "\"\(next.text)\" is outside the part of Modelica that is read", at: next.place,
                mend: mend)
        }
        if next.kind == .identifier, ahead(1).text == "(" {
            let mends = [
                "assert": "give the variable min and max", "reinit": "leave it out",
                "terminate": "leave it out",
            ]
            if let mend = mends[next.text] {
                throw refuse(
                    "\"\(next.text)\" is outside the part of Modelica that is read",
                    at: next.place, mend: mend)
            }
        }
    }

    /// `if c then a else b = …` is an equation that begins with an if expression, which has no ";".
    private func isChoiceExpression() -> Bool {
        var open = 0
        var step = 1
        while true {
            let token = ahead(step)
            if token.kind == .end { return false }
            if token.kind == .keyword, token.text == "if" { open += 1 }
            if token.kind == .symbol, token.text == ";" { return false }
            if token.kind == .keyword, token.text == "else" {
                if open == 0 { return true }
                open -= 1
            }
            step += 1
        }
    }

    private mutating func loop() throws(ParseStop) -> EquationSyntax {
        _ = take()
        let iterators = try iterators()
        try expect("loop", "behind the range")
        let body = equationList(until: ["end"])
        try expect("end", "to close the loop", mend: "close the loop with end for;")
        try expect("for", "to close the loop", mend: "close the loop with end for;")
        return .loop(iterators, body)
    }

    /// `i in 1:n, j in 1:m`
    mutating func iterators() throws(ParseStop) -> [Iterator] {
        var iterators: [Iterator] = []
        repeat {
            let name = try name("the name of an index")
            guard accept("in") else {
                throw refuse(
                    "the range of index \(name.text) is missing", at: name.place,
                    mend: "write \(name.text) in 1:n")
            }
            let range = try expression()
            iterators.append(Iterator(name: name.text, range: range, place: name.place))
        } while accept(",")
        return iterators
    }

    private mutating func choice() throws(ParseStop) -> EquationSyntax {
        let place = take().place
        var branches: [EquationBranch] = []
        var condition: NodeIndex? = try expression()
        while true {
            if condition != nil { try expect("then", "behind the condition") }
            let equations = equationList(until: ["elseif", "else", "end"])
            branches.append(EquationBranch(condition: condition, equations: equations))
            if condition != nil, accept("elseif") {
                condition = try expression()
            } else if condition != nil, accept("else") {
                condition = nil
            } else {
                break
            }
        }
        try expect("end", "to close the condition", mend: "close it with end if;")
        try expect("if", "to close the condition", mend: "close it with end if;")
        return .choice(branches, place: place)
    }
}
