/// A seeded stream of chance, named by what it is for.
///
/// SplitMix64 (Steele, Lea, Flood: Fast Splittable Pseudorandom Number Generators, OOPSLA 2014).
/// Streams of different purposes are independent for practical ends, and adding a stream
/// leaves the draws of the others as they were.
package struct RandomStream: RandomNumberGenerator, Sendable {
    private var state: UInt64

    /// A stream for one `purpose` under `seed`; `index` tells apart many of one purpose.
    package init(seed: UInt64, purpose: String, index: UInt64 = 0) {
        var digest = StateDigest()
        digest.mix(seed)
        digest.mix(purpose)
        digest.mix(index)
        state = digest.value
    }

    package mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    /// A draw from [0, 1), with 53 random bits.
    package mutating func uniform() -> Double { Double(next() >> 11) * 0x1p-53 }

    /// A draw from [low, high).
    package mutating func uniform(_ low: Double, _ high: Double) -> Double {
        low + (high - low) * uniform()
    }

    /// True with the given probability.
    package mutating func happens(with probability: Double) -> Bool { uniform() < probability }

    /// A draw from the normal distribution (Irwin–Hall sum is not used: the tails matter here).
    ///
    /// Marsaglia's polar method (SIAM Review 6, 1964), the second value discarded so that a
    /// stream's state is one word.
    package mutating func normal(mean: Double = 0, deviation: Double = 1) -> Double {
        while true {
            let u = 2 * uniform() - 1
            let v = 2 * uniform() - 1
            let s = u * u + v * v
            if s > 0, s < 1 {
                return mean + deviation * u * (-2 * logarithm(s) / s).squareRoot()
            }
        }
    }

    /// A draw from the exponential distribution with the given mean.
    package mutating func exponential(mean: Double) -> Double { -mean * logarithm(1 - uniform()) }
}
