package import Guard
package import Tags

/// The kinds of record in the guard's journal (`docs/journal.md`).
package enum RecordKind: String, CaseIterable, Codable, Sendable {
    case opened, mode, recommendation, verdict, acceptance, rejection, intent, permit
    case writeStatus = "write status"
    case readback, outcome
    case overridden = "override"
    case settled, closed
    case grounds, watched, checkpoint
    case modelReport = "model report"
}

/// One thing the journal keeps for good.
package enum JournalEntry: Hashable, Sendable {
    case opened(Opened)
    case mode(ModeChange)
    case recommendation(Recommended)
    case verdict(Judged)
    case acceptance(Acceptance)
    case rejection(Rejection)
    case intent(Intent)
    case permit(PermitGiven)
    case writeStatus(WriteAnswered)
    case readback(Readback)
    case outcome(Outcome)
    case overridden(Override)
    case settled(Settled)
    case closed(Closed)
    case grounds(Grounds)
    case watched(Watched)
    case checkpoint(Checkpoint)
    case modelReport(ModelReport)

    package var kind: RecordKind {
        switch self {
        case .opened: .opened
        case .mode: .mode
        case .recommendation: .recommendation
        case .verdict: .verdict
        case .acceptance: .acceptance
        case .rejection: .rejection
        case .intent: .intent
        case .permit: .permit
        case .writeStatus: .writeStatus
        case .readback: .readback
        case .outcome: .outcome
        case .overridden: .overridden
        case .settled: .settled
        case .closed: .closed
        case .grounds: .grounds
        case .watched: .watched
        case .checkpoint: .checkpoint
        case .modelReport: .modelReport
        }
    }

    /// The decision it belongs to, if any.
    package var decision: DecisionID? {
        switch self {
        case .opened, .mode, .closed, .watched, .checkpoint, .modelReport: nil
        case .grounds(let entry): entry.decision
        case .recommendation(let entry): entry.proposal.id
        case .verdict(let entry): entry.verdict.decision
        case .acceptance(let entry): entry.decision
        case .rejection(let entry): entry.decision
        case .intent(let entry): entry.decision
        case .permit(let entry): entry.decision
        case .writeStatus(let entry): entry.decision
        case .readback(let entry): entry.decision
        case .outcome(let entry): entry.decision
        case .overridden(let entry): entry.decision
        case .settled(let entry): entry.decision
        }
    }
}
