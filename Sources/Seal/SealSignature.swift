package import Signing
package import Tags

/// One person's signature under a seal, with his own words; all of it is signed.
package struct SealSignature: Hashable, Sendable {
    /// What he signs beside the content: who he is, as what, when and why.
    package struct Words: Hashable, Sendable {
        package let person: String
        /// The duty he signs in: engineer as author, approver as approver.
        package let duty: Duty
        /// By his machine's wall clock, nanoseconds since 1970-01-01 UTC.
        package let at: Int64
        package let why: String

        /// Longest text of a name or a reason [bytes].
        package static let longest = 4096

        package init(person: String, duty: Duty, at: Int64, why: String) {
            self.person = person
            self.duty = duty
            self.at = at
            self.why = why.cut(toBytes: Words.longest)
        }

        fileprivate func put(into writer: inout OctetWriter) {
            writer.put(text: person)
            writer.put(text: duty.rawValue)
            writer.put(at)
            writer.put(text: why)
        }

        /// The bytes under the signature: the seal's hash, these words, the key, and the signatures
        /// already there, so that none can be taken out or put into another order.
        func message(
            over hash: Digest, _ key: PublicKey, after earlier: [SealSignature]
        ) -> [UInt8] {
            var writer = OctetWriter()
            writer.put(text: "flyball: signature under a sealed twin, 1")
            writer.put(hash.bytes)
            put(into: &writer)
            writer.put(key.bytes)
            for one in earlier { writer.put(one.signature.bytes) }
            return writer.bytes
        }
    }

    package let words: Words
    package let key: PublicKey
    package let signature: Signature

    init(words: Words, key: PublicKey, signature: Signature) {
        self.words = words
        self.key = key
        self.signature = signature
    }

    init(_ reader: inout OctetReader) throws(FileDamage) {
        let person = try reader.text(longest: Words.longest)
        let place = reader.position
        guard let duty = Duty(rawValue: try reader.text(longest: 64)) else {
            throw .content(byte: place)
        }
        let at = try reader.signed64()
        let why = try reader.text(longest: Words.longest)
        words = Words(person: person, duty: duty, at: at, why: why)
        guard words.why == why, let key = PublicKey(bytes: try reader.take(PublicKey.length)),
            let signature = Signature(bytes: try reader.take(Signature.length))
        else { throw .content(byte: place) }
        self.key = key
        self.signature = signature
    }

    func put(into writer: inout OctetWriter) {
        words.put(into: &writer)
        writer.put(key.bytes)
        writer.put(signature.bytes)
    }
}
