import Determinism
import Modeling
import Tags

/// Choices that are the twin's, not the plant's.
package struct OptimizerSettings: Sendable {
    /// Gains below this are not worth a move [money/h].
    package var worthActingAbove = 0.0
    /// Changes whose effect on the moves is worked out by solving again without them.
    package var mostCauses = 3
    /// Iterations each of those solves may take.
    package var causeIterations = 40
    /// Allowed error of predictions, relative to |x| + nominal, per step.
    package var predictionTolerance = 1e-5
    /// Whether multipliers of the last plan start the next one.
    package var startsWarm = true

    package init() {}
}

/// Finds the setpoints that earn most within the limits, and says what they do and why.
///
/// Nonlinear model predictive control with money as its objective (Rawlings, Mayne, Diehl: Model
/// Predictive Control, 2nd ed., 2.8). Never throws: whatever happens is in the recommendation.
package struct Optimizer: Sendable {
    package let problem: PlanningProblem
    package let grid: HorizonGrid
    package var settings: OptimizerSettings
    let solver: NonlinearSolver
    let tapes: PlanTapes
    var simulator: PlanSimulator
    /// What the last plan left; with it, the next one depends on nothing but its arguments.
    package var former: FormerPlan?

    package init(
        _ problem: PlanningProblem, grid: HorizonGrid,
        settings: OptimizerSettings = OptimizerSettings(), solver: NonlinearSolver = .ipopt
    ) {
        self.problem = problem
        self.grid = grid
        self.settings = settings
        self.solver = solver
        tapes = PlanTapes(problem)
        simulator = PlanSimulator(
            problem, grid, tapes, tolerance: settings.predictionTolerance)
    }

    /// Forgets the last plan, as after a mode change.
    package mutating func forget() { former = nil }

    /// What happens over the horizon if every handle stays at its live setpoint.
    package mutating func predictUntouched(_ situation: PlanningSituation) -> PlanPrediction? {
        simulator.predict(situation, setpoints: live(situation))
    }

    /// What happens over the horizon under given setpoints, by block, then handle.
    package mutating func predict(
        _ situation: PlanningSituation, setpoints: [[Double]]
    ) -> PlanPrediction? {
        simulator.predict(situation, setpoints: setpoints)
    }

    private func live(_ situation: PlanningSituation) -> [[Double]] {
        Array(repeating: situation.handles.map(\.live), count: grid.blockCount)
    }

    /// The best moves now.
    package mutating func recommend(
        _ situation: PlanningSituation, options: SolverOptions = SolverOptions()
    ) -> Recommendation {
        check(situation)
        var result = Recommendation(time: situation.time, status: .notFinite)
        guard situation.isFinite, let baseline = predictUntouched(situation) else {
            former = nil
            return result
        }
        result.baseline = baseline
        let travel = travelBounds(situation, &result)
        let standing = standingPlan(situation)
        result.lastPlan = standing?.plan
        var plan = Plan(problem, situation, grid, tapes, travel: travel)
        var solution = solve(&plan, baseline, standing, options)
        result.status = solution.status
        result.iterations = solution.iterations
        if !solution.status.isSolved && plan.hasHardBounds && mayRelax(solution.status) {
            plan.relax(price: elasticPrice(baseline))
            let relaxed = solve(&plan, baseline, standing, options)
            result.iterations += relaxed.iterations
            result.conflicts = relaxed.status.isSolved ? plan.conflicts(relaxed) : []
            if relaxed.status.isSolved {
                // Without a breach the first solve had merely lost its way.
                result.status = result.conflicts.isEmpty ? relaxed.status : .infeasible
                result.isAdviceOnly = !result.conflicts.isEmpty
                solution = relaxed
            }
        }
        guard solution.status.isSolved else {
            former = nil
            return result
        }
        finish(&result, plan, solution, baseline, options)
        return result
    }

    private func mayRelax(_ status: SolveStatus) -> Bool {
        switch status {
        case .infeasible, .failed: true
        default: false
        }
    }

    /// Dear enough that money alone never breaks a hard bound.
    private func elasticPrice(_ baseline: PlanPrediction) -> Double {
        10 * max(1, abs(baseline.total)) / grid.horizon
    }

    /// Limits and ramps of each handle; nil, and named in the result, where it must stay.
    private func travelBounds(
        _ situation: PlanningSituation, _ result: inout Recommendation
    ) -> [TravelBounds?] {
        problem.handles.indices.map { i in
            let handle = situation.handles[i]
            let tag = problem.handles[i].tag
            if let reason = handle.heldBecause {
                result.unavailable.append(UnavailableHandle(tag: tag, reason: reason))
                return nil
            }
            let bounds = TravelBounds(handle, grid: grid)
            if let empty = bounds.blocks.first(where: { !($0.bounds.low <= $0.bounds.high) }) {
                result.unavailable.append(
                    UnavailableHandle(
                        tag: tag,
                        reason: "\(empty.lowName) and \(empty.highName) leave no setpoint"))
                return nil
            }
            return bounds
        }
    }

    /// What the last plan would do from here, and how long ago it was made; nil if there is none.
    private mutating func standingPlan(
        _ situation: PlanningSituation
    ) -> (plan: WeighedPlan, elapsed: Double)? {
        guard let former else { return nil }
        let elapsed = situation.time.seconds(since: former.situation.time)
        guard elapsed >= 0, elapsed < grid.horizon else { return nil }
        let shifted = Plan.shifted(former, by: elapsed, grid)
        return simulator.predict(situation, setpoints: shifted).map {
            (WeighedPlan(setpoints: shifted, prediction: $0), elapsed)
        }
    }

    private mutating func solve(
        _ plan: inout Plan, _ baseline: PlanPrediction,
        _ standing: (plan: WeighedPlan, elapsed: Double)?, _ options: SolverOptions
    ) -> NonlinearSolution {
        let setpoints = standing?.plan.setpoints ?? live(plan.situation)  // no plan: all stays
        let course = standing?.plan.prediction ?? baseline
        var multipliers: Multipliers?
        if let former, let standing, settings.startsWarm {
            multipliers = plan.shifted(former, by: standing.elapsed)
        }
        let start = SolverStart(
            variables: plan.start(setpoints, course), multipliers: multipliers)
        let solution = solver.solve(plan.program, start, options)
        if multipliers != nil && !solution.status.isSolved && solution.status != .timeLimit {
            // A warm start can lead astray; a cold one from the same course is the second try.
            var cold = solver.solve(
                plan.program, SolverStart(variables: start.variables), options)
            cold.iterations += solution.iterations
            return cold
        }
        return solution
    }

    /// Shapes the answer, predicts it anew and fills in everything that follows from it.
    private mutating func finish(
        _ result: inout Recommendation, _ plan: Plan, _ solution: NonlinearSolution,
        _ baseline: PlanPrediction, _ options: SolverOptions
    ) {
        let situation = plan.situation
        var setpoints = plan.setpoints(solution)
        let wanted = setpoints[0]
        for (i, handle) in problem.handles.enumerated() {
            setpoints[0][i] = MoveShaper.shape(
                setpoints[0][i], of: handle, given: situation.handles[i])
            for b in 1..<max(1, grid.blockCount) {
                guard let bounds = plan.travel[i]?.blocks[b].bounds else { continue }
                setpoints[b][i] = min(max(setpoints[b][i], bounds.low), bounds.high)
            }
        }
        guard let course = simulator.predict(situation, setpoints: setpoints) else {
            result.status = .notFinite
            former = nil
            return
        }
        let hours = grid.horizon / 3600
        result.setpoints = setpoints
        result.prediction = course
        result.gainPerHour = (baseline.total - course.total) / hours
        result.gainParts = parts(baseline, course, hours)
        result.held = plan.outlooks(course, baseline)
        // Prices of a plan that breaks hard bounds would be those of the stand-in penalty.
        result.shadowPrices = result.isAdviceOnly ? [] : plan.shadowPrices(solution)
        result.certificate = plan.certificate(
            solution, course: course, gainPerHour: result.gainPerHour)
        result.certificate?.status = result.status
        if result.isAdviceOnly || result.gainPerHour > settings.worthActingAbove {
            result.moves = moves(setpoints[0], situation)
        }
        if !result.isAdviceOnly {
            result.causes = causes(of: wanted, plan, solution, options)
        }
        var past = situation
        for i in past.handles.indices { past.handles[i].readbacks = [] }
        former = FormerPlan(
            situation: past, layout: plan.layout, setpoints: setpoints, prediction: course,
            multipliers: result.isAdviceOnly ? nil : solution.multipliers)
    }

    private func moves(_ setpoints: [Double], _ situation: PlanningSituation) -> [Move] {
        problem.handles.indices.compactMap { i in
            let live = situation.handles[i].live
            guard setpoints[i] != live, let from = Finite(live), let to = Finite(setpoints[i])
            else { return nil }
            return Move(tag: problem.handles[i].tag, from: from, to: to)
        }
    }

    private func parts(
        _ baseline: PlanPrediction, _ course: PlanPrediction, _ hours: Double
    ) -> [NamedAmount] {
        let terms = problem.terms.indices.map { t in
            NamedAmount(
                name: problem.terms[t].name,
                perHour: (baseline.termCosts[t] - course.termCosts[t]) / hours)
        }
        return terms + [
            NamedAmount(name: "bounds", perHour: (baseline.penalty - course.penalty) / hours),
            NamedAmount(name: "moves", perHour: (baseline.travel - course.travel) / hours),
        ]
    }

    private func check(_ situation: PlanningSituation) {
        let model = problem.model
        precondition(
            situation.state.count == model.states.count
                && situation.inputs.count == model.inputs.count
                && situation.parameters.count == model.parameters.count
                && situation.handles.count == problem.handles.count
                && situation.bounds.count == problem.held.count
                && situation.prices.count == problem.terms.count,
            "the situation does not fit the problem: \(situation.state.count) states, "
                + "\(situation.inputs.count) inputs, \(situation.parameters.count) parameters, "
                + "\(situation.handles.count) handles, \(situation.bounds.count) bounds, "
                + "\(situation.prices.count) prices")
    }
}
