import Determinism
import Guard
import Tags

// The declared recovery, once more: as moves, and as what could still be done after a move.
extension Oracle {
    /// Goal and rate of a handle's recovery; an empty list if it stays, nil if it says nothing.
    private func course(_ rules: HandleRules) -> [(goal: Double, rate: Double)]? {
        let shift: Shift? = if case .some(.most(_, let shift)) = rules.drift { shift } else { nil }
        let goal: Double?
        let speed: Double
        switch rules.recovery {
        case .some(.keep), .some(.returnToLocal): return []
        case .some(.rampToSafe(let value, let rate)): (goal, speed) = (value, rate)
        case .some(.returnToBaseline(let rate)):
            (goal, speed) = (baseline(rules.tag, shift), rate)
        case nil: return nil
        }
        guard let goal = real(goal), real(speed) != nil, speed > 0,
            let cycle = real(world.rules.recoverability.cycle), cycle > 0
        else { return nil }
        return [(goal, speed)]
    }

    private func reached(_ goal: Double, from: Double, reach: Double) -> Double {
        (goal - from).magnitude <= reach ? goal : (goal > from ? from + reach : from - reach)
    }

    /// Where the next recovery move goes; nil if there is none to make.
    private func due(_ rules: HandleRules, from: Double) -> Double? {
        guard let course = course(rules)?.first, let cycle = world.rules.recoverability.cycle
        else { return nil }
        var time = cycle
        if let last = world.ledger.recovered[rules.tag] {
            time = seconds(last, world.madeAt)
            guard time > 0, time < 0x1p63 * 1e-9 else { return nil }
        }
        let target = reached(course.goal, from: from, reach: course.rate * Swift.min(time, cycle))
        return target == from ? nil : target
    }

    mutating func requireDeclaredRecovery() {
        must(.form, isFresh(world.madeAt, world.rules.snapshotAge))
        for move in world.moves {
            must(.form, rule(move.tag).map { due($0, from: move.from) == move.to })
        }
    }

    /// Whether a handle of a group may be left out.
    func mayStay(_ tag: TagName) -> Bool {
        guard world.isRecovery, let rules = rule(tag), let course = course(rules) else {
            return false
        }
        guard !course.isEmpty else { return true }
        guard let live = real(loop(tag)?.setpoint) else { return false }
        return due(rules, from: live) == nil
    }

    mutating func requireRecoverability() {
        guard isAlone || !world.rules.stepResponses.isEmpty else { return }
        let rules = world.rules.recoverability
        guard let horizon = real(rules.horizon), horizon >= 0, !rules.starts.isEmpty,
            rules.starts.allSatisfy({ real($0) != nil && $0 >= 0 })
        else { return must(.consequence, false) }
        let age = seconds(world.certificate.predictedFrom, world.now)
        guard age >= 0, age < 0x1p63 * 1e-9 else { return must(.consequence, false) }
        var steps: [(handle: TagName, changes: [Double])] = []
        for rules in world.rules.handles {
            guard let changes = changes(rules) else { return must(.consequence, false) }
            if !changes.isEmpty { steps.append((rules.tag, changes)) }
        }
        for limit in world.rules.hardLimits {
            for start in rules.starts {
                requireKept(limit, steps, from: start + age, until: start + age + horizon)
            }
        }
    }

    /// The least and the greatest that the first hard-limited variable may come to in recovery,
    /// uncertainty included; nil if it is not followed.
    var edges: (bottom: Double, top: Double)? {
        guard !world.rules.stepResponses.isEmpty, let limit = world.rules.hardLimits.first,
            let t = world.certificate.trajectories.first, let k = limit.coverage,
            let horizon = world.rules.recoverability.horizon
        else { return nil }
        let age = seconds(world.certificate.predictedFrom, world.now)
        let steps = world.rules.handles.map { ($0.tag, changes($0) ?? []) }
        var edges = (bottom: Double.infinity, top: -Double.infinity)
        for start in world.rules.recoverability.starts.map({ $0 + age }) {
            guard let last = t.times.firstIndex(where: { start + horizon <= $0 }) else {
                return nil
            }
            for i in 0...last where t.times[i] >= start && t.times[i] >= limit.actsAfter {
                guard let shift = world.shift(steps, of: limit.tag, after: t.times[i] - start)
                else { return nil }
                let half = k * t.deviations[i] + shift.error
                edges.bottom = min(edges.bottom, t.means[i] + shift.by - half)
                edges.top = max(edges.top, t.means[i] + shift.by + half)
            }
        }
        return edges
    }

