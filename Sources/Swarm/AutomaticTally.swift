/// What came of automatic mode in a rehearsal, as the records say.
package struct AutomaticTally: Hashable, Codable, Sendable {
    /// How often it was entered.
    package internal(set) var entered = 0
    /// Writes that left in it and that nobody had accepted.
    package internal(set) var writes = 0
    /// How often it was left, by the mode that followed.
    package internal(set) var left: [String: Int] = [:]

    mutating func add(_ other: AutomaticTally) {
        entered += other.entered
        writes += other.writes
        left.merge(other.left, uniquingKeysWith: +)
    }

    /// In words.
    var text: String {
        let ways = left.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
        return "automatic: entered \(entered) times, \(writes) writes, left for "
            + (ways.isEmpty ? "nothing" : ways.joined(separator: ", "))
    }
}
