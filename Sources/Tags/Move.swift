/// A wanted change of one manipulated variable: an absolute target, never an increment.
package struct Move: Hashable, Codable, Sendable {
    package let tag: TagName
    /// The live setpoint the move starts from, in the tag's SI unit.
    package let from: Finite
    /// The new setpoint, in the tag's SI unit.
    package let to: Finite

    package init(tag: TagName, from: Finite, to: Finite) {
        self.tag = tag
        self.from = from
        self.to = to
    }
}
