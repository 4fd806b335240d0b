extension Parser {
    /// Modelica Language Specification 3.6, appendix A.2.7.
    mutating func expression() throws(ParseStop) -> NodeIndex {
        try enter()
        defer { leave() }
        if stands("if") { return try choiceExpression() }
        let first = try logical()
        guard stands(":") else { return first }
        _ = take()
        let second = try logical()
        var third: NodeIndex?
        if accept(":") { third = try logical() }
        let place = span(from: first)
        return node(
            .range(from: first, step: third == nil ? nil : second, to: third ?? second), place)
    }

    private func span(from first: NodeIndex) -> Place {
        syntax.nodes[first].place.through(previous.place)
    }

    private mutating func choiceExpression() throws(ParseStop) -> NodeIndex {
        let start = take().place
        var branches: [SyntaxNode.Branch] = []
        repeat {
            let condition = try expression()
            try expect("then", "behind the condition")
            branches.append(.init(condition: condition, value: try expression()))
        } while accept("elseif")
        try expect("else", "before the value that holds otherwise")
        let otherwise = try expression()
        return node(.choice(branches, otherwise: otherwise), start.through(previous.place))
    }

    private mutating func logical() throws(ParseStop) -> NodeIndex {
        var parts = [try conjunction()]
        while accept("or") { parts.append(try conjunction()) }
        return parts.count == 1 ? parts[0] : node(.any(parts), span(from: parts[0]))
    }

    private mutating func conjunction() throws(ParseStop) -> NodeIndex {
        var parts = [try negation()]
        while accept("and") { parts.append(try negation()) }
        return parts.count == 1 ? parts[0] : node(.all(parts), span(from: parts[0]))
    }

    private mutating func negation() throws(ParseStop) -> NodeIndex {
        guard stands("not") else { return try relation() }
        let start = take().place
        let operand = try relation()
        return node(.not(operand), start.through(previous.place))
    }

    private mutating func relation() throws(ParseStop) -> NodeIndex {
        let left = try sum()
        guard next.kind == .symbol, let relation = Relation(rawValue: next.text) else {
            return left
        }
        _ = take()
        let right = try sum()
        return node(.relation(relation, left, right), span(from: left))
    }

    /// The operation that stands here, if it is one of `operations`.
    private mutating func chained(_ operations: [Chained]) -> (Chained, elementwise: Bool)? {
        guard next.kind == .symbol else { return nil }
        for operation in operations {
            if accept(operation.rawValue) { return (operation, false) }
            if accept("." + operation.rawValue) { return (operation, true) }
        }
        return nil
    }

    private mutating func sum() throws(ParseStop) -> NodeIndex {
        let start = next.place
        let sign = chained([.add, .subtract])
        var first = try product()
        if sign?.0 == .subtract { first = node(.negate(first), start.through(previous.place)) }
        return try chain(first, [.add, .subtract])
    }

    private mutating func product() throws(ParseStop) -> NodeIndex {
        try chain(try power(), [.multiply, .divide])
    }

    private mutating func chain(_ first: NodeIndex, _ operations: [Chained]) throws(ParseStop)
        -> NodeIndex
    {
        var rest: [SyntaxNode.Link] = []
        let isSum = operations.contains(.add)
        while let (operation, elementwise) = chained(operations) {
            let operand = isSum ? try product() : try power()
            rest.append(
                .init(operation: operation, elementwise: elementwise, operand: operand))
        }
        return rest.isEmpty ? first : node(.chain(first: first, rest: rest), span(from: first))
    }

    private mutating func power() throws(ParseStop) -> NodeIndex {
        let base = try primary()
        let elementwise = stands(".^")
        guard accept("^") || accept(".^") else { return base }
        let exponent = try primary()
        if stands("^") || stands(".^") {
            throw refuse(
                "powers of powers need parentheses", at: next.place,
                mend: "write (a^b)^c or a^(b^c)")
        }
        return node(.power(base, exponent, elementwise: elementwise), span(from: base))
    }

    private mutating func primary() throws(ParseStop) -> NodeIndex {
        let token = next
        switch token.kind {
        case .number:
            _ = take()
            let whole = !token.text.contains { $0 == "." || $0 == "e" || $0 == "E" }
            return node(.number(token.value, whole: whole), token.place)
        case .string:
            _ = take()
            return node(.text(token.text), token.place)
        case .identifier:
            return try reference()
        case .keyword:
            return try keywordValue()
        case .symbol where token.text == "(":
            return try parentheses()
        case .symbol where token.text == "{":
            return try braces()
        case .symbol where token.text == ":":
            if previous.text == "[" || previous.text == ",",
                ahead(1).text == "]"
                    || ahead(1).text == ","
            {
                _ = take()
                return node(.everything, token.place)
            }
        default: break
        }
        throw unexpected(token)
    }

    private mutating func unexpected(_ token: Token) -> ParseStop {
        let mends = [
            "-": "put a negative number that follows an operator in parentheses",
            "[": "write arrays with braces: {{1, 2}, {3, 4}}",
            "=": "write one \"=\" an equation; compare with \"==\"",
        ]
        return refuse(
            "found \(token.shown) where a value is expected", at: token.place,
            note: "a number, a name or \"(\" is expected here", mend: mends[token.text])
    }

    private mutating func keywordValue() throws(ParseStop) -> NodeIndex {
        let token = next
        switch token.text {
        case "true", "false":
            _ = take()
            return node(.truth(token.text == "true"), token.place)
        case "der":
            _ = take()
            return try call("der", from: token.place)
        case "end":
            _ = take()
            return node(.last, token.place)
        default:
            throw unexpected(token)
        }
    }

    private mutating func parentheses() throws(ParseStop) -> NodeIndex {
        let start = take().place
        let inner = try expression()
        if stands(",") {
            throw refuse(
                "several results in parentheses are not read", at: next.place,
                mend: "write one equation for each")
        }
        try expect(")", "to close the parenthesis in column \(start.column)")
        return inner
    }

    private mutating func braces() throws(ParseStop) -> NodeIndex {
        let start = take().place
        if stands("}") {
            throw refuse(
                "an empty array {} has no type", at: start, mend: "write zeros(0), or leave it out")
        }
        var parts = [try expression()]
        if accept("for") {
            let iterators = try iterators()
            try expect("}", "behind the range")
            return node(.comprehension(parts[0], iterators), start.through(previous.place))
        }
        while accept(",") { parts.append(try expression()) }
        try expect("}", "to close the array")
        return node(.array(parts), start.through(previous.place))
    }

    /// A variable with subscripts, or a call; names may have dots.
    private mutating func reference() throws(ParseStop) -> NodeIndex {
        let start = next.place
        var name = take().text
        while stands("."), ahead(1).kind == .identifier {
            _ = take()
            name += "." + take().text
        }
        if stands("(") { return try call(name, from: start) }
        let subscripts = stands("[") ? try subscripts() : []
        if stands(".") {
            throw refuse(
                "parts of components are not read", at: next.place,
                mend: "declare the variables in this model")
        }
        return node(.name(name, subscripts: subscripts), start.through(previous.place))
    }

    private mutating func call(_ name: String, from start: Place) throws(ParseStop) -> NodeIndex {
        try expect("(", "behind \(name)")
        var arguments: [NodeIndex] = []
        var iterators: [Iterator] = []
        if !stands(")") {
            repeat {
                if next.kind == .identifier, ahead(1).text == "=", ahead(1).kind == .symbol {
                    throw refuse(
                        "named arguments are not read", at: next.place,
                        mend: "give the arguments of \(name) in their order, without names")
                }
                arguments.append(try expression())
            } while accept(",")
            if accept("for") { iterators = try self.iterators() }
        }
        try expect(")", "behind the arguments of \(name)")
        return node(
            .call(name, arguments: arguments, iterators: iterators), start.through(previous.place))
    }

    /// "[…]" of a declaration or a reference.
    mutating func subscripts() throws(ParseStop) -> [NodeIndex] {
        let start = take().place
        var result: [NodeIndex] = []
        repeat { result.append(try expression()) } while accept(",")
        try expect("]", "to close the bracket in column \(start.column)")
        return result
    }
}
