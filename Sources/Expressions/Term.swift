package import Quantities

/// A node of a formula's tree. All numbers are SI.
package struct Term: Hashable, Sendable {
    package indirect enum Shape: Hashable, Sendable {
        /// A number in SI, with the unit it was written in; a degC is a level, in K.
        case number(Double, Unit)
        case truth(Bool)
        /// A tag of the plant or a variable of the model.
        case name(String)
        case negative(Term)
        case arithmetic(Arithmetic, Term, Term)
        /// `min` and `max` have two or more arguments, the others one.
        case function(Function, [Term])
        case comparison(Comparison, Term, Term)
        case not(Term)
        case and(Term, Term)
        case or(Term, Term)
        /// If the first is true the second, else the third.
        case choice(Term, Term, Term)
    }

    package enum Arithmetic: String, CaseIterable, Sendable {
        case plus = "+"
        case minus = "-"
        case times = "*"
        case over = "/"
        case power = "^"
    }

    package enum Function: String, CaseIterable, Sendable {
        case min, max, abs, exp, log, sqrt
    }

    package enum Comparison: String, CaseIterable, Sendable {
        case below = "<"
        case atMost = "<="
        case above = ">"
        case atLeast = ">="
        case equal = "=="
        case unequal = "!="
    }

    package let shape: Shape
    /// Where it stands in the formula's text: offsets in Unicode scalars, from 0.
    package let at: Range<Int>

    package init(_ shape: Shape, at: Range<Int> = 0..<0) {
        self.shape = shape
        self.at = at
    }

    /// The terms directly below this one, left to right.
    package var children: [Term] {
        switch shape {
        case .number, .truth, .name: []
        case .negative(let a), .not(let a): [a]
        case .arithmetic(_, let a, let b), .comparison(_, let a, let b), .and(let a, let b),
            .or(let a, let b):
            [a, b]
        case .function(_, let arguments): arguments
        case .choice(let condition, let a, let b): [condition, a, b]
        }
    }

    /// Builds a result from the leaves up: `combine` gets each term with the results of its
    /// children, left to right. This is how a formula is lowered to another form.
    package func fold<Result, Failure: Error>(
        _ combine: (Term, [Result]) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        var below: [Result] = []
        for child in children { below.append(try child.fold(combine)) }
        return try combine(self, below)
    }

    /// All names in the term, each once, in the order they are first read.
    package var names: [String] {
        var found: [String] = []
        collectNames(into: &found)
        return found
    }

    private func collectNames(into found: inout [String]) {
        if case .name(let name) = shape, !found.contains(name) { found.append(name) }
        for child in children { child.collectNames(into: &found) }
    }
}
