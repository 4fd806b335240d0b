import Optimize
import Tape
import Testing

/// The Williams–Otto reactor at steady state (Zhang, Forbes 2000; Marchetti et al. 2009).
///
/// Reference optima computed with CasADi 3.8.2 and its IPOPT 3.14 to 1e-10.
@Suite struct WilliamsOttoTests {
    /// Unknowns: mass fractions A, B, C, E, G, P, feed of B [kg/s], temperature [°C].
    func program(fractionLimits: [Int: Double] = [:]) -> NonlinearProgram {
        var graph = Graph()
        let x = (0..<6).map { graph.variable($0) }
        let feedB = graph.variable(6)
        let temperature = graph.variable(7)
        func number(_ value: Double) -> Expression { graph.constant(value) }
        let zero = number(273.15)
        let kelvin = graph.add(temperature, zero)
        func rate(_ factor: Double, _ activation: Double, _ a: Int, _ b: Int) -> Expression {
            let top = graph.constant(-activation)
            let exponent = graph.divide(top, kelvin)
            let e = graph.unary(.exp, exponent)
            let k = graph.constant(factor * 2105)
            let product = graph.multiply(x[a], x[b])
            let scaled = graph.multiply(k, e)
            return graph.multiply(scaled, product)
        }
        let r1 = rate(1.6599e6, 6666.7, 0, 1)
        let r2 = rate(7.2117e8, 8333.3, 1, 2)
        let r3 = rate(2.6745e12, 11111, 2, 5)
        let feedA = number(1.8275)
        let flow = graph.add(feedA, feedB)
        func balance(_ i: Int, _ feed: Expression?, _ parts: [(Double, Expression)]) -> Expression {
            let out = graph.multiply(flow, x[i])
            var sum = graph.negate(out)
            if let feed { sum = graph.add(sum, feed) }
            for (factor, rate) in parts {
                let k = graph.constant(factor)
                let part = graph.multiply(k, rate)
                sum = graph.add(sum, part)
            }
            return sum
        }
        let balances = [
            balance(0, feedA, [(-1, r1)]), balance(1, feedB, [(-1, r1), (-1, r2)]),
            balance(2, nil, [(2, r1), (-2, r2), (-1, r3)]), balance(3, nil, [(2, r2)]),
            balance(4, nil, [(1.5, r3)]), balance(5, nil, [(1, r2), (-0.5, r3)]),
        ]
        func money(_ price: Double, _ i: Int) -> Expression {
            let k = graph.constant(price)
            let amount = graph.multiply(x[i], flow)
            return graph.multiply(k, amount)
        }
        let sold = [money(1143.38, 5), money(25.92, 3)]
        let bought = graph.constant(114.34)
        let costOfB = graph.multiply(bought, feedB)
        let costOfA = graph.constant(76.23 * 1.8275)
        let cost = graph.add(costOfA, costOfB)
        let revenue = graph.add(sold[0], sold[1])
        let objective = graph.subtract(cost, revenue)
        var rows = balances.map { (value: $0, bounds: Bounds.exactly(0)) }
        for (i, limit) in fractionLimits.sorted(by: { $0.key < $1.key }) {
            rows.append((value: x[i], bounds: Bounds(-.infinity, limit)))
        }
        let bounds = (0..<6).map { _ in Bounds(0, 1) } + [Bounds(3, 6), Bounds(70, 100)]
        return GraphProgram.program(
            graph, objective: objective, variables: bounds, constraints: rows)
    }

    var options: SolverOptions {
        var options = SolverOptions()
        options.tolerance = 1e-10
        return options
    }

    let start = SolverStart(variables: [0.1, 0.4, 0.02, 0.3, 0.1, 0.1, 4.5, 85])

    @Test func `the unlimited optimum is 190_9803 per second`() {
        let solution = NonlinearSolver.ipopt.solve(program(), start, options)
        #expect(solution.status == .optimal)
        #expect(abs(-solution.objective - 190.9803) < 1e-3)
        #expect(abs(solution.variables[6] - 4.78742) < 1e-3)
        #expect(abs(solution.variables[7] - 89.7039) < 1e-2)
    }

    @Test func `the multiplier of a binding fraction is its shadow price`() {
        let limited = program(fractionLimits: [0: 0.12, 4: 0.08])
        let solution = NonlinearSolver.ipopt.solve(limited, start, options)
        #expect(solution.status == .optimal)
        #expect(abs(-solution.objective - 178.529) < 1e-2)
        #expect(abs(solution.multipliers.constraints[7] - 1000.6) < 0.5)
        // Relaxing the limit by a little earns the price times that little.
        let relaxed = program(fractionLimits: [0: 0.12, 4: 0.0801])
        let other = NonlinearSolver.ipopt.solve(relaxed, start, options)
        let earned = (solution.objective - other.objective) / 0.0001
        #expect(abs(earned - solution.multipliers.constraints[7]) < 5)
    }
}
