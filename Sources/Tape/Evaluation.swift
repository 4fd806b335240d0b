import Determinism

/// What each operation computes on plain numbers: the meaning the lanes must agree with.
enum Evaluation {
    static func binary(_ operation: Operation, _ x: Double, _ y: Double) -> Double {
        switch operation {
        case .add: x + y
        case .subtract: x - y
        case .multiply: x * y
        case .divide: x / y
        case .power: Determinism.power(x, y)
        case .minimum: x.isNaN || y.isNaN ? .nan : (y < x ? y : x)
        case .maximum: x.isNaN || y.isNaN ? .nan : (y > x ? y : x)
        case .arctangent2: Determinism.arctangent2(x, y)
        case .less: x < y ? 1 : 0
        case .lessOrEqual: x <= y ? 1 : 0
        case .equal: x == y ? 1 : 0
        default: preconditionFailure("\(operation) does not take two operands")
        }
    }

    static func unary(_ operation: Operation, _ x: Double) -> Double {
        switch operation {
        case .negate: -x
        case .exp: Determinism.exponential(x)
        case .log: Determinism.logarithm(x)
        case .sqrt: x.squareRoot()
        case .sin: Determinism.sine(x)
        case .cos: Determinism.cosine(x)
        case .tan: Determinism.tangent(x)
        case .asin: Determinism.arcsine(x)
        case .acos: Determinism.arccosine(x)
        case .atan: Determinism.arctangent(x)
        case .sinh: Determinism.hyperbolicSine(x)
        case .cosh: Determinism.hyperbolicCosine(x)
        case .tanh: Determinism.hyperbolicTangent(x)
        case .abs: Swift.abs(x)
        case .sign: x.isNaN ? x : (x > 0 ? 1 : (x < 0 ? -1 : 0))
        case .floor: x.rounded(.down)
        default: preconditionFailure("\(operation) does not take one operand")
        }
    }
}
