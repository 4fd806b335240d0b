package import Quantities

/// What a raw number in the device means: value = raw · factor + offset.
package struct Scaling: Hashable, Codable, Sendable {
    package let factor: Double
    package let offset: Double

    /// `factor` must be finite and not 0, `offset` finite.
    package init(factor: Double = 1, offset: Double = 0) {
        precondition(
            factor.isFinite && factor != 0 && offset.isFinite, "scaling \(factor), \(offset)")
        self.factor = factor
        self.offset = offset
    }

    package static let none = Scaling()

    /// The value that a raw number means.
    package func value(raw: Double) -> Double { raw * factor + offset }

    /// The raw number for a value.
    package func raw(value: Double) -> Double { (value - offset) / factor }

    /// The scaling that goes on to the SI value of `unit`, such as from tenths of °C to kelvin.
    package func inSI(of unit: Unit) -> Scaling {
        Scaling(factor: factor * unit.scale, offset: unit.toSI(offset))
    }
}
