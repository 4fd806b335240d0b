import Determinism
package import Tags

/// What a scripted operator does with a card.
package struct OperatorScript: Sendable {
    package enum Answer: Hashable, Sendable {
        case thinks, accepts
        case rejects(RejectionReason)
    }

    private let seed: UInt64
    /// Share of cards he rejects.
    private let rejects: Double

    package init(seed: UInt64, rejects: Double = 0.05) {
        self.seed = seed
        self.rejects = rejects
    }

    /// His answer to a card that has lain for `age` plant seconds: he takes 15 to 120 s.
    package func answer(to decision: DecisionID, after age: Double) -> Answer {
        var chance = RandomStream(seed: seed, purpose: "operator", index: decision.number)
        guard age >= chance.uniform(15, 120) else { return .thinks }
        guard chance.happens(with: rejects) else { return .accepts }
        let reasons = RejectionReason.allCases
        return .rejects(reasons[Int(chance.next() % UInt64(reasons.count))])
    }
}
