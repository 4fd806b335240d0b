package import Quantities

/// A formula as the user wrote it, read into a tree; its names are checked by `kind(in:)`.
package struct Formula: Hashable, Sendable {
    package let text: String
    package let term: Term

    /// - Throws: `FormulaError` with the place if the text is no formula.
    package init(_ text: String, units: any UnitReader) throws(FormulaError) {
        var parser = try Parser(text, units: units)
        self.text = text
        term = try parser.formula()
    }

    /// All names in it, each once, in reading order.
    package var names: [String] { term.names }
}
