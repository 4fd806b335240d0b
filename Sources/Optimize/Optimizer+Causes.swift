import Determinism
import Modeling
import Quantities
import Tags

extension Optimizer {
    /// What changed since the last plan, and what each change did to the first setpoints.
    ///
    /// Each of the largest changes is taken back alone and the plan solved again from the present
    /// answer: the difference is that change's effect, curvature and limits included.
    func causes(
        of wanted: [Double], _ plan: Plan, _ solution: NonlinearSolution, _ options: SolverOptions
    ) -> [Cause] {
        guard let former, settings.mostCauses > 0 else { return [] }
        let elapsed = plan.situation.time.seconds(since: former.situation.time)
        guard elapsed >= 0, elapsed < grid.horizon else { return [] }
        let changes = changes(former, plan.situation, elapsed).sorted { $0.size > $1.size }
        var limited = options
        limited.mostIterations = settings.causeIterations
        var causes: [Cause] = []
        for change in changes.prefix(settings.mostCauses) {
            if options.shouldStop?() == true { break }
            let travel = change.situation.handles.enumerated().map { i, handle in
                plan.travel[i] == nil ? nil : TravelBounds(handle, grid: grid)
            }
            guard travel.allSatisfy({ $0?.isPossible ?? true }) else { continue }
            let other = Plan(problem, change.situation, grid, tapes, travel: travel)
            let start = SolverStart(
                variables: solution.variables,
                multipliers: other.layout == plan.layout ? solution.multipliers : nil)
            guard start.variables.count == other.layout.variables else { continue }
            let answer = solver.solve(other.program, start, limited)
            guard answer.status.isSolved else { continue }
            let setpoints = other.setpoints(answer)[0]
            let effects = zip(wanted, setpoints).map { $0 - $1 }
            guard isVisible(effects) else { continue }
            causes.append(
                Cause(
                    factor: change.factor, before: change.before, now: change.now,
                    unit: change.unit, effects: effects))
        }
        return causes.sorted { largest($0) > largest($1) }
    }

    private func isVisible(_ effects: [Double]) -> Bool {
        zip(effects, problem.handles).contains { effect, handle in
            abs(effect) > max(0.1 * handle.smallestMove, 1e-6 * abs(effect) + 1e-9)
                && abs(effect) > 1e-4 * problem.model.inputs[handle.input].nominal
        }
    }

    private func largest(_ cause: Cause) -> Double {
        zip(cause.effects, problem.handles).map { effect, handle in
            abs(effect) / max(handle.smallestMove, 1e-9)
        }.max() ?? 0  // no handles: no effect
    }

    /// One change: how large beside its usual size, and the situation without it.
    private struct Change {
        var factor: Cause.Factor
        var size: Double
        var before: Double?
        var now: Double?
        var unit: Unit?
        var situation: PlanningSituation
    }

    private func changes(
        _ former: FormerPlan, _ now: PlanningSituation, _ elapsed: Double
    ) -> [Change] {
        inputChanges(former.situation, now, elapsed)
            + parameterChanges(former.situation, now)
            + priceChanges(former.situation, now)
            + limitChanges(former.situation, now)
            + stateChange(former, now, elapsed)
    }

    private func inputChanges(
        _ old: PlanningSituation, _ now: PlanningSituation, _ elapsed: Double
    ) -> [Change] {
        let handled = problem.handles.map(\.input)
        let times = [0] + grid.pointTimes
        return problem.model.inputs.indices.compactMap { i in
            guard !handled.contains(i) else { return nil }
            let variable = problem.model.inputs[i]
            var size = 0.0
            for time in times {
                let change = now.inputs(after: time)[i] - old.inputs(after: time + elapsed)[i]
                size = max(size, abs(change))
            }
            guard size > 0 else { return nil }
            var without = now
            without.forecasts.removeAll { $0.input == i }
            without.inputs[i] = old.inputs[i]
            if let forecast = old.forecasts.first(where: { $0.input == i }) {
                without.forecasts.append(forecast.later(by: elapsed))
            }
            return Change(
                factor: .input(variable.name),
                size: size / max(variable.nominal, 0.1 * abs(old.inputs[i])),
                before: old.inputs(after: elapsed)[i], now: now.inputs(after: 0)[i],
                unit: variable.unit, situation: without)
        }
    }

    private func parameterChanges(
        _ old: PlanningSituation, _ now: PlanningSituation
    ) -> [Change] {
        problem.model.parameters.indices.compactMap { i in
            let variable = problem.model.parameters[i]
            let change = abs(now.parameters[i] - old.parameters[i])
            guard change > 0 else { return nil }
            var without = now
            without.parameters[i] = old.parameters[i]
            return Change(
                factor: .disturbance(variable.name),
                size: change / max(variable.nominal, 0.1 * abs(old.parameters[i])),
                before: old.parameters[i], now: now.parameters[i], unit: variable.unit,
                situation: without)
        }
    }

    private func priceChanges(_ old: PlanningSituation, _ now: PlanningSituation) -> [Change] {
        problem.terms.indices.compactMap { t in
            guard now.prices[t] != old.prices[t] else { return nil }
            var without = now
            without.prices[t] = old.prices[t]
            let size = abs(now.prices[t] - old.prices[t]) / max(abs(old.prices[t]), 1e-12)
            return Change(
                factor: .price(problem.terms[t].name), size: size, before: old.prices[t],
                now: now.prices[t], unit: nil, situation: without)
        }
    }

    private func limitChanges(_ old: PlanningSituation, _ now: PlanningSituation) -> [Change] {
        var changes: [Change] = []
        for (i, handle) in problem.handles.enumerated() {
            let (before, after) = (old.handles[i], now.handles[i])
            guard before.limits != after.limits || before.ramps != after.ramps else { continue }
            var without = now
            without.handles[i].limits = before.limits
            without.handles[i].ramps = before.ramps
            changes.append(
                Change(factor: .limits(handle.tag), size: 1, situation: without))
        }
        for (c, held) in problem.held.enumerated() {
            let (before, after) = (old.bounds[c], now.bounds[c])
            guard
                before.low != after.low || before.high != after.high
                    || before.enforcement != after.enforcement
                    || (before.low == nil) != (after.low == nil)
            else { continue }
            var without = now
            without.bounds[c] = before
            changes.append(Change(factor: .bounds(held.tag), size: 1, situation: without))
        }
        return changes
    }

    /// The plant is not where the last plan expected it by now.
    private func stateChange(
        _ former: FormerPlan, _ now: PlanningSituation, _ elapsed: Double
    ) -> [Change] {
        let times = [0] + former.prediction.times
        let states = [former.situation.state] + former.prediction.states
        guard elapsed > 0, let k = times.lastIndex(where: { $0 <= elapsed }), k + 1 < times.count
        else { return [] }
        let share = (elapsed - times[k]) / (times[k + 1] - times[k])
        var expected = states[k]
        var size = 0.0
        for i in expected.indices {
            expected[i] += share * (states[k + 1][i] - states[k][i])
            let variable = problem.model.states[i]
            size = max(size, abs(now.state[i] - expected[i]) / variable.nominal)
        }
        guard size > 0 else { return [] }
        var without = now
        without.state = expected
        return [Change(factor: .state, size: size, situation: without)]
    }
}

extension TravelBounds {
    /// Whether every block has a setpoint left.
    var isPossible: Bool { blocks.allSatisfy { $0.bounds.low <= $0.bounds.high } }
}
