package import Quantities

/// What the model offers to the twin's file: its variables, flattened, with their units.
package struct ModelNames: Sendable {
    package enum Kind: Sendable {
        case input, output, parameter
        /// A state or another variable.
        case inner
    }

    package struct Variable: Sendable {
        /// Flattened, such as "setpoint[1]".
        package let name: String
        package let kind: Kind
        /// Nil if the model declares none.
        package let unit: Unit?

        package init(_ name: String, _ kind: Kind, _ unit: Unit?) {
            self.name = name
            self.kind = kind
            self.unit = unit
        }
    }

    /// In the model's order.
    package let variables: [Variable]

    package init(_ variables: [Variable]) { self.variables = variables }

    subscript(name: String) -> Variable? { variables.first { $0.name == name } }
}
