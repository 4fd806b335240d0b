import Act
import Signing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// The guard's own pair of Ed25519 keys, by which it signs checkpoints of the journal.
///
/// Made at first start. `checkpoint.key` holds the seed as 64 hexadecimal digits and can be read by
/// its owner only; `checkpoint.pub` holds the public key and is for whoever verifies.
package struct JournalKey: Sendable {
    /// 64 hexadecimal digits.
    package let publicText: String
    private let seed: [UInt8]

    /// Takes the pair in `folder`, or makes one there.
    ///
    /// - Throws: `.keyExposed` if others may read the secret, `.keyUnreadable` if it is none.
    package init(folder: String) throws(JournalError) {
        let path = folder + "/checkpoint.key"
        if try Self.load(path) == nil {
            try Self.save(hexadecimal(Self.freshSeed()), to: path, readableBy: 0o600)
        }
        // Read back: another process may have made one in the same instant.
        guard let seed = try Self.load(path) else { throw .keyUnreadable(path: path) }
        self.init(seed: seed)
        // Written anew if it is gone: it follows from the secret.
        if unsafe access(folder + "/checkpoint.pub", F_OK) != 0 {
            try Self.save(publicText, to: folder + "/checkpoint.pub", readableBy: 0o644)
        }
    }

    /// `seed`: 32 bytes.
    init(seed: [UInt8]) {
        let key = PrivateKey(seed: seed)
        precondition(key != nil, "no key can be made of a seed of \(seed.count) bytes")
        self.seed = seed
        publicText = key?.publicKey.description ?? ""  // never: it was just looked at
    }

    /// 32 bytes that nobody can guess.
    private static func freshSeed() -> [UInt8] {
        // The system's random source is the point; no result depends on it.
        var source = SystemRandomNumberGenerator()
        return (0..<32).map { _ in UInt8(truncatingIfNeeded: source.next()) }
    }

    /// The checkpoint under the record `sequence` with `hash`.
    func checkpoint(sequence: UInt64, hash: String) -> Checkpoint {
        let message = Array(Checkpoint.message(sequence: sequence, hash: hash).utf8)
        guard let signature = PrivateKey(seed: seed)?.sign(message) else {
            preconditionFailure("the key \(publicText) was usable and is not any more")
        }
        return Checkpoint(
            sequence: sequence, hash: hash, key: publicText,
            signature: hexadecimal(signature.bytes))
    }

    /// Nil if there is no file.
    private static func load(_ path: String) throws(JournalError) -> [UInt8]? {
        let file = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
        guard file >= 0 else {
            if errno == ENOENT { return nil }
            throw .storage(StorageFailure(.open, code: errno))
        }
        defer { _ = close(file) }
        var status = stat()
        guard unsafe fstat(file, &status) == 0 else {
            throw .storage(StorageFailure(.read, code: errno))
        }
        guard status.st_mode & 0o077 == 0 else { throw .keyExposed(path: path) }
        var text = [UInt8](repeating: 0, count: 66)
        let count = unsafe read(file, &text, 66)
        guard count == 65, text[64] == UInt8(ascii: "\n"),
            let seed = bytes(hexadecimal: String(decoding: text[..<64], as: UTF8.self))
        else { throw .keyUnreadable(path: path) }
        return seed
    }

    /// A file that appears whole or not at all, and never over one that is there.
    private static func save(
        _ digits: String, to path: String, readableBy mode: mode_t
    ) throws(JournalError) {
        let new = path + ".new-\(getpid())"
        let file = unsafe open(new, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode)
        guard file >= 0 else { throw .storage(StorageFailure(.open, code: errno)) }
        defer {
            _ = close(file)
            _ = unsafe unlink(new)
        }
        let line = Array((digits + "\n").utf8)
        guard unsafe write(file, line, line.count) == line.count, fsync(file) == 0 else {
            throw .storage(StorageFailure(.append, code: errno))
        }
        guard unsafe link(new, path) == 0 || errno == EEXIST else {
            throw .storage(StorageFailure(.open, code: errno))
        }
    }
}

/// What is wrong with a checkpoint record; nil if its signature is good.
func judgeCheckpoint(_ record: JournalRecord) -> Damage.What? {
    // What cannot be decoded or encoded is no checkpoint, whatever the reason. And it must stand in
    // the one form it is written in, so that all verifiers read the same.
    guard case .checkpoint(let point)? = try? decodeEntry(.checkpoint, record.json),
        let text = try? encodeEntry(.checkpoint(point)), text == record.json,  // as above
        point.sequence == record.sequence - 1, point.hash == record.previousHash,
        let key = bytes(hexadecimal: point.key).flatMap({ PublicKey(bytes: $0) }),
        let signature = bytes(hexadecimal: point.signature).flatMap({ Signature(bytes: $0) })
    else { return .checkpoint }
    let message = Array(
        Checkpoint.message(sequence: point.sequence, hash: point.hash).utf8)
    return key.made(signature, over: message) ? nil : .signature
}
