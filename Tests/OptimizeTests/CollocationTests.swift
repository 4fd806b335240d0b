import Determinism
import Testing

@testable import Optimize

@Suite struct CollocationTests {
    /// The heated mass with every kind of unknown and constraint.
    func plan() -> Plan {
        let base = PlantModels.heatedProblem(travelPrice: 0.4)
        var handle = base.handles[0]
        handle.squaredTravelPrice = 0.02
        let problem = PlanningProblem(
            model: base.model, graph: base.graph, handles: [handle],
            held: base.held, terms: base.terms)
        var situation = PlantModels.heatedSituation()
        situation.bounds[0].high = 1600
        situation.bounds[0].enforcement = .soft(price: 0.01)
        let grid = HorizonGrid.growing(horizon: 3600, first: 100, count: 5, blockCount: 4)
        let travel = [Optional(TravelBounds(situation.handles[0], grid: grid))]
        return Plan(problem, situation, grid, PlanTapes(problem), travel: travel)
    }

    func point(_ plan: Plan) -> [Double] {
        var chance = RandomStream(seed: 7, purpose: "point")
        return (0..<plan.layout.variables).map { _ in chance.uniform(5, 16) }
    }

    func gradient(_ plan: Plan, _ z: [Double]) -> [Double] {
        var out = [Double](repeating: 0, count: z.count)
        var span = out.mutableSpan
        plan.functions.gradient(at: z.span, into: &span)
        return out
    }

    func constraints(_ plan: Plan, _ z: [Double]) -> [Double] {
        var out = [Double](repeating: 0, count: plan.layout.constraints)
        var span = out.mutableSpan
        plan.functions.constraints(at: z.span, into: &span)
        return out
    }

    /// ∇(factor f + λᵀ g), from the exact first derivatives.
    func lagrangian(_ plan: Plan, _ z: [Double], _ factor: Double, _ l: [Double]) -> [Double] {
        var total = gradient(plan, z).map { factor * $0 }
        let pattern = plan.program.jacobian
        var out = [Double](repeating: 0, count: pattern.count)
        var span = out.mutableSpan
        plan.functions.jacobian(at: z.span, into: &span)
        for (k, value) in out.enumerated() {
            total[Int(pattern.columns[k])] += value * l[Int(pattern.rows[k])]
        }
        return total
    }

    @Test func `first derivatives agree with finite differences`() {
        let plan = plan()
        let z = point(plan)
        let exact = gradient(plan, z)
        let row = (0..<plan.layout.constraints).map { 1 + 0.1 * Double($0 % 7) }
        let combined = lagrangian(plan, z, 0, row)
        for v in z.indices {
            var (up, down) = (z, z)
            up[v] += 1e-5
            down[v] -= 1e-5
            let f = plan.functions.objective(at: up.span) - plan.functions.objective(at: down.span)
            #expect(abs(f / 2e-5 - exact[v]) < 1e-4 * max(1, abs(exact[v])), "unknown \(v)")
            let g = zip(constraints(plan, up), constraints(plan, down)).map { ($0 - $1) / 2e-5 }
            let sum = zip(g, row).reduce(0) { $0 + $1.0 * $1.1 }
            #expect(abs(sum - combined[v]) < 1e-4 * max(1, abs(combined[v])), "unknown \(v)")
        }
    }

    @Test func `second derivatives agree with differences of the first`() {
        var chance = RandomStream(seed: 8, purpose: "multipliers")
        for plan in [plan(), furnace()] {
            let isFurnace = plan.layout.states > 1
            let z = isFurnace ? furnacePoint(plan, &chance) : point(plan)
            let l = (0..<plan.layout.constraints).map { _ in chance.uniform(-2, 2) }
            let pattern = plan.program.hessian
            var values = [Double](repeating: 0, count: pattern.count)
            var span = values.mutableSpan
            plan.functions.hessian(
                at: z.span, objectiveFactor: 0.7, multipliers: l.span, into: &span)
            var direction = z.map { _ in chance.uniform(-1, 1) }
            if isFurnace { direction = direction.map { $0 * 0.1 } }
            var product = [Double](repeating: 0, count: z.count)
            for (k, value) in values.enumerated() {
                let (i, j) = (Int(pattern.rows[k]), Int(pattern.columns[k]))
                #expect(i >= j)
                product[i] += value * direction[j]
                if i != j { product[j] += value * direction[i] }
            }
            let h = 1e-5
            let up = lagrangian(plan, zip(z, direction).map { $0 + h * $1 }, 0.7, l)
            let down = lagrangian(plan, zip(z, direction).map { $0 - h * $1 }, 0.7, l)
            for v in z.indices {
                let numeric = (up[v] - down[v]) / (2 * h)
                #expect(abs(numeric - product[v]) < 1e-4 * max(1, abs(product[v])), "\(v)")
            }
        }
    }

    func furnace() -> Plan {
        let problem = FurnaceSizeTests.problem()
        let grid = HorizonGrid.growing(horizon: 3600, first: 120, count: 4, blockCount: 3)
        var optimizer = Optimizer(problem, grid: grid)
        let situation = FurnaceSizeTests.situation(&optimizer)
        let travel = situation.handles.map { Optional(TravelBounds($0, grid: grid)) }
        return Plan(problem, situation, grid, PlanTapes(problem), travel: travel)
    }

    func furnacePoint(_ plan: Plan, _ chance: inout RandomStream) -> [Double] {
        (0..<plan.layout.variables).map { _ in chance.uniform(0.5, 1.5) }
    }
}
