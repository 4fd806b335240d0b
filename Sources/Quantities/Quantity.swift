/// A number with its dimension, in SI.
package struct Quantity: Hashable, Sendable {
    /// The value in coherent SI units of `dimension` (money in EUR).
    package let value: Double
    package let dimension: Dimension

    package init(_ value: Double, _ dimension: Dimension) {
        self.value = value
        self.dimension = dimension
    }

    /// A level of `value` units, such as a temperature of 1200 degC.
    package init(_ value: Double, in unit: Unit) {
        self.init(unit.toSI(value), unit.dimension)
    }

    /// The same as a difference, such as a deadband of 2 degC: 2 K.
    package init(difference value: Double, in unit: Unit) {
        self.init(unit.toSI(difference: value), unit.dimension)
    }
}
