import Determinism

/// What a stream of chance is for.
///
/// Every place on the line and every purpose has a stream of its own, named and not numbered: two
/// scenarios that differ in one machine draw the same for all others, so that common random numbers
/// hold by construction (Law, Simulation Modeling and Analysis, 5th ed., section 11.2).
package struct ChanceKey: Hashable, Sendable {
    /// The numbers are part of every stream's name: a new purpose takes a new one.
    package enum Purpose: UInt64, Sendable {
        case arrival = 0
        case process = 1
        case untilFailure = 2
        case repair = 3
        case setup = 4
        case quality = 5
        case route = 6
        case demand = 8
        case leadTime = 9
        case maintenance = 11
    }

    package var seed: UInt64
    package var replication: UInt64
    /// The name of the station, buffer, source or supplier.
    package var place: String
    package var purpose: Purpose
    /// What tells apart several of one purpose at one place: the product, the way to fail.
    package var detail: String

    package init(
        seed: UInt64, replication: UInt64, place: String, purpose: Purpose,
        detail: String = ""
    ) {
        self.seed = seed
        self.replication = replication
        self.place = place
        self.purpose = purpose
        self.detail = detail
    }

    /// The four words that a stream begins with: SplitMix64 over a digest of the key, as the
    /// authors of xoshiro ask for.
    var words: SIMD4<UInt64> {
        var digest = StateDigest()
        digest.mix(seed)
        digest.mix(replication)
        digest.mix(place)
        digest.mix(purpose.rawValue)
        digest.mix(detail)
        var state = digest.value
        func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var z = state
            z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
            z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
            return z ^ (z >> 31)
        }
        return SIMD4(next(), next(), next(), next())
    }
}
