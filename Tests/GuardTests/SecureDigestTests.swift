import Testing

@testable import Guard

/// SHA-256 against the examples of FIPS 180-4 and its neighbours about the block's edge.
@Suite struct SecureDigestTests {
    private func digest(of text: String) -> String {
        var digest = SecureDigest()
        for byte in text.utf8 { digest.mix(byte: byte) }
        return digest.finish()
    }

    /// From NIST's examples for FIPS 180-4 (CSRC, Examples with Intermediate Values).
    @Test func `it gives the standard's answers`() {
        #expect(
            digest(of: "")
                == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
        #expect(
            digest(of: "abc")
                == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
        #expect(
            digest(of: "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq")
                == "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1")
        #expect(
            digest(of: String(repeating: "a", count: 1_000_000))
                == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0")
    }
}
