import CSodium

/// Says who signed: the public half of an Ed25519 key pair (RFC 8032).
package struct PublicKey: Hashable, Sendable, CustomStringConvertible {
    package static let length = 32

    package let bytes: [UInt8]

    /// Nil unless there are 32 bytes.
    package init?(bytes: some Collection<UInt8>) {
        guard bytes.count == PublicKey.length else { return nil }
        self.bytes = Array(bytes)
    }

    /// Whether the private half of this key made `signature` over exactly these bytes.
    package func made(_ signature: Signature, over message: [UInt8]) -> Bool {
        guard Sodium.isReady else { return false }
        return unsafe message.withUnsafeBufferPointer { buffer in
            unsafe crypto_sign_verify_detached(
                signature.bytes, buffer.baseAddress, UInt64(buffer.count), bytes) == 0
        }
    }

    /// 64 lower-case hexadecimal digits.
    package var description: String { hexadecimal(bytes) }

    /// What two people compare by eye or over the telephone: the first 16 bytes of the key's
    /// SHA-256, in groups of four digits.
    package var fingerprint: String {
        let digits = Array(hexadecimal(Digest(of: bytes).bytes.prefix(16)))
        return stride(from: 0, to: digits.count, by: 4).map { String(digits[$0..<$0 + 4]) }
            .joined(separator: "-")
    }
}

/// An Ed25519 signature.
package struct Signature: Hashable, Sendable {
    package static let length = 64

    package let bytes: [UInt8]

    /// Nil unless there are 64 bytes.
    package init?(bytes: some Collection<UInt8>) {
        guard bytes.count == Signature.length else { return nil }
        self.bytes = Array(bytes)
    }
}
