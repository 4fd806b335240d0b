package import Expressions
package import Tape

/// A formula that cannot become part of a model's equations. The twin's file must change.
package enum LoweringError: Error, Hashable, Sendable {
    /// The model has no variable of that name, and no tag of that name is mapped to one.
    case unknownName(String)
}

extension Formula {
    /// The formula as an expression of `graph`, so that it is differentiated like the model itself.
    ///
    /// - Parameter resolve: the expression behind a name, or nil if there is none.
    package func lowered(
        into graph: inout Graph, _ resolve: (String, inout Graph) -> Expression?
    ) throws(LoweringError) -> Expression {
        try lower(term, into: &graph, resolve)
    }

    private func lower(
        _ term: Term, into graph: inout Graph, _ resolve: (String, inout Graph) -> Expression?
    ) throws(LoweringError) -> Expression {
        var below: [Expression] = []
        for child in term.children { below.append(try lower(child, into: &graph, resolve)) }
        switch term.shape {
        case .number(let value, _): return graph.constant(value)
        case .truth(let truth): return graph.constant(truth ? 1 : 0)
        case .name(let name):
            guard let found = resolve(name, &graph) else { throw .unknownName(name) }
            return found
        case .negative: return graph.negate(below[0])
        case .arithmetic(let operation, _, _):
            return combine(operation, below[0], below[1], in: &graph)
        case .function(let function, _): return apply(function, to: below, in: &graph)
        case .comparison(let comparison, _, _):
            return compare(comparison, below[0], below[1], in: &graph)
        case .not:
            let one = graph.constant(1)
            return graph.subtract(one, below[0])
        case .and: return graph.multiply(below[0], below[1])
        case .or: return graph.binary(.maximum, below[0], below[1])
        case .choice: return graph.select(below[0], below[1], below[2])
        }
    }

    private func combine(
        _ operation: Term.Arithmetic, _ a: Expression, _ b: Expression, in graph: inout Graph
    ) -> Expression {
        switch operation {
        case .plus: graph.add(a, b)
        case .minus: graph.subtract(a, b)
        case .times: graph.multiply(a, b)
        case .over: graph.divide(a, b)
        case .power: graph.power(a, b)
        }
    }

    private func apply(
        _ function: Term.Function, to arguments: [Expression], in graph: inout Graph
    ) -> Expression {
        switch function {
        case .abs: return graph.unary(.abs, arguments[0])
        case .exp: return graph.unary(.exp, arguments[0])
        case .log: return graph.unary(.log, arguments[0])
        case .sqrt: return graph.unary(.sqrt, arguments[0])
        case .min, .max:
            let operation: Operation = function == .min ? .minimum : .maximum
            var result = arguments[0]
            for argument in arguments.dropFirst() {
                result = graph.binary(operation, result, argument)
            }
            return result
        }
    }

    private func compare(
        _ comparison: Term.Comparison, _ a: Expression, _ b: Expression, in graph: inout Graph
    ) -> Expression {
        switch comparison {
        case .below: return graph.binary(.less, a, b)
        case .atMost: return graph.binary(.lessOrEqual, a, b)
        case .above: return graph.binary(.less, b, a)
        case .atLeast: return graph.binary(.lessOrEqual, b, a)
        case .equal: return graph.binary(.equal, a, b)
        case .unequal:
            let one = graph.constant(1)
            let same = graph.binary(.equal, a, b)
            return graph.subtract(one, same)
        }
    }
}
