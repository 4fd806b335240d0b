import Determinism
import Tags

/// The memory as it goes on record: what is kept by tag or token is listed in their order, so that
/// equal memories read the same.
extension GuardLedger: Codable {
    /// One entry of what is kept by tag or token.
    private struct Entry<Name: Codable & Comparable, Value: Codable>: Codable {
        let name: Name
        let value: Value
    }

    private enum Key: CodingKey {
        case lastPermitted, spentTokens, writes, readbacks, lastGood, expected, taken
        case operatorLeft, recovered, lastJudgedPlant, lastJudgedMonotonic
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        func entries<Name: Codable & Comparable & Hashable, Value: Codable>(
            _ key: Key
        ) throws -> [Name: Value] {
            let list = try container.decode([Entry<Name, Value>].self, forKey: key)
            return Dictionary(list.map { ($0.name, $0.value) }) { _, last in last }
        }
        self.init(
            lastPermitted: try container.decodeIfPresent(DecisionID.self, forKey: .lastPermitted),
            spentTokens: try entries(.spentTokens),
            writes: try container.decode([PlantTime].self, forKey: .writes),
            lastGood: try entries(.lastGood),
            judged: (
                try container.decodeIfPresent(PlantTime.self, forKey: .lastJudgedPlant),
                try container.decodeIfPresent(
                    MonotonicInstant.self, forKey: .lastJudgedMonotonic)
            ))
        readbacks = try entries(.readbacks)
        expected = try entries(.expected)
        taken = try entries(.taken)
        operatorLeft = try entries(.operatorLeft)
        recovered = try entries(.recovered)
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        func encode<Name: Codable & Comparable & Hashable>(
            _ kept: [Name: some Codable], _ key: Key
        ) throws {
            let list = kept.sorted { $0.key < $1.key }.map { Entry(name: $0.key, value: $0.value) }
            try container.encode(list, forKey: key)
        }
        try container.encodeIfPresent(lastPermitted, forKey: .lastPermitted)
        try encode(spentTokens, .spentTokens)
        try container.encode(writes, forKey: .writes)
        try encode(readbacks, .readbacks)
        try encode(lastGood, .lastGood)
        try encode(expected, .expected)
        try encode(taken, .taken)
        try encode(operatorLeft, .operatorLeft)
        try encode(recovered, .recovered)
        try container.encodeIfPresent(lastJudged?.plant, forKey: .lastJudgedPlant)
        try container.encodeIfPresent(lastJudged?.monotonic, forKey: .lastJudgedMonotonic)
    }
}
