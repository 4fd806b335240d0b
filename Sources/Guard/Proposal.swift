package import Determinism
package import Tags

/// A wanted setpoint as it arrives: plain numbers, which may be anything until judged.
package struct ProposedMove: Hashable, Codable, Sendable {
    package let tag: TagName
    /// The setpoint the mover believes is live, in the tag's SI unit.
    package let from: Double
    /// The absolute target, in the tag's SI unit.
    package let to: Double

    package init(tag: TagName, from: Double, to: Double) {
        self.tag = tag
        self.from = from
        self.to = to
    }

    package init(_ move: Move) {
        self.init(tag: move.tag, from: move.from.value, to: move.to.value)
    }
}

/// An input as the solve saw it.
package struct UsedInput: Hashable, Codable, Sendable {
    package let tag: TagName
    /// Its value at the solve, in SI.
    package let value: Double

    package init(_ tag: TagName, _ value: Double) {
        self.tag = tag
        self.value = value
    }
}

/// One decision put before the guard: what a card shows, and what the loop says stands behind it.
package struct Proposal: Hashable, Codable, Sendable {
    package let id: DecisionID
    /// Time of the snapshot the solve started from.
    package let madeAt: PlantTime
    /// The card dies here.
    package let expiresAt: PlantTime
    /// In the order of the write list.
    package let moves: [ProposedMove]
    /// The gain the card shows [money/h].
    package let shownGain: Double
    /// All inputs the solve used.
    package let inputs: [UsedInput]
    /// May be newer than the card: predictions are made anew when the card is accepted.
    package var certificate: Certificate

    package init(
        id: DecisionID, madeAt: PlantTime, expiresAt: PlantTime, moves: [ProposedMove],
        shownGain: Double, inputs: [UsedInput], certificate: Certificate
    ) {
        self.id = id
        self.madeAt = madeAt
        self.expiresAt = expiresAt
        self.moves = moves
        self.shownGain = shownGain
        self.inputs = inputs
        self.certificate = certificate
    }

    /// Moves that back off. There is no solve behind them, so nothing but `judgeRecovery` lets them
    /// through.
    package static func recovery(
        as id: DecisionID, _ moves: [ProposedMove], madeAt: PlantTime
    ) -> Proposal {
        Proposal(
            id: id, madeAt: madeAt, expiresAt: madeAt, moves: moves, shownGain: 0, inputs: [],
            certificate: Certificate(
                status: .failed, predictedFrom: madeAt, trajectories: [], bounds: [], gap: 0,
                residual: 0, gain: 0, gainDeviation: 0))
    }

    /// SHA-256 over what the card shows: number, times, moves and gain; inputs and certificate,
    /// which may be renewed while a person thinks, are not part of it.
    package var digest: DecisionDigest {
        var writer = SecureDigest()
        writer.mix("flyball decision 1")
        writer.mix(id.number)
        writer.mix(UInt64(bitPattern: madeAt.nanoseconds))
        writer.mix(UInt64(bitPattern: expiresAt.nanoseconds))
        writer.mix(UInt64(moves.count))
        for move in moves {
            writer.mix(move.tag.text)
            writer.mix(move.from.bitPattern)
            writer.mix(move.to.bitPattern)
        }
        writer.mix(shownGain.bitPattern)
        return DecisionDigest(text: writer.finish())
    }
}

/// The fingerprint a person's acceptance is bound to: 64 hexadecimal digits.
package struct DecisionDigest: Hashable, Codable, Sendable {
    package let text: String

    package init(text: String) { self.text = text }

    package init(from decoder: any Decoder) throws {
        text = try decoder.singleValueContainer().decode(String.self)
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }
}

/// A person's yes to one decision, single-use.
package struct Acceptance: Hashable, Codable, Sendable {
    package let person: Person
    /// Unguessable text, made by the edge for this card; not empty.
    package let token: String
    package let decision: DecisionID
    package let digest: DecisionDigest
    package let at: PlantTime
    package let expiresAt: PlantTime

    package init(
        person: Person, token: String, decision: DecisionID, digest: DecisionDigest,
        at: PlantTime, expiresAt: PlantTime
    ) {
        self.person = person
        self.token = token
        self.decision = decision
        self.digest = digest
        self.at = at
        self.expiresAt = expiresAt
    }
}
