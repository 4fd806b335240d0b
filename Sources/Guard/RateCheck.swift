import Determinism
import Tags

/// How fast: step, travel within sliding windows, drift from where the operator left it, rest since
/// the last change and reversals, all judged from what the plant said its setpoint was, never from
/// what a move claims as its start.
///
/// A recovery move is judged by step and travel only: rest, reversals, drift and the smallest move
/// spare the valve and the operator's picture, and must not keep the twin from backing off.
func checkRate(_ hearing: Hearing) -> [Finding] {
    hearing.proposal.moves.flatMap { move -> [Finding] in
        let about = move.tag.text
        guard let rules = hearing.rules.handle(move.tag) else {
            return [.denied(.rate, about, .notWritable)]
        }
        guard let live = hearing.setpoint(of: move.tag) else {
            return [.denied(.rate, about, .setpointUnknown)]
        }
        guard move.to.isFinite else { return [.denied(.rate, about, .notFinite(what: "target"))] }
        guard let gap = sound(hearing.rules.longestReadbackGap) else {
            return [.denied(.rate, about, .limitMissing(.readbackGap))]
        }
        let history = hearing.ledger.readbacks[move.tag] ?? ReadbackHistory()
        let step = abs(move.to - live)
        var findings = [judgeStep(step, rules, hearing)]
        if rules.ramps.isEmpty { findings.append(.denied(.rate, about, .limitMissing(.ramp))) }
        for ramp in rules.ramps {
            let travel = Travel(window: ramp.window, gap: gap, now: hearing.now, history: history)
            findings.append(travel.judge(ramp, live: live, target: move.to, about))
        }
        if hearing.kind == .recovery { return findings }
        findings.append(judgeSize(step, rules))
        findings.append(judgeDrift(move, rules, hearing))
        findings.append(judgeRest(rules, history, hearing.now, gap: gap))
        findings.append(
            judgeReversals(rules, history, hearing.now, gap: gap, live: live, target: move.to))
        return findings
    }
}

/// The readings that cover one window.
private struct Travel {
    let window: Double
    let gap: Double
    let now: PlantTime
    let history: ReadbackHistory

    /// Largest minus smallest of all readings of the window, the live setpoint and the target.
    func judge(_ ramp: RampLimit, live: Double, target: Double, _ about: String) -> Finding {
        guard ramp.window.isFinite && ramp.window > 0, let reach = sound(ramp.reach), reach > 0
        else { return .denied(.rate, about, .limitMissing(.ramp)) }
        guard let readings = history.covering(window, until: now, gap: gap) else {
            return .denied(.rate, about, .noReadback(window: window))
        }
        var (low, high) = (min(live, target), max(live, target))
        for reading in readings {
            low = min(low, reading.value)
            high = max(high, reading.value)
        }
        let travelled = high - low
        guard travelled <= reach else {
            return .denied(.rate, about, .tooFast(asked: travelled, allowed: reach, window: window))
        }
        let what = "ramp over \(window) s"
        return .accepted(.rate, about, Margin(what, left: reach - travelled, of: reach, .tag))
    }
}

extension Hearing {
    /// The largest step, a share of it in the first cycles after the mode was raised. Cycles that
    /// nobody counted are the first ones.
    func largestStep(of rules: HandleRules) -> Result<Double, Refusal> {
        guard var largest = sound(rules.largestStep), largest > 0 else {
            return .failure(Refusal(denial: .limitMissing(.step)))
        }
        if let soft = self.rules.softStart, kind != .recovery {
            guard soft.share > 0, soft.share <= 1, soft.cycles >= 0 else {
                return .failure(Refusal(denial: .limitMissing(.softStart)))
            }
            let cycles = circumstances.cyclesSinceClimb ?? 0  // not known: the first
            if cycles < soft.cycles { largest *= soft.share }
        }
        return .success(largest)
    }
}

