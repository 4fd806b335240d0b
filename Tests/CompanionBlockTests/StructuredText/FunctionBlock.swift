/// An instance of a function block, run by walking its checked text.
struct FunctionBlock {
    let name: String
    let declarations: [Declaration]
    private let slots: [String: (index: Int, type: ElementaryType)]
    private let body: [Step]
    private let start: [UInt32]
    private var values: [UInt32]
    /// The first arithmetic fault: an overflow or a division by zero. The text must have none.
    private(set) var fault: String?

    init(_ syntax: SyntaxBlock) throws(StructuredTextError) {
        name = syntax.name
        declarations = syntax.declarations
        var slots: [String: (index: Int, type: ElementaryType)] = [:]
        for (index, declaration) in syntax.declarations.enumerated() {
            guard slots[declaration.name] == nil else {
                throw StructuredTextError(
                    line: declaration.line, reason: "\(declaration.name) is declared twice")
            }
            slots[declaration.name] = (index, declaration.type)
        }
        let checker = Checker(slots: slots)
        var start: [UInt32] = []
        for declaration in syntax.declarations {
            guard let first = declaration.start else {
                start.append(0)
                continue
            }
            guard case .literal(let bits) = try checker.node(first, declaration.type) else {
                throw StructuredTextError(
                    line: declaration.line, reason: "\(declaration.name) does not start at a number"
                )
            }
            start.append(bits)
        }
        self.slots = slots
        self.start = start
        values = start
        body = try checker.steps(syntax.body)
    }

    /// Power comes back: what is not retained starts anew.
    mutating func restart() {
        for (index, declaration) in declarations.enumerated() where !declaration.isRetained {
            values[index] = start[index]
        }
    }

    /// Where a variable lies; nil if there is none of this name and type.
    func index(_ name: String, _ type: ElementaryType) -> Int? {
        slots[name].flatMap { $0.type == type ? $0.index : nil }
    }

    subscript(index: Int) -> UInt32 {
        get { values[index] }
        set { values[index] = newValue }
    }

    /// One scan.
    mutating func run() { perform(body) }

    private mutating func perform(_ steps: [Step]) {
        for step in steps {
            switch step {
            case .assign(let slot, let node): values[slot] = value(node)
            case .choose(let branches, let otherwise):
                var isDone = false
                for (condition, body) in branches where !isDone {
                    if value(condition) != 0 {
                        isDone = true
                        perform(body)
                    }
                }
                if !isDone { perform(otherwise) }
            }
        }
    }

    private mutating func value(_ node: Node) -> UInt32 {
        switch node {
        case .literal(let bits): return bits
        case .slot(let index): return values[index]
        case .not(let a): return value(a) ^ 1
        case .negative(let a): return (-Float(bitPattern: value(a))).bitPattern
        // Both sides are always evaluated, as the standard allows.
        case .and(let a, let b):
            let (x, y) = (value(a), value(b))
            return x & y
        case .or(let a, let b):
            let (x, y) = (value(a), value(b))
            return x | y
        case .xor(let a, let b): return value(a) ^ value(b)
        case .abs(let a): return Swift.abs(Float(bitPattern: value(a))).bitPattern
        case .udintToReal(let a): return Float(value(a)).bitPattern
        case .uintToUdint(let a): return value(a)
        case .udintToUint(let a):
            let whole = value(a)
            if whole > 65_535 { note("\(whole) is no UINT") }
            return whole & 0xFFFF
        case .compare(let comparison, let type, let a, let b):
            let (x, y) = (value(a), value(b))
            let holds =
                switch type {
                case .real:
                    FunctionBlock.holds(comparison, Float(bitPattern: x), Float(bitPattern: y))
                case .int:
                    FunctionBlock.holds(comparison, Int32(bitPattern: x), Int32(bitPattern: y))
                default: FunctionBlock.holds(comparison, x, y)
                }
            return holds ? 1 : 0
        case .arithmetic(let operation, let type, let a, let b):
            let (x, y) = (value(a), value(b))
            if type == .real {
                return FunctionBlock.real(
                    operation, Float(bitPattern: x), Float(bitPattern: y)
                ).bitPattern
            }
            return whole(operation, type, x, y)
        }
    }

    private static func holds<T: Comparable>(_ comparison: Node.Comparison, _ a: T, _ b: T) -> Bool
    {
        switch comparison {
        case .equal: a == b
        case .unequal: a != b
        case .less: a < b
        case .more: a > b
        case .atMost: a <= b
        case .atLeast: a >= b
        }
    }

    private static func real(_ operation: Node.Arithmetic, _ a: Float, _ b: Float) -> Float {
        switch operation {
        case .plus: a + b
        case .minus: a - b
        case .times: a * b
        case .over, .mod: a / b
        }
    }

    private mutating func whole(
        _ operation: Node.Arithmetic, _ type: ElementaryType, _ a: UInt32, _ b: UInt32
    ) -> UInt32 {
        let (result, overflows): (UInt32, Bool) =
            switch operation {
            case .plus: a.addingReportingOverflow(b)
            case .minus: a.subtractingReportingOverflow(b)
            case .times: a.multipliedReportingOverflow(by: b)
            case .over: a.dividedReportingOverflow(by: b)
            case .mod: a.remainderReportingOverflow(dividingBy: b)
            }
        if overflows || (type == .uint && result > 65_535) {
            note("\(a) \(operation.rawValue) \(b) is no \(type.rawValue)")
        }
        return type == .uint ? result & 0xFFFF : result
    }

    private mutating func note(_ text: String) { if fault == nil { fault = text } }
}
