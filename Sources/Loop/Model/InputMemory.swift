import Determinism
package import Guard
package import Tags

/// The model's inputs as last known: where a value is absent, the last usable one stands in.
package struct InputMemory: Hashable, Sendable {
    /// One a model input: the tag it is read from.
    package let tags: [TagName]
    /// One a tag: the last usable value, and when it was measured.
    private var last: [StandIn?]

    package init(tags: [TagName]) {
        self.tags = tags
        last = Array(repeating: nil, count: tags.count)
    }

    /// All inputs, in the model's order; nil until each was seen once.
    package var complete: [Double]? {
        let known = last.compactMap { $0?.value }
        return known.count == last.count ? known : nil
    }

    /// Tags of which no usable value was ever seen.
    package var neverSeen: [TagName] { zip(tags, last).filter { $1 == nil }.map(\.0) }

    /// Takes what the snapshot has. Returns what stands in for inputs that it does not have.
    package mutating func take(_ snapshot: Snapshot) -> [StandIn] {
        var standIns: [StandIn] = []
        for (i, tag) in tags.enumerated() {
            if let sample = snapshot[tag], let value = sample.value {
                last[i] = StandIn(tag, value.value, at: sample.at)
            } else if let known = last[i] {
                standIns.append(known)
            }
        }
        return standIns
    }
}