private func judgeStep(_ step: Double, _ rules: HandleRules, _ hearing: Hearing) -> Finding {
    let about = rules.tag.text
    let largest: Double
    switch hearing.largestStep(of: rules) {
    case .success(let allowed): largest = allowed
    case .failure(let refusal): return .denied(.rate, about, refusal.denial)
    }
    guard step <= largest else {
        return .denied(.rate, about, .stepTooLarge(asked: step, allowed: largest))
    }
    return .accepted(.rate, about, Margin("step", left: largest - step, of: largest, .tag))
}

private func judgeSize(_ step: Double, _ rules: HandleRules) -> Finding {
    let about = rules.tag.text
    guard let smallest = sound(rules.smallestMove), smallest >= 0 else {
        return .denied(.rate, about, .limitMissing(.smallestMove))
    }
    guard step >= smallest && step > 0 else {
        return .denied(.rate, about, .moveTooSmall(asked: step, allowed: smallest))
    }
    return .accepted(.rate, about)
}

/// How far the target lies from where the operator left it.
private func judgeDrift(
    _ move: ProposedMove, _ rules: HandleRules, _ hearing: Hearing
) -> Finding {
    let about = rules.tag.text
    func denied(_ denial: Denial) -> Finding { .denied(.rate, about, denial) }
    switch rules.drift {
    case nil: return denied(.limitMissing(.drift))
    case .notLimited: return .accepted(.rate, about)
    case .most(let most, let shift):
        guard let most = sound(most), most >= 0 else { return denied(.limitMissing(.drift)) }
        guard shift.start(at: hearing.now) != nil else { return denied(.limitMissing(.shift)) }
        guard let baseline = hearing.baseline(of: move.tag, shift: shift) else {
            return denied(.baselineUnknown)
        }
        let drift = abs(move.to - baseline)
        guard drift <= most else { return denied(.driftTooLarge(asked: drift, allowed: most)) }
        return .accepted(.rate, about, Margin("drift", left: most - drift, of: most, .tag))
    }
}

/// No change of the setpoint, ours or the operator's, within the time moves must be apart.
private func judgeRest(
    _ rules: HandleRules, _ history: ReadbackHistory, _ now: PlantTime, gap: Double
) -> Finding {
    let about = rules.tag.text
    guard let apart = sound(rules.leastApart), apart >= 0 else {
        return .denied(.rate, about, .limitMissing(.leastApart))
    }
    guard let resolution = sound(rules.resolution), resolution >= 0 else {
        return .denied(.rate, about, .limitMissing(.resolution))
    }
    guard let readings = history.covering(apart, until: now, gap: gap) else {
        return .denied(.rate, about, .noReadback(window: apart))
    }
    guard ReadbackHistory.changes(in: readings, beyond: resolution).isEmpty else {
        return .denied(.rate, about, .tooSoon(apart: apart))
    }
    return .accepted(.rate, about)
}

/// Changes of direction within the last hour, this move's included.
private func judgeReversals(
    _ rules: HandleRules, _ history: ReadbackHistory, _ now: PlantTime, gap: Double,
    live: Double, target: Double
) -> Finding {
    let about = rules.tag.text
    guard let allowed = rules.reversalsPerHour else {
        return .denied(.rate, about, .limitMissing(.reversals))
    }
    guard let resolution = sound(rules.resolution), resolution >= 0 else {
        return .denied(.rate, about, .limitMissing(.resolution))
    }
    guard let readings = history.covering(3600, until: now, gap: gap) else {
        return .denied(.rate, about, .noReadback(window: 3600))
    }
    let directions =
        ReadbackHistory.changes(in: readings, beyond: resolution) + [target > live]
    let count = zip(directions, directions.dropFirst()).count { $0 != $1 }
    guard count <= allowed else {
        return .denied(.rate, about, .tooManyReversals(count: count, allowed: allowed))
    }
    let left = Double(allowed - count)
    return .accepted(.rate, about, Margin("reversals", left: left, of: Double(allowed), .count))
}
