/// An expression whose types were checked; values are 32 bits, read by their type.
indirect enum Node {
    case literal(UInt32)
    case slot(Int)
    case not(Node)
    case negative(Node)
    case and(Node, Node)
    case or(Node, Node)
    case xor(Node, Node)
    case compare(Comparison, ElementaryType, Node, Node)
    case arithmetic(Arithmetic, ElementaryType, Node, Node)
    case abs(Node)
    case udintToReal(Node)
    case uintToUdint(Node)
    case udintToUint(Node)

    enum Comparison: String {
        case equal = "=", unequal = "<>", less = "<", more = ">"
        case atMost = "<=", atLeast = ">="
    }
    enum Arithmetic: String { case plus = "+", minus = "-", times = "*", over = "/", mod = "MOD" }
}

/// A statement whose types were checked.
indirect enum Step {
    case assign(Int, Node)
    case choose([(Node, [Step])], otherwise: [Step])
}

/// Checks types strictly: nothing is converted silently, as not every controller would.
struct Checker {
    let slots: [String: (index: Int, type: ElementaryType)]

    func steps(_ statements: [SyntaxStatement]) throws(StructuredTextError) -> [Step] {
        var result: [Step] = []
        for statement in statements {
            switch statement {
            case .assign(let name, let value, let line):
                guard let slot = slots[name] else {
                    throw StructuredTextError(line: line, reason: "\(name) is not declared")
                }
                result.append(.assign(slot.index, try node(value, slot.type)))
            case .choose(let branches, let otherwise, _):
                var checked: [(Node, [Step])] = []
                for (condition, body) in branches {
                    checked.append((try node(condition, .bool), try steps(body)))
                }
                result.append(.choose(checked, otherwise: try steps(otherwise)))
            }
        }
        return result
    }

    /// The expression, which must have this type.
    func node(_ syntax: Syntax, _ type: ElementaryType) throws(StructuredTextError) -> Node {
        func fits(_ found: ElementaryType, _ what: String) throws(StructuredTextError) {
            guard found == type else {
                throw StructuredTextError(
                    line: syntax.line, reason: "\(what) is \(found.rawValue), not \(type.rawValue)")
            }
        }
        switch syntax {
        case .truth(let value):
            try fits(.bool, "a truth")
            return .literal(value ? 1 : 0)
        case .real(let value):
            try fits(.real, "\(value)")
            return .literal(value.bitPattern)
        case .whole(let value, let typed, let line):
            let most: UInt32 = type == .int ? 32_767 : type == .uint ? 65_535 : .max
            guard type != .bool, type != .real, value <= most, typed ?? type == type else {
                throw StructuredTextError(line: line, reason: "\(value) is no \(type.rawValue)")
            }
            return .literal(value)
        case .name(let name, let line):
            guard let slot = slots[name] else {
                throw StructuredTextError(line: line, reason: "\(name) is not declared")
            }
            try fits(slot.type, name)
            return .slot(slot.index)
        case .prefix(let sign, let inner, let line):
            if sign == "NOT" {
                try fits(.bool, "NOT")
                return .not(try node(inner, .bool))
            }
            guard type == .real else {
                throw StructuredTextError(line: line, reason: "a minus before no REAL")
            }
            return .negative(try node(inner, .real))
        case .call(let function, let argument, let line):
            return try call(function, argument, line, type)
        case .infix(let sign, let left, let right, let line):
            return try infix(sign, left, right, line, type)
        }
    }

    private func call(
        _ function: String, _ argument: Syntax, _ line: Int, _ type: ElementaryType
    ) throws(StructuredTextError) -> Node {
        switch (function, type) {
        case ("ABS", .real): return .abs(try node(argument, .real))
        case ("UDINT_TO_REAL", .real): return .udintToReal(try node(argument, .udint))
        case ("UINT_TO_UDINT", .udint): return .uintToUdint(try node(argument, .uint))
        case ("UDINT_TO_UINT", .uint): return .udintToUint(try node(argument, .udint))
        default:
            throw StructuredTextError(
                line: line, reason: "\(function) does not give \(type.rawValue)")
        }
    }

    private func infix(
        _ sign: String, _ left: Syntax, _ right: Syntax, _ line: Int, _ type: ElementaryType
    ) throws(StructuredTextError) -> Node {
        let isLogic = ["AND", "OR", "XOR"].contains(sign)
        let comparison = Node.Comparison(rawValue: sign)
        guard (isLogic || comparison != nil) == (type == .bool) else {
            throw StructuredTextError(line: line, reason: "\(sign) does not give \(type.rawValue)")
        }
        if let comparison {
            guard let compared = found(left) ?? found(right), compared != .bool else {
                throw StructuredTextError(line: line, reason: "\(sign) compares no two numbers")
            }
            return .compare(
                comparison, compared, try node(left, compared), try node(right, compared))
        }
        let (a, b) = (try node(left, type), try node(right, type))
        switch sign {
        case "AND": return .and(a, b)
        case "OR": return .or(a, b)
        case "XOR": return .xor(a, b)
        default:
            guard let operation = Node.Arithmetic(rawValue: sign),
                type != .int, operation != .mod || type != .real
            else { throw StructuredTextError(line: line, reason: "no \(sign) on \(type.rawValue)") }
            return .arithmetic(operation, type, a, b)
        }
    }

    /// The type that an expression has by itself; nil for a bare number.
    private func found(_ syntax: Syntax) -> ElementaryType? {
        switch syntax {
        case .name(let name, _): slots[name]?.type
        case .whole(_, let typed, _): typed
        case .real: .real
        case .truth: .bool
        case .prefix(let sign, let inner, _): sign == "NOT" ? .bool : found(inner)
        case .call(let function, _, _):
            function == "ABS"
                ? .real
                : function.split(separator: "_").last.flatMap { .init(rawValue: String($0)) }
        case .infix(let sign, let left, let right, _):
            ["+", "-", "*", "/", "MOD"].contains(sign) ? found(left) ?? found(right) : .bool
        }
    }
}
