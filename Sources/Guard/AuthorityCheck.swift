import Determinism
import Tags

/// Who may: the mode, the person's duty, and a token bound to exactly this decision, not spent,
/// not expired.
func checkAuthority(_ hearing: Hearing) -> [Finding] {
    guard let binding = hearing.binding else { return [] }
    let mode = hearing.circumstances.mode
    guard mode == .supervisory else { return [.denied(.authority, nil, .modeForbids(mode: mode))] }
    guard let acceptance = binding.acceptance else {
        return [.denied(.authority, nil, .notAccepted)]
    }
    let proposal = hearing.proposal
    let duty = acceptance.person.duty
    guard hearing.rules.mayAccept.contains(duty) else {
        return [.denied(.authority, nil, .dutyForbids(duty: duty))]
    }
    guard !acceptance.token.isEmpty else { return [.denied(.authority, nil, .tokenMissing)] }
    guard hearing.ledger.spentTokens[acceptance.token] == nil else {
        return [.denied(.authority, nil, .tokenSpent)]
    }
    guard acceptance.decision == proposal.id else {
        let accepted = acceptance.decision
        return [.denied(.authority, nil, .acceptedAnotherDecision(accepted: accepted))]
    }
    guard acceptance.digest == proposal.digest else {
        return [.denied(.authority, nil, .acceptedOtherContent)]
    }
    guard acceptance.at >= proposal.madeAt && acceptance.at <= hearing.now else {
        return [.denied(.authority, nil, .fromTheFuture(what: "acceptance"))]
    }
    let expiry = min(acceptance.expiresAt, proposal.expiresAt)
    guard hearing.now <= expiry, let left = expiry.elapsed(since: hearing.now) else {
        return [.denied(.authority, nil, .acceptanceExpired)]
    }
    return [.accepted(.authority, nil, Margin("acceptance", left: left, .seconds))]
}
