import Determinism
import Modeling
import Tags

/// One program set up for one situation: unknowns, bounds, start; and its answer read back.
struct Plan {
    let problem: PlanningProblem
    let situation: PlanningSituation
    let grid: HorizonGrid
    let layout: PlanLayout
    let scales: PlanScales
    /// One a handle; nil where the handle must stay.
    let travel: [TravelBounds?]
    let functions: CollocationProgram
    private(set) var program: NonlinearProgram

    /// - Parameter reasons: why a handle must stay, one a handle; nil where it may move.
    init(
        _ problem: PlanningProblem, _ situation: PlanningSituation, _ grid: HorizonGrid,
        _ tapes: PlanTapes, travel: [TravelBounds?]
    ) {
        self.problem = problem
        self.situation = situation
        self.grid = grid
        self.travel = travel
        scales = PlanScales(problem, situation)
        let priced = problem.handles.indices.filter {
            problem.handles[$0].travelPrice > 0 && travel[$0] != nil
        }
        var sides: [PlanLayout.Side] = []
        for (c, bounds) in situation.bounds.enumerated() {
            if bounds.low != nil { sides.append(.init(held: c, isHigh: false)) }
            if bounds.high != nil { sides.append(.init(held: c, isHigh: true)) }
        }
        let ramps = travel.enumerated().flatMap { i, bounds in
            (bounds?.pairs ?? []).map { PlanLayout.Ramp(handle: i, pair: $0) }  // none if it stays
        }
        layout = PlanLayout(
            states: problem.model.states.count, handles: problem.handles.count,
            blocks: grid.blockCount, points: grid.points, priced: priced, sides: sides,
            ramps: ramps)
        functions = CollocationProgram(problem, situation, grid, layout, scales, tapes)
        program = NonlinearProgram(
            variables: [], constraints: [], jacobian: functions.jacobianPattern(),
            hessian: functions.hessianPattern(), functions: functions)
        program.variables = variableBounds()
        program.constraints = constraintBounds()
        setSlackPrices(elastic: nil)
    }

    /// Lets hard bounds be broken at `price` per typical deviation and second.
    mutating func relax(price: Double) {
        setSlackPrices(elastic: price)
        for (s, _) in layout.sides.enumerated() {
            for p in 0..<layout.points { program.variables[layout.slack(s, p)].high = .infinity }
        }
    }

    var hasHardBounds: Bool {
        layout.sides.contains { situation.bounds[$0.held].enforcement == .hard }
    }

    private func setSlackPrices(elastic: Double?) {
        for (s, side) in layout.sides.enumerated() {
            let price: Double
            switch situation.bounds[side.held].enforcement {
            case .soft(let perUnit): price = perUnit * scales.held[side.held]
            case .hard: price = elastic ?? 0  // slack is fixed at 0 then
            }
            for p in 0..<layout.points {
                functions.slackPrices[s * layout.points + p] = price * functions.weights[p]
            }
        }
    }

    private func variableBounds() -> [Bounds] {
        var bounds = [Bounds](repeating: Bounds(), count: layout.variables)
        for b in 0..<layout.blocks {
            for i in 0..<layout.handles {
                let scale = scales.handles[i]
                let index = layout.setpoint(b, i)
                if let own = travel[i]?.blocks[b].bounds {
                    bounds[index] = Bounds(own.low / scale, own.high / scale)
                } else {
                    bounds[index] = .exactly(situation.handles[i].live / scale)
                }
            }
            for k in layout.priced.indices {
                bounds[layout.up(b, k)] = Bounds(0)
                bounds[layout.down(b, k)] = Bounds(0)
            }
        }
        for (s, side) in layout.sides.enumerated() {
            let isHard = situation.bounds[side.held].enforcement == .hard
            for p in 0..<layout.points {
                bounds[layout.slack(s, p)] = isHard ? .exactly(0) : Bounds(0)
            }
        }
        return bounds
    }

    private func constraintBounds() -> [Bounds] {
        var bounds = [Bounds](repeating: .exactly(0), count: layout.constraints)
        let times = grid.pointTimes
        for (s, side) in layout.sides.enumerated() {
            let scale = scales.held[side.held]
            for p in 0..<layout.points {
                let own = situation.bounds[side.held].bounds(at: times[p])
                bounds[layout.heldRow(s, p)] =
                    side.isHigh
                    ? Bounds(-.infinity, own.high / scale) : Bounds(own.low / scale)
            }
        }
        for (r, ramp) in layout.ramps.enumerated() {
            let reach = ramp.pair.reach / scales.handles[ramp.handle]
            bounds[layout.rampRow(r)] = Bounds(-reach, reach)
        }
        return bounds
    }

    /// The unknowns that follow from a predicted course.
    func start(_ setpoints: [[Double]], _ course: PlanPrediction) -> [Double] {
        var z = [Double](repeating: 0, count: layout.variables)
        for b in 0..<layout.blocks {
            for i in 0..<layout.handles {
                let index = layout.setpoint(b, i)
                let bounds = program.variables[index]
                z[index] = min(max(setpoints[b][i] / scales.handles[i], bounds.low), bounds.high)
            }
            for (k, i) in layout.priced.enumerated() {
                let before = b == 0 ? situation.handles[i].live : setpoints[b - 1][i]
                let step = (setpoints[b][i] - before) / scales.handles[i]
                z[layout.up(b, k)] = max(0, step)
                z[layout.down(b, k)] = max(0, -step)
            }
        }
        let times = grid.pointTimes
        for p in 0..<layout.points {
            for i in 0..<layout.states {
                z[layout.state(p, i)] = course.states[p][i] / scales.states[i]
            }
            for (s, side) in layout.sides.enumerated() {
                let own = situation.bounds[side.held].bounds(at: times[p])
                let value = course.held[side.held][p]
                let outside = side.isHigh ? value - own.high : own.low - value
                let index = layout.slack(s, p)
                z[index] = min(
                    max(0, outside / scales.held[side.held]), program.variables[index].high)
            }
        }
        return z
    }

    /// The setpoints of an answer, by block, then handle, SI.
    func setpoints(_ solution: NonlinearSolution) -> [[Double]] {
        (0..<layout.blocks).map { b in
            (0..<layout.handles).map { i in
                travel[i] == nil
                    ? situation.handles[i].live
                    : solution.variables[layout.setpoint(b, i)] * scales.handles[i]
            }
        }
    }
}
