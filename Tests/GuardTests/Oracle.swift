import Determinism
import Guard
import Tags

/// The rules of `docs/safety.md` once more, written from the text and in another shape: a list of
/// things that must hold, each under the check it belongs to. Says which checks must deny.
struct Oracle {
    let world: World
    private(set) var broken: Set<Check> = []

    init(_ world: World, binding: Bool) {
        self.world = world
        isBinding = binding
        requireItself()
        requireForm()
        requirePlantState()
        requireTargets()
        for move in world.moves { requireRate(move) }
        requireGroups()
        if !world.isRecovery {
            requireTime(binding: binding)
            requirePredictions()
            requireRecoverability()
            requireModel()
            requireCertificate()
            requireWorth()
        }
        if binding {
            requireAuthority()
            requireFinal()
        }
    }

    let isBinding: Bool

    /// Nobody looked at this very move and said yes to it.
    var isAlone: Bool {
        world.isRecovery || world.boundByEnvelope
            || world.mode == .automatic && !(isBinding && world.hasAcceptance)
    }

    mutating func must(_ check: Check, _ holds: Bool?) {
        if holds != true { broken.insert(check) }
    }

    /// Seconds between instants, counted without a sign so that nothing overflows.
    func seconds(_ from: PlantTime, _ to: PlantTime) -> Double {
        let (a, b) = (from.nanoseconds, to.nanoseconds)
        return b >= a
            ? Double(UInt64(bitPattern: b &- a)) * 1e-9 : -Double(UInt64(bitPattern: a &- b)) * 1e-9
    }

    /// 0 ≤ age ≤ limit, and the limit is a number.
    func isFresh(_ stamp: PlantTime, _ limit: Double?) -> Bool {
        guard let limit = real(limit) else { return false }
        let age = seconds(stamp, world.now)
        return 0 <= age && age <= limit && age < 0x1p63 * 1e-9
    }

    /// NaN and infinities are as good as absent.
    func real(_ x: Double?) -> Double? { x.flatMap { ($0 - $0) == 0 ? $0 : nil } }

    func rule(_ tag: TagName) -> HandleRules? {
        world.rules.handles.filter { $0.tag == tag }.first
    }

    func loop(_ tag: TagName) -> LiveHandle? {
        world.live.handles.filter { $0.tag == tag }.first
    }

    private func tolerance(_ rule: HandleRules) -> Double? {
        guard let e = rule.engineering, real(e.low) != nil, real(e.high) != nil, e.low <= e.high,
            let r = real(rule.resolution), r >= 0
        else { return nil }
        guard rule.toleranceShare >= 0, rule.toleranceShare <= 1 else { return nil }
        let share = rule.toleranceShare * (e.high - e.low)
        return r > share ? r : share
    }

    // MARK: The rules

    private mutating func requireForm() {
        let tags = world.moves.map(\.tag)
        must(.form, !tags.isEmpty && Set(tags).count == tags.count)
        must(.form, world.rules.mostMoves.map { tags.count <= $0 })
        must(.form, tags.allSatisfy { rule($0) != nil })
        must(.form, world.moves.allSatisfy { real($0.to) != nil && real($0.from) != nil })
        must(.form, (world.ledger.lastPermitted?.number).map { world.id.number > $0 } ?? true)
        must(.form, Set(world.rules.safetyTags).isDisjoint(with: world.rules.handles.map(\.tag)))
        if world.isRecovery { requireDeclaredRecovery() }
    }

    private mutating func requireTime(binding: Bool) {
        let w = world
        if binding, let last = w.ledger.lastJudged {
            must(.time, last.plant <= w.now && last.monotonic <= w.wall)
        }
        must(.time, isFresh(w.snapshotAt, w.rules.snapshotAge))
        must(.time, isFresh(w.live.readAt, w.rules.snapshotAge))
        must(.time, isFresh(w.certificate.predictedFrom, w.rules.certificate.age))
        must(.time, seconds(w.madeAt, w.now) >= 0 && seconds(w.now, w.expiresAt) >= 0)
        let life = seconds(w.madeAt, w.expiresAt)
        must(.time, real(w.rules.longestCardLife).map { life <= $0 && life < 0x1p63 * 1e-9 })
        requireInputs()
    }

