import Determinism

/// What a term yields: a number in SI, a truth, or nothing because an input is absent.
package enum Value: Hashable, Sendable {
    /// Finite, in SI.
    case number(Double)
    case truth(Bool)
    /// An input is absent, or the arithmetic has no answer (a division by zero, the log of −1).
    case unknown
}

/// True, false, or not known (Kleene's strong three-valued logic, 1952).
package enum Truth: String, Hashable, Sendable {
    case yes, no, unknown
}

extension Formula {
    /// The truth of a condition. `read` gives a name's value in SI, or nil if it is absent.
    package func truth(_ read: (String) -> Double?) -> Truth { term.truth(of: read) }

    /// The value of a number in SI; nil if it is not known.
    package func number(_ read: (String) -> Double?) -> Double? {
        guard case .number(let value) = term.value(of: read) else { return nil }
        return value
    }
}

extension Term {
    /// The value, given each name's; a tag that is true or false reads as 1 or 0.
    package func value(of read: (String) -> Double?) -> Value {
        switch shape {
        case .number(let value, _): return .finite(value)
        case .truth(let truth): return .truth(truth)
        case .name(let name): return read(name).map(Value.finite) ?? .unknown
        case .negative(let a): return a.number(of: read).map { .finite(-$0) } ?? .unknown
        case .arithmetic(let operation, let a, let b):
            guard let a = a.number(of: read), let b = b.number(of: read) else { return .unknown }
            return .finite(operation.result(a, b))
        case .function(let function, let arguments):
            var values: [Double] = []
            for argument in arguments {
                guard let value = argument.number(of: read) else { return .unknown }
                values.append(value)
            }
            return .finite(function.result(values))
        case .choice(let condition, let a, let b):
            switch condition.truth(of: read) {
            case .yes: return a.value(of: read)
            case .no: return b.value(of: read)
            case .unknown: return .unknown
            }
        case .comparison, .not, .and, .or:
            switch truth(of: read) {
            case .yes: return .truth(true)
            case .no: return .truth(false)
            case .unknown: return .unknown
            }
        }
    }

    /// The truth of a condition; "unknown" where a number other than 0 or 1 stands for it.
    package func truth(of read: (String) -> Double?) -> Truth {
        switch shape {
        case .not(let a):
            switch a.truth(of: read) {
            case .yes: return .no
            case .no: return .yes
            case .unknown: return .unknown
            }
        case .and(let a, let b):
            let (left, right) = (a.truth(of: read), b.truth(of: read))
            if left == .no || right == .no { return .no }
            return left == .yes && right == .yes ? .yes : .unknown
        case .or(let a, let b):
            let (left, right) = (a.truth(of: read), b.truth(of: read))
            if left == .yes || right == .yes { return .yes }
            return left == .no && right == .no ? .no : .unknown
        case .comparison(let comparison, let a, let b):
            guard let a = a.number(of: read), let b = b.number(of: read) else { return .unknown }
            return comparison.holds(a, b) ? .yes : .no
        default:
            switch value(of: read) {
            case .truth(true), .number(1): return .yes
            case .truth(false), .number(0): return .no
            default: return .unknown
            }
        }
    }

    private func number(of read: (String) -> Double?) -> Double? {
        guard case .number(let value) = value(of: read) else { return nil }
        return value
    }
}

extension Value {
    /// The number, or unknown for NaN and infinities.
    fileprivate static func finite(_ value: Double) -> Value {
        value.isFinite ? .number(value) : .unknown
    }
}

extension Term.Arithmetic {
    fileprivate func result(_ a: Double, _ b: Double) -> Double {
        switch self {
        case .plus: a + b
        case .minus: a - b
        case .times: a * b
        case .over: a / b
        case .power: b == 2 ? a * a : Determinism.power(a, b)
        }
    }
}

extension Term.Function {
    /// - Parameter values: as many as the function takes; at least one.
    fileprivate func result(_ values: [Double]) -> Double {
        switch self {
        case .min: values.dropFirst().reduce(values[0]) { Swift.min($0, $1) }
        case .max: values.dropFirst().reduce(values[0]) { Swift.max($0, $1) }
        case .abs: Swift.abs(values[0])
        case .exp: exponential(values[0])
        case .log: logarithm(values[0])
        case .sqrt: values[0].squareRoot()
        }
    }
}

extension Term.Comparison {
    fileprivate func holds(_ a: Double, _ b: Double) -> Bool {
        switch self {
        case .below: a < b
        case .atMost: a <= b
        case .above: a > b
        case .atLeast: a >= b
        case .equal: a == b
        case .unequal: a != b
        }
    }
}
