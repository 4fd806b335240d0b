import CSodium

/// A private key as it lies on disk: locked by a passphrase.
///
/// The passphrase becomes a key by Argon2id (RFC 9106), which costs time and memory on purpose;
/// that locks the seed by XSalsa20-Poly1305 (libsodium's secret box). The file is seven lines of
/// text, so that it can also be kept on paper.
package struct LockedKey: Hashable, Sendable {
    /// How dear one guess of the passphrase is.
    package struct Cost: Hashable, Sendable {
        package let passes: Int
        /// Memory of one guess [bytes].
        package let memory: Int

        package init(passes: Int, memory: Int) {
            self.passes = passes
            self.memory = memory
        }

        /// Three passes over 256 MiB: about a second.
        package static let usual = Cost(passes: 3, memory: 256 << 20)
        /// The least that libsodium takes; for tests.
        package static let least = Cost(passes: 1, memory: 8192)

        /// No file may ask for more than this of the machine that opens it.
        var isBearable: Bool {
            passes >= 1 && passes <= 10 && memory >= 8192 && memory <= 1 << 30
        }
    }

    /// Shorter passphrases are refused.
    package static let shortestPassphrase = 12

    /// Whose it is, for the one who looks at the file. What counts is the list of approvers.
    package let person: String
    package let publicKey: PublicKey
    let cost: Cost
    let salt: [UInt8]
    let nonce: [UInt8]
    let box: [UInt8]

    /// Locks a key.
    package init(
        _ key: PrivateKey, of person: String, passphrase: String, cost: Cost = .usual
    ) throws(KeyError) {
        guard passphrase.count >= LockedKey.shortestPassphrase else { throw .shortPassphrase }
        self.person = person
        publicKey = key.publicKey
        self.cost = cost
        salt = Sodium.randomBytes(Int(crypto_pwhash_saltbytes()))
        nonce = Sodium.randomBytes(Int(crypto_secretbox_noncebytes()))
        var lock = try LockedKey.stretch(passphrase, salt, cost)
        var seed = key.seed
        var box = [UInt8](repeating: 0, count: seed.count + Int(crypto_secretbox_macbytes()))
        let status = unsafe crypto_secretbox_easy(&box, seed, UInt64(seed.count), nonce, lock)
        Sodium.wipe(&lock)
        Sodium.wipe(&seed)
        guard status == 0 else { throw .noMemory }
        self.box = box
    }

    /// The private key, if the passphrase is right.
    package func unlocked(by passphrase: String) throws(KeyError) -> PrivateKey {
        var lock = try LockedKey.stretch(passphrase, salt, cost)
        var seed = [UInt8](repeating: 0, count: PrivateKey.seedLength)
        let status = unsafe crypto_secretbox_open_easy(
            &seed, box, UInt64(box.count), nonce, lock)
        Sodium.wipe(&lock)
        defer { Sodium.wipe(&seed) }
        guard status == 0 else { throw .wrongPassphrase }
        guard let key = PrivateKey(seed: seed), key.publicKey == publicKey else {
            throw .halvesDiffer
        }
        return key
    }

    /// The key that a passphrase stands for.
    private static func stretch(
        _ passphrase: String, _ salt: [UInt8], _ cost: Cost
    ) throws(KeyError) -> [UInt8] {
        guard Sodium.isReady, cost.isBearable else { throw .unbearable }
        var key = [UInt8](repeating: 0, count: Int(crypto_secretbox_keybytes()))
        var letters = Array(passphrase.utf8).map(CChar.init(bitPattern:))
        defer { for i in letters.indices { letters[i] = 0 } }
        let status = unsafe crypto_pwhash(
            &key, UInt64(key.count), letters, UInt64(letters.count), salt,
            UInt64(cost.passes), cost.memory, crypto_pwhash_alg_argon2id13())
        guard status == 0 else { throw .noMemory }
        return key
    }
}

/// Why a private key cannot be used.
package enum KeyError: Error, Hashable, Sendable {
    /// Not a key file, or a damaged one; the line is counted from 1.
    case notAKey(line: Int)
    case wrongPassphrase
    case shortPassphrase
    /// Public and private half do not belong together: the file was put together by hand.
    case halvesDiffer
    /// The file asks for more time or memory than any key file of ours.
    case unbearable
    /// This machine has not the memory that the lock asks for.
    case noMemory

    package var text: String {
        switch self {
        case .notAKey(let line):
            "this is not a private key of flyball: line \(line) is not as it was"
        case .wrongPassphrase: "the passphrase is wrong, or the key file was changed"
        case .shortPassphrase:
            "a passphrase has \(LockedKey.shortestPassphrase) letters or more; use several words"
        case .halvesDiffer: "the public and the private half in this key file are not of one key"
        case .unbearable: "this key file asks for more memory or time than flyball gives"
        case .noMemory: "this machine has not enough free memory to open the key"
        }
    }
}
