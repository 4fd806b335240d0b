import CSodium

/// Signs for one person. Lives in memory only while it is used, and is wiped afterwards; on disk it
/// lies locked by a passphrase (`LockedKey`).
package final class PrivateKey {
    static let seedLength = 32

    /// The seed it is made from (RFC 8032 §5.1.5).
    private(set) var seed: [UInt8]
    /// Seed and public key, as libsodium wants them.
    private var secret: [UInt8]
    package let publicKey: PublicKey

    /// A new key from the operating system's source of chance.
    package convenience init() {
        guard let key = PrivateKey(seed: Sodium.randomBytes(PrivateKey.seedLength)) else {
            preconditionFailure("a seed of \(PrivateKey.seedLength) bytes is refused")
        }
        self.init(key)
    }

    /// The key of a seed; nil unless it has 32 bytes.
    package init?(seed: [UInt8]) {
        guard seed.count == PrivateKey.seedLength, Sodium.isReady else { return nil }
        var open = [UInt8](repeating: 0, count: PublicKey.length)
        var secret = [UInt8](repeating: 0, count: 64)
        let status = unsafe crypto_sign_seed_keypair(&open, &secret, seed)
        guard status == 0, let publicKey = PublicKey(bytes: open) else { return nil }
        self.seed = seed
        self.secret = secret
        self.publicKey = publicKey
    }

    private init(_ other: PrivateKey) {
        seed = other.seed
        secret = other.secret
        publicKey = other.publicKey
    }

    deinit {
        Sodium.wipe(&seed)
        Sodium.wipe(&secret)
    }

    /// Signs these bytes.
    package func sign(_ message: [UInt8]) -> Signature {
        var bytes = [UInt8](repeating: 0, count: Signature.length)
        let status = unsafe message.withUnsafeBufferPointer { buffer in
            unsafe crypto_sign_detached(
                &bytes, nil, buffer.baseAddress, UInt64(buffer.count), secret)
        }
        guard status == 0, let signature = Signature(bytes: bytes) else {
            preconditionFailure("libsodium refused to sign \(message.count) bytes")
        }
        return signature
    }
}
