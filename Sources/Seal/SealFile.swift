package import Signing

/// The file `twin.sealed`: what was approved, the number of the approval, what it replaced, and who
/// signed. A proposal (`twin.proposed`) is the same file with its author's signature alone.
///
/// Every byte counts: head and body are under the hash, the hash and each signer's words are under
/// his signature, and nothing may follow. Layout (numbers high byte first):
/// `"FLYSEAL1"` 8 · version 4 · serial 8 · previous hash 32 · length 4 · body · hash 32 · number of
/// signatures 1 · signatures. The hash is SHA-256 over all before it.
package struct SealFile: Hashable, Sendable {
    static let magic = Array("FLYSEAL1".utf8)
    static let version: UInt32 = 1
    /// Longest body; a twin of ten thousand tags stays below.
    package static let longestBody = 8 << 20
    static let mostSignatures = 8
    /// Longest file, its frame included.
    package static let longest = longestBody + (1 << 16)

    /// From 1, one more with each approval of this twin.
    package let serial: UInt64
    /// The hash of the seal that this one replaces; zeros for the first.
    package let previous: Digest
    /// The approved twin, as `SealedTwin` writes itself.
    package let body: [UInt8]
    /// Head and body in one number: what the records name.
    package let hash: Digest
    /// The author's first.
    package private(set) var signatures: [SealSignature] = []

    /// A seal that nobody signed yet.
    package init(serial: UInt64, previous: Digest, body: [UInt8]) {
        precondition(serial > 0, "serials count from 1")
        precondition(body.count <= SealFile.longestBody, "a body of \(body.count) bytes")
        self.serial = serial
        self.previous = previous
        self.body = body
        hash = Digest(of: SealFile.head(serial, previous, body))
    }

    private static func head(_ serial: UInt64, _ previous: Digest, _ body: [UInt8]) -> [UInt8] {
        var writer = OctetWriter()
        writer.put(magic)
        writer.put(version)
        writer.put(serial)
        writer.put(previous.bytes)
        writer.put(UInt32(body.count))
        writer.put(body)
        return writer.bytes
    }

    /// The same with one more signature: of who says what, over the hash and all earlier
    /// signatures.
    package func signed(
        by key: PrivateKey, _ words: SealSignature.Words
    ) -> SealFile {
        precondition(signatures.count < SealFile.mostSignatures, "too many signatures")
        var file = self
        let message = words.message(over: hash, key.publicKey, after: signatures)
        file.signatures.append(
            SealSignature(words: words, key: key.publicKey, signature: key.sign(message)))
        return file
    }

    /// The signatures whose bytes are not what their key makes; names only are shown.
    package var falseSignatures: [SealSignature] {
        signatures.indices.filter { i in
            let (one, earlier) = (signatures[i], Array(signatures[..<i]))
            let message = one.words.message(over: hash, one.key, after: earlier)
            return !one.key.made(one.signature, over: message)
        }.map { signatures[$0] }
    }

    // MARK: bytes

    package var bytes: [UInt8] {
        var writer = OctetWriter()
        writer.put(SealFile.head(serial, previous, body))
        writer.put(hash.bytes)
        writer.put(UInt8(signatures.count))
        for one in signatures { one.put(into: &writer) }
        return writer.bytes
    }

    /// Reads a file. Who signed, and whether that is enough, is another question: see `Approvers`.
    package init(_ bytes: [UInt8]) throws(FileDamage) {
        guard bytes.count <= SealFile.longest else { throw .tooLong(bytes: bytes.count) }
        var reader = OctetReader(bytes)
        guard try reader.take(8) == SealFile.magic else { throw .notThisFile }
        let version = try reader.number32()
        guard version == SealFile.version else { throw .version(version) }
        let serial = try reader.number64()
        guard serial > 0, let previous = Digest(bytes: try reader.take(Digest.length)) else {
            throw .content(byte: 12)
        }
        let length = Int(try reader.number32())
        guard length <= SealFile.longestBody else { throw .tooLong(bytes: length) }
        self.init(serial: serial, previous: previous, body: try reader.take(length))
        guard try reader.take(Digest.length) == hash.bytes else { throw .hash }
        let count = Int(try reader.byte())
        guard count <= SealFile.mostSignatures else { throw .content(byte: reader.position - 1) }
        for _ in 0..<count { signatures.append(try SealSignature(&reader)) }
        guard reader.isAtEnd else { throw .goesOn(byte: reader.position) }
    }
}
