package import Guard
package import Tags

/// A decision whose end is not on record.
package struct OpenDecision: Hashable, Sendable {
    package let decision: DecisionID
    package let moves: [ProposedMove]
    /// A permit is on record, so a write may have been sent.
    package let permitted: Bool

    package init(decision: DecisionID, moves: [ProposedMove], permitted: Bool) {
        self.decision = decision
        self.moves = moves
        self.permitted = permitted
    }
}

/// Settles open decisions by reading the live setpoints: at start, and after an unknown outcome.
/// It cannot write. A setpoint that cannot be read leaves its decision open.
package struct Settlement: Sendable {
    package enum Effect: Hashable, Sendable {
        case read(TagName)
        /// On the wall [s].
        case wait(seconds: Double)
        case record(JournalEntry)
        case done([Settled])
        /// A record could not be made durable; the rest stays open.
        case failed
    }

    package enum Event: Hashable, Sendable {
        /// Nil if it could not be read.
        case setpoint(LiveHandle?)
        case waited, recorded, recordFailed
    }

    private let rules: GuardRules
    private var open: [OpenDecision]
    private let polls: Int
    private let pause: Double
    private var poll = 0
    private var seen: [Settled.Move] = []
    private var settled: [Settled] = []
    private var recording: Settled?

    package init(
        _ open: [OpenDecision], rules: GuardRules, polls: Int = 3, pause: Double = 3
    ) {
        self.open = open
        self.rules = rules
        self.polls = polls
        self.pause = pause
    }

    package mutating func begin() -> Effect { advance() }

    package mutating func handle(_ event: Event) -> Effect {
        switch event {
        case .waited: return advance()
        case .setpoint(let handle):
            guard let decision = open.first else {
                preconditionFailure("a setpoint came and nothing is open")
            }
            let move = decision.moves[seen.count]
            let value = handle?.setpoint.flatMap(Finite.init)?.value
            poll += 1
            if value == nil && poll < polls { return .wait(seconds: pause) }
            poll = 0
            seen.append(judge(move, value))
            return advance()
        case .recorded:
            guard let record = recording else { preconditionFailure("nothing was being recorded") }
            settled.append(record)
            recording = nil
            open.removeFirst()
            return advance()
        case .recordFailed: return .failed
        }
    }

    private mutating func advance() -> Effect {
        guard let decision = open.first else { return .done(settled) }
        if !decision.permitted {
            return record(
                decision.decision,
                decision.moves.map {
                    Settled.Move(
                        tag: $0.tag, from: $0.from, to: $0.to, result: .neverSent, seen: nil)
                })
        }
        guard seen.count < decision.moves.count else {
            let moves = seen
            seen = []
            return record(decision.decision, moves)
        }
        return .read(decision.moves[seen.count].tag)
    }

    private mutating func record(_ decision: DecisionID, _ moves: [Settled.Move]) -> Effect {
        let record = Settled(decision: decision, moves: moves)
        recording = record
        return .record(.settled(record))
    }

    private func judge(_ move: ProposedMove, _ value: Double?) -> Settled.Move {
        func result(_ result: Settled.Result) -> Settled.Move {
            Settled.Move(tag: move.tag, from: move.from, to: move.to, result: result, seen: value)
        }
        guard let value, let tolerance = rules.handle(move.tag)?.setpointTolerance else {
            return result(.unreadable)
        }
        if abs(value - move.to) <= tolerance { return result(.applied) }
        if abs(value - move.from) <= tolerance { return result(.notApplied) }
        return result(.movedByOther)
    }
}
