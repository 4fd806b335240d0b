/// A stream of chance for one key: xoshiro256+ (Blackman and Vigna, Scrambled linear pseudorandom
/// number generators, ACM Transactions on Mathematical Software 47(4), 2021).
///
/// One draw of a law takes one number where the law can be inverted, so that the n-th draw of two
/// scenarios stays the n-th.
package struct ChanceStream: BitwiseCopyable, Sendable {
    private var a: UInt64
    private var b: UInt64
    private var c: UInt64
    private var d: UInt64

    package init(_ key: ChanceKey) { self.init(words: key.words) }

    init(words: SIMD4<UInt64>) { (a, b, c, d) = (words[0], words[1], words[2], words[3]) }

    @inline(__always) package mutating func next() -> UInt64 {
        let result = a &+ d
        let shifted = b << 17
        c ^= a
        d ^= b
        b ^= c
        a ^= d
        c ^= shifted
        d = (d << 45) | (d >> 19)
        return result
    }

    /// A draw from the open interval (0, 1): an odd multiple of 2⁻⁵³.
    @inline(__always) package mutating func uniform() -> Double {
        Double(bitPattern: (next() >> 12) | 0x3FF0_0000_0000_0000) - 1 + 0x1p-53
    }
}
