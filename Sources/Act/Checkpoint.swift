/// The guard's signature under everything before it.
package struct Checkpoint: Hashable, Codable, Sendable {
    /// The last record before this one, and its hash.
    package let sequence: UInt64
    package let hash: String
    /// Ed25519 public key, 64 hexadecimal digits.
    package let key: String
    /// Over sequence and hash (`docs/journal.md`), 128 hexadecimal digits.
    package let signature: String

    package init(sequence: UInt64, hash: String, key: String, signature: String) {
        self.sequence = sequence
        self.hash = hash
        self.key = key
        self.signature = signature
    }

    /// What is signed.
    package static func message(sequence: UInt64, hash: String) -> String {
        "flyball journal checkpoint 1\n\(sequence)\n\(hash)\n"
    }
}
