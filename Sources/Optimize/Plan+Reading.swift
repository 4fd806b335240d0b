import Determinism
import Quantities
import Tags

/// What an answer says about limits: their prices, conflicts and the numbers that prove it.
extension Plan {
    private var hours: Double { grid.horizon / 3600 }

    /// Limits that the plan touches and that cost something, dearest first.
    func shadowPrices(_ solution: NonlinearSolution) -> [ShadowPrice] {
        let found = handlePrices(solution) + heldPrices(solution)
        let largest = found.map(\.weight).max() ?? 0  // nothing is limited
        return found.filter { $0.weight > 1e-5 * largest && $0.weight > 1e-6 }
            .sorted { $0.weight > $1.weight }.map(\.price)
    }

    /// A price and what a typical step of its variable would be worth [money/h].
    private typealias Weighed = (price: ShadowPrice, weight: Double)

    private func handlePrices(_ solution: NonlinearSolution) -> [Weighed] {
        problem.handles.indices.filter { travel[$0] != nil }.flatMap { i in
            var sums: [(name: String, isHigh: Bool, amount: Double)] = []
            func add(_ name: String, _ isHigh: Bool, _ amount: Double) {
                if let k = sums.firstIndex(where: { $0.name == name && $0.isHigh == isHigh }) {
                    sums[k].amount += amount
                } else {
                    sums.append((name, isHigh, amount))
                }
            }
            for b in 0..<layout.blocks {
                guard let own = travel[i]?.blocks[b] else { continue }
                let index = layout.setpoint(b, i)
                let value = solution.variables[index]
                let bounds = program.variables[index]
                if value - bounds.low < 1e-4 {
                    add(own.lowName, false, solution.multipliers.low[index])
                }
                if bounds.high - value < 1e-4 {
                    add(own.highName, true, solution.multipliers.high[index])
                }
            }
            for (r, ramp) in layout.ramps.enumerated() where ramp.handle == i {
                let row = layout.rampRow(r)
                let bound = program.constraints[row].high
                guard bound - abs(solution.constraints[row]) < 1e-4 else { continue }
                let value = solution.multipliers.constraints[row]
                add("ramp limit on later moves", value > 0, abs(value))
            }
            let handle = problem.handles[i]
            return sums.map { sum in
                let price = ShadowPrice(
                    tag: handle.tag, limit: sum.name, isHigh: sum.isHigh, unit: handle.unit,
                    perHour: sum.amount / scales.handles[i] / hours)
                let step = max(handle.smallestMove, 0.01 * scales.handles[i])
                return (price, price.perHour * step)
            }
        }
    }

    private func heldPrices(_ solution: NonlinearSolution) -> [Weighed] {
        layout.sides.enumerated().map { s, side in
            var sum = 0.0
            for p in 0..<layout.points {
                sum += abs(solution.multipliers.constraints[layout.heldRow(s, p)])
            }
            let held = problem.held[side.held]
            let price = ShadowPrice(
                tag: held.tag, limit: side.isHigh ? "high bound" : "low bound",
                isHigh: side.isHigh, unit: held.unit,
                perHour: sum / scales.held[side.held] / hours)
            return (price, price.perHour * scales.held[side.held])
        }
    }

    /// Hard bounds that the relaxed answer breaks, by how much at most.
    func conflicts(_ solution: NonlinearSolution) -> [Conflict] {
        let times = grid.pointTimes
        return layout.sides.enumerated().compactMap { s, side in
            guard situation.bounds[side.held].enforcement == .hard else { return nil }
            var worst = (amount: 0.0, point: 0)
            for p in 0..<layout.points {
                let slack = solution.variables[layout.slack(s, p)]
                if slack > worst.amount { worst = (slack, p) }
            }
            guard worst.amount > 1e-4 else { return nil }
            let held = problem.held[side.held]
            return Conflict(
                tag: held.tag, isHigh: side.isHigh, unit: held.unit,
                amount: worst.amount * scales.held[side.held], at: times[worst.point])
        }
    }

    /// What each held variable does, against what it would do if nothing moved.
    func outlooks(_ course: PlanPrediction, _ baseline: PlanPrediction?) -> [HeldOutlook] {
        problem.held.enumerated().compactMap { c, held in
            let values = course.held[c]
            guard let lowest = values.min(), let highest = values.max() else { return nil }
            let tightest = tightest(values, c)
            return HeldOutlook(
                tag: held.tag, unit: held.unit, lowest: lowest, highest: highest,
                margin: tightest?.margin, tightestAt: tightest.map { course.times[$0.point] },
                marginIfLeft: baseline.flatMap { self.tightest($0.held[c], c)?.margin })
        }
    }

    /// Distance to the stated bounds (back-off not counted) where it is smallest.
    private func tightest(_ values: [Double], _ c: Int) -> (margin: Double, point: Int)? {
        let bounds = situation.bounds[c]
        var best: (margin: Double, point: Int)?
        for (p, time) in grid.pointTimes.enumerated() where time >= bounds.from {
            let below = bounds.low.map { values[p] - $0 } ?? .infinity  // no low bound
            let above = bounds.high.map { $0 - values[p] } ?? .infinity  // no high bound
            let margin = min(below, above)
            if margin.isFinite, best.map({ margin < $0.margin }) ?? true { best = (margin, p) }
        }
        return best
    }

