package import Determinism
import Tags

/// Accepts or denies each move; never repairs one. A pure function of what it is given: unknown
/// denies, all checks are evaluated for the explanation, the first denial is the verdict.
package struct GuardChain: Sendable {
    package let rules: GuardRules

    package init(rules: GuardRules) { self.rules = rules }

    /// The rules in their order; a new one is one file and one line here.
    private static let checks: [@Sendable (Hearing) -> [Finding]] = [
        checkAuthority, checkForm, checkTime, checkPlantState, checkAbsoluteLimits, checkRate,
        checkGroup, checkConsequence, checkCertificate, checkWorth, checkFinal,
    ]

    /// The verdict for the card: everything but authority and the last look. Binds nobody.
    package func preview(
        of proposal: Proposal, given circumstances: Circumstances,
        remembering ledger: GuardLedger, at now: PlantTime
    ) -> Verdict {
        verdict(
            Hearing(
                proposal: proposal, rules: rules, circumstances: circumstances, ledger: ledger,
                now: now, binding: nil),
            .preview)
    }

    /// The binding judgement, at the moment of acting. `reread` is a second reading of the plant,
    /// taken after `circumstances`. The token is spent and the clocks are noted whatever the
    /// verdict; on acceptance the decision's number is used up, and so is its budget of writes.
    package func judge(
        _ proposal: Proposal, acceptedBy acceptance: Acceptance?,
        given circumstances: Circumstances, reread: LivePlant?,
        ledger: inout GuardLedger, at now: PlantTime, monotonic: MonotonicInstant
    ) -> Judgement {
        let verdict = verdict(
            Hearing(
                proposal: proposal, rules: rules, circumstances: circumstances, ledger: ledger,
                now: now,
                binding: .init(acceptance: acceptance, reread: reread, monotonic: monotonic)),
            .binding)
        ledger.noteJudgement(plant: now, monotonic: monotonic)
        if let acceptance {
            ledger.spend(token: acceptance.token, until: acceptance.expiresAt, now: now)
        }
        let release = Release(
            proposal, verdict, givenAt: now, monotonic: monotonic, life: rules.permitSeconds)
        if release != nil {
            ledger.lastPermitted = proposal.id
            ledger.noteWrites(proposal.moves.count, at: now)
        }
        return Judgement(verdict: verdict, release: release)
    }

    private func verdict(_ hearing: Hearing, _ kind: Verdict.Kind) -> Verdict {
        Verdict(
            kind: kind, decision: hearing.proposal.id,
            findings: Self.checks.flatMap { $0(hearing) })
    }
}

/// The outcome of a binding judgement.
package struct Judgement: Sendable {
    package let verdict: Verdict
    /// Exists exactly if the verdict accepts.
    package let release: Release?
}
