import Tags

/// What it leads to: every hard limit holds over the whole predicted horizon, uncertainty included,
/// recomputed from the numbers sent; and from the state it leads to, the declared recovery still
/// keeps every hard limit.
func checkConsequence(_ hearing: Hearing) -> [Finding] {
    hearing.rules.hardLimits.map { limit in
        switch hearing.prediction(of: limit) {
        case .success(let trajectory): judge(trajectory, limit)
        case .failure(let refusal): .denied(.consequence, limit.tag.text, refusal.denial)
        }
    } + judgeRecoverability(hearing)
}

/// Why something cannot be computed.
struct Refusal: Error { let denial: Denial }

extension Hearing {
    /// The one prediction of a variable that was sent, if it is well formed.
    func prediction(of limit: HardLimit) -> Result<PredictedTrajectory, Refusal> {
        let sent = proposal.certificate.trajectories.filter { $0.tag == limit.tag }
        guard let trajectory = sent.first else {
            return .failure(Refusal(denial: .noPrediction))
        }
        guard sent.count == 1, trajectory.isSound else {
            return .failure(Refusal(denial: .predictionMalformed))
        }
        return .success(trajectory)
    }
}

extension PredictedTrajectory {
    /// As many means and deviations as times, all finite, times rising from zero or later, and no
    /// deviation negative.
    fileprivate var isSound: Bool {
        guard let first = times.first, first >= 0, means.count == times.count,
            deviations.count == times.count
        else { return false }
        return times.allSatisfy(\.isFinite) && means.allSatisfy(\.isFinite)
            && deviations.allSatisfy { $0.isFinite && $0 >= 0 }
            && zip(times, times.dropFirst()).allSatisfy { $0 < $1 }
    }
}

private func judge(_ trajectory: PredictedTrajectory, _ limit: HardLimit) -> Finding {
    let about = limit.tag.text
    func denied(_ denial: Denial) -> Finding { .denied(.consequence, about, denial) }
    let (low, high) = (sound(limit.low), sound(limit.high))
    guard low != nil || high != nil, (low == nil) == (limit.low == nil),
        (high == nil) == (limit.high == nil)
    else { return denied(.limitMissing(.hardLimit)) }
    guard let horizon = sound(limit.horizon) else { return denied(.limitMissing(.horizon)) }
    guard let spacing = sound(limit.spacing) else { return denied(.limitMissing(.spacing)) }
    guard let coverage = sound(limit.coverage), coverage >= 0, limit.actsAfter.isFinite else {
        return denied(.limitMissing(.coverage))
    }
    let times = trajectory.times
    let last = times[times.count - 1]
    guard last >= horizon, last >= limit.actsAfter else {
        return denied(.predictionTooShort(seconds: last, needed: max(horizon, limit.actsAfter)))
    }
    let widest = zip(times, times.dropFirst()).map { $1 - $0 }.reduce(times[0], max)
    guard widest <= spacing else {
        return denied(.predictionTooCoarse(seconds: widest, allowed: spacing))
    }
    var left = Double.infinity
    for (i, time) in times.enumerated() where time >= limit.actsAfter {
        let band = coverage * trajectory.deviations[i]
        let (bottom, top) = (trajectory.means[i] - band, trajectory.means[i] + band)
        guard bottom.isFinite && top.isFinite else { return denied(.predictionMalformed) }
        if let low {
            guard bottom >= low else {
                return denied(.predictedBelow(value: bottom, limit: low, after: time))
            }
            left = min(left, bottom - low)
        }
        if let high {
            guard top <= high else {
                return denied(.predictedAbove(value: top, limit: high, after: time))
            }
            left = min(left, high - top)
        }
    }
    let whole = low.flatMap { low in high.map { $0 - low } }
    return .accepted(.consequence, about, Margin("predicted band", left: left, of: whole, .tag))
}
