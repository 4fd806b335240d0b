import Determinism
import Modeling
import Simulate
import Tape

/// The plan as a nonlinear program: direct collocation by Radau IIA, all points in lanes.
///
/// At point j of interval k, with differentiation matrix D and length h,
/// Σ_l D[j][l] x_l − h f(t_j, x_j, u, p) = 0, each row divided by its state's size (Biegler:
/// Nonlinear Programming, SIAM 2010, ch. 10). Each equation calls the model at one point only, so
/// the second derivatives are one small block a point. The program lives for one solve.
final class CollocationProgram: NonlinearFunctions {
    let problem: PlanningProblem
    let situation: PlanningSituation
    let grid: HorizonGrid
    let layout: PlanLayout
    let scales: PlanScales
    let tapes: PlanTapes
    /// Money per scaled unit of slack at each side and point.
    var slackPrices: [Double]
    let weights: [Double]
    let lengths: [Double]
    let blockOfPoint: [Int]

    /// Inputs of the tapes: slot s at point p at [s · points + p].
    private var inputs: [Double]
    private var values: [Double]
    private var slopeValues: [Double]
    private var curvatureValues: [Double]
    private var valueLanes: LaneWorkspace
    private var slopeLanes: LaneWorkspace
    private var curvatureLanes: LaneWorkspace

    init(
        _ problem: PlanningProblem, _ situation: PlanningSituation, _ grid: HorizonGrid,
        _ layout: PlanLayout, _ scales: PlanScales, _ tapes: PlanTapes
    ) {
        self.problem = problem
        self.situation = situation
        self.grid = grid
        self.layout = layout
        self.scales = scales
        self.tapes = tapes
        weights = grid.pointWeights
        lengths = grid.lengths.flatMap { Array(repeating: $0, count: grid.stages) }
        blockOfPoint = grid.blocks.flatMap { Array(repeating: $0, count: grid.stages) }
        slackPrices = Array(repeating: 0, count: layout.sides.count * layout.points)
        let points = layout.points
        inputs = Array(repeating: 0, count: tapes.curvature.inputCount * points)
        values = Array(repeating: 0, count: tapes.values.outputCount * points)
        slopeValues = Array(repeating: 0, count: tapes.slopes.outputCount * points)
        curvatureValues = Array(repeating: 0, count: tapes.curvature.outputCount * points)
        valueLanes = LaneWorkspace(for: tapes.values)
        slopeLanes = LaneWorkspace(for: tapes.slopes)
        curvatureLanes = LaneWorkspace(for: tapes.curvature)
        fillConstantInputs()
    }

    private func fillConstantInputs() {
        let slots = problem.model.slots
        let points = layout.points
        for (p, time) in grid.pointTimes.enumerated() {
            inputs[p] = situation.time.seconds + time
            for (i, value) in situation.inputs(after: time).enumerated() {
                inputs[slots.input(i) * points + p] = value
            }
            for (i, value) in situation.parameters.enumerated() {
                inputs[slots.parameter(i) * points + p] = value
            }
            for (i, price) in situation.prices.enumerated() {
                inputs[(slots.count + i) * points + p] = price
            }
        }
    }

    // MARK: evaluation over all points

    private func place(_ z: Span<Double>) {
        let points = layout.points
        let slots = problem.model.slots
        for p in 0..<points {
            for i in 0..<layout.states {
                inputs[slots.state(i) * points + p] = z[layout.state(p, i)] * scales.states[i]
            }
            for (i, handle) in problem.handles.enumerated() {
                inputs[slots.input(handle.input) * points + p] =
                    z[layout.setpoint(blockOfPoint[p], i)] * scales.handles[i]
            }
        }
    }

    private static func run(
        _ lanes: inout LaneWorkspace, _ points: Int, _ inputs: [Double], into out: inout [Double]
    ) {
        let used = inputs.span.extracting(0..<lanes.tape.inputCount * points)
        var span = out.mutableSpan
        lanes.evaluate(points: points, inputs: used, into: &span)
    }

    private func evaluateValues(_ z: Span<Double>) {
        place(z)
        Self.run(&valueLanes, layout.points, inputs, into: &values)
    }

    private func evaluateSlopes(_ z: Span<Double>) {
        place(z)
        Self.run(&slopeLanes, layout.points, inputs, into: &slopeValues)
    }

    // MARK: functions

    func objective(at z: Span<Double>) -> Double {
        evaluateValues(z)
        let points = layout.points
        var total = 0.0
        for p in 0..<points { total += weights[p] * values[layout.states * points + p] }
        for side in layout.sides.indices {
            for p in 0..<points {
                total += slackPrices[side * points + p] * z[layout.slack(side, p)]
            }
        }
        return total + travelMoney(z)
    }