    private mutating func requireInputs() {
        let w = world
        must(.time, !w.inputs.isEmpty)
        // Of several samples of one tag the last one counts.
        func now(_ tag: TagName) -> Sample? { w.samples.filter { $0.tag == tag }.last }
        for input in w.inputs { requireNear(input.tag, input.value, now(input.tag)) }
        for standIn in w.certificate.standIns {
            let rules = w.rules.inputs.filter { $0.tag == standIn.tag }.first
            if now(standIn.tag)?.value != nil || rules?.critical != false {
                requireNear(standIn.tag, standIn.value, now(standIn.tag))
                continue
            }
            guard let rules, let own = w.ledger.lastGood[standIn.tag] else {
                must(.time, false)
                continue
            }
            for stamp in [own.at, standIn.at] { must(.time, isFresh(stamp, rules.ageLimit)) }
            must(.time, real(standIn.value).map { real($0 - own.value) != nil })
            must(.time, real(rules.deadband).map { (standIn.value - own.value).magnitude <= $0 })
        }
        let named = w.inputs.map(\.tag) + w.certificate.standIns.map(\.tag)
        for rules in w.rules.inputs {
            if rules.needed { must(.time, named.contains(rules.tag)) }
            guard rules.critical else { continue }
            must(
                .time,
                now(rules.tag).map { $0.quality == .good && isFresh($0.at, rules.ageLimit) })
        }
    }

    /// Good, fresh, and within the deadband of `taken`.
    private mutating func requireNear(_ tag: TagName, _ taken: Double, _ sample: Sample?) {
        let rules = world.rules.inputs.filter { $0.tag == tag }.first
        guard let rules, let sample, let value = sample.value?.value, let then = real(taken),
            let deadband = real(rules.deadband)
        else { return must(.time, false) }
        must(.time, sample.quality == .good && isFresh(sample.at, rules.ageLimit))
        must(.time, (value - then).magnitude <= deadband)
    }

    /// Names of permits and holds of the whole asset or of a handle that is moved.
    private var holdsThatMatter: [String] {
        let moved = Set(world.moves.map(\.tag))
        return world.rules.holds.filter { hold in
            Set(hold.handles).isEmpty || !Set(hold.handles).isDisjoint(with: moved)
        }.map(\.name)
    }

    private mutating func requirePlantState() {
        let w = world
        must(.plantState, w.rules.plantModes.contains(w.live.plantMode))
        must(.plantState, w.live.plantMode != .unknown)
        for name in w.rules.interlocks {
            let states = w.live.interlocks.filter { $0.name == name }
            must(.plantState, states.first?.active.map { !$0 })
        }
        for name in holdsThatMatter {
            let states = w.live.interlocks.filter { $0.name == name }
            must(.plantState, states.first?.active.map { !$0 })
        }
        for move in w.moves {
            guard let rules = rule(move.tag), let near = tolerance(rules),
                let handle = loop(move.tag), let is_ = real(handle.setpoint),
                let was = real(w.ledger.expected[move.tag]), let from = real(move.from)
            else {
                must(.plantState, false)
                continue
            }
            if let until = w.ledger.taken[move.tag] { must(.plantState, until <= w.now) }
            must(.plantState, handle.loop == .remote)
            must(.plantState, (is_ - was).magnitude <= near && (is_ - from).magnitude <= near)
            guard rules.saturation == .live else { continue }
            switch handle.saturation {
            case .some(.none): break
            case .some(.high): must(.plantState, move.to < is_)
            case .some(.low): must(.plantState, move.to > is_)
            case .some(.unknownEnd), nil: must(.plantState, false)
            }
        }
    }

    private mutating func requireTargets() {
        for move in world.moves {
            guard let rules = rule(move.tag), let engineering = rules.engineering else {
                must(.absoluteLimits, false)
                continue
            }
            var bands = [engineering]
            if rules.operatorLimits == .live {
                let handle = loop(move.tag)
                bands.append(Band(handle?.operatorLow ?? .nan, handle?.operatorHigh ?? .nan))
            }
            if !world.isRecovery, world.boundByEnvelope || world.mode == .automatic {
                bands.append(rules.envelope ?? Band(.nan, .nan))
            }
            for band in bands {
                must(.absoluteLimits, real(band.low) != nil && real(band.high) != nil)
                must(.absoluteLimits, band.low <= move.to && move.to <= band.high)
            }
        }
    }

