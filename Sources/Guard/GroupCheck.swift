import Tags

/// Together: groups whole, moves in the order in which writes are sent, and the joint limits over
/// all setpoints after the move.
func checkGroup(_ hearing: Hearing) -> [Finding] {
    let moved = hearing.proposal.moves.map(\.tag)
    var findings: [Finding] = []
    for group in hearing.rules.groups where group.contains(where: { moved.contains($0) }) {
        if let missing = group.first(where: { !moved.contains($0) }) {
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

private func judge(_ limit: JointLimit, _ hearing: Hearing) -> Finding {
    func denied(_ denial: Denial) -> Finding { .denied(.group, limit.name, denial) }
    guard limit.band.low.isFinite && limit.band.high.isFinite else {
        return denied(.limitMissing(.hardLimit))
    }
    var sum = 0.0
    for term in limit.terms {
        let target = hearing.proposal.moves.first { $0.tag == term.tag }?.to
        guard let value = sound(target ?? hearing.setpoint(of: term.tag)) else {
            return denied(.setpointUnknown)
        }
        sum += term.coefficient * value
    }
    guard sum >= limit.band.low && sum <= limit.band.high else {
        guard sum.isFinite else { return denied(.notFinite(what: "sum")) }
        return denied(.jointLimit(sum: sum, low: limit.band.low, high: limit.band.high))
    }
    let left = min(sum - limit.band.low, limit.band.high - sum)
    let whole = limit.band.high - limit.band.low
    return .accepted(.group, limit.name, Margin("joint limit", left: left, of: whole, .joint))
}
