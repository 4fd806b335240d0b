package import Determinism
package import Guard
package import Tags

/// The journal was opened; what the process runs by.
package struct Opened: Hashable, Codable, Sendable {
    package struct Setting: Hashable, Codable, Sendable {
        /// Such as "twin.yaml" or "program".
        package let name: String
        /// SHA-256, hexadecimal.
        package let hash: String

        package init(name: String, hash: String) {
            self.name = name
            self.hash = hash
        }
    }

    package let settings: [Setting]
    /// Bytes of a torn last record that were cut; 0 if the file was whole.
    package var cutBytes = 0
    /// The last record was whole but for its line end, which was added.
    package var lineCompleted = false

    package init(settings: [Setting]) { self.settings = settings }
}

/// A mode was asked for, and what came of it.
package struct ModeChange: Hashable, Codable, Sendable {
    package let requested: Mode
    package let actual: Mode
    /// Nil if the twin changed it by itself.
    package let by: Person?
    /// Who stood beside him, where two people are asked for.
    package var confirmedBy: Person?
    package let why: String
    /// What stood against it; nil if nothing did.
    package var blockers: [Blocker]?

    package init(
        requested: Mode, actual: Mode, by: Person?, confirmedBy: Person? = nil, why: String,
        blockers: [Blocker] = []
    ) {
        self.requested = requested
        self.actual = actual
        self.by = by
        self.confirmedBy = confirmedBy
        self.why = why
        self.blockers = blockers.isEmpty ? nil : blockers
    }
}

/// What the loop proposed: moves, certificate and money.
package struct Recommended: Hashable, Codable, Sendable {
    package let proposal: Proposal
    package let digest: DecisionDigest

    package init(_ proposal: Proposal) {
        self.proposal = proposal
        digest = proposal.digest
    }
}

/// A verdict with all its margins; the first denial is repeated so that it is easy to find.
package struct Judged: Hashable, Codable, Sendable {
    package let verdict: Verdict
    package let accepted: Bool
    package let denial: Finding?

    package init(_ verdict: Verdict) {
        self.verdict = verdict
        accepted = verdict.isAccepted
        denial = verdict.denial
    }
}

/// A person said no.
package struct Rejection: Hashable, Codable, Sendable {
    package let decision: DecisionID
    package let person: Person
    package let reason: RejectionReason
    /// What he wrote beside it.
    package let text: String

    package init(decision: DecisionID, person: Person, reason: RejectionReason, text: String) {
        self.decision = decision
        self.person = person
        self.reason = reason
        self.text = text
    }
}

/// A write is about to be judged. From here until its outcome the decision is open.
package struct Intent: Hashable, Codable, Sendable {
    package let decision: DecisionID
    package let digest: DecisionDigest
    package let moves: [ProposedMove]
    /// As it is judged: predicted anew after the card was made.
    package let certificate: Certificate
    /// Who accepted it; nil if nobody was asked.
    package let by: Person?
    /// The twin's mode when it was begun.
    package var mode: AskedMode?

    package init(_ proposal: Proposal, by person: Person?, in mode: AskedMode? = nil) {
        self.mode = mode
        decision = proposal.id
        digest = proposal.digest
        moves = proposal.moves
        certificate = proposal.certificate
        by = person
    }
}

/// The guard let the moves through; from here on a write may have been sent.
package struct PermitGiven: Hashable, Codable, Sendable {
    package let decision: DecisionID
    package let digest: DecisionDigest
    package let moves: [ProposedMove]
    package let givenAt: PlantTime
    /// [s] on the wall
    package let life: Double
    /// Of the companion block, that the writes will bear; nil where there is none.
    package var epoch: UInt32?

    package init(_ release: Release) {
        epoch = release.permit.epoch
        decision = release.permit.decision
        digest = release.permit.digest
        moves = release.moves.map {
            ProposedMove(tag: $0.tag, from: $0.from.value, to: $0.to.value)
        }
        givenAt = release.permit.givenAt
        life = release.permit.life
    }
}

/// What the control system answered to one write. Only a refusal is proof, of nothing done;
/// everything else is settled by reading.
package enum WriteStatus: Hashable, Codable, Sendable {
    case good
    /// Taken, but altered.
    case clamped
    /// Reached something on the way; the end is not known.
    case completesLater
    case uncertain
    /// Refused by the control system; nothing was written.
    case refused(reason: String)
    /// No answer in time, or the connection broke.
    case noAnswer
}

/// One write was sent and this is what came back.
package struct WriteAnswered: Hashable, Codable, Sendable {
    package let decision: DecisionID
    package let tag: TagName
    /// In the tag's SI unit.
    package let to: Double
    package let status: WriteStatus

    package init(
        decision: DecisionID, tag: TagName, to: Double, status: WriteStatus
    ) {
        self.decision = decision
        self.tag = tag
        self.to = to
        self.status = status
    }
}

/// One reading of the live setpoint after a write.
package struct Readback: Hashable, Codable, Sendable {
    package let decision: DecisionID
    package let tag: TagName
    /// In the tag's SI unit.
    package let asked: Double
    /// Nil if it could not be read.
    package let seen: Double?
    package let loop: LoopMode?
    /// First, second, third.
    package let poll: Int

    package init(
        decision: DecisionID, tag: TagName, asked: Double, seen: Double?, loop: LoopMode?, poll: Int
    ) {
        self.decision = decision
        self.tag = tag
        self.asked = asked
        self.seen = seen
        self.loop = loop
        self.poll = poll
    }
}

