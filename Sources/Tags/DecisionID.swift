/// The number of one decision. Numbers only grow, also across restarts, so that "used before" is
/// one comparison; the next one is the record's highest plus one.
package struct DecisionID: Hashable, Comparable, Codable, Sendable, CustomStringConvertible {
    package let number: UInt64

    package init(_ number: UInt64) { self.number = number }

    package init(from decoder: any Decoder) throws {
        number = try decoder.singleValueContainer().decode(UInt64.self)
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(number)
    }

    package var description: String { "D-\(number)" }

    package static func < (a: DecisionID, b: DecisionID) -> Bool { a.number < b.number }
}
