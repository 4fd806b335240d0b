import Determinism
import Tags

/// Who may: the mode with what it asks for, a person's acceptance where there is one, and the lease
/// and the epoch that say that this process owns the loop.
func checkAuthority(_ hearing: Hearing) -> [Finding] {
    guard let binding = hearing.binding else { return [] }
    var findings = [judgeMode(hearing, binding)]
    if let acceptance = binding.acceptance { findings.append(judge(acceptance, hearing)) }
    if let lease = judgeLease(hearing, binding) { findings.append(lease) }
    if hearing.rules.ownership.block == .declared { findings.append(judgeEpoch(hearing)) }
    return findings
}

/// Supervisory asks for an acceptance; automatic for a companion block, and takes a move without a
/// person; backing off takes recovery moves and nothing else.
private func judgeMode(_ hearing: Hearing, _ binding: Hearing.Binding) -> Finding {
    let mode = hearing.circumstances.mode
    switch (mode, hearing.kind == .recovery) {
    case (.supervisory, false):
        guard binding.acceptance != nil else { return .denied(.authority, nil, .notAccepted) }
    case (.automatic, false):
        guard hearing.rules.ownership.block == .declared else {
            return .denied(.authority, nil, .blockMissing)
        }
    case (.backoff, true): break
    default: return .denied(.authority, nil, .modeForbids(mode: mode))
    }
    return .accepted(.authority)
}

/// The person's duty, and a token bound to exactly this decision, not spent, not expired.
private func judge(_ acceptance: Acceptance, _ hearing: Hearing) -> Finding {
    func denied(_ denial: Denial) -> Finding { .denied(.authority, nil, denial) }
    let proposal = hearing.proposal
    let duty = acceptance.person.duty
    guard hearing.rules.mayAccept.contains(duty) else { return denied(.dutyForbids(duty: duty)) }
    guard !acceptance.token.isEmpty else { return denied(.tokenMissing) }
    guard hearing.ledger.spentTokens[acceptance.token] == nil else { return denied(.tokenSpent) }
    guard acceptance.decision == proposal.id else {
        return denied(.acceptedAnotherDecision(accepted: acceptance.decision))
    }
    guard acceptance.digest == proposal.digest else { return denied(.acceptedOtherContent) }
    guard acceptance.at >= proposal.madeAt && acceptance.at <= hearing.now else {
        return denied(.fromTheFuture(what: "acceptance"))
    }
    let expiry = min(acceptance.expiresAt, proposal.expiresAt)
    guard hearing.now <= expiry, let left = expiry.elapsed(since: hearing.now) else {
        return denied(.acceptanceExpired)
    }
    return .accepted(.authority, nil, Margin("acceptance", left: left, .seconds))
}

/// The lease must last for the writes that are about to be sent. It is asked for where a block is
/// declared, and judged wherever it is known; nil if neither.
private func judgeLease(_ hearing: Hearing, _ binding: Hearing.Binding) -> Finding? {
    func denied(_ denial: Denial) -> Finding { .denied(.authority, nil, denial) }
    let rules = hearing.rules.ownership
    guard let until = hearing.circumstances.ownership.leaseUntil else {
        return rules.block == .declared ? denied(.leaseUnknown) : nil
    }
    guard let timeout = sound(rules.writeTimeout), timeout > 0, rules.leaseTimeouts > 0,
        let needed = sound(rules.leaseTimeouts * timeout)
    else { return denied(.limitMissing(.writeTimeout)) }
    guard let left = until.elapsed(since: binding.monotonic) else { return denied(.leaseUnknown) }
    guard left >= needed else { return denied(.leaseTooShort(seconds: left, needed: needed)) }
    return .accepted(.authority, nil, Margin("lease", left: left - needed, .seconds))
}

/// The block must know this process as the owner.
private func judgeEpoch(_ hearing: Hearing) -> Finding {
    guard let ours = hearing.circumstances.ownership.epoch, let block = hearing.live.blockEpoch
    else { return .denied(.authority, nil, .epochUnknown) }
    guard ours == block else {
        return .denied(.authority, nil, .epochLost(ours: ours, block: block))
    }
    return .accepted(.authority)
}
