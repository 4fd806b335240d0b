/// Why a formula was refused, and where. The user mends the text.
package struct FormulaError: Error, Hashable, Sendable {
    /// Offsets of the place in the formula's text, in Unicode scalars, from 0.
    package let at: Range<Int>
    /// What was found.
    package let message: String
    /// What is expected there.
    package let note: String?
    /// How to mend it.
    package let mend: String?

    package init(at: Range<Int>, _ message: String, note: String? = nil, mend: String? = nil) {
        self.at = at
        self.message = message
        self.note = note
        self.mend = mend
    }

    /// The column in the formula's text, from 1.
    package var column: Int { at.lowerBound + 1 }
}