    /// The changes of the setpoint, a cycle apart; nil if they cannot be told.
    private func changes(_ rules: HandleRules) -> [Double]? {
        guard let course = course(rules) else { return nil }
        guard let course = course.first else { return [] }
        if let until = world.ledger.taken[rules.tag], until > world.now { return [] }
        guard loop(rules.tag)?.loop == .remote else { return [] }
        let own = world.rules.holds.filter { Set($0.handles).contains(rules.tag) }.map(\.name)
        let flags = own.map { name in world.live.interlocks.filter { $0.name == name }.first }
        guard flags.allSatisfy({ $0?.active == .some(false) }) else { return [] }
        guard var at = real(world.after(rules.tag)), let cycle = world.rules.recoverability.cycle
        else { return nil }
        var changes: [Double] = []
        while at != course.goal {
            if changes.count == 10_000 { return nil }
            let next = reached(course.goal, from: at, reach: course.rate * cycle)
            changes.append(next - at)
            at = next
        }
        return changes
    }

    private mutating func requireKept(
        _ limit: HardLimit, _ steps: [(handle: TagName, changes: [Double])], from start: Double,
        until end: Double
    ) {
        let sent = world.certificate.trajectories.filter { $0.tag == limit.tag }
        // What else must hold of prediction and limit is asked for elsewhere.
        guard sent.count == 1, let t = sent.first, let k = real(limit.coverage), t.isOrdered,
            real(limit.actsAfter) != nil, let last = t.times.firstIndex(where: { end <= $0 })
        else { return must(.consequence, false) }
        for i in 0...last where t.times[i] >= start && t.times[i] >= limit.actsAfter {
            guard let shift = world.shift(steps, of: limit.tag, after: t.times[i] - start) else {
                must(.consequence, false)
                continue
            }
            let middle = t.means[i] + shift.by
            let half = k * t.deviations[i] + shift.error
            let (bottom, top) = (middle - half, middle + half)
            must(.consequence, real(bottom) != nil && real(top) != nil)
            if let low = limit.low { must(.consequence, low <= bottom) }
            if let high = limit.high { must(.consequence, top <= high) }
        }
    }
}

extension PredictedTrajectory {
    /// Well formed, as the guard asks for.
    fileprivate var isOrdered: Bool {
        let all = times + means + deviations
        return !times.isEmpty && times.count == means.count && times.count == deviations.count
            && all.allSatisfy { ($0 - $0) == 0 } && times == Set(times).sorted()
            && times[0] >= 0 && deviations.min() ?? -1 >= 0
    }
}

extension World {
    /// What steps of setpoints, a cycle apart, have done to a variable after so many seconds.
    /// Summed in the order of the handles and, for each, of time.
    func shift(
        _ steps: [(handle: TagName, changes: [Double])], of variable: TagName, after seconds: Double
    ) -> (by: Double, error: Double)? {
        var total = (by: 0.0, error: 0.0)
        for (handle, changes) in steps {
            let sealed = rules.stepResponses.filter {
                $0.handle == handle && $0.variable == variable
            }
            guard sealed.count == 1, let s = sealed.first, let e = s.error, e >= 0, e < .infinity,
                s.times.count == s.values.count, s.times.first == 0,
                (s.times + s.values).allSatisfy({ ($0 - $0) == 0 }),
                s.times == Set(s.times).sorted(),
                let cycle = rules.recoverability.cycle
            else { return nil }
            var travel = 0.0
            for k in changes.indices where seconds - Double(k) * cycle >= 0 {
                let x = seconds - Double(k) * cycle
                guard x <= s.times[s.times.count - 1] else { return nil }
                let above = s.times.filter { $0 < x }.count
                if s.times[above] == x {
                    total.by += s.values[above] * changes[k]
                } else {
                    let (t0, t1) = (s.times[above - 1], s.times[above])
                    let (v0, v1) = (s.values[above - 1], s.values[above])
                    total.by += (v0 + (x - t0) / (t1 - t0) * (v1 - v0)) * changes[k]
                }
                travel += changes[k].magnitude
            }
            total.error += e * travel
        }
        return total
    }
}
