import CSodium

/// The SHA-256 of some bytes (FIPS 180-4), by libsodium.
package struct Digest: Hashable, Sendable, CustomStringConvertible {
    package static let length = 32
    /// What the first of a chain continues: 32 zeros.
    package static let origin = Digest(exactly: [UInt8](repeating: 0, count: length))

    package let bytes: [UInt8]

    /// The digest of `input`.
    package init(of input: some Collection<UInt8>) {
        let input = Array(input)
        var digest = [UInt8](repeating: 0, count: Digest.length)
        _ = unsafe input.withUnsafeBufferPointer { buffer in
            unsafe crypto_hash_sha256(&digest, buffer.baseAddress, UInt64(buffer.count))
        }
        bytes = digest
    }

    /// A digest that was computed before; nil unless it has 32 bytes.
    package init?(bytes: some Collection<UInt8>) {
        guard bytes.count == Digest.length else { return nil }
        self.init(exactly: Array(bytes))
    }

    private init(exactly bytes: [UInt8]) { self.bytes = bytes }

    /// 64 lower-case hexadecimal digits.
    package var description: String { hexadecimal(bytes) }

    /// The first digits, for a line on a screen.
    package var brief: String { String(description.prefix(12)) }
}
