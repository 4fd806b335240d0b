/// What a message may take at most. Every length is held against these, and against the bytes that
/// are left, before anything is allocated for it.
package struct WireLimits: Hashable, Sendable {
    /// Of one message, its frame not counted.
    package var bytes: Int
    /// Lists and maps around a value.
    package var depth: Int
    /// Values and keys in all; what reads a message takes up to 50 bytes for each.
    package var values: Int
    /// Bytes of one text.
    package var textBytes: Int

    /// The defaults hold a decision with some thousand bounds and leave a reader below 40 MB.
    package init(
        bytes: Int = 4 << 20, depth: Int = 32, values: Int = 1 << 19, textBytes: Int = 1 << 16
    ) {
        precondition(
            bytes > 0 && depth > 0 && values > 0 && textBytes >= 0 && bytes < Int32.max,
            "no message fits into \(bytes) bytes, \(depth) levels, \(values) values")
        self.bytes = bytes
        self.depth = depth
        self.values = values
        self.textBytes = textBytes
    }
}
