extension Parser {
    /// `parameter Real a(unit = "K") = 3 "text", b;`
    mutating func declarations() throws(ParseStop) {
        var isFinal = accept("final")
        var prefix = Declaration.Prefix.none
        let prefixes: [(String, Declaration.Prefix)] = [
            ("parameter", .parameter), ("constant", .constant), ("input", .input),
            ("output", .output),
        ]
        for (word, meaning) in prefixes where accept(word) {
            prefix = meaning
            break
        }
        if accept("final") { isFinal = true }
        let type = try type()
        let typeSizes = stands("[") ? try subscripts() : []
        repeat {
            try declarator(prefix, isFinal: isFinal, type, typeSizes)
        } while accept(",")
        try expect(";", "the declaration")
    }

    private mutating func type() throws(ParseStop) -> ValueType {
        let token = next
        if token.kind == .identifier, ahead(1).text != ".",
            let type = ValueType(rawValue: token.text)
        {
            _ = take()
            return type
        }
        guard token.kind == .identifier else {
            throw refuse(
                "found \(token.shown) where a declaration or \"equation\" is expected",
                at: token.place, note: "a type is expected here",
                mend: "write Real, Integer or Boolean, or begin the equations with \"equation\"")
        }
        if ahead(1).text == "=" || ahead(1).text == "(" || ahead(1).text == "[" {
            throw refuse(
                "found \(token.shown) where a declaration is expected", at: token.place,
                note: "a type is expected here",
                mend: "write \"equation\" before the first equation")
        }
        var name = token.text
        var place = token.place
        for step in stride(from: 1, to: 20, by: 2) {
            guard ahead(step).text == ".", ahead(step + 1).kind == .identifier else { break }
            name += "." + ahead(step + 1).text
            place = place.through(ahead(step + 1).place)
        }
        throw refuse(
            "type \(name) is not known", at: place,
            note: "Real, Integer or Boolean is expected here",
            mend: "declare Real with its unit, such as Real T(unit = \"K\")")
    }

    private mutating func declarator(
        _ prefix: Declaration.Prefix, isFinal: Bool, _ type: ValueType, _ typeSizes: [NodeIndex]
    ) throws(ParseStop) {
        let name = try name("the name of a variable")
        // `Real[n] x[m]` is an array of m × n.
        let sizes = (stands("[") ? try subscripts() : []) + typeSizes
        var attributes: [Declaration.Attribute] = []
        if accept("(") { attributes = try modification(of: name.text) }
        var binding: NodeIndex?
        if accept("=") { binding = try expression() }
        if stands(":=") {
            throw refuse(
                "found \":=\" where \"=\" is expected", at: next.place, mend: "write \"=\"")
        }
        if stands("if") {
            throw refuse(
                "conditional declarations are not read", at: next.place,
                mend: "declare \(name.text) without a condition")
        }
        let text = description()
        if accept("annotation") { try skipParentheses() }
        syntax.declarations.append(
            Declaration(
                name: name.text, place: name.place, type: type, prefix: prefix, isFinal: isFinal,
                sizes: sizes, attributes: attributes, binding: binding, text: text))
    }

    /// A description: texts joined by "+".
    private mutating func description() -> String {
        guard next.kind == .string else { return "" }
        var text = take().text
        while stands("+"), ahead(1).kind == .string {
            _ = take()
            text += take().text
        }
        return text
    }

    /// `each unit = "K", min = 3)`, behind its "(".
    private mutating func modification(of variable: String) throws(ParseStop)
        -> [Declaration.Attribute]
    {
        var attributes: [Declaration.Attribute] = []
        if accept(")") { return attributes }
        repeat {
            var isEach = false
            while stands("each") || stands("final") {
                if take().text == "each" { isEach = true }
            }
            let name = try name("an attribute of \(variable)")
            if stands("(") || stands(".") {
                throw refuse(
                    "\(name.text) of \(variable) has no attributes of its own", at: next.place,
                    mend: "write \(name.text) = value")
            }
            try expect("=", "behind attribute \(name.text)")
            let value = try expression()
            attributes.append(
                .init(name: name.text, isEach: isEach, value: value, place: name.place))
        } while accept(",")
        try expect(")", "behind the attributes of \(variable)")
        return attributes
    }
}
