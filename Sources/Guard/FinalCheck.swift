import Determinism
import Tags

/// The last look: a second reading, not older than the judged one, shows the plant as judged, the
/// mode is still the same, FAILSAFE is not pressed, and the block knows us as the owner.
func checkFinal(_ hearing: Hearing) -> [Finding] {
    guard let binding = hearing.binding else { return [] }
    guard let reread = binding.reread, reread.readAt >= hearing.live.readAt else {
        return [.denied(.final, nil, .notReread)]
    }
    var findings = [
        judgeAge(
            "second reading", stamped: reread.readAt, limit: hearing.rules.snapshotAge,
            missing: .snapshotAge, .final, now: hearing.now)
    ]
    findings += checkPlant(reread, hearing, .final)
    for move in hearing.proposal.moves { findings.append(judge(move.tag, reread, hearing)) }
    findings.append(judge(binding.standing, hearing))
    if hearing.rules.ownership.block == .declared {
        findings.append(judgeEpoch(reread, hearing))
    }
    guard let life = sound(hearing.rules.permitSeconds), life > 0 else {
        return findings + [.denied(.final, nil, .limitMissing(.permitLife))]
    }
    return findings
}

/// Mode and latch as they are now. A caller that cannot tell them is taken at what was judged, but
/// not for moves without a person.
private func judge(_ standing: Standing?, _ hearing: Hearing) -> Finding {
    func denied(_ denial: Denial) -> Finding { .denied(.final, nil, denial) }
    guard let standing else {
        return hearing.isWithoutPerson ? denied(.standingUnknown) : .accepted(.final)
    }
    let judged = hearing.circumstances.mode
    guard standing.mode == judged else {
        return denied(.modeChanged(judged: judged, now: standing.mode))
    }
    return standing.failsafeLatched ? denied(.failsafeLatched) : .accepted(.final)
}

private func judgeEpoch(_ reread: LivePlant, _ hearing: Hearing) -> Finding {
    guard let ours = hearing.circumstances.ownership.epoch, let block = reread.blockEpoch else {
        return .denied(.final, nil, .epochUnknown)
    }
    guard ours == block else { return .denied(.final, nil, .epochLost(ours: ours, block: block)) }
    return .accepted(.final)
}

private func judge(_ tag: TagName, _ reread: LivePlant, _ hearing: Hearing) -> Finding {
    func denied(_ denial: Denial) -> Finding { .denied(.final, tag.text, denial) }
    guard let resolution = sound(hearing.rules.handle(tag)?.resolution) else {
        return denied(.limitMissing(.resolution))
    }
    guard let loop = reread.handle(tag)?.loop else { return denied(.loopModeUnknown) }
    guard loop == .remote else { return denied(.notInRemote(loop: loop)) }
    guard let judged = hearing.setpoint(of: tag), let now = sound(reread.handle(tag)?.setpoint)
    else { return denied(.setpointUnknown) }
    guard abs(now - judged) <= resolution else {
        return denied(.changedSinceJudged(judged: judged, now: now))
    }
    return .accepted(.final, tag.text)
}
