import Determinism
import Tags

/// Whether the twin could still back off from where the move leads.
///
/// An unproven optimizer may act as long as a proven reaction can take over from every state that
/// it leads to (Simplex architecture: Sha, Using simplicity to control complexity, IEEE Software
/// 18(4), 2001). Our reaction is the declared recovery of each handle. What it does to a variable
/// is added to the prediction by superposition of step responses, as in dynamic matrix control
/// (Cutler, Ramaker, ACC 1980; AIChE meeting 1979):
///
///   y(t) = ŷ(t) + Σᵢ Σₖ Sᵢ(t − tₖ) δᵢₖ,   tₖ ≤ t
///
/// with ŷ the variable predicted under the move, Sᵢ its sealed answer to a step of handle i, and
/// δᵢₖ the steps of that handle's recovery, a cycle apart from the moment t₀ at which backing off
/// begins. Of both sides
///
///   k σ(t) + Σᵢ eᵢ Σₖ |δᵢₖ|
///
/// must stay inside the hard limits, with k σ the band of the prediction and eᵢ the bound on the
/// error of Sᵢ. Sums run over handles in the order of the write list, and over steps in time.
/// Judged at the predicted points from t₀ to the first one at or after t₀ + horizon.
func judgeRecoverability(_ hearing: Hearing) -> [Finding] {
    let rules = hearing.rules
    guard hearing.isWithoutPerson || !rules.stepResponses.isEmpty else { return [] }
    func denied(_ about: String?, _ denial: Denial) -> Finding {
        .denied(.consequence, about, denial)
    }
    var figures = rules.recoverability
    guard let horizon = sound(figures.horizon), horizon >= 0, !figures.starts.isEmpty,
        figures.starts.allSatisfy({ $0 >= 0 && $0.isFinite })
    else { return [denied(nil, .limitMissing(.recoverability))] }
    guard let age = hearing.now.elapsed(since: hearing.proposal.certificate.predictedFrom),
        age >= 0
    else { return [denied(nil, .fromTheFuture(what: "prediction"))] }
    // On the prediction's own axis.
    figures.starts = figures.starts.map { $0 + age }
    var drives: [RecoveryPath] = []
    for handle in rules.handles {
        switch hearing.path(of: handle) {
        case .success(let path): if let path { drives.append(path) }
        case .failure(let refusal): return [denied(handle.tag.text, refusal.denial)]
        }
    }
    return rules.hardLimits.map { limit in
        var outlook = RecoveryOutlook(limit: limit, hearing: hearing)
        for start in figures.starts {
            if let denial = outlook.follow(drives, from: start, over: horizon) {
                return denied(limit.tag.text, denial)
            }
        }
        let whole = sound(limit.low).flatMap { low in sound(limit.high).map { $0 - low } }
        let margin = Margin("recovery", left: outlook.left, of: whole, .tag)
        return .accepted(.consequence, limit.tag.text, margin)
    }
}

/// The steps that the recovery of one handle takes, a cycle apart.
struct RecoveryPath {
    let tag: TagName
    /// Between two steps [s].
    let cycle: Double
    /// Steps in the order of time, in the tag's SI unit.
    let steps: [Double]
    /// A recovery that takes more is not followed, and denied.
    static let mostSteps = 10_000
}

extension Hearing {
    /// The recovery of a handle from where the move leaves its setpoint; nil if it stays there, as
    /// it does while the operator has it: what he does is his.
    fileprivate func path(of rules: HandleRules) -> Result<RecoveryPath?, Refusal> {
        let drive: Recovery.Drive
        switch recovery(of: rules) {
        case .stays: return .success(nil)
        case .unsound(let denial): return .failure(Refusal(denial: denial))
        case .drives(let declared): drive = declared
        }
        guard isOurs(rules.tag) else { return .success(nil) }
        let target = proposal.moves.first { $0.tag == rules.tag }?.to
        guard var at = sound(target ?? setpoint(of: rules.tag)) else {
            return .failure(Refusal(denial: .setpointUnknown))
        }
        var steps: [Double] = []
        while at != drive.goal {
            guard steps.count < RecoveryPath.mostSteps else {
                return .failure(Refusal(denial: .recoveryMalformed))
            }
            let next = drive.next(from: at, after: drive.cycle)
            steps.append(next - at)
            at = next
        }
        guard !steps.isEmpty else { return .success(nil) }
        return .success(RecoveryPath(tag: rules.tag, cycle: drive.cycle, steps: steps))
    }
}