/// What became of one move.
package enum MoveResult: String, CaseIterable, Codable, Sendable {
    /// The live setpoint is what was asked.
    case verified
    /// The write was answered, and the live setpoint is not what was asked.
    case mismatch
    /// No reading could tell. Settled later, by reading only.
    case unknown
    /// The control system refused the write.
    case rejected
    /// Someone else moved the setpoint or took the loop meanwhile.
    case overridden
    case notSent = "not sent"
}

/// What became of one move, and where its setpoint was last seen.
package struct MoveOutcome: Hashable, Codable, Sendable {
    package let tag: TagName
    /// In the tag's SI unit, as seen.
    package let from: Double
    package let to: Double
    package var result: MoveResult
    /// The last live setpoint read; nil if none was.
    package var seen: Double?

    package init(
        tag: TagName, from: Double, to: Double, result: MoveResult, seen: Double?
    ) {
        self.tag = tag
        self.from = from
        self.to = to
        self.result = result
        self.seen = seen
    }
}

/// What became of a decision.
package struct Outcome: Hashable, Codable, Sendable {
    package enum Result: String, CaseIterable, Codable, Sendable {
        case verified, mismatch, unknown, rejected, overridden
        /// By the guard.
        case denied
        /// Stopped before all was sent, for the reason given.
        case withdrawn
    }

    /// Why a decision was not, or not wholly, sent.
    package enum Withdrawal: String, CaseIterable, Codable, Sendable {
        case plantNotRead = "plant not read"
        case permitExpired = "permit expired"
        /// Mode lowered, failsafe or shutdown.
        case stopped
        /// The journal could not make a record durable; nothing may be written.
        case journalFailed = "journal failed"
    }

    package let decision: DecisionID
    package let result: Result
    /// Some moves were verified and others were not.
    package let partial: Bool
    package let withdrawal: Withdrawal?
    package let moves: [MoveOutcome]

    package init(
        decision: DecisionID, result: Result, partial: Bool, withdrawal: Withdrawal?,
        moves: [MoveOutcome]
    ) {
        self.decision = decision
        self.result = result
        self.partial = partial
        self.withdrawal = withdrawal
        self.moves = moves
    }
}

/// Why a handle is handed back; coded, so that reasons can be counted.
package enum HandBackReason: String, CaseIterable, Codable, Sendable {
    /// The operator had it and needs it no longer.
    case done
    case causeMended = "cause mended"
    case causeOutside = "cause outside the twin"
    case falseAlarm = "false alarm"
    case test
}

/// A handle was taken by the operator, shed by the twin, or handed back.
package struct Override: Hashable, Codable, Sendable {
    package let tag: TagName
    /// The setpoint we knew, in SI.
    package let expected: Double?
    package let seen: Double?
    /// The twin leaves the handle alone until then.
    package let until: PlantTime
    /// The decision during whose write it happened.
    package let decision: DecisionID?
    /// Who handed it back; nil when it was taken.
    package let handedBackBy: Person?
    /// Why he did; nil when it was taken.
    package var reason: HandBackReason?
    /// In his words.
    package var why: String?

    /// Until somebody hands it back, however long that takes.
    package static let untilHandedBack = PlantTime(nanoseconds: .max)

    /// Whether the twin let go of it because a write of its own failed.
    package var isShed: Bool {
        handedBackBy == nil && decision != nil && until == Self.untilHandedBack
    }

    package init(
        tag: TagName, expected: Double?, seen: Double?, until: PlantTime, decision: DecisionID?,
        handedBackBy: Person?
    ) {
        self.tag = tag
        self.expected = expected
        self.seen = seen
        self.until = until
        self.decision = decision
        self.handedBackBy = handedBackBy
    }
}

/// How an open decision of an earlier run, or an unknown outcome, was settled by reading.
package struct Settled: Hashable, Codable, Sendable {
    package enum Result: String, CaseIterable, Codable, Sendable {
        /// No permit is on record, so nothing was sent.
        case neverSent = "never sent"
        case applied
        case notApplied = "not applied"
        /// Neither where it was nor where it should go.
        case movedByOther = "moved by another"
        case unreadable
    }

    package struct Move: Hashable, Codable, Sendable {
        package let tag: TagName
        package let from: Double
        package let to: Double
        package let result: Result
        package let seen: Double?

        package init(
            tag: TagName, from: Double, to: Double, result: Result, seen: Double?
        ) {
            self.tag = tag
            self.from = from
            self.to = to
            self.result = result
            self.seen = seen
        }
    }

    package let decision: DecisionID
    package let moves: [Move]

    package init(decision: DecisionID, moves: [Move]) {
        self.decision = decision
        self.moves = moves
    }

    /// False if a setpoint could not be read: the decision stays open.
    package var isWhole: Bool { !moves.contains { $0.result == .unreadable } }
}

/// An orderly end of the run.
package struct Closed: Hashable, Codable, Sendable {
    package let why: String

    package init(why: String) { self.why = why }
}
