/// Where something stands in the file; line and column from 1, in Unicode scalars.
struct Place: Hashable {
    var line: Int
    var column: Int
    var length = 1
}

/// A value of the file with its place.
struct Entry {
    indirect enum Shape {
        /// A scalar; never interpreted here. `isPlain` unless it stood in quotes or a block.
        case text(String, isPlain: Bool)
        case list([Entry])
        case map([Pair])
    }

    let shape: Shape
    let place: Place

    /// What it is, for messages.
    var shown: String {
        switch shape {
        case .text(let text, _): "\"\(text.count > 40 ? text.prefix(40) + "…" : text[...])\""
        case .list(let items): "a list of \(items.count)"
        case .map(let pairs): "a section of \(pairs.count) keys"
        }
    }
}

/// A key of a section and what stands behind it.
struct Pair {
    let key: String
    let keyPlace: Place
    let value: Entry
}
