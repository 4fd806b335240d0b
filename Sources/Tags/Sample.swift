package import Determinism

/// What a connection delivered for one tag, before any check: SI units, any bits.
package struct RawSample: Hashable, Codable, Sendable {
    package let tag: TagName
    /// In the tag's SI unit; may be NaN or infinite. Nil if the source had no answer.
    package let value: Double?
    /// When the source says the value was valid.
    package let at: PlantTime

    package init(tag: TagName, value: Double?, at: PlantTime) {
        self.tag = tag
        self.value = value
        self.at = at
    }
}

/// One validated value of one tag.
package struct Sample: Hashable, Codable, Sendable {
    package let tag: TagName
    /// In the tag's SI unit; nil exactly when the quality is bad.
    package let value: Finite?
    package let quality: Quality
    /// When the value was valid at the source.
    package let at: PlantTime

    /// A usable value. `quality` must not be bad.
    package init(_ tag: TagName, _ value: Finite, _ quality: Quality = .good, at: PlantTime) {
        precondition(quality.isUsable, "\(tag) has a value and quality \(quality)")
        self.tag = tag
        self.value = value
        self.quality = quality
        self.at = at
    }

    /// An absent value.
    package init(_ tag: TagName, absentBecause reason: QualityReason, at: PlantTime) {
        self.tag = tag
        value = nil
        quality = .bad(reason)
        self.at = at
    }

    /// What was recorded or sent, which must have a value exactly when it is usable.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        tag = try container.decode(TagName.self, forKey: .tag)
        value = try container.decodeIfPresent(Finite.self, forKey: .value)
        quality = try container.decode(Quality.self, forKey: .quality)
        at = try container.decode(PlantTime.self, forKey: .at)
        guard (value != nil) == quality.isUsable else {
            throw DecodingError.dataCorruptedError(
                forKey: .quality, in: container,
                debugDescription: "\(tag) has quality \(quality) and "
                    + (value == nil ? "no value" : "a value"))
        }
    }
}