    private func travelMoney(_ z: Span<Double>) -> Double {
        var total = 0.0
        for b in 0..<layout.blocks {
            for (k, i) in layout.priced.enumerated() {
                let price = problem.handles[i].travelPrice * scales.handles[i]
                total += price * (z[layout.up(b, k)] + z[layout.down(b, k)])
            }
            for i in problem.handles.indices where problem.handles[i].squaredTravelPrice > 0 {
                let step = step(z, b, i)
                total += problem.handles[i].squaredTravelPrice * step * step
            }
        }
        return total
    }

    /// The move of handle i at the start of block b, in SI.
    private func step(_ z: Span<Double>, _ b: Int, _ i: Int) -> Double {
        let here = z[layout.setpoint(b, i)] * scales.handles[i]
        return here
            - (b == 0
                ? situation.handles[i].live : z[layout.setpoint(b - 1, i)] * scales.handles[i])
    }

    func gradient(at z: Span<Double>, into out: inout MutableSpan<Double>) {
        evaluateSlopes(z)
        let points = layout.points
        for i in 0..<out.count { out[i] = 0 }
        for (e, entry) in tapes.slopeEntries.enumerated() where entry.row == layout.states {
            for p in 0..<points {
                let (index, scale) = unknown(entry.column, p)
                out[index] += weights[p] * scale * slopeValues[e * points + p]
            }
        }
        for side in layout.sides.indices {
            for p in 0..<points { out[layout.slack(side, p)] = slackPrices[side * points + p] }
        }
        for b in 0..<layout.blocks {
            for (k, i) in layout.priced.enumerated() {
                let price = problem.handles[i].travelPrice * scales.handles[i]
                out[layout.up(b, k)] = price
                out[layout.down(b, k)] = price
            }
            for (i, handle) in problem.handles.enumerated() where handle.squaredTravelPrice > 0 {
                let slope = 2 * handle.squaredTravelPrice * step(z, b, i) * scales.handles[i]
                out[layout.setpoint(b, i)] += slope
                if b > 0 { out[layout.setpoint(b - 1, i)] -= slope }
            }
        }
    }

    /// Where a derivative's column stands among the unknowns, and the column's scale.
    private func unknown(_ column: Int, _ p: Int) -> (index: Int, scale: Double) {
        if column < layout.states { return (layout.state(p, column), scales.states[column]) }
        let i = column - layout.states
        return (layout.setpoint(blockOfPoint[p], i), scales.handles[i])
    }

    func constraints(at z: Span<Double>, into out: inout MutableSpan<Double>) {
        evaluateValues(z)
        let points = layout.points
        let stages = grid.stages
        for p in 0..<points {
            let first = p - p % stages
            let row = grid.tableau.differentiation[p % stages]
            for i in 0..<layout.states {
                let start =
                    first == 0
                    ? situation.state[i] / scales.states[i] : z[layout.state(first - 1, i)]
                var sum = row[0] * start
                for l in 0..<stages { sum += row[l + 1] * z[layout.state(first + l, i)] }
                sum -= lengths[p] / scales.states[i] * values[i * points + p]
                out[layout.defect(p, i)] = sum
            }
        }
        for (s, side) in layout.sides.enumerated() {
            let row = (layout.states + 1 + side.held) * points
            for p in 0..<points {
                let slack = z[layout.slack(s, p)]
                out[layout.heldRow(s, p)] =
                    values[row + p] / scales.held[side.held] + (side.isHigh ? -slack : slack)
            }
        }
        for b in 0..<layout.blocks {
            for (k, i) in layout.priced.enumerated() {
                out[layout.travelRow(b, k)] =
                    step(z, b, i) / scales.handles[i] - z[layout.up(b, k)] + z[layout.down(b, k)]
            }
        }
        for (r, ramp) in layout.ramps.enumerated() {
            out[layout.rampRow(r)] =
                z[layout.setpoint(ramp.pair.later, ramp.handle)]
                - z[layout.setpoint(ramp.pair.earlier, ramp.handle)]
        }
    }

    // MARK: derivatives of the constraints

    /// The entries of the Jacobian, in the order in which `jacobian` fills them.
    func jacobianPattern() -> SparsePattern {
        var pattern = SparsePattern()
        let stages = grid.stages
        for p in 0..<layout.points {
            let first = p - p % stages
            for i in 0..<layout.states {
                if first > 0 { pattern.append(layout.defect(p, i), layout.state(first - 1, i)) }
                for l in 0..<stages {
                    pattern.append(layout.defect(p, i), layout.state(first + l, i))
                }
            }
        }
        for entry in tapes.slopeEntries where entry.row < layout.states {
            for p in 0..<layout.points {
                pattern.append(layout.defect(p, entry.row), unknown(entry.column, p).index)
            }
        }
        for (s, side) in layout.sides.enumerated() {
            for entry in tapes.slopeEntries where entry.row == layout.states + 1 + side.held {
                for p in 0..<layout.points {
                    pattern.append(layout.heldRow(s, p), unknown(entry.column, p).index)
                }
            }
            for p in 0..<layout.points { pattern.append(layout.heldRow(s, p), layout.slack(s, p)) }
        }
        for b in 0..<layout.blocks {
            for (k, i) in layout.priced.enumerated() {
                pattern.append(layout.travelRow(b, k), layout.setpoint(b, i))
                if b > 0 { pattern.append(layout.travelRow(b, k), layout.setpoint(b - 1, i)) }
                pattern.append(layout.travelRow(b, k), layout.up(b, k))
                pattern.append(layout.travelRow(b, k), layout.down(b, k))
            }
        }
        for (r, ramp) in layout.ramps.enumerated() {
            pattern.append(layout.rampRow(r), layout.setpoint(ramp.pair.later, ramp.handle))
            pattern.append(layout.rampRow(r), layout.setpoint(ramp.pair.earlier, ramp.handle))
        }
        return pattern
    }

