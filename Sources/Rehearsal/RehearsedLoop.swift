import Act
import Determinism
import Guard
import GuardSide
import Learn
package import Loop
package import Optimize
package import Tags

/// The production loop against a virtual plant and a scripted operator, under a seed.
package struct RehearsedLoop<Plant: VirtualPlant> {
    package private(set) var plant: Plant
    package private(set) var cycle: LoopCycle
    package private(set) var desk: VirtualDesk
    package private(set) var report = RehearsalReport()
    private var script: OperatorScript
    private let options: SolverOptions
    private let person = Person(name: "scripted operator", duty: .operator, console: "rehearsal")
    private var card: (CycleOutcome.Advice, at: PlantTime)?
    private var checker: MoveChecker
    private var digest = StateDigest()

    /// - Parameter options: no deadline in them, so that a seed gives the same run on any machine.
    package init(
        plant: Plant, cycle: LoopCycle, desk: VirtualDesk, script: OperatorScript,
        options: SolverOptions = SolverOptions()
    ) {
        self.plant = plant
        self.cycle = cycle
        self.desk = desk
        self.script = script
        self.options = options
        checker = MoveChecker(rules: desk.desk.chain.rules)
    }

    /// Runs for so long on the plant's clock [s].
    package mutating func run(for seconds: Double) {
        let end = plant.now.later(by: seconds)
        desk.request(.supervisory, by: person, why: "rehearsal", at: plant.now)
        while plant.now < end { turn() }
    }

    /// Closes the report: the journal is judged once, however many stretches were run.
    package mutating func finish() {
        report.digest = digest.value
        report.journal = desk.journal.map(\.entry)
        report.checkJournal()
    }

    private mutating func turn() {
        plant.advance(by: cycle.settings.senseEvery)
        let circumstances = desk.look(at: plant)
        checker.watch(circumstances.live)
        let outcome = cycle.turn(
            on: plant.read(), at: plant.now, seeing: desk.desk.view, solving: options)
        digest.mix(outcome.digest)
        report.note(outcome)
        desk.noteCycle(at: plant.now)
        if let advice = outcome.advice { show(advice, circumstances) }
        answer(outcome)
    }

    private mutating func show(_ advice: CycleOutcome.Advice, _ circumstances: Circumstances) {
        guard let proposal = advice.proposal else {
            card = nil
            return
        }
        desk.offer(proposal, given: circumstances, at: plant.now)
        card = (advice, plant.now)
    }

    /// The operator answers when the script says so.
    private mutating func answer(_ outcome: CycleOutcome) {
        guard let (advice, shownAt) = card, let proposal = advice.proposal else { return }
        switch script.answer(to: proposal.id, after: plant.now.seconds(since: shownAt)) {
        case .thinks: return
        case .rejects(let reason):
            card = nil
            // A refusal means that the card is gone, as for a slow operator.
            if (try? desk.reject(proposal.id, by: person, because: reason, at: plant.now)) != nil {
                report.rejections += 1
                report.note(proposal.id, "rejected, \(reason.rawValue)")
            }
        case .accepts:
            card = nil
            let renewed = cycle.renewed(
                proposal.certificate, of: advice, in: outcome,
                seeing: desk.desk.view)
            // A refusal (no card, expired) is an answer like any other and leaves no write.
            guard
                // As above.
                let result = try? desk.accept(
                    proposal.id, by: person, renewed: renewed, on: &plant)
            else { return }
            report.note(result)
            report.breaches += checker.judge(result, at: plant.now)
        }
    }
}

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
