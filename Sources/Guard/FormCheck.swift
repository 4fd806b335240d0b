import Determinism
import Tags

/// What it is: at least one and at most N moves, each on the signed write list, once, of finite
/// numbers; the decision never permitted before; no tag of a safety system on the list at all. A
/// recovery move is exactly what the declared recovery asks for.
func checkForm(_ hearing: Hearing) -> [Finding] {
    let moves = hearing.proposal.moves
    let rules = hearing.rules
    var findings = [judgeCount(of: moves, rules.mostMoves)]
    for tag in rules.safetyTags where rules.handle(tag) != nil {
        findings.append(.denied(.form, tag.text, .safetyTagListed))
    }
    for (i, move) in moves.enumerated() {
        let isRepeated = moves[..<i].contains { $0.tag == move.tag }
        findings.append(judge(move, isRepeated: isRepeated, hearing))
    }
    if let last = hearing.ledger.lastPermitted, hearing.proposal.id <= last {
        findings.append(.denied(.form, nil, .decisionUsed(last: last)))
    }
    if hearing.kind == .recovery {
        findings.append(
            judgeAge(
                "recovery", stamped: hearing.proposal.madeAt, limit: rules.snapshotAge,
                missing: .snapshotAge, .form, now: hearing.now))
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

private func judge(_ move: ProposedMove, isRepeated: Bool, _ hearing: Hearing) -> Finding {
    let about = move.tag.text
    func denied(_ denial: Denial) -> Finding { .denied(.form, about, denial) }
    guard let rules = hearing.rules.handle(move.tag) else { return denied(.notWritable) }
    guard !isRepeated else { return denied(.movedTwice) }
    guard move.from.isFinite else { return denied(.notFinite(what: "start of the move")) }
    guard move.to.isFinite else { return denied(.notFinite(what: "target")) }
    guard hearing.kind == .recovery else { return .accepted(.form, about) }
    switch hearing.recovery(of: rules) {
    case .unsound(let denial): return denied(denial)
    case .stays: return denied(.notTheRecovery(due: nil))
    case .drives(let drive):
        let due = hearing.next(drive, of: move.tag, from: move.from)
        guard let due, due == move.to else { return denied(.notTheRecovery(due: due)) }
        return .accepted(.form, about)
    }
}
