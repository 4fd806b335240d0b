/// A formula that is a sum of names, each times a number, plus a constant; all in SI.
package struct LinearForm: Hashable, Sendable {
    package struct Part: Hashable, Sendable {
        package let name: String
        package let coefficient: Double
    }

    /// Each name once, in reading order; no coefficient is 0.
    package let parts: [Part]
    package let constant: Double
}

extension Formula {
    /// The formula as a sum of names times numbers; nil if it is anything else.
    package var linearForm: LinearForm? { term.linear }
}

extension Term {
    fileprivate var linear: LinearForm? {
        switch shape {
        case .number(let value, _): return LinearForm(parts: [], constant: value)
        case .name(let name):
            return LinearForm(parts: [.init(name: name, coefficient: 1)], constant: 0)
        case .negative(let a): return a.linear?.scaled(by: -1)
        case .arithmetic(let operation, let a, let b):
            guard let a = a.linear, let b = b.linear else { return nil }
            switch operation {
            case .plus: return a.plus(b)
            case .minus: return a.plus(b.scaled(by: -1))
            case .times:
                if a.parts.isEmpty { return b.scaled(by: a.constant) }
                return b.parts.isEmpty ? a.scaled(by: b.constant) : nil
            case .over:
                return b.parts.isEmpty && b.constant != 0 ? a.scaled(by: 1 / b.constant) : nil
            case .power: return nil
            }
        default: return nil
        }
    }
}

extension LinearForm {
    fileprivate func scaled(by factor: Double) -> LinearForm {
        LinearForm(
            parts: parts.map { .init(name: $0.name, coefficient: $0.coefficient * factor) }
                .filter { $0.coefficient != 0 },
            constant: constant * factor)
    }

    fileprivate func plus(_ other: LinearForm) -> LinearForm {
        var sum = parts
        for part in other.parts {
            if let i = sum.firstIndex(where: { $0.name == part.name }) {
                let coefficient = sum[i].coefficient + part.coefficient
                sum[i] = Part(name: part.name, coefficient: coefficient)
            } else {
                sum.append(part)
            }
        }
        return LinearForm(
            parts: sum.filter { $0.coefficient != 0 }, constant: constant + other.constant)
    }
}