    private mutating func requireGroups() {
        let moved = world.moves.map(\.tag)
        for group in world.rules.groups {
            let missing = group.filter { !moved.contains($0) }
            must(.group, missing.count == group.count || missing.allSatisfy(mayStay))
        }
        let list = world.rules.handles.map(\.tag)
        let known = moved.filter { list.contains($0) }
        must(.group, known == list.filter { known.contains($0) })
        for limit in world.rules.jointLimits {
            let sum = world.sum(of: limit)
            must(.group, limit.low != nil || limit.high != nil)
            must(.group, limit.terms.allSatisfy { real(world.after($0.tag)) != nil })
            must(.group, real(sum) != nil)
            if let low = limit.low { must(.group, real(low).map { $0 <= sum }) }
            if let high = limit.high { must(.group, real(high).map { sum <= $0 }) }
        }
    }

    private mutating func requireWorth() {
        let w = world
        let gain = real(w.certificate.gain)
        let rules = w.rules.worth
        guard let gain, let shown = real(w.shownGain), let least = real(rules.leastGain),
            let k = real(rules.coverage), let sigma = real(w.certificate.gainDeviation)
        else { return must(.worth, false) }
        must(.worth, gain > least && shown > 0 && k >= 0 && sigma >= 0 && gain > k * sigma)
        // One from before all that a clock can say is counted too.
        let recent = w.ledger.writes.filter {
            !(3600..<0x1p63 * 1e-9).contains(seconds($0, w.now))
        }.count
        must(.worth, rules.writesPerHour.map { recent + w.moves.count <= $0 })
    }

    private mutating func requireFinal() {
        let w = world
        guard let again = w.reread else { return must(.final, false) }
        must(.final, seconds(w.live.readAt, again.readAt) >= 0)
        must(.final, isFresh(again.readAt, w.rules.snapshotAge))
        must(.final, w.rules.plantModes.contains(again.plantMode) && again.plantMode != .unknown)
        for name in w.rules.interlocks {
            must(.final, again.interlocks.filter { $0.name == name }.first?.active.map { !$0 })
        }
        for name in holdsThatMatter {
            must(.final, again.interlocks.filter { $0.name == name }.first?.active.map { !$0 })
        }
        for move in w.moves {
            let second = again.handles.filter { $0.tag == move.tag }.first
            must(.final, second?.loop == .remote)
            guard let a = real(loop(move.tag)?.setpoint), let b = real(second?.setpoint),
                let resolution = real(rule(move.tag)?.resolution)
            else {
                must(.final, false)
                continue
            }
            must(.final, (a - b).magnitude <= resolution)
        }
        must(.final, real(w.rules.permitSeconds).map { $0 > 0 })
        if let standing = w.standing {
            must(.final, standing.mode == w.mode && standing.failsafeLatched == false)
        } else {
            must(.final, !isAlone)
        }
        if w.rules.ownership.block == .declared {
            must(.final, again.blockEpoch.map { $0 == w.ownership.epoch })
        }
    }
}

// MARK: Rates, predictions and the certificate

extension Oracle {
    /// What the setpoint was, reading by reading, over the last `window` seconds, the value it had
    /// at their beginning included. Nil if that is not known without a hole longer than allowed.
    func watched(_ tag: TagName, _ window: Double) -> [Double]? {
        guard let hole = real(world.rules.longestReadbackGap), real(window) != nil else {
            return nil
        }
        let readings = world.ledger.readbacks[tag]?.readings ?? []
        guard let start = readings.lastIndex(where: { seconds($0.at, world.now) >= window }),
            readings.allSatisfy({ $0.at <= world.now })
        else { return nil }
        let seen = readings[start...]
        var stamp = world.now
        for reading in seen.reversed() {
            guard seconds(reading.at, stamp) <= hole else { return nil }
            stamp = reading.at
        }
        return seen.map(\.value)
    }

    /// Ups and downs larger than the resolution.
    private func turns(_ values: [Double], _ resolution: Double) -> [Int] {
        var turns: [Int] = []
        var at = values[0]
        for value in values.dropFirst() {
            if value - at > resolution || at - value > resolution {
                turns.append(value > at ? 1 : -1)
                at = value
            }
        }
        return turns
    }

