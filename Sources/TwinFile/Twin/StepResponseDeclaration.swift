package import Quantities
package import Tags

/// How a hard-held value answers a step of one MV, per SI unit of the step.
package struct StepResponseDeclaration: Hashable, Sendable {
    /// The variable of the model that is held.
    package var variable: String
    /// The MV.
    package var handle: TagName
    /// After the step, rising from 0 [s]; straight lines in between.
    package var times: [Double]
    /// As many as times [SI unit of the value / SI unit of the MV].
    package var values: [Double]
    /// The true answer lies within this at every time; zero or more, as values.
    package var error: Double
    /// The unit the file writes values in, for showing.
    package var unit: Unit
}
