package import Quantities

/// One named value of a model. All numbers in SI.
package struct Variable: Hashable, Sendable {
    /// As in the model text, arrays spelled out: "T_surface[2]".
    package let name: String
    /// What the model declares; nil if it declares none (then no unit is checked).
    package let unit: Unit?
    /// Value of a parameter; first guess or initial value of the others.
    package var start: Double
    /// The range in which the model means anything; infinite where not declared.
    package let minimum: Double
    package let maximum: Double
    /// Typical size, for scaling; positive.
    package let nominal: Double
    /// The description string of the declaration.
    package let text: String

    package init(
        name: String, unit: Unit? = nil, start: Double = 0, minimum: Double = -.infinity,
        maximum: Double = .infinity, nominal: Double = 1, text: String = ""
    ) {
        precondition(nominal > 0, "\(name) has nominal \(nominal)")
        self.name = name
        self.unit = unit
        self.start = start
        self.minimum = minimum
        self.maximum = maximum
        self.nominal = nominal
        self.text = text
    }
}
