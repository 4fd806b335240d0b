import Determinism
import Tags

/// What the plant is in: an allowed mode, no interlock, no work permit or laboratory hold, and
/// each moved loop in remote, free of the operator, with room in its valve, at the setpoint we
/// last knew and the move starts from.
func checkPlantState(_ hearing: Hearing) -> [Finding] {
    var findings = checkPlant(hearing.live, hearing, .plantState)
    for move in hearing.proposal.moves { findings.append(judgeLoop(move, hearing)) }
    return findings
}

/// Plant mode, interlocks and holds of one reading; also judged again in the last instant. A hold
/// that stops other handles than those moved does not matter to them.
func checkPlant(_ live: LivePlant, _ hearing: Hearing, _ check: Check) -> [Finding] {
    let (rules, moves) = (hearing.rules, hearing.proposal.moves)
    var findings: [Finding] = []
    if rules.plantModes.contains(live.plantMode) && live.plantMode != .unknown {
        findings.append(.accepted(check))
    } else {
        findings.append(.denied(check, nil, .plantMode(mode: live.plantMode)))
    }
    for name in rules.interlocks {
        findings.append(judgeFlag(name, live, check, up: .interlocked))
    }
    for hold in rules.holds
    where hold.handles.isEmpty || moves.contains(where: { hold.stops($0.tag) }) {
        findings.append(judgeFlag(hold.name, live, check, up: .held(by: hold.kind)))
    }
    return findings
}

private func judgeFlag(
    _ name: String, _ live: LivePlant, _ check: Check, up denial: Denial
) -> Finding {
    switch live.interlocks.first(where: { $0.name == name })?.active {
    case .some(false): .accepted(check, name)
    case .some(true): .denied(check, name, denial)
    case .none: .denied(check, name, .interlockUnknown)
    }
}

private func judgeLoop(_ move: ProposedMove, _ hearing: Hearing) -> Finding {
    let about = move.tag.text
    func denied(_ denial: Denial) -> Finding { .denied(.plantState, about, denial) }
    guard let rules = hearing.rules.handle(move.tag) else { return denied(.notWritable) }
    guard let tolerance = rules.setpointTolerance else { return denied(.limitMissing(.resolution)) }
    if let until = hearing.ledger.taken[move.tag], hearing.now < until {
        return denied(.takenByOperator(until: until))
    }
    guard let live = hearing.live.handle(move.tag), let loop = live.loop else {
        return denied(.loopModeUnknown)
    }
    guard loop == .remote else { return denied(.notInRemote(loop: loop)) }
    guard let setpoint = sound(live.setpoint) else { return denied(.setpointUnknown) }
    guard let expected = sound(hearing.ledger.expected[move.tag]) else {
        return denied(.setpointUnknown)
    }
    guard abs(setpoint - expected) <= tolerance else {
        return denied(.setpointChanged(expected: expected, live: setpoint))
    }
    guard move.from.isFinite else { return denied(.notFinite(what: "start of the move")) }
    guard abs(setpoint - move.from) <= tolerance else {
        return denied(.startsElsewhere(claimed: move.from, live: setpoint))
    }
    if rules.saturation == .live {
        guard let end = live.saturation else { return denied(.saturationUnknown) }
        let stuck =
            switch end {
            case .none: false
            case .high: !(move.to < setpoint)
            case .low: !(move.to > setpoint)
            case .unknownEnd: true
            }
        guard !stuck else { return denied(.saturated(end: end)) }
    }
    return .accepted(.plantState, about)
}
