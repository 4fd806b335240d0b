import Act
import Journal
import Tags

/// How far the write protocol had come when the process died, told from the journal's last record
/// of the decision and from what reached the device.
enum WritePhase: String, CaseIterable, Sendable, Comparable, CustomStringConvertible {
    /// The acceptance is on record, the intent is not.
    case accepted
    case intent
    /// Judged, no permit yet.
    case verdict
    /// Permitted, nothing sent yet.
    case permit
    /// The write reached the device; its answer is not on record.
    case sent
    case status
    case readback
    /// The end is on record and was told to nobody.
    case outcome

    var description: String { rawValue }

    static func < (a: WritePhase, b: WritePhase) -> Bool { a.order < b.order }
    /// The order in which a write goes through them.
    private var order: Int { Self.allCases.firstIndex(of: self) ?? 0 }  // always among them

    /// The phase that the records of one decision show; nil before its acceptance, and if it was
    /// denied.
    init?(_ records: [JournalRecord], of decision: DecisionID, reachedDevice: Bool) {
        var phase: WritePhase?
        for record in records where record.decision == decision {
            switch record.kind {
            case .acceptance: phase = .accepted
            case .intent: phase = .intent
            // The preview comes before the acceptance and says nothing of it.
            case .verdict: if phase == .intent { phase = .verdict }
            case .permit: phase = reachedDevice ? .sent : .permit
            case .writeStatus: phase = .status
            case .readback: phase = .readback
            case .outcome:
                // The end of a denial is not the end of a write.
                guard let reached = phase, reached >= .permit else { return nil }
                phase = .outcome
            default: break
            }
        }
        guard let phase else { return nil }
        self = phase
    }

    /// What the next start must find out by reading; nil if it must settle nothing.
    func settlement(applied: Bool) -> Settled.Result? {
        switch self {
        case .accepted, .outcome: nil
        case .intent, .verdict: .neverSent
        case .permit, .sent, .status, .readback: applied ? .applied : .notApplied
        }
    }
}
