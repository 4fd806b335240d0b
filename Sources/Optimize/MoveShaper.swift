/// Makes of the solver's answer a setpoint that the plant can take.
///
/// The answer is clamped, rounded to what the control system stores, and dropped if it is too
/// small; what comes out keeps every limit and ramp to the last bit, by the same arithmetic a judge
/// of the move would use: largest minus smallest value within a window.
package enum MoveShaper {
    /// The setpoint to write; the live one if no allowed move remains.
    package static func shape(
        _ wanted: Double, of handle: Handle, given situation: HandleSituation
    ) -> Double {
        let live = situation.live
        guard wanted.isFinite, live.isFinite, situation.heldBecause == nil else { return live }
        let low = situation.limits.map(\.bounds.low).max() ?? -.infinity  // no limit: no bound
        let high = situation.limits.map(\.bounds.high).min() ?? .infinity  // as above
        guard low <= high else { return live }
        // Exactly on a limit stays there; everything else is rounded.
        var value = wanted < low ? low : (wanted > high ? high : wanted)
        if let span = reachable(from: situation) {
            value = min(value, span.high)
            value = max(value, span.low)
        }
        value = rounded(value, to: handle.resolution, towards: live, situation)
        guard value != live, abs(value - live) >= handle.smallestMove else { return live }
        return value
    }

    /// Whether a setpoint keeps all limits and ramps.
    package static func isAllowed(_ value: Double, _ situation: HandleSituation) -> Bool {
        guard situation.limits.allSatisfy({ $0.bounds.contains(value) }) else { return false }
        if let step = situation.softStep {
            guard abs(value - situation.live) <= step else { return false }
        }
        return situation.ramps.allSatisfy { ramp in
            let past = situation.span(within: ramp.window)
            return max(past.high, value) - min(past.low, value) <= ramp.reach
        }
    }

    /// What a soft start and all ramps leave, before rounding.
    private static func reachable(from situation: HandleSituation) -> (low: Double, high: Double)? {
        var bounds = situation.softStep.map { (situation.live - $0, situation.live + $0) }
        for ramp in situation.ramps {
            let past = situation.span(within: ramp.window)
            let low = max(bounds?.0 ?? -.infinity, past.high - ramp.reach)  // the first ramp
            let high = min(bounds?.1 ?? .infinity, past.low + ramp.reach)  // as above
            bounds = (low, high)
        }
        return bounds
    }

    /// The nearest allowed multiple of the resolution, or failing that the next ones towards the
    /// live setpoint; the live setpoint if none of them is allowed.
    private static func rounded(
        _ value: Double, to resolution: Double, towards live: Double, _ situation: HandleSituation
    ) -> Double {
        guard resolution > 0 else { return nudged(value, towards: live, situation) }
        let steps = (value / resolution).rounded()
        let inward = value > live ? -1.0 : 1.0
        for k in [0, inward, 2 * inward, -inward] {
            let candidate = (steps + k) * resolution
            let isBeyond = value > live ? candidate < live : candidate > live
            if isAllowed(candidate, situation) && !isBeyond { return candidate }
        }
        return live
    }

    /// The value itself, or one a few ulp nearer to the live setpoint: a sum may round upwards.
    private static func nudged(
        _ value: Double, towards live: Double, _ situation: HandleSituation
    ) -> Double {
        var candidate = value
        for _ in 0..<8 {
            if isAllowed(candidate, situation) { return candidate }
            candidate = candidate > live ? candidate.nextDown : candidate.nextUp
        }
        return live
    }
}
