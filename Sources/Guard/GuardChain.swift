package import Determinism
package import Tags

/// Accepts or denies each move; never repairs one. A pure function of what it is given: unknown
/// denies, all checks are evaluated for the explanation, the first denial is the verdict.
package struct GuardChain: Sendable {
    package let rules: GuardRules
    private let steps: [Step]

    /// One check and its place in the order.
    struct Step: Sendable {
        let check: Check
        let judge: @Sendable (Hearing) -> [Finding]
    }

    package init(rules: GuardRules) { self.init(rules: rules, steps: Self.steps) }

    /// With other checks than the real ones, to see the self-test fail.
    init(rules: GuardRules, steps: [Step]) {
        self.rules = rules
        self.steps = steps
    }

    /// The checks in their order; a new one is one file and one line here.
    static let steps: [Step] = [
        Step(check: .guardItself, judge: checkItself),
        Step(check: .authority, judge: checkAuthority),
        Step(check: .form, judge: checkForm),
        Step(check: .time, judge: checkTime),
        Step(check: .plantState, judge: checkPlantState),
        Step(check: .absoluteLimits, judge: checkAbsoluteLimits),
        Step(check: .rate, judge: checkRate),
        Step(check: .group, judge: checkGroup),
        Step(check: .consequence, judge: checkConsequence),
        Step(check: .model, judge: checkModel),
        Step(check: .worth, judge: checkWorth),
        Step(check: .final, judge: checkFinal),
    ]

    /// The checks of a recovery move, which must work while inputs or model are sick.
    package static let recoveryChecks: [Check] = [
        .guardItself, .authority, .form, .plantState, .absoluteLimits, .rate, .group, .final,
    ]

    /// The verdict for the card: everything but authority and the last look. Binds nobody.
    package func preview(
        of proposal: Proposal, given circumstances: Circumstances,
        remembering ledger: GuardLedger, at now: PlantTime
    ) -> Verdict {
        verdict(
            Hearing(
                kind: .preview, proposal: proposal, rules: rules, circumstances: circumstances,
                ledger: ledger, now: now, binding: nil))
    }

    /// The binding judgement, at the moment of acting. `reread` is a second reading of the plant,
    /// taken after `circumstances`; `standing` is the mode in this very instant. The token is spent
    /// and the clocks are noted whatever the verdict; on acceptance the decision's number is used
    /// up, and so is its budget of writes.
    package func judge(
        _ proposal: Proposal, acceptedBy acceptance: Acceptance?,
        given circumstances: Circumstances, reread: LivePlant?, standing: Standing? = nil,
        ledger: inout GuardLedger, at now: PlantTime, monotonic: MonotonicInstant
    ) -> Judgement {
        let hearing = Hearing(
            kind: .binding, proposal: proposal, rules: rules, circumstances: circumstances,
            ledger: ledger, now: now,
            binding: .init(
                acceptance: acceptance, reread: reread, standing: standing, monotonic: monotonic))
        if let acceptance {
            ledger.spend(token: acceptance.token, until: acceptance.expiresAt, now: now)
        }
        return conclude(hearing, monotonic, &ledger)
    }

    /// The binding judgement of moves that back off: nobody accepts them, each must be exactly what
    /// the declared recovery asks for (`dueRecovery`), and only `recoveryChecks` are made.
    package func judgeRecovery(
        _ moves: [ProposedMove], as id: DecisionID, madeAt: PlantTime,
        given circumstances: Circumstances, reread: LivePlant?, standing: Standing?,
        ledger: inout GuardLedger, at now: PlantTime, monotonic: MonotonicInstant
    ) -> Judgement {
        let hearing = Hearing(
            kind: .recovery, proposal: .recovery(as: id, moves, madeAt: madeAt), rules: rules,
            circumstances: circumstances, ledger: ledger, now: now,
            binding: .init(
                acceptance: nil, reread: reread, standing: standing, monotonic: monotonic))
        let judgement = conclude(hearing, monotonic, &ledger)
        if judgement.release != nil { ledger.noteRecovery(of: moves.map(\.tag), at: madeAt) }
        return judgement
    }

    private func conclude(
        _ hearing: Hearing, _ monotonic: MonotonicInstant, _ ledger: inout GuardLedger
    ) -> Judgement {
        let (proposal, now) = (hearing.proposal, hearing.now)
        let verdict = verdict(hearing)
        ledger.noteJudgement(plant: now, monotonic: monotonic)
        let isFenced = rules.ownership.block == .declared
        let release = Release(
            proposal, verdict, givenAt: now, monotonic: monotonic, life: rules.permitSeconds,
            epoch: isFenced ? hearing.circumstances.ownership.epoch : nil)
        if release != nil {
            ledger.lastPermitted = proposal.id
            ledger.noteWrites(proposal.moves.count, at: now)
        }
        return Judgement(verdict: verdict, release: release)
    }

    private func verdict(_ hearing: Hearing) -> Verdict {
        let isRecovery = hearing.kind == .recovery
        let asked = steps.filter { !isRecovery || Self.recoveryChecks.contains($0.check) }
        return Verdict(
            kind: hearing.kind, decision: hearing.proposal.id,
            findings: asked.flatMap { $0.judge(hearing) })
    }
}

/// The outcome of a binding judgement.
package struct Judgement: Sendable {
    package let verdict: Verdict
    /// Exists exactly if the verdict accepts.
    package let release: Release?
}
