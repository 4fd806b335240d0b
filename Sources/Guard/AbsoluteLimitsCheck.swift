import Tags

/// Where to: inside the engineering limits, the operator's live limits and, in automatic mode or
/// without a person, the envelope. The tightest wins; limits that cross deny. Recovery moves are
/// signed one by one, so that the envelope of the optimizer does not stand in their way.
func checkAbsoluteLimits(_ hearing: Hearing) -> [Finding] {
    hearing.proposal.moves.map { judgeTarget($0, hearing) }
}

private func judgeTarget(_ move: ProposedMove, _ hearing: Hearing) -> Finding {
    let about = move.tag.text
    func denied(_ denial: Denial) -> Finding { .denied(.absoluteLimits, about, denial) }
    guard let rules = hearing.rules.handle(move.tag) else { return denied(.notWritable) }
    guard let engineering = rules.engineering, engineering.low.isFinite, engineering.high.isFinite
    else { return denied(.limitMissing(.engineering)) }
    var bands: [(Band, LimitOwner)] = [(engineering, .engineering)]
    if rules.operatorLimits == .live {
        let live = hearing.live.handle(move.tag)
        guard let low = sound(live?.operatorLow), let high = sound(live?.operatorHigh) else {
            return denied(.limitMissing(.operatorLimit))
        }
        bands.append((Band(low, high), .operator))
    }
    if hearing.bindsEnvelope {
        guard let envelope = rules.envelope, envelope.low.isFinite, envelope.high.isFinite else {
            return denied(.limitMissing(.envelope))
        }
        bands.append((envelope, .envelope))
    }
    var (low, lowOwner) = (engineering.low, LimitOwner.engineering)
    var (high, highOwner) = (engineering.high, LimitOwner.engineering)
    for (band, owner) in bands {
        guard band.low <= band.high else {
            return denied(.limitsCrossed(low: band.low, high: band.high))
        }
        if band.low > low { (low, lowOwner) = (band.low, owner) }
        if band.high < high { (high, highOwner) = (band.high, owner) }
    }
    guard low <= high else { return denied(.limitsCrossed(low: low, high: high)) }
    guard move.to.isFinite else { return denied(.notFinite(what: "target")) }
    guard move.to >= low else {
        return denied(.belowLimit(asked: move.to, limit: low, by: lowOwner))
    }
    guard move.to <= high else {
        return denied(.aboveLimit(asked: move.to, limit: high, by: highOwner))
    }
    let nearLow = move.to - low < high - move.to
    let what = nearLow ? "low limit (\(lowOwner))" : "high limit (\(highOwner))"
    let left = min(move.to - low, high - move.to)
    return .accepted(.absoluteLimits, about, Margin(what, left: left, of: high - low, .tag))
}
