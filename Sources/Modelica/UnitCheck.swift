import Diagnostics
import Quantities

/// Two values that must have one unit, and what to call them if they have not.
struct UnitPair: Sendable {
    let left: UnitTerm
    let right: UnitTerm
    /// "left of "=""
    let leftName: String
    /// "right"
    let rightName: String
    /// Where a disagreement is shown.
    let place: Place
    /// The two values in the syntax tree, for the names in the advice; nil where there is none.
    let leftNode: NodeIndex?
    let rightNode: NodeIndex?
}

/// Collects what must agree, infers the units that are not declared and reports what disagrees.
///
/// A disagreement between known units is reported at once; pairs with unknown units are kept until
/// `settle`, which solves for one unknown unit at a time until nothing more follows.
struct UnitCheck: Sendable {
    /// Units of variables that declare none, by number of the unknown, as far as inferred.
    private(set) var inferred: [Int32: Inference] = [:]
    private var waiting: [UnitPair] = []
    private(set) var clashes: [Clash] = []

    struct Inference: Sendable {
        let dimension: Dimension
        let line: Int
    }

    struct Clash: Sendable {
        let pair: UnitPair
        let left: Dimension
        let right: Dimension
    }

    /// Most pairs kept; beyond, units that are not declared are not inferred any more.
    private static let mostWaiting = 50_000

    /// States that both units of `pair` are the same.
    /// - Returns: what is known of it then.
    mutating func agree(_ pair: UnitPair) -> UnitTerm {
        switch (pair.left, pair.right) {
        case (.open, _), (_, .open): return .open
        case (.literal, let other), (let other, .literal): return other
        default: break
        }
        if pair.left == pair.right { return pair.left }
        if let left = pair.left.dimension, let right = pair.right.dimension {
            clash(pair, left, right)
            return .open
        }
        if waiting.count < Self.mostWaiting { waiting.append(pair) }
        return pair.left.dimension != nil ? pair.left : pair.right
    }

    /// Infers what follows from the pairs that wait, and finds the rest of the clashes.
    mutating func settle() {
        // Each pass settles at least one unknown or ends; long chains against the order of the text
        // would need many passes, so their number is bounded: what is left then is not checked.
        for _ in 0..<64 {
            var still: [UnitPair] = []
            for pair in waiting where !settle(pair) { still.append(pair) }
            let isStuck = still.count == waiting.count
            waiting = still
            if isStuck { break }
        }
    }

    /// The term with inferred units put in.
    func resolved(_ term: UnitTerm) -> UnitTerm {
        guard case .of(let dimension, let powers) = term, !powers.isEmpty else { return term }
        var result = UnitTerm.of(dimension, [])
        for power in powers {
            let one = UnitPower(unknown: power.unknown, twelfths: power.twelfths)
            if let known = inferred[power.unknown] {
                let raised = UnitTerm.of(known.dimension, []).raised(
                    toTwelfths: Int(power.twelfths))
                result = result.times(raised ?? .open)
            } else {
                result = result.times(.of(.one, [one]))
            }
        }
        return result
    }

    /// Keeps a disagreement; one for all elements of an array operation.
    private mutating func clash(_ pair: UnitPair, _ left: Dimension, _ right: Dimension) {
        if let last = clashes.last, last.pair.place == pair.place, last.left == left,
            last.right == right
        {
            return
        }
        clashes.append(Clash(pair: pair, left: left, right: right))
    }

    /// Whether nothing more can follow from the pair.
    private mutating func settle(_ pair: UnitPair) -> Bool {
        let quotient = resolved(pair.left).times(resolved(pair.right), sign: -1)
        guard case .of(let dimension, let powers) = quotient else { return true }
        if powers.isEmpty {
            if dimension != .one,
                let left = resolved(pair.left).dimension,
                let right = resolved(pair.right).dimension
            {
                clash(pair, left, right)
            }
            return true
        }
        guard powers.count == 1, let power = powers.first else { return false }
        // dimension · unknown^(e/12) = 1, so unknown = dimension^(−12/e).
        let exponent = Int(power.twelfths)
        guard let solution = dimension.raised(to: -12, over: exponent) else { return true }
        inferred[power.unknown] = Inference(dimension: solution, line: pair.place.line)
        return true
    }
}
