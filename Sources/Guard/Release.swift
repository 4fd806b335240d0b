package import Determinism
package import Tags

/// What an accepted judgement hands to the writer: the permit and the moves it covers, in the order
/// in which they are written. Only this file makes permits and released moves, and only from an
/// accepting binding verdict: an unguarded write is a compile error.
package struct Release: Hashable, Sendable {
    package let permit: Permit
    package let moves: [ReleasedMove]

    init?(
        _ proposal: Proposal, _ verdict: Verdict, givenAt now: PlantTime,
        monotonic: MonotonicInstant, life: Double, epoch: UInt32?
    ) {
        moves = proposal.moves.compactMap { move in
            Finite(move.from).flatMap { from in
                Finite(move.to).map { to in
                    ReleasedMove(
                        decision: proposal.id, tag: move.tag, from: from, to: to, epoch: epoch)
                }
            }
        }
        guard verdict.kind != .preview, verdict.isAccepted, verdict.decision == proposal.id,
            moves.count == proposal.moves.count
        else { return nil }
        permit = Permit(
            decision: proposal.id, digest: proposal.digest, givenAt: now, monotonic: monotonic,
            life: life, epoch: epoch)
    }
}

/// One absolute setpoint the guard has let through.
package struct ReleasedMove: Hashable, Sendable {
    package let decision: DecisionID
    package let tag: TagName
    /// The live setpoint it starts from, in the tag's SI unit.
    package let from: Finite
    /// The setpoint to write, in the tag's SI unit.
    package let to: Finite
    /// The permit's: the epoch of the companion block that it may be written under; nil without
    /// one.
    package let epoch: UInt32?

    fileprivate init(
        decision: DecisionID, tag: TagName, from: Finite, to: Finite, epoch: UInt32?
    ) {
        self.decision = decision
        self.tag = tag
        self.from = from
        self.to = to
        self.epoch = epoch
    }
}

/// Leave to write the moves of one decision once, for a short while of wall time.
package struct Permit: Hashable, Sendable {
    package let decision: DecisionID
    package let digest: DecisionDigest
    package let givenAt: PlantTime
    package let monotonic: MonotonicInstant
    /// [s]
    package let life: Double
    /// The epoch of the companion block that it holds for; nil if no block is declared.
    package let epoch: UInt32?

    fileprivate init(
        decision: DecisionID, digest: DecisionDigest, givenAt: PlantTime,
        monotonic: MonotonicInstant, life: Double, epoch: UInt32?
    ) {
        self.decision = decision
        self.digest = digest
        self.givenAt = givenAt
        self.monotonic = monotonic
        self.life = life
        self.epoch = epoch
    }

    /// Whether a write may still be sent.
    package func holds(at instant: MonotonicInstant) -> Bool {
        guard let age = instant.elapsed(since: monotonic) else { return false }
        return age >= 0 && age <= life
    }
}
