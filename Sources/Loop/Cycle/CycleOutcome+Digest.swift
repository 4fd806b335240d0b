import Determinism
import Estimate
import Optimize
import Tags

extension CycleOutcome {
    /// A fingerprint of all that this turn found out: equal for equal runs.
    package var digest: UInt64 {
        var digest = StateDigest()
        digest.mix(UInt64(bitPattern: snapshot.at.nanoseconds))
        for sample in snapshot.samples {
            digest.mix(sample.tag.text)
            digest.mix(sample.value?.value ?? .nan)  // absent: its own bits
        }
        for value in believed?.state.mean ?? [] { digest.mix(value) }
        for move in advice?.recommendation.moves ?? [] {
            digest.mix(move.tag.text)
            digest.mix(move.to.value)
        }
        return digest.value
    }
}
