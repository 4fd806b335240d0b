import Determinism
import Tags

/// When: clocks never ran backwards, snapshot, readings, card and prediction are young enough, and
/// every input is good, fresh and where it was at the solve, or a young enough value stands in.
func checkTime(_ hearing: Hearing) -> [Finding] {
    let rules = hearing.rules
    let now = hearing.now
    var findings = judgeClocks(hearing)
    findings.append(
        judgeAge(
            "snapshot", stamped: hearing.circumstances.snapshot.at, limit: rules.snapshotAge,
            missing: .snapshotAge, .time, now: now))
    findings.append(
        judgeAge(
            "live readings", stamped: hearing.live.readAt, limit: rules.snapshotAge,
            missing: .snapshotAge, .time, now: now))
    findings.append(judgeCard(hearing))
    findings.append(
        judgeAge(
            "prediction", stamped: hearing.proposal.certificate.predictedFrom,
            limit: rules.certificate.age, missing: .certificateAge, .time, now: now))
    return findings + judgeInputs(hearing)
}

private func judgeInputs(_ hearing: Hearing) -> [Finding] {
    let rules = hearing.rules
    let (inputs, standIns) = (hearing.proposal.inputs, hearing.proposal.certificate.standIns)
    var findings: [Finding] = []
    if inputs.isEmpty { findings.append(.denied(.time, nil, .noInputs)) }
    for input in inputs {
        if let inputRules = rules.inputs.first(where: { $0.tag == input.tag }) {
            findings.append(judgeInput(inputRules, atSolve: input.value, hearing))
        } else {
            findings.append(.denied(.time, input.tag.text, .unknownInput))
        }
    }
    for standIn in standIns {
        if let inputRules = rules.inputs.first(where: { $0.tag == standIn.tag }) {
            findings.append(judge(standIn, inputRules, hearing))
        } else {
            findings.append(.denied(.time, standIn.tag.text, .unknownInput))
        }
    }
    for other in rules.inputs {
        if inputs.contains(where: { $0.tag == other.tag }) { continue }
        if standIns.contains(where: { $0.tag == other.tag }) { continue }
        if other.needed { findings.append(.denied(.time, other.tag.text, .inputNotNamed)) }
        if other.critical { findings.append(judgeInput(other, atSolve: nil, hearing)) }
    }
    return findings
}

/// Where the guard has a good value now, that one is compared with what the solve took. Where it
/// has none, its own last one must be young enough and agree, and the input must not be critical.
private func judge(_ standIn: StandIn, _ rules: InputRules, _ hearing: Hearing) -> Finding {
    let sample = hearing.circumstances.snapshot[rules.tag]
    if rules.critical || sample?.value != nil {
        return judgeInput(rules, atSolve: standIn.value, hearing)
    }
    let about = rules.tag.text
    func denied(_ denial: Denial) -> Finding { .denied(.time, about, denial) }
    guard standIn.value.isFinite else { return denied(.notFinite(what: "stand-in")) }
    guard let seen = hearing.ledger.lastGood[rules.tag] else {
        return denied(.inputAbsent(reason: sample?.quality.reason ?? .missing))
    }
    guard max(standIn.at, seen.at) <= hearing.now else {
        return denied(.fromTheFuture(what: "stand-in"))
    }
    guard let deadband = sound(rules.deadband) else {
        return denied(.limitMissing(.inputDeadband))
    }
    let drift = abs(seen.value - standIn.value)
    guard drift <= deadband else { return denied(.plantMoved(by: drift, allowed: deadband)) }
    return judgeAge(
        "stand-in", stamped: min(standIn.at, seen.at), limit: rules.ageLimit, missing: .inputAge,
        .time, about, now: hearing.now)
}

private func judgeClocks(_ hearing: Hearing) -> [Finding] {
    guard let binding = hearing.binding, let last = hearing.ledger.lastJudged else { return [] }
    guard hearing.now >= last.plant && binding.monotonic >= last.monotonic else {
        return [.denied(.time, nil, .clockWentBack)]
    }
    return []
}

private func judgeCard(_ hearing: Hearing) -> Finding {
    let (made, expires) = (hearing.proposal.madeAt, hearing.proposal.expiresAt)
    guard let allowed = sound(hearing.rules.longestCardLife) else {
        return .denied(.time, nil, .limitMissing(.cardLife))
    }
    guard made <= hearing.now else { return .denied(.time, nil, .fromTheFuture(what: "card")) }
    guard hearing.now <= expires, let left = expires.elapsed(since: hearing.now),
        let life = expires.elapsed(since: made)
    else { return .denied(.time, nil, .cardExpired) }
    guard life <= allowed else {
        return .denied(.time, nil, .cardLivesTooLong(seconds: life, allowed: allowed))
    }
    return .accepted(.time, nil, Margin("card", left: left, of: life, .seconds))
}

/// `atSolve` is what the solve took for the input; nil for a critical one that the decision does
/// not say it used.
private func judgeInput(_ rules: InputRules, atSolve: Double?, _ hearing: Hearing) -> Finding {
    let about = rules.tag.text
    guard let sample = hearing.circumstances.snapshot[rules.tag] else {
        return .denied(.time, about, .inputAbsent(reason: .missing))
    }
    guard let value = sample.value?.value else {
        return .denied(.time, about, .inputAbsent(reason: sample.quality.reason))
    }
    guard sample.quality.isGood else {
        return .denied(.time, about, .inputUncertain(reason: sample.quality.reason))
    }
    let age = judgeAge(
        "input", stamped: sample.at, limit: rules.ageLimit, missing: .inputAge, .time, about,
        now: hearing.now)
    guard let atSolve, age.denial == nil else { return age }
    guard let deadband = sound(rules.deadband) else {
        return .denied(.time, about, .limitMissing(.inputDeadband))
    }
    guard atSolve.isFinite else {
        return .denied(.time, about, .notFinite(what: "input at the solve"))
    }
    let drift = abs(value - atSolve)
    guard drift <= deadband else {
        return .denied(.time, about, .plantMoved(by: drift, allowed: deadband))
    }
    return .accepted(
        .time, about, Margin("input since the solve", left: deadband - drift, of: deadband, .tag))
}
