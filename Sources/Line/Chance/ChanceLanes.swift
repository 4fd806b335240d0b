/// Eight streams side by side, one a replication: lane `l` gives what `ChanceStream` gives for the
/// key of replication `first + l`, bit for bit.
package struct ChanceLanes: Sendable {
    package typealias Words = SIMD8<UInt64>

    private var a = Words()
    private var b = Words()
    private var c = Words()
    private var d = Words()

    /// - Parameter key: the key of the first lane; the others take the replications after it.
    package init(from key: ChanceKey) {
        for lane in 0..<8 {
            var own = key
            own.replication += UInt64(lane)
            let words = own.words
            (a[lane], b[lane], c[lane], d[lane]) = (words[0], words[1], words[2], words[3])
        }
    }

    @inline(__always) package mutating func next() -> Words {
        let result = a &+ d
        let shifted = b &<< 17
        c ^= a
        d ^= b
        b ^= c
        a ^= d
        c ^= shifted
        d = (d &<< 45) | (d &>> 19)
        return result
    }

    /// A draw from (0, 1) in each lane.
    @inline(__always) package mutating func uniform() -> SIMD8<Double> {
        doubles(ofBits: (next() &>> 12) | Words(repeating: 0x3FF0_0000_0000_0000)) - 1 + 0x1p-53
    }
}
