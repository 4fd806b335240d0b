import Determinism
import Tape

/// Draws random expressions over a few variables whose values and slopes stay finite near 1.
struct ExpressionSource {
    var chance: RandomStream
    var graph = Graph()
    let variables: Int

    init(seed: UInt64, variables: Int) {
        chance = RandomStream(seed: seed, purpose: "expressions")
        self.variables = variables
    }

    /// An expression of at most `depth` levels.
    mutating func draw(depth: Int) -> Expression {
        if depth == 0 || chance.happens(with: 0.1) {
            return chance.happens(with: 0.7)
                ? graph.variable(Int(chance.next() % UInt64(variables)))
                : graph.constant(chance.uniform(0.5, 2))
        }
        let a = draw(depth: depth - 1)
        let b = draw(depth: depth - 1)
        switch chance.next() % 14 {
        case 0, 1: return graph.add(a, b)
        case 2: return graph.subtract(a, b)
        case 3, 4: return graph.multiply(a, b)
        case 5:
            let square = graph.multiply(b, b)
            let one = graph.constant(1)
            let positive = graph.add(square, one)
            return graph.divide(a, positive)
        case 6:
            let bounded = graph.unary(.tanh, a)
            return graph.unary(.exp, bounded)
        case 7: return graph.unary(.sin, a)
        case 8: return graph.unary(.atan, a)
        case 9:
            let square = graph.multiply(a, a)
            let one = graph.constant(1)
            let positive = graph.add(square, one)
            return graph.unary(.sqrt, positive)
        case 10:
            let condition = graph.binary(.less, a, b)
            let sum = graph.add(a, b)
            return graph.select(condition, sum, a)
        case 11:
            let square = graph.multiply(a, a)
            let one = graph.constant(1)
            let positive = graph.add(square, one)
            let exponent = graph.constant(1.7)
            return graph.power(positive, exponent)
        case 12: return graph.binary(.maximum, a, b)
        default:
            let square = graph.multiply(a, a)
            let one = graph.constant(1)
            let positive = graph.add(square, one)
            return graph.unary(.log, positive)
        }
    }
}
