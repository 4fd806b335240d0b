import Determinism
import Expressions

/// Rules as postfix tapes: one after another in one table, each with where it begins and ends.
///
/// A value that is not known is NaN; true is 1 and false 0 (the logic of `Expressions`).
struct RuleTape: Sendable {
    var entries: [Entry] = []
    var rules: [Range<Int32>] = []
    /// The most values that are put by at once, over all rules.
    var depth = 1

    struct Entry: BitwiseCopyable {
        var code: Code
        /// The station or stock that a word asks about, or how many arguments there are.
        var index: Int32 = 0
        var value = 0.0
    }

    enum Code: UInt8 {
        case number, word, negative, plus, minus, times, over, power, least, most, absolute
        case exponential, logarithm, root, below, atMost, above, atLeast, equal, unequal, not
        case and, or, choice
        case now, due, released, priority, work, remaining, reworks, waited, needsSetup
        case partsSinceSetup, timeSinceSetup, partsSinceUpkeep, workSinceUpkeep
        case queue, inWork, stock
    }

    /// The number of a rule.
    mutating func add(_ rule: LineModel.Rule, of model: LineModel) -> Int32 {
        let first = Int32(entries.count)
        depth = max(depth, lay(rule.term, model))
        rules.append(first..<Int32(entries.count))
        return Int32(rules.count - 1)
    }

    /// Lays a term and says how many values it needs room for.
    private mutating func lay(_ term: Term, _ model: LineModel) -> Int {
        var needed = 1
        for (index, child) in term.children.enumerated() {
            needed = max(needed, index + lay(child, model))
        }
        entries.append(RuleTape.entry(term.shape, model))
        return needed
    }

    private static func entry(_ shape: Term.Shape, _ model: LineModel) -> Entry {
        switch shape {
        case .number(let value, _):
            return Entry(code: .number, value: value.isFinite ? value : .nan)
        case .truth(let truth): return Entry(code: .number, value: truth ? 1 : 0)
        case .name(let name): return entry(name, model)
        case .negative: return Entry(code: .negative)
        case .not: return Entry(code: .not)
        case .and: return Entry(code: .and)
        case .or: return Entry(code: .or)
        case .choice: return Entry(code: .choice)
        case .arithmetic(let operation, _, _):
            switch operation {
            case .plus: return Entry(code: .plus)
            case .minus: return Entry(code: .minus)
            case .times: return Entry(code: .times)
            case .over: return Entry(code: .over)
            case .power: return Entry(code: .power)
            }
        case .comparison(let comparison, _, _):
            switch comparison {
            case .below: return Entry(code: .below)
            case .atMost: return Entry(code: .atMost)
            case .above: return Entry(code: .above)
            case .atLeast: return Entry(code: .atLeast)
            case .equal: return Entry(code: .equal)
            case .unequal: return Entry(code: .unequal)
            }
        case .function(let function, let arguments):
            let count = Int32(arguments.count)
            switch function {
            case .min: return Entry(code: .least, index: count)
            case .max: return Entry(code: .most, index: count)
            case .abs: return Entry(code: .absolute)
            case .exp: return Entry(code: .exponential)
            case .log: return Entry(code: .logarithm)
            case .sqrt: return Entry(code: .root)
            }
        }
    }

    private static func entry(_ name: String, _ model: LineModel) -> Entry {
        guard let word = RuleWord(name, in: model) else {
            preconditionFailure("a rule uses \(name), which the model has not")
        }
        func station(_ name: String) -> Int32 {
            Int32(GeneralPlan.place(of: name, in: model.stations.map(\.name), "station"))
        }
        switch word {
        case .now: return Entry(code: .now)
        case .due: return Entry(code: .due)
        case .released: return Entry(code: .released)
        case .priority: return Entry(code: .priority)
        case .work: return Entry(code: .work)
        case .remaining: return Entry(code: .remaining)
        case .reworks: return Entry(code: .reworks)
        case .waited: return Entry(code: .waited)
        case .needsSetup: return Entry(code: .needsSetup)
        case .partsSinceSetup: return Entry(code: .partsSinceSetup)
        case .timeSinceSetup: return Entry(code: .timeSinceSetup)
        case .partsSinceUpkeep: return Entry(code: .partsSinceUpkeep)
        case .workSinceUpkeep: return Entry(code: .workSinceUpkeep)
        case .queue(let name): return Entry(code: .queue, index: station(name))
        case .inWork(let name): return Entry(code: .inWork, index: station(name))
        case .stock(let name):
            return Entry(
                code: .stock,
                index: Int32(GeneralPlan.place(of: name, in: model.stocks.map(\.name), "stock")))
        }
    }
}

extension RuleTape.Code {
    /// The result of two values; NaN where it is not known.
    func result(_ a: Double, _ b: Double) -> Double {
        func known(_ truth: Bool) -> Double { a.isNaN || b.isNaN ? .nan : truth ? 1 : 0 }
        let value: Double
        switch self {
        case .plus: value = a + b
        case .minus: value = a - b
        case .times: value = a * b
        case .over: value = a / b
        case .power: value = b == 2 ? a * a : Determinism.power(a, b)
        case .least: value = a.isNaN || b.isNaN ? .nan : min(a, b)
        case .most: value = a.isNaN || b.isNaN ? .nan : max(a, b)
        case .below: value = known(a < b)
        case .atMost: value = known(a <= b)
        case .above: value = known(a > b)
        case .atLeast: value = known(a >= b)
        case .equal: value = known(a == b)
        case .unequal: value = known(a != b)
        case .and: value = a == 0 || b == 0 ? 0 : a == 1 && b == 1 ? 1 : .nan
        case .or: value = a == 1 || b == 1 ? 1 : a == 0 && b == 0 ? 0 : .nan
        default: preconditionFailure("\(self) does not take two values")
        }
        return value.isFinite ? value : .nan
    }

    /// The result of one value; NaN where it is not known.
    func result(_ a: Double) -> Double {
        let value: Double
        switch self {
        case .negative: value = -a
        case .absolute: value = abs(a)
        case .exponential: value = Determinism.exponential(a)
        case .logarithm: value = Determinism.logarithm(a)
        case .root: value = a.squareRoot()
        case .not: value = a == 1 ? 0 : a == 0 ? 1 : .nan
        default: preconditionFailure("\(self) does not take one value")
        }
        return value.isFinite ? value : .nan
    }
}