    func jacobian(at z: Span<Double>, into out: inout MutableSpan<Double>) {
        evaluateSlopes(z)
        let points = layout.points
        let stages = grid.stages
        var next = 0
        func put(_ value: Double, _ out: inout MutableSpan<Double>) {
            out[next] = value
            next += 1
        }
        for p in 0..<points {
            let row = grid.tableau.differentiation[p % stages]
            for _ in 0..<layout.states {
                if p >= stages { put(row[0], &out) }
                for l in 0..<stages { put(row[l + 1], &out) }
            }
        }
        for (e, entry) in tapes.slopeEntries.enumerated() where entry.row < layout.states {
            for p in 0..<points {
                let scale = unknown(entry.column, p).scale / scales.states[entry.row]
                put(-lengths[p] * scale * slopeValues[e * points + p], &out)
            }
        }
        for side in layout.sides {
            let row = layout.states + 1 + side.held
            for (e, entry) in tapes.slopeEntries.enumerated() where entry.row == row {
                for p in 0..<points {
                    let scale = unknown(entry.column, p).scale / scales.held[side.held]
                    put(scale * slopeValues[e * points + p], &out)
                }
            }
            for _ in 0..<points { put(side.isHigh ? -1 : 1, &out) }
        }
        for b in 0..<layout.blocks {
            for _ in layout.priced {
                put(1, &out)
                if b > 0 { put(-1, &out) }
                put(-1, &out)
                put(1, &out)
            }
        }
        for _ in layout.ramps {
            put(1, &out)
            put(-1, &out)
        }
    }

    // MARK: second derivatives

    /// The entries of the Lagrangian's second derivatives, in the order `hessian` fills them.
    func hessianPattern() -> SparsePattern {
        var pattern = SparsePattern()
        for entry in tapes.curvatureEntries {
            for p in 0..<layout.points {
                pattern.appendLower(
                    unknown(entry.row, p).index, unknown(entry.column, p).index)
            }
        }
        for b in 0..<layout.blocks {
            for (i, handle) in problem.handles.enumerated() where handle.squaredTravelPrice > 0 {
                let here = layout.setpoint(b, i)
                pattern.appendLower(here, here)
                if b > 0 {
                    let before = layout.setpoint(b - 1, i)
                    pattern.appendLower(here, before)
                    pattern.appendLower(before, before)
                }
            }
        }
        return pattern
    }

    func hessian(
        at z: Span<Double>, objectiveFactor: Double, multipliers: Span<Double>,
        into out: inout MutableSpan<Double>
    ) {
        place(z)
        placeFactors(objectiveFactor, multipliers)
        Self.run(&curvatureLanes, layout.points, inputs, into: &curvatureValues)
        let points = layout.points
        var next = 0
        for (e, entry) in tapes.curvatureEntries.enumerated() {
            for p in 0..<points {
                let scale = unknown(entry.row, p).scale * unknown(entry.column, p).scale
                out[next] = scale * curvatureValues[e * points + p]
                next += 1
            }
        }
        for b in 0..<layout.blocks {
            for (i, handle) in problem.handles.enumerated() where handle.squaredTravelPrice > 0 {
                let scale = scales.handles[i] * scales.handles[i]
                let value = 2 * objectiveFactor * handle.squaredTravelPrice * scale
                out[next] = value
                next += 1
                if b > 0 {
                    out[next] = -value
                    out[next + 1] = value
                    next += 2
                }
            }
        }
    }

    private func placeFactors(_ objectiveFactor: Double, _ multipliers: Span<Double>) {
        let points = layout.points
        let weight = problem.model.slots.count + problem.terms.count
        let heldFactors = weight + 1 + layout.states
        for p in 0..<points {
            inputs[weight * points + p] = objectiveFactor * weights[p]
            for i in 0..<layout.states {
                inputs[(weight + 1 + i) * points + p] =
                    -multipliers[layout.defect(p, i)] * lengths[p] / scales.states[i]
            }
            for c in problem.held.indices { inputs[(heldFactors + c) * points + p] = 0 }
            for (s, side) in layout.sides.enumerated() {
                inputs[(heldFactors + side.held) * points + p] +=
                    multipliers[layout.heldRow(s, p)] / scales.held[side.held]
            }
        }
    }
}
