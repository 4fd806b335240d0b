import Tags

/// Together: groups whole, moves in the order in which writes are sent, and the joint limits over
/// all setpoints after the move.
func checkGroup(_ hearing: Hearing) -> [Finding] {
    let moved = hearing.proposal.moves.map(\.tag)
    var findings: [Finding] = []
    for group in hearing.rules.groups where group.contains(where: { moved.contains($0) }) {
        if let missing = group.first(where: { !moved.contains($0) && isDue($0, hearing) }) {
            findings.append(.denied(.group, missing.text, .groupBroken(missing: missing)))
        } else {
            findings.append(.accepted(.group))
        }
    }
    let order = moved.compactMap { tag in hearing.rules.handles.firstIndex { $0.tag == tag } }
    if !zip(order, order.dropFirst()).allSatisfy({ $0 < $1 }) {
        findings.append(.denied(.group, nil, .outOfOrder))
    }
    for limit in hearing.rules.jointLimits { findings.append(judge(limit, hearing)) }
    return findings
}

/// Whether a handle of a group has to move along. When backing off, one whose declared recovery
/// asks for no move now does not; one that ought to and cannot stops the others.
private func isDue(_ tag: TagName, _ hearing: Hearing) -> Bool {
    guard hearing.kind == .recovery, let rules = hearing.rules.handle(tag) else { return true }
    switch hearing.recovery(of: rules) {
    case .stays: return false
    case .unsound: return true
    case .drives(let drive):
        guard let live = hearing.setpoint(of: tag) else { return true }
        return hearing.next(drive, of: tag, from: live) != nil
    }
}

private func judge(_ limit: JointLimit, _ hearing: Hearing) -> Finding {
    func denied(_ denial: Denial) -> Finding { .denied(.group, limit.name, denial) }
    let (low, high) = (sound(limit.low), sound(limit.high))
    guard low != nil || high != nil, (low == nil) == (limit.low == nil),
        (high == nil) == (limit.high == nil)
    else { return denied(.limitMissing(.hardLimit)) }
    var sum = 0.0
    for term in limit.terms {
        let target = hearing.proposal.moves.first { $0.tag == term.tag }?.to
        guard let value = sound(target ?? hearing.setpoint(of: term.tag)) else {
            return denied(.setpointUnknown)
        }
        sum += term.coefficient * value
    }
    guard sum.isFinite else { return denied(.notFinite(what: "sum")) }
    var left = Double.infinity
    if let low {
        guard sum >= low else { return denied(.jointLimit(sum: sum, low: low, high: high)) }
        left = sum - low
    }
    if let high {
        guard sum <= high else { return denied(.jointLimit(sum: sum, low: low, high: high)) }
        left = min(left, high - sum)
    }
    let whole = low.flatMap { low in high.map { $0 - low } }
    return .accepted(.group, limit.name, Margin("joint limit", left: left, of: whole, .joint))
}
