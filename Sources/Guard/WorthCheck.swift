import Determinism
import Tags

/// Whether it pays: the gain predicted now exceeds the deadband and its own uncertainty, the card
/// showed a gain too, and the hour's budget of writes is not spent.
func checkWorth(_ hearing: Hearing) -> [Finding] {
    [judgeGain(hearing), judgeBudget(hearing)]
}

private func judgeGain(_ hearing: Hearing) -> Finding {
    let rules = hearing.rules.worth
    func denied(_ denial: Denial) -> Finding { .denied(.worth, nil, denial) }
    guard let least = sound(rules.leastGain) else { return denied(.limitMissing(.leastGain)) }
    guard let coverage = sound(rules.coverage), coverage >= 0 else {
        return denied(.limitMissing(.coverage))
    }
    let certificate = hearing.proposal.certificate
    guard let gain = sound(certificate.gain), let shown = sound(hearing.proposal.shownGain),
        let deviation = sound(certificate.gainDeviation), deviation >= 0
    else { return denied(.notFinite(what: "gain")) }
    guard gain > least else { return denied(.gainTooSmall(gain: gain, needed: least)) }
    guard gain > coverage * deviation else {
        return denied(.gainUncertain(gain: gain, needed: coverage * deviation))
    }
    guard shown > 0 else { return denied(.shownGainNotPositive(shown: shown)) }
    let left = gain - max(least, coverage * deviation)
    return .accepted(.worth, nil, Margin("gain", left: left, .moneyPerHour))
}

private func judgeBudget(_ hearing: Hearing) -> Finding {
    guard let allowed = hearing.rules.worth.writesPerHour else {
        return .denied(.worth, nil, .limitMissing(.writeBudget))
    }
    // An entry whose age cannot be told counts as recent.
    let used = hearing.ledger.writes.count { write in
        hearing.now.elapsed(since: write).map { $0 < 3600 } ?? true
    }
    let asked = hearing.proposal.moves.count
    guard used + asked <= allowed else {
        return .denied(.worth, nil, .budgetSpent(used: used, asked: asked, allowed: allowed))
    }
    let left = Double(allowed - used - asked)
    return .accepted(.worth, nil, Margin("writes", left: left, of: Double(allowed), .count))
}
