/// A unit of measurement: how its numbers become SI.
///
/// A temperature and a temperature *difference* convert differently: 2 °C is 275.15 K, but a
/// deadband of 2 °C is 2 K. So there are two conversions, and each caller says which it means.
package struct Unit: Hashable, Sendable {
    /// As the plant writes it, such as "degC" or "EUR/MWh".
    package let symbol: String
    package let dimension: Dimension
    /// SI value of one unit of difference; positive and finite.
    package let scale: Double
    /// SI value of zero, such as 273.15 for degC.
    package let offset: Double

    package init(symbol: String, dimension: Dimension, scale: Double = 1, offset: Double = 0) {
        precondition(
            scale > 0 && scale.isFinite && offset.isFinite, "unit \(symbol) has scale \(scale)")
        self.symbol = symbol
        self.dimension = dimension
        self.scale = scale
        self.offset = offset
    }

    package static let one = Unit(symbol: "1", dimension: .one)

    /// The SI value of a level of `value` units, such as a temperature.
    package func toSI(_ value: Double) -> Double { value * scale + offset }

    /// The SI value of a difference of `value` units, such as a deadband.
    package func toSI(difference value: Double) -> Double { value * scale }

    /// The level in this unit of an SI value.
    package func fromSI(_ value: Double) -> Double { (value - offset) / scale }

    /// The difference in this unit of an SI difference.
    package func fromSI(difference value: Double) -> Double { value / scale }

    /// The unit for differences of this one's levels: the same without offset; degC becomes K.
    package var difference: Unit {
        offset == 0
            ? self
            : Unit(
                symbol: dimension == .temperature && scale == 1 ? "K" : "delta " + symbol,
                dimension: dimension, scale: scale)
    }
}

/// Reads unit texts; the edge provides it (UDUNITS reads a database from disk), the core calls.
package protocol UnitReader: Sendable {
    /// The unit written as `text`.
    ///
    /// - Throws: `UnitError` if the text names no unit.
    func unit(_ text: String) throws(UnitError) -> Unit
}

/// A unit text that could not be read. The user mends the text.
package struct UnitError: Error, Hashable, Sendable {
    package let text: String
    package let reason: String

    package init(text: String, reason: String) {
        self.text = text
        self.reason = reason
    }
}
