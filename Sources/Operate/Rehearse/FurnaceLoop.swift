import Act
package import Determinism
import Guard
package import GuardLink
import GuardRoom
import GuardSide
import Learn
import Loop
import Optimize
import Rehearsal
package import Swarm
import Tags

/// The production loop beside a rehearsed guard, and a scripted operator who answers its cards.
package struct FurnaceLoop: RehearsedLoop {
    private var cycle: LoopCycle
    private(set) var report = RehearsalReport()
    private let settings: LoopSettings
    private let script: OperatorScript
    private let person = Person(name: "scripted operator", duty: .operator, console: "rehearsal")
    /// What lies before the operator, and since when [s].
    private var card: (advice: CycleOutcome.Advice, at: Double)?
    /// Whether the plant runs where the model is judged, at the last recommendation.
    private var isInRegion: Bool?
    private var digest = StateDigest()

    init(_ settings: LoopSettings, seed: UInt64) {
        self.settings = settings
        cycle = LoopCycle(settings)
        script = OperatorScript(seed: seed)
    }

    /// Fingerprint of all turns.
    var fingerprint: UInt64 { digest.value }

    package mutating func restarted(_ chance: inout RandomStream) {
        card = nil
        // The guard may go alone, or the machine with both.
        guard chance.happens(with: 0.5) else { return }
        cycle = LoopCycle(settings)
        isInRegion = nil
    }

    package mutating func turn(_ side: inout GuardsSide, on look: GuardLook) async throws {
        // No deadline for the solver, so that a seed gives the same run on any machine.
        let outcome = cycle.turn(
            on: look.samples, at: side.time, seeing: await side.desk.view,
            solving: SolverOptions())
        digest.mix(outcome.digest)
        report.note(outcome)
        isInRegion = outcome.isInRegion ?? isInRegion
        await side.desk.note(
            cycleAt: outcome.snapshot.at,
            isInRegion: outcome.believed == nil ? nil : isInRegion)
        if let advice = outcome.advice { try await show(advice, side) }
        try await answer(outcome, side)
    }

    private mutating func show(
        _ advice: CycleOutcome.Advice, _ side: GuardsSide
    ) async throws {
        card = nil
        let isShown = await side.desk.mode.showsAdvice
        guard let proposal = advice.proposal, isShown else {
            return await side.desk.withdrawCard()
        }
        side.note(proposal.id, restingOn: proposal.inputs.map(\.tag))
        _ = try await side.desk.offer(proposal)
        card = (advice, side.now)
    }

    /// The operator answers when the script says so. A refusal (no card, expired) is an answer like
    /// any other and leaves no write.
    private mutating func answer(_ outcome: CycleOutcome, _ side: GuardsSide) async throws {
        guard let (advice, shownAt) = card, let proposal = advice.proposal else { return }
        let (desk, id) = (side.desk, proposal.id)
        do {
            switch script.answer(to: id, after: side.now - shownAt) {
            case .thinks: return
            case .rejects(let reason):
                card = nil
                try await desk.reject(id, by: person, because: reason, text: "")
                report.noteRejection(of: id, reason)
            case .accepts:
                card = nil
                let renewed = cycle.renewed(
                    proposal.certificate, of: advice, in: outcome, seeing: await desk.view)
                let result = try await desk.accept(id, by: person, renewed: renewed)
                report.note(result.outcome)
            }
        } catch is Desk.Refusal {}
    }

    /// Closes the report: what the journal and the checkers of the run say is judged once.
    mutating func finish(_ result: SwarmResult) throws {
        report.digest = digest.value
        report.journal = try result.entries(of: RehearsalReport.judgedKinds)
        report.checkJournal()
        report.denialReasons = result.denials
        report.breaches += result.violations.map { "\($0.property.rawValue): \($0.what)" }
    }
}
