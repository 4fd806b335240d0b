/// What one node of an expression graph does with its operands a, b and c.
///
/// Comparisons yield 1 for true and 0 for false (false whenever an operand is NaN).
package enum Operation: UInt8, Sendable {
    /// A number.
    case constant
    /// An input of the tape.
    case variable
    // Two operands
    case add, subtract, multiply, divide, power, minimum, maximum, arctangent2
    case less, lessOrEqual, equal
    // One operand
    case negate, exp, log, sqrt, sin, cos, tan, asin, acos, atan, sinh, cosh, tanh, abs, sign
    case floor
    /// b where a is not 0, else c.
    case select
    /// The table `table` at a, straight lines between its knots, held flat outside.
    case interpolate
    /// The slope of that table at a: that of the segment, 0 outside.
    case interpolateSlope

    /// How many operands it takes.
    var arity: Int {
        switch self {
        case .constant, .variable: 0
        case .add, .subtract, .multiply, .divide, .power, .minimum, .maximum, .arctangent2, .less,
            .lessOrEqual, .equal:
            2
        case .select: 3
        default: 1
        }
    }

    var commutes: Bool {
        switch self {
        case .add, .multiply, .minimum, .maximum, .equal: true
        default: false
        }
    }
}
