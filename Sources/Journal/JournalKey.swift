import Act
import CSodium

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
    private let secret: [UInt8]

    /// Takes the pair in `folder`, or makes one there.
    ///
    /// - Throws: `.keyExposed` if others may read the secret, `.keyUnreadable` if it is none.
    package init(folder: String) throws(JournalError) {
        let path = folder + "/checkpoint.key"
        if let seed = try Self.load(path) {
            self.init(seed: seed)
        } else {
            guard sodium_init() >= 0 else { throw .keyUnreadable(path: path) }
            var seed = [UInt8](repeating: 0, count: 32)
            unsafe randombytes_buf(&seed, 32)
            try Self.save(hexadecimal(seed), to: path, readableBy: 0o600)
            self.init(seed: seed)
        }
        // Written anew if it is gone: it follows from the secret.
        if unsafe access(folder + "/checkpoint.pub", F_OK) != 0 {
            try Self.save(
                Array(publicText.utf8), to: folder + "/checkpoint.pub", readableBy: 0o644)
        }
    }

    /// `seed`: 32 bytes.
    init(seed: [UInt8]) {
        precondition(seed.count == 32, "a seed of \(seed.count) bytes")
        var open = [UInt8](repeating: 0, count: 32)
        var secret = [UInt8](repeating: 0, count: 64)
        _ = unsafe crypto_sign_ed25519_seed_keypair(&open, &secret, seed)
        self.secret = secret
        publicText = String(decoding: hexadecimal(open), as: UTF8.self)
    }

    /// The checkpoint under the record `sequence` with `hash`.
    func checkpoint(sequence: UInt64, hash: String) -> Checkpoint {
        let message = Array(Checkpoint.message(sequence: sequence, hash: hash).utf8)
        var signature = [UInt8](repeating: 0, count: 64)
        _ = unsafe crypto_sign_ed25519_detached(
            &signature, nil, message, UInt64(message.count), secret)
        return Checkpoint(
            sequence: sequence, hash: hash, key: publicText,
            signature: String(decoding: hexadecimal(signature), as: UTF8.self))
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
            let seed = bytes(ofHexadecimal: String(decoding: text[..<64], as: UTF8.self))
        else { throw .keyUnreadable(path: path) }
        return seed
    }

    /// Durable when it returns; never over a file that is there.
    private static func save(
        _ digits: [UInt8], to path: String, readableBy mode: mode_t
    ) throws(JournalError) {
        let file = unsafe open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode)
        guard file >= 0 else { throw .storage(StorageFailure(.open, code: errno)) }
        defer { _ = close(file) }
        let line = digits + [UInt8(ascii: "\n")]
        guard unsafe write(file, line, line.count) == line.count, fsync(file) == 0 else {
            throw .storage(StorageFailure(.append, code: errno))
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
        let key = bytes(ofHexadecimal: point.key), key.count == 32,
        let signature = bytes(ofHexadecimal: point.signature), signature.count == 64
    else { return .checkpoint }
    let message = Array(
        Checkpoint.message(sequence: point.sequence, hash: point.hash).utf8)
    let isGood =
        unsafe crypto_sign_ed25519_verify_detached(
            signature, message, UInt64(message.count), key) == 0
    return isGood ? nil : .signature
}
