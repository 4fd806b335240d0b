package import Tags

/// The model's inputs as last known: where a value is absent, the last usable one stands in.
package struct InputMemory: Hashable, Sendable {
    /// One a model input: the tag it is read from.
    package let tags: [TagName]
    private var values: [Double?]

    package init(tags: [TagName]) {
        self.tags = tags
        values = Array(repeating: nil, count: tags.count)
    }

    /// All inputs, in the model's order; nil until each was seen once.
    package var complete: [Double]? {
        let known = values.compactMap(\.self)
        return known.count == values.count ? known : nil
    }

    /// Takes what the snapshot has. Returns the tags whose last value stands in.
    package mutating func take(_ snapshot: Snapshot) -> [TagName] {
        var standIns: [TagName] = []
        for (i, tag) in tags.enumerated() {
            if let value = snapshot.value(of: tag) {
                values[i] = value
            } else {
                standIns.append(tag)
            }
        }
        return standIns
    }
}
