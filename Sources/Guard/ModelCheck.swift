import Tags

/// What stands behind it: a model that is good where the plant is, and a solver that can show for
/// its answer.
func checkModel(_ hearing: Hearing) -> [Finding] {
    judgeStanding(hearing) + judgeCertificate(hearing)
}

/// The region is known and approved, the quality green and judged not too long ago. A loop that
/// does not say where its model stands is noted for accepted moves and denies all others.
///
/// Where the guard can tell the region from its own readings, that counts, and a loop that claims
/// another one is denied. Only where a region rests on what is not measured is the claim taken.
private func judgeStanding(_ hearing: Hearing) -> [Finding] {
    func denied(_ denial: Denial) -> Finding { .denied(.model, nil, denial) }
    let rules = hearing.rules.model
    let seen = SeenRegion(hearing.live.regions)
    switch seen {
    case .one(let region):
        if let regions = rules.regions, !regions.contains(region) {
            return [denied(.regionNotApproved(region: region))]
        }
    case .none:
        if rules.regions != nil || hearing.isWithoutPerson { return [denied(.regionUnknown)] }
    case .notTold: break
    }
    guard let standing = hearing.proposal.certificate.model else {
        return rules.demand == .always || hearing.isWithoutPerson
            ? [denied(.modelUnknown)] : [.noted(.model, .noModelStanding)]
    }
    guard let region = standing.region else { return [denied(.regionUnknown)] }
    if let denial = seen.denial(of: region, in: hearing.live.regions) { return [denied(denial)] }
    if let regions = rules.regions, !regions.contains(region) {
        return [denied(.regionNotApproved(region: region))]
    }
    guard standing.gate == .green else { return [denied(.gateNotGreen(gate: standing.gate))] }
    return [
        judgeAge(
            "model quality", stamped: standing.judgedAt, limit: rules.gateAge, missing: .gateAge,
            .model, now: hearing.now)
    ]
}

/// What the readings alone say of the region of operation.
private enum SeenRegion {
    /// The first that is true, all before it being false.
    case one(String)
    /// All are false.
    case none
    /// None is declared, or one that comes first is not known.
    case notTold

    /// - Parameter regions: in their order; the first that is true counts.
    init(_ regions: [LiveRegion]) {
        guard let first = regions.first(where: { $0.holds != false }) else {
            self = regions.isEmpty ? .notTold : .none
            return
        }
        self = first.holds == true ? .one(first.name) : .notTold
    }

    /// Why the claim that the plant is in a region is not taken; nil if the readings leave room.
    func denial(of claimed: String, in regions: [LiveRegion]) -> Denial? {
        switch self {
        case .one(let region):
            region == claimed ? nil : .regionDisagrees(claimed: claimed, read: region)
        case .none: .regionDisagrees(claimed: claimed, read: nil)
        case .notTold:
            regions.first { $0.name == claimed }?.holds == false
                ? .regionDisagrees(claimed: claimed, read: nil) : nil
        }
    }
}

/// What the solver can show: a good end, values inside their own bounds, multipliers of the right
/// sign, and a complementarity gap that adds up to what it claims and is small.
///
/// The gap is Σ λ_low (x − low) + λ_high (high − x) over all bounds sent: zero at an exact optimum,
/// and the most that the objective can still gain at a point that satisfies the equations of a
/// convex problem (Boyd, Vandenberghe: Convex Optimization, §5.5).
private func judgeCertificate(_ hearing: Hearing) -> [Finding] {
    let certificate = hearing.proposal.certificate
    let rules = hearing.rules.certificate
    func denied(_ denial: Denial) -> Finding { .denied(.model, nil, denial) }
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
            return [.denied(.model, bound.name, refusal.denial)]
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
    return [.accepted(.model, nil, Margin("gap", left: left, of: gapAllowed, .objective))]
}

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
