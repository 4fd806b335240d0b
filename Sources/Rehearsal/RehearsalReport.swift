package import Act
import Determinism
import Guard
import Learn
package import Loop
import Optimize
package import Tags

/// What a rehearsal saw.
package struct RehearsalReport: Sendable {
    package var cycles = 0
    package var recommendations = 0
    package var solved = 0
    package var cards = 0
    package var rejections = 0
    /// Decisions by what became of them.
    package var outcomes: [String: Int] = [:]
    package var writes = 0
    package var overrides = 0
    /// Samples that were bad, by reason.
    package var badSamples: [QualityReason: Int] = [:]
    /// Forecasts judged, and how many lay inside their 80 % band, by tag and lead time [s].
    package var bands: [TagName: [Double: (judged: Int, inside: Int, squares: Double)]] = [:]
    /// Iterations of each solve.
    package var iterations: [Int] = []
    /// First reasons for which the guard denied.
    package var denials: [String: Int] = [:]
    /// First reasons of all verdicts that denied: what was judged, check and reason.
    package var denialReasons: [String: Int] = [:]
    /// What must never happen and did, in words.
    package var breaches: [String] = []
    /// Every recommendation and what became of it.
    package var notes: [AdviceNote] = []
    package var digest: UInt64 = 0
    package var journal: [JournalEntry] = []

    package init() {}

    package mutating func note(_ outcome: CycleOutcome) {
        cycles += 1
        for sample in outcome.snapshot.samples {
            if case .bad(let reason) = sample.quality { badSamples[reason, default: 0] += 1 }
        }
        for lesson in outcome.lessons {
            let expected = lesson.expectation
            let lead = expected.due.seconds(since: expected.made).rounded()
            let half = PredictionLedger.bandHalfWidth * expected.deviation * expected.widening
            let error = lesson.measured - expected.mean
            var band = bands[expected.tag, default: [:]][lead] ?? (0, 0, 0)
            band.judged += 1
            band.inside += abs(error) <= half ? 1 : 0
            band.squares += error * error
            bands[expected.tag, default: [:]][lead] = band
        }
        guard let advice = outcome.advice else { return }
        recommendations += 1
        iterations.append(advice.recommendation.iterations)
        if advice.recommendation.status.isSolved { solved += 1 }
        if advice.proposal != nil { cards += 1 }
        notes.append(AdviceNote(advice, in: outcome))
    }

    /// Says what became of a card.
    mutating func note(_ decision: DecisionID, _ answer: String) {
        guard let i = notes.lastIndex(where: { $0.decision == decision }) else { return }
        notes[i].answer = answer
    }

    package mutating func noteRejection(of decision: DecisionID, _ reason: RejectionReason) {
        rejections += 1
        note(decision, "rejected, \(reason.rawValue)")
    }

    package mutating func note(_ outcome: Outcome) {
        note(outcome.decision, outcome.result.rawValue)
        outcomes[outcome.result.rawValue, default: 0] += 1
        writes += outcome.moves.count { $0.result == .verified }
    }

    /// The kinds of record that are looked at for that.
    package static let judgedKinds: Set<RecordKind> = [
        .intent, .permit, .overridden, .verdict, .writeStatus,
    ]

    /// Judges the journal by itself: no write without intent and permit before it.
    package mutating func checkJournal() {
        var intended: Set<DecisionID> = []
        var permitted: Set<DecisionID> = []
        for entry in journal {
            switch entry {
            case .intent(let intent): intended.insert(intent.decision)
            case .permit(let permit): permitted.insert(permit.decision)
            case .overridden: overrides += 1
            case .verdict(let judged) where judged.verdict.kind == .binding:
                if let finding = judged.verdict.denial {
                    let why = "\(finding.check.rawValue): \(finding.about ?? "all")"
                    denials[why, default: 0] += 1
                    note(judged.verdict.decision, "denied, \(why)")
                }
            case .writeStatus(let answer):
                if !intended.contains(answer.decision) || !permitted.contains(answer.decision) {
                    breaches.append("\(answer.decision) was written without a durable record")
                }
            default: break
            }
        }
    }
}
