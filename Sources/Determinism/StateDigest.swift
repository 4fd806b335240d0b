/// A 64-bit fingerprint of a run, to tell whether two runs did the same. Not for security.
///
/// FNV-1a (Fowler, Noll, Vo; draft-eastlake-fnv) over the bytes, finished with SplitMix64's mixer.
package struct StateDigest: Sendable {
    private var hash: UInt64 = 0xCBF2_9CE4_8422_2325

    package init() {}

    package mutating func mix(_ value: UInt64) {
        for shift in stride(from: 0 as UInt64, to: 64, by: 8) {
            hash = (hash ^ ((value >> shift) & 0xFF)) &* 0x100_0000_01B3
        }
    }

    /// Mixes the bits of a number; −0 and 0 differ, and all NaN payloads count.
    package mutating func mix(_ value: Double) { mix(value.bitPattern) }

    package mutating func mix(_ text: String) {
        for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        mix(UInt64(text.utf8.count))
    }

    package var value: UInt64 {
        var z = hash
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