    fileprivate mutating func requireRate(_ move: ProposedMove) {
        guard let rules = rule(move.tag), let live = real(loop(move.tag)?.setpoint),
            let target = real(move.to), real(world.rules.longestReadbackGap) != nil,
            let most = real(rules.largestStep)
        else { return must(.rate, false) }
        let step = (target - live).magnitude
        must(.rate, most > 0 && step <= most)
        must(.rate, !rules.ramps.isEmpty)
        requireRamps(rules, live, target)
        if world.isRecovery { return }
        requireSoftStart(step, most)
        requireDrift(rules, target)
        guard let least = real(rules.smallestMove), let apart = real(rules.leastApart),
            let resolution = real(rules.resolution), let reversals = rules.reversalsPerHour
        else { return must(.rate, false) }
        must(.rate, least >= 0 && apart >= 0 && resolution >= 0)
        must(.rate, step >= least && step > 0)
        must(.rate, watched(move.tag, apart).map { turns($0, resolution).isEmpty })
        guard let hour = watched(move.tag, 3600) else { return must(.rate, false) }
        let path = turns(hour, resolution) + [target > live ? 1 : -1]
        var back = 0
        for i in path.indices.dropFirst() where path[i] * path[i - 1] < 0 { back += 1 }
        must(.rate, back <= reversals)
    }

    private mutating func requireRamps(_ rules: HandleRules, _ live: Double, _ target: Double) {
        for ramp in rules.ramps {
            guard let reach = real(ramp.reach), ramp.window > 0,
                let values = watched(rules.tag, ramp.window)
            else {
                must(.rate, false)
                continue
            }
            let all = (values + [live, target]).sorted()
            must(.rate, reach > 0 && all[all.count - 1] - all[0] <= reach)
        }
    }

    fileprivate mutating func requirePredictions() {
        for limit in world.rules.hardLimits {
            let sent = world.certificate.trajectories.filter { $0.tag == limit.tag }
            guard sent.count == 1, let t = sent.first, let horizon = real(limit.horizon),
                let spacing = real(limit.spacing), let k = real(limit.coverage), k >= 0,
                let from = real(limit.actsAfter), let end = t.times.last,
                t.times.count == t.means.count, t.times.count == t.deviations.count,
                limit.low != nil || limit.high != nil
            else {
                must(.consequence, false)
                continue
            }
            if let low = limit.low { must(.consequence, real(low) != nil) }
            if let high = limit.high { must(.consequence, real(high) != nil) }
            must(.consequence, end >= horizon && end >= from)
            var before = 0.0
            for i in t.times.indices {
                let (time, mean, sigma) = (t.times[i], t.means[i], t.deviations[i])
                must(.consequence, real(time) != nil && real(mean) != nil && real(sigma) != nil)
                must(.consequence, time - before <= spacing && sigma >= 0)
                must(.consequence, i == 0 ? time >= 0 : time > before)
                before = time
                guard time >= from else { continue }
                let (bottom, top) = (mean - k * sigma, mean + k * sigma)
                must(.consequence, real(bottom) != nil && real(top) != nil)
                if let low = limit.low { must(.consequence, low <= bottom) }
                if let high = limit.high { must(.consequence, top <= high) }
            }
        }
    }

    fileprivate mutating func requireCertificate() {
        let c = world.certificate
        let rules = world.rules.certificate
        guard let allowed = real(rules.gap), let slip = real(rules.feasibility),
            let most = real(rules.residual), let claimed = real(c.gap),
            let residual = real(c.residual)
        else { return must(.model, false) }
        must(.model, [.optimal, .acceptable].contains(c.status) && !c.bounds.isEmpty)
        must(.model, 0 <= residual && residual <= most)
        for bound in c.bounds {
            must(.model, real(bound.value) != nil)
            must(.model, real(bound.lowMultiplier).map { $0 >= 0 })
            must(.model, real(bound.highMultiplier).map { $0 >= 0 })
            if let low = bound.low {
                must(.model, real(low) != nil)
                must(.model, low - bound.value <= slip * max(1, low.magnitude))
            } else {
                must(.model, bound.lowMultiplier == 0)
            }
            if let high = bound.high {
                must(.model, real(high) != nil)
                must(.model, bound.value - high <= slip * max(1, high.magnitude))
            } else {
                must(.model, bound.highMultiplier == 0)
            }
        }
        let gap = world.recomputedGap
        must(.model, gap.magnitude <= allowed && (gap - claimed).magnitude <= allowed)
    }
}