    // MARK: certificate

    func certificate(
        _ solution: NonlinearSolution, course: PlanPrediction, gainPerHour: Double
    ) -> PlanCertificate {
        let bounds = certifiedSetpoints(solution) + certifiedHeld(solution)
        let trajectories = problem.held.enumerated().map { c, held in
            PlanCertificate.Trajectory(
                tag: held.tag, times: course.times, means: course.held[c],
                deviations: course.times.map { time in
                    situation.bounds[c].margin?.deviation(at: time) ?? 0  // no band was given
                })
        }
        var residual = 0.0
        for row in 0..<layout.points * layout.states {
            residual = max(residual, abs(solution.constraints[row]))
        }
        return PlanCertificate(
            status: solution.status, predictedFrom: situation.time, trajectories: trajectories,
            bounds: bounds, gap: bounds.reduce(0) { $0 + $1.gap }, residual: residual,
            stationarity: stationarity(solution), gainPerHour: gainPerHour)
    }

    private func certifiedSetpoints(
        _ solution: NonlinearSolution
    ) -> [PlanCertificate.CertifiedValue] {
        var result: [PlanCertificate.CertifiedValue] = []
        for (i, handle) in problem.handles.enumerated() where travel[i] != nil {
            let scale = scales.handles[i]
            for b in 0..<layout.blocks {
                guard let bounds = travel[i]?.blocks[b].bounds else { continue }
                let index = layout.setpoint(b, i)
                result.append(
                    .init(
                        name: "\(handle.tag) block \(b)",
                        value: solution.variables[index] * scale, low: finite(bounds.low),
                        high: finite(bounds.high),
                        lowMultiplier: solution.multipliers.low[index] / scale,
                        highMultiplier: solution.multipliers.high[index] / scale))
            }
        }
        for (r, ramp) in layout.ramps.enumerated() {
            let scale = scales.handles[ramp.handle]
            let row = layout.rampRow(r)
            let multiplier = solution.multipliers.constraints[row] / scale
            let tag = problem.handles[ramp.handle].tag
            result.append(
                .init(
                    name: "\(tag) travel \(ramp.pair.earlier) to \(ramp.pair.later)",
                    value: solution.constraints[row] * scale, low: -ramp.pair.reach,
                    high: ramp.pair.reach, lowMultiplier: max(0, -multiplier),
                    highMultiplier: max(0, multiplier)))
        }
        return result
    }

    /// Held variables at each point; a soft bound stands where its price has let it go.
    private func certifiedHeld(
        _ solution: NonlinearSolution
    ) -> [PlanCertificate.CertifiedValue] {
        let times = grid.pointTimes
        return layout.sides.enumerated().flatMap { s, side -> [PlanCertificate.CertifiedValue] in
            let scale = scales.held[side.held]
            return (0..<layout.points).compactMap { p -> PlanCertificate.CertifiedValue? in
                let own = situation.bounds[side.held].bounds(at: times[p])
                guard (side.isHigh ? own.high : own.low).isFinite else { return nil }
                let row = layout.heldRow(s, p)
                let slack = solution.variables[layout.slack(s, p)] * scale
                let multiplier = solution.multipliers.constraints[row] / scale
                let sign = side.isHigh ? 1.0 : -1.0
                return .init(
                    name: "\(problem.held[side.held].tag) after \(PlainNumber.text(times[p])) s",
                    value: solution.constraints[row] * scale + sign * slack,
                    low: side.isHigh ? nil : own.low - slack,
                    high: side.isHigh ? own.high + slack : nil,
                    lowMultiplier: side.isHigh ? 0 : max(0, -multiplier),
                    highMultiplier: side.isHigh ? max(0, multiplier) : 0)
            }
        }
    }

    private func finite(_ value: Double) -> Double? { value.isFinite ? value : nil }

    /// Largest entry of ∇f + ∇gᵀλ − z_low + z_high among unknowns that are not fixed.
    private func stationarity(_ solution: NonlinearSolution) -> Double {
        var gradient = [Double](repeating: 0, count: layout.variables)
        var entries = [Double](repeating: 0, count: program.jacobian.count)
        var first = gradient.mutableSpan
        functions.gradient(at: solution.variables.span, into: &first)
        var second = entries.mutableSpan
        functions.jacobian(at: solution.variables.span, into: &second)
        for (k, value) in entries.enumerated() {
            gradient[Int(program.jacobian.columns[k])] +=
                value * solution.multipliers.constraints[Int(program.jacobian.rows[k])]
        }
        var largest = 0.0
        for (v, bounds) in program.variables.enumerated() where bounds.low < bounds.high {
            let rest = gradient[v] - solution.multipliers.low[v] + solution.multipliers.high[v]
            largest = max(largest, abs(rest))
        }
        return largest
    }
}
