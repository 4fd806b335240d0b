package import Determinism

/// All validated values of the asset at one instant, frozen: at most one sample a tag, by tag name.
package struct Snapshot: Hashable, Codable, Sendable {
    package let at: PlantTime
    /// Sorted by tag.
    package let samples: [Sample]

    /// Of several samples of one tag the last given wins.
    package init(at: PlantTime, samples: [Sample]) {
        self.at = at
        var latest: [TagName: Sample] = [:]
        for sample in samples { latest[sample.tag] = sample }
        self.samples = latest.values.sorted { $0.tag < $1.tag }
    }

    /// What was recorded or sent, which must have its samples in order, one a tag.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        at = try container.decode(PlantTime.self, forKey: .at)
        samples = try container.decode([Sample].self, forKey: .samples)
        guard zip(samples, samples.dropFirst()).allSatisfy({ $0.tag < $1.tag }) else {
            throw DecodingError.dataCorruptedError(
                forKey: .samples, in: container,
                debugDescription: "samples out of the order of their tags")
        }
    }

    /// The sample of a tag, whatever its quality; nil if the snapshot does not know the tag.
    package subscript(tag: TagName) -> Sample? {
        var low = 0
        var high = samples.count
        while low < high {
            let middle = (low + high) / 2
            if samples[middle].tag < tag { low = middle + 1 } else { high = middle }
        }
        return low < samples.count && samples[low].tag == tag ? samples[low] : nil
    }

    /// The value of a tag in SI, if it is present and usable.
    package func value(of tag: TagName) -> Double? { self[tag]?.value?.value }
}
