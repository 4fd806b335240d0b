import Determinism
import Quantities

extension Formula {
    /// What the formula yields, every name declared and every unit in agreement.
    ///
    /// - Throws: `FormulaError` at the first term that does not agree.
    package func kind(in vocabulary: Vocabulary) throws(FormulaError) -> Kind {
        try KindCheck(vocabulary: vocabulary).kind(of: term)
    }
}

/// Walks a tree and finds the kind of each term.
private struct KindCheck {
    let vocabulary: Vocabulary

    func kind(of term: Term) throws(FormulaError) -> Kind {
        switch term.shape {
        case .number(_, let unit): return .level(in: unit)
        case .truth: return .truth
        case .name(let name): return try kind(ofName: name, at: term.at)
        case .negative(let a):
            let (dimension, levels) = try quantity(a)
            return .quantity(dimension, levels: levels.map { -$0 })
        case .arithmetic(let operation, let a, let b): return try kind(operation, a, b)
        case .function(let function, let arguments): return try kind(function, arguments)
        case .comparison(_, let a, let b):
            _ = try agreeing(kind(of: a), a, kind(of: b), b, whole: term.at)
            return .truth
        case .not(let a):
            try truth(a)
            return .truth
        case .and(let a, let b), .or(let a, let b):
            try truth(a)
            try truth(b)
            return .truth
        case .choice(let condition, let a, let b):
            try truth(condition)
            let first = try kind(of: a)
            if first == .truth {
                try truth(b)
                return .truth
            }
            return try agreeing(first, a, kind(of: b), b, whole: term.at)
        }
    }

    private func kind(ofName name: String, at: Range<Int>) throws(FormulaError) -> Kind {
        if let kind = vocabulary[name] { return kind }
        var mend = vocabulary.nearest(to: name).map { "did you mean \($0)?" }
        if let dash = name.firstIndex(of: "-"), vocabulary[String(name[..<dash])] != nil {
            mend = "to subtract, put spaces around \"-\""
        }
        throw FormulaError(
            at: at, "\(name) is not declared", note: "not among the \(vocabulary.noun)", mend: mend)
    }

    private func truth(_ term: Term) throws(FormulaError) {
        let found = try kind(of: term)
        guard found == .truth else {
            throw FormulaError(
                at: term.at, "this is \(found.text), not true or false",
                mend: "compare it with a value, such as \"== 1\" or \"> 5 K\"")
        }
    }

    private func quantity(_ term: Term) throws(FormulaError) -> (Dimension, Double?) {
        try quantity(kind(of: term), term)
    }

    private func quantity(_ kind: Kind, _ term: Term) throws(FormulaError) -> (Dimension, Double?) {
        switch kind {
        case .quantity(let dimension, let levels): return (dimension, levels)
        case .truth:
            throw FormulaError(
                at: term.at, "this is true or false, not a number",
                mend: "use it by itself: \"and\", \"or\", \"not\", \"if … then … else\"")
        }
    }

    /// The common kind of two numbers that are compared or chosen between. The kinds come with
    /// their terms: each term is looked at once, or nesting would double the work at every level.
    private func agreeing(
        _ kindA: Kind, _ a: Term, _ kindB: Kind, _ b: Term, whole: Range<Int>
    ) throws(FormulaError) -> Kind {
        let (left, leftLevels) = try quantity(kindA, a)
        let (right, rightLevels) = try quantity(kindB, b)
        guard left == right else { throw disagreement(left, right, at: whole, a, b) }
        if let leftLevels, let rightLevels, leftLevels != rightLevels {
            throw FormulaError(
                at: whole,
                "\(Kind.quantity(left, levels: leftLevels).text) is set against "
                    + Kind.quantity(right, levels: rightLevels).text,
                mend: "write a difference in a unit whose zero is nothing: 5 K, not 5 degC")
        }
        return .quantity(left, levels: leftLevels ?? rightLevels)
    }

    private func disagreement(
        _ left: Dimension, _ right: Dimension, at: Range<Int>, _ a: Term, _ b: Term
    ) -> FormulaError {
        var mend: String?
        for (term, dimension) in [(a, left), (b, right)] {
            if case .number(_, let unit) = term.shape, unit == .one, dimension == .one {
                mend = "give the number its unit"
            }
        }
        return FormulaError(
            at: at, "units do not agree: left is \(left.text), right is \(right.text)", mend: mend)
    }

    private func kind(
        _ operation: Term.Arithmetic, _ a: Term, _ b: Term
    ) throws(FormulaError) -> Kind {
        let (left, leftLevels) = try quantity(a)
        let (right, rightLevels) = try quantity(b)
        switch operation {
        case .plus, .minus:
            let whole = a.at.lowerBound..<b.at.upperBound
            guard left == right else { throw disagreement(left, right, at: whole, a, b) }
            guard let leftLevels, let rightLevels else { return .quantity(left, levels: nil) }
            let sign = operation == .plus ? 1.0 : -1.0
            return .quantity(left, levels: leftLevels + sign * rightLevels)
        case .times:
            if left == .one, let factor = constant(a) {
                return .quantity(right, levels: rightLevels.map { $0 * factor })
            }
            if right == .one, let factor = constant(b) {
                return .quantity(left, levels: leftLevels.map { $0 * factor })
            }
            return .quantity(left * right, levels: nil)
        case .over:
            if right == .one, let divisor = constant(b), divisor != 0 {
                return .quantity(left, levels: leftLevels.map { $0 / divisor })
            }
            return .quantity(left / right, levels: nil)
        case .power: return try powerKind(left, right, a, b)
        }
    }

    private func powerKind(
        _ base: Dimension, _ exponent: Dimension, _ a: Term, _ b: Term
    ) throws(FormulaError) -> Kind {
        guard exponent == .one else {
            throw FormulaError(at: b.at, "the exponent has the unit \(exponent.text)")
        }
        if base == .one { return .plainNumber }
        guard let value = constant(b), abs(value) <= 12,
            let dimension = base.raised(to: Int((value * 12).rounded()), over: 12),
            abs(value * 12 - (value * 12).rounded()) < 1e-9
        else {
            throw FormulaError(
                at: b.at, "a number with a unit has a fixed exponent only",
                note: "a whole number, or a half, third, quarter … of one")
        }
        return .quantity(dimension, levels: nil)
    }

    private func kind(
        _ function: Term.Function, _ arguments: [Term]
    ) throws(FormulaError) -> Kind {
        let (first, levels) = try quantity(arguments[0])
        switch function {
        case .min, .max:
            let kindOfFirst = Kind.quantity(first, levels: levels)
            var result = kindOfFirst
            for other in arguments.dropFirst() {
                let whole = arguments[0].at.lowerBound..<other.at.upperBound
                result = try agreeing(
                    kindOfFirst, arguments[0], kind(of: other), other, whole: whole)
            }
            return result
        case .abs: return .quantity(first, levels: levels == 0 ? 0 : nil)
        case .sqrt:
            guard let root = first.raised(to: 1, over: 2) else {
                throw FormulaError(at: arguments[0].at, "\(first.text) has no square root")
            }
            return .quantity(root, levels: nil)
        case .exp, .log:
            guard first == .one else {
                throw FormulaError(
                    at: arguments[0].at,
                    "\(function.rawValue) takes a plain number, this is \(first.text)",
                    mend: "divide it by a reference value")
            }
            return .plainNumber
        }
    }

    /// The value of a term without names.
    private func constant(_ term: Term) -> Double? {
        guard term.names.isEmpty, case .number(let value) = term.value(of: { _ in nil }) else {
            return nil
        }
        return value
    }
}
