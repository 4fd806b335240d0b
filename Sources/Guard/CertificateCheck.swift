import Tags

/// What the solver can show: a good end, values inside their own bounds, multipliers of the right
/// sign, and a complementarity gap that adds up to what it claims and is small.
///
/// The gap is Σ λ_low (x − low) + λ_high (high − x) over all bounds sent: zero at an exact optimum,
/// and the most that the objective can still gain at a point that satisfies the equations of a
/// convex problem (Boyd, Vandenberghe: Convex Optimization, §5.5).
func checkCertificate(_ hearing: Hearing) -> [Finding] {
    let certificate = hearing.proposal.certificate
    let rules = hearing.rules.certificate
    func denied(_ denial: Denial) -> Finding { .denied(.certificate, nil, denial) }
    guard certificate.status == .optimal || certificate.status == .acceptable else {
        return [denied(.solverFailed(claim: certificate.status))]
    }
    guard let gapAllowed = sound(rules.gap) else { return [denied(.limitMissing(.gap))] }
    guard let feasibility = sound(rules.feasibility) else {
        return [denied(.limitMissing(.feasibility))]
    }
    guard let residualAllowed = sound(rules.residual) else {
        return [denied(.limitMissing(.residual))]
    }
    guard !certificate.bounds.isEmpty else { return [denied(.noBounds)] }
    var gap = 0.0
    for bound in certificate.bounds {
        switch share(of: bound, feasibility: feasibility) {
        case .success(let share): gap += share
        case .failure(let refusal):
            return [.denied(.certificate, bound.name, refusal.denial)]
        }
    }
    guard gap.isFinite, certificate.gap.isFinite else { return [denied(.notFinite(what: "gap"))] }
    guard abs(gap) <= gapAllowed else {
        return [denied(.gapTooLarge(gap: gap, allowed: gapAllowed))]
    }
    guard abs(gap - certificate.gap) <= gapAllowed else {
        return [denied(.gapDisagrees(claimed: certificate.gap, recomputed: gap))]
    }
    guard certificate.residual.isFinite else { return [denied(.notFinite(what: "residual"))] }
    guard certificate.residual >= 0 && certificate.residual <= residualAllowed else {
        return [denied(.residualTooLarge(claimed: certificate.residual, allowed: residualAllowed))]
    }
    let left = gapAllowed - abs(gap)
    return [.accepted(.certificate, nil, Margin("gap", left: left, of: gapAllowed, .objective))]
}

private struct Refusal: Error { let denial: Denial }

/// What one value adds to the gap; a refusal if it is outside its bounds or a sign is wrong.
private func share(of bound: CertifiedBound, feasibility: Double) -> Result<Double, Refusal> {
    let (value, below, above) = (bound.value, bound.lowMultiplier, bound.highMultiplier)
    guard value.isFinite && below.isFinite && above.isFinite else {
        return .failure(Refusal(denial: .notFinite(what: "value or multiplier")))
    }
    guard below >= 0 && above >= 0 else {
        return .failure(Refusal(denial: .negativeMultiplier(value: min(below, above))))
    }
    var share = 0.0
    for (limit, sign, multiplier) in [(bound.low, 1.0, below), (bound.high, -1.0, above)] {
        guard let limit else {
            // A multiplier of a bound that is not there proves nothing.
            guard multiplier == 0 else { return .failure(Refusal(denial: .noBounds)) }
            continue
        }
        guard limit.isFinite else { return .failure(Refusal(denial: .notFinite(what: "bound"))) }
        let slack = sign * (value - limit)
        let allowed = feasibility * max(1, abs(limit))
        guard slack >= -allowed else {
            return .failure(Refusal(denial: .outsideItsBound(by: -slack, allowed: allowed)))
        }
        share += multiplier * slack
    }
    return .success(share)
}
