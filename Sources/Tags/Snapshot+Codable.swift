import Determinism

// How validated values read in a record. What could not have been made is refused.

extension Quality: Codable {
    private enum Word: String, Codable { case good, uncertain, bad }

    package init(from decoder: any Decoder) throws {
        var container = try decoder.unkeyedContainer()
        switch try container.decode(Word.self) {
        case .good: self = .good
        case .uncertain: self = .uncertain(try container.decode(QualityReason.self))
        case .bad: self = .bad(try container.decode(QualityReason.self))
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.unkeyedContainer()
        switch self {
        case .good: try container.encode(Word.good)
        case .uncertain(let reason):
            try container.encode(Word.uncertain)
            try container.encode(reason)
        case .bad(let reason):
            try container.encode(Word.bad)
            try container.encode(reason)
        }
    }
}

extension Sample: Codable {
    private enum Key: CodingKey { case tag, value, quality, at }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        let tag = try container.decode(TagName.self, forKey: .tag)
        let at = try container.decode(PlantTime.self, forKey: .at)
        let quality = try container.decode(Quality.self, forKey: .quality)
        switch (try container.decodeIfPresent(Finite.self, forKey: .value), quality) {
        case (nil, .bad(let reason)): self.init(tag, absentBecause: reason, at: at)
        case (let value?, .good), (let value?, .uncertain):
            self.init(tag, value, quality, at: at)
        default:
            throw DecodingError.dataCorruptedError(
                forKey: .quality, in: container,
                debugDescription: "a value is absent exactly when its quality is bad")
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(tag, forKey: .tag)
        try container.encodeIfPresent(value, forKey: .value)
        try container.encode(quality, forKey: .quality)
        try container.encode(at, forKey: .at)
    }
}

extension Snapshot: Codable {
    private enum Key: CodingKey { case at, samples }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        self.init(
            at: try container.decode(PlantTime.self, forKey: .at),
            samples: try container.decode([Sample].self, forKey: .samples))
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(at, forKey: .at)
        try container.encode(samples, forKey: .samples)
    }
}
