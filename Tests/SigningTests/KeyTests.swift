import Signing
import Testing

/// Keys, signatures, and how a key lies locked on disk.
@Suite struct KeyTests {
    /// The seed, public key and signature of RFC 8032 §7.1, test 2: the message is one byte, 0x72.
    @Test func `a key signs as the standard's test vector does`() throws {
        let seed = try #require(
            bytes(
                hexadecimal: "4ccd089b28ff96da9db6c346ec114e0f"
                    + "5b8a319f35aba624da8cf6ed4fb8a6fb"))
        let key = try #require(PrivateKey(seed: seed))
        #expect(
            "\(key.publicKey)"
                == "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c")
        let signature = key.sign([0x72])
        #expect(
            hexadecimal(signature.bytes)
                == "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
                + "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00")
        #expect(key.publicKey.made(signature, over: [0x72]))
    }

    @Test func `a changed message, signature or key is not believed`() throws {
        let (key, other) = (PrivateKey(), PrivateKey())
        let message: [UInt8] = Array("the ramp is 3 K a minute".utf8)
        let signature = key.sign(message)
        for i in message.indices {
            var changed = message
            changed[i] ^= 1
            #expect(!key.publicKey.made(signature, over: changed))
        }
        for i in 0..<Signature.length {
            var changed = signature.bytes
            changed[i] ^= 1
            let forged = try #require(Signature(bytes: changed))
            #expect(!key.publicKey.made(forged, over: message))
        }
        #expect(!other.publicKey.made(signature, over: message))
        #expect(!key.publicKey.made(signature, over: []))
    }

    @Test func `two new keys differ`() {
        #expect(PrivateKey().publicKey != PrivateKey().publicKey)
    }

    /// FIPS 180-4's example "abc".
    @Test func `the digest is SHA-256`() {
        #expect(
            "\(Digest(of: Array("abc".utf8)))"
                == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
        #expect("\(Digest.origin)" == String(repeating: "0", count: 64))
    }

    @Test func `a locked key opens with its passphrase and with no other`() throws {
        let key = PrivateKey()
        let locked = try LockedKey(
            key, of: "Anna Berg", passphrase: "three dry birches", cost: .least)
        let read = try LockedKey(text: locked.text)
        #expect(read == locked && read.person == "Anna Berg")
        #expect(try read.unlocked(by: "three dry birches").publicKey == key.publicKey)
        #expect(throws: KeyError.wrongPassphrase) { try read.unlocked(by: "three dry birche") }
        #expect(throws: KeyError.wrongPassphrase) { try read.unlocked(by: "") }
    }

    @Test func `the same key locked twice reads differently`() throws {
        let key = PrivateKey()
        let texts = try (0..<2).map { _ in
            try LockedKey(key, of: "A", passphrase: "three dry birches", cost: .least).text
        }
        #expect(texts[0] != texts[1])
    }

    @Test func `a short passphrase is refused`() {
        #expect(throws: KeyError.shortPassphrase) {
            try LockedKey(PrivateKey(), of: "A", passphrase: "elevenchars", cost: .least)
        }
    }

    @Test func `a key file with any letter changed is refused`() throws {
        let passphrase = "three dry birches"
        let text = try LockedKey(
            PrivateKey(), of: "A", passphrase: passphrase, cost: .least
        ).text
        // The person's name is for the eye only; what counts is the list of approvers.
        let line = "person A"
        let free = try #require(text.firstRange(of: line))
        for place in text.indices where !free.contains(place) {
            var changed = text
            let letter: Character = text[place] == "0" ? "1" : "0"
            changed.replaceSubrange(place...place, with: [letter])
            #expect(throws: KeyError.self, "\(changed)") {
                try LockedKey(text: changed).unlocked(by: passphrase)
            }
        }
    }

    @Test func `a key file that asks for too much memory is not tried`() throws {
        let text = try LockedKey(
            PrivateKey(), of: "A", passphrase: "three dry birches", cost: .least
        ).text
        #expect(throws: KeyError.unbearable) {
            try LockedKey(text: text.replacing("argon2id 1 8192", with: "argon2id 1 99999999999"))
        }
    }

    @Test func `halves of two keys in one file are found`() throws {
        let texts = try (0..<2).map { _ in
            try LockedKey(PrivateKey(), of: "A", passphrase: "three dry birches", cost: .least).text
        }
        var lines = texts[0].split(separator: "\n", omittingEmptySubsequences: false)
        lines[2] = texts[1].split(separator: "\n")[2]
        #expect(throws: KeyError.halvesDiffer) {
            try LockedKey(text: lines.joined(separator: "\n")).unlocked(by: "three dry birches")
        }
    }

    @Test func `a fingerprint is eight groups of four digits`() {
        let print = PrivateKey().publicKey.fingerprint
        let groups = print.split(separator: "-")
        #expect(groups.count == 8 && groups.allSatisfy { $0.count == 4 })
    }
}
