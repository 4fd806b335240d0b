import Tags

/// What it is: at least one and at most N moves, each on the signed write list, once, of finite
/// numbers; the decision never permitted before.
func checkForm(_ hearing: Hearing) -> [Finding] {
    let moves = hearing.proposal.moves
    var findings = [judgeCount(of: moves, hearing.rules.mostMoves)]
    for (i, move) in moves.enumerated() {
        let about = move.tag.text
        if hearing.rules.handle(move.tag) == nil {
            findings.append(.denied(.form, about, .notWritable))
        } else if moves[..<i].contains(where: { $0.tag == move.tag }) {
            findings.append(.denied(.form, about, .movedTwice))
        } else if !move.from.isFinite {
            findings.append(.denied(.form, about, .notFinite(what: "start of the move")))
        } else if !move.to.isFinite {
            findings.append(.denied(.form, about, .notFinite(what: "target")))
        } else {
            findings.append(.accepted(.form, about))
        }
    }
    if let last = hearing.ledger.lastPermitted, hearing.proposal.id <= last {
        findings.append(.denied(.form, nil, .decisionUsed(last: last)))
    }
    return findings
}

private func judgeCount(of moves: [ProposedMove], _ allowed: Int?) -> Finding {
    guard let allowed else { return .denied(.form, nil, .limitMissing(.mostMoves)) }
    guard !moves.isEmpty else { return .denied(.form, nil, .noMoves) }
    guard moves.count <= allowed else {
        return .denied(.form, nil, .tooManyMoves(count: moves.count, allowed: allowed))
    }
    let left = Double(allowed - moves.count)
    return .accepted(.form, nil, Margin("moves", left: left, of: Double(allowed), .count))
}
