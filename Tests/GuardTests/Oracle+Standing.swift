import Determinism
import Guard
import Tags

// The guard itself, authority, soft start, drift and the model's standing, once more.
extension Oracle {
    mutating func requireItself() {
        let (w, must_) = (world, isAlone || world.rules.itself.demand == .always)
        let approved = w.rules.itself.approvedBuild.flatMap { $0 == "" ? nil : $0 }
        must(.guardItself, approved.map { $0 == w.itself.build } ?? !must_)
        must(.guardItself, w.itself.failsafeLatched.map { !$0 } ?? !must_)
        guard let test = w.itself.selfTest else { return must(.guardItself, !must_) }
        must(.guardItself, test.failures.isEmpty && test.questions >= 1)
        must(.guardItself, real(w.rules.itself.selfTestAge) != nil)
        guard isBinding, let limit = w.rules.itself.selfTestAge else { return }
        let (made, wall) = (test.at.nanoseconds, w.wall.nanoseconds)
        let age = wall.subtractingReportingOverflow(made)
        must(.guardItself, made <= wall && !age.overflow && Double(age.0) * 1e-9 <= limit)
    }

    mutating func requireAuthority() {
        let w = world
        let isFenced = w.rules.ownership.block == .declared
        switch w.mode {
        case .supervisory: must(.authority, w.hasAcceptance && !w.isRecovery)
        case .automatic: must(.authority, isFenced && !w.isRecovery)
        case .backoff: must(.authority, w.isRecovery)
        default: must(.authority, false)
        }
        if isFenced {
            must(.authority, w.ownership.leaseUntil != nil && w.ownership.epoch != nil)
            must(.authority, w.live.blockEpoch.map { $0 == w.ownership.epoch })
        }
        if let until = w.ownership.leaseUntil {
            let (left, overflow) = until.nanoseconds.subtractingReportingOverflow(
                w.wall.nanoseconds)
            let rules = w.rules.ownership
            must(.authority, real(rules.writeTimeout).map { $0 > 0 })
            let needed = rules.leaseTimeouts * (rules.writeTimeout ?? .nan)
            must(.authority, real(needed) != nil && rules.leaseTimeouts > 0 && !overflow)
            must(.authority, needed <= Double(left) * 1e-9)
        }
        guard !w.isRecovery, let yes = w.acceptance else { return }
        must(.authority, w.rules.mayAccept.contains(yes.person.duty))
        must(.authority, yes.token != "" && !w.ledger.spentTokens.keys.contains(yes.token))
        must(.authority, yes.decision.number == w.id.number && yes.digest == w.proposal.digest)
        must(.authority, seconds(w.madeAt, yes.at) >= 0 && seconds(yes.at, w.now) >= 0)
        must(.authority, seconds(w.now, yes.expiresAt) >= 0 && seconds(w.now, w.expiresAt) >= 0)
    }

    mutating func requireSoftStart(_ step: Double, _ most: Double) {
        guard let soft = world.rules.softStart else { return }
        must(.rate, 0 < soft.share && soft.share <= 1 && soft.cycles >= 0)
        let isEarly = world.cyclesSinceClimb.map { $0 < soft.cycles } ?? (soft.cycles > 0)
        must(.rate, !isEarly || step <= most * soft.share)
    }

    mutating func requireDrift(_ rules: HandleRules, _ target: Double) {
        switch rules.drift {
        case .some(.notLimited): break
        case .some(.most(let most, let shift)):
            guard real(most) != nil, most >= 0, let baseline = baseline(rules.tag, shift) else {
                return must(.rate, false)
            }
            must(.rate, (target - baseline).magnitude <= most)
        case nil: must(.rate, false)
        }
    }

    /// The start of the running shift, by counting whole shifts since 1970 and down from there.
    private func shiftStart(_ shift: Shift) -> PlantTime? {
        guard 1...604_800 ~= shift.length, 0...shift.length ~= shift.offset else { return nil }
        let (length, offset) = (Int64(shift.length * 1e9), Int64(shift.offset * 1e9))
        let now = world.now.nanoseconds
        guard now > .min / 2, now < .max / 2 else { return nil }
        var count = (now - offset) / length
        while offset + count * length > now { count -= 1 }
        return PlantTime(nanoseconds: offset + count * length)
    }

    func baseline(_ tag: TagName, _ shift: Shift?) -> Double? {
        let left = world.ledger.operatorLeft[tag].flatMap {
            seconds($0.at, world.now) < 0 ? nil : $0
        }
        guard let shift else { return left?.value }
        guard let start = shiftStart(shift) else { return nil }
        if let left, seconds(start, left.at) >= 0 { return left.value }
        return watched(tag, seconds(start, world.now))?.first
    }

    mutating func requireModel() {
        let w = world
        requireRegion()
        guard let model = w.certificate.model else {
            return must(.model, !isAlone && w.rules.model.demand == .withoutPerson)
        }
        must(.model, model.region.map { w.rules.model.regions?.contains($0) ?? true })
        must(.model, model.gate == .green && isFresh(model.judgedAt, w.rules.model.gateAge))
    }

    /// By readings alone: regions read as false are never where the plant is; the first one that is
    /// true is, if none that may be true comes before it.
    private mutating func requireRegion() {
        let (w, read) = (world, world.live.regions)
        let possible = read.filter { $0.holds ?? true }.map(\.name)
        let isTold = !read.isEmpty && read.first { $0.holds ?? true }?.holds != .some(nil)
        let told = isTold ? possible.first : nil
        if let told, let approved = w.rules.model.regions {
            must(.model, approved.contains(told))
        }
        if !read.isEmpty, possible.isEmpty {
            must(.model, w.rules.model.regions == nil && !isAlone)
        }
        guard let model = w.certificate.model, let claimed = model.region else { return }
        if !read.isEmpty, isTold { must(.model, told == claimed) }
        let first = read.filter { $0.name == claimed }.first
        must(.model, first?.holds ?? true)
    }
}