/// Follows one variable through recoveries and keeps the least distance to its limits.
private struct RecoveryOutlook {
    let limit: HardLimit
    let hearing: Hearing
    /// The least distance found, in the variable's SI unit.
    var left = Double.infinity

    /// Why the limit is not kept if backing off begins at `start` [s after the prediction's own];
    /// nil if it is.
    mutating func follow(
        _ paths: [RecoveryPath], from start: Double, over horizon: Double
    ) -> Denial? {
        let trajectory: PredictedTrajectory
        switch hearing.prediction(of: limit) {
        case .success(let sent): trajectory = sent
        case .failure(let refusal): return refusal.denial
        }
        guard let coverage = sound(limit.coverage), coverage >= 0, limit.actsAfter.isFinite else {
            return .limitMissing(.coverage)
        }
        let end = start + horizon
        guard let last = trajectory.times.firstIndex(where: { $0 >= end }) else {
            let reached = trajectory.times[trajectory.times.count - 1]
            return .predictionTooShort(seconds: reached, needed: end)
        }
        for i in 0...last where trajectory.times[i] >= max(start, limit.actsAfter) {
            let time = trajectory.times[i]
            switch shift(at: time - start, by: paths) {
            case .failure(let refusal): return refusal.denial
            case .success(let shift):
                let middle = trajectory.means[i] + shift.by
                let band = coverage * trajectory.deviations[i] + shift.error
                if let denial = judge(middle, band, after: time) { return denial }
            }
        }
        return nil
    }

    /// What the paths have done to the variable so many seconds after they began.
    private func shift(
        at seconds: Double, by paths: [RecoveryPath]
    ) -> Result<(by: Double, error: Double), Refusal> {
        var (sum, error) = (0.0, 0.0)
        for path in paths {
            let sealed = hearing.rules.stepResponses.filter {
                $0.handle == path.tag && $0.variable == limit.tag
            }
            guard let response = sealed.first else {
                return .failure(Refusal(denial: .responseMissing(handle: path.tag)))
            }
            guard sealed.count == 1, let bound = response.soundError else {
                return .failure(Refusal(denial: .responseMalformed(handle: path.tag)))
            }
            var travelled = 0.0
            for (k, step) in path.steps.enumerated() {
                let since = seconds - Double(k) * path.cycle
                guard since >= 0 else { break }
                guard let answer = response.value(after: since) else {
                    let end = response.times[response.times.count - 1]
                    return .failure(
                        Refusal(denial: .responseTooShort(seconds: end, needed: since)))
                }
                sum += answer * step
                travelled += abs(step)
            }
            error += bound * travelled
        }
        return .success((sum, error))
    }

    private mutating func judge(_ middle: Double, _ band: Double, after time: Double) -> Denial? {
        let (bottom, top) = (middle - band, middle + band)
        guard bottom.isFinite && top.isFinite else { return .predictionMalformed }
        let (low, high) = (sound(limit.low), sound(limit.high))
        guard low != nil || high != nil, (low == nil) == (limit.low == nil),
            (high == nil) == (limit.high == nil)
        else { return .limitMissing(.hardLimit) }
        if let low {
            guard bottom >= low else {
                return .unrecoverableBelow(value: bottom, limit: low, after: time)
            }
            left = min(left, bottom - low)
        }
        if let high {
            guard top <= high else {
                return .unrecoverableAbove(value: top, limit: high, after: time)
            }
            left = min(left, high - top)
        }
        return nil
    }
}

extension StepResponse {
    /// The bound on its error, if times and values make a response.
    fileprivate var soundError: Double? {
        guard let error = sound(error), error >= 0, times.count == values.count,
            times.first == 0, times.allSatisfy(\.isFinite), values.allSatisfy(\.isFinite),
            zip(times, times.dropFirst()).allSatisfy({ $0 < $1 })
        else { return nil }
        return error
    }

    /// S so many seconds after the step, from zero on; nil beyond what was sealed.
    fileprivate func value(after seconds: Double) -> Double? {
        guard let next = times.firstIndex(where: { $0 >= seconds }) else { return nil }
        if times[next] == seconds { return values[next] }
        let (before, after) = (times[next - 1], times[next])
        let share = (seconds - before) / (after - before)
        return values[next - 1] + share * (values[next] - values[next - 1])
    }
}
