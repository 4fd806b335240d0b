import Modeling
import Tape

/// Models with known answers.
enum TestModels {
    /// Robertson's chemical kinetics, the example of the CVODE user guide (its species y₃
    /// included).
    static var robertson: Model {
        var g = Graph()
        let s = Slots(states: 3, inputs: 0, parameters: 3)
        let y = (0..<3).map { g.variable(s.state($0)) }
        let k = (0..<3).map { g.variable(s.parameter($0)) }
        let slow = g.multiply(k[0], y[0])
        let y23 = g.multiply(y[1], y[2])
        let fast = g.multiply(k[1], y23)
        let y22 = g.multiply(y[1], y[1])
        let faster = g.multiply(k[2], y22)
        let d1 = g.subtract(fast, slow)
        let d3 = faster
        let sum = g.add(d1, d3)
        let d2 = g.negate(sum)
        let start = [1.0, 0, 0].map { g.constant($0) }
        return Model(
            name: "Robertson",
            states: ["y1", "y2", "y3"].map { Variable(name: $0) }, inputs: [],
            parameters: [("k1", 0.04), ("k2", 1e4), ("k3", 3e7)].map {
                Variable(name: $0.0, start: $0.1)
            }, algebraics: [], graph: g, derivatives: [d1, d2, d3], values: [], initialStates: start
        )
    }

    /// ẋ = x², x(0) = 1: leaves the numbers at t = 1.
    static var burst: Model {
        var g = Graph()
        let s = Slots(states: 1, inputs: 0, parameters: 0)
        let x = g.variable(s.state(0))
        let rate = g.multiply(x, x)
        let start = g.constant(1)
        return Model(
            name: "Burst", states: [Variable(name: "x")], inputs: [], parameters: [],
            algebraics: [], graph: g, derivatives: [rate], values: [], initialStates: [start])
    }

    /// ẋ₁ = −a x₁ + u, ẋ₂ = x₁ − b x₂, y = x₁ x₂; parameters a, b; x(0) = (a, 0).
    static var linear: Model {
        var g = Graph()
        let s = Slots(states: 2, inputs: 1, parameters: 2)
        let x = (0..<2).map { g.variable(s.state($0)) }
        let u = g.variable(s.input(0))
        let p = (0..<2).map { g.variable(s.parameter($0)) }
        let ax = g.multiply(p[0], x[0])
        let bx = g.multiply(p[1], x[1])
        let d1 = g.subtract(u, ax)
        let d2 = g.subtract(x[0], bx)
        let y = g.multiply(x[0], x[1])
        let zero = g.constant(0)
        return Model(
            name: "Linear", states: [Variable(name: "x1"), Variable(name: "x2")],
            inputs: [Variable(name: "u")],
            parameters: [Variable(name: "a", start: 0.5), Variable(name: "b", start: 0.2)],
            algebraics: [Variable(name: "y")], graph: g, derivatives: [d1, d2], values: [y],
            initialStates: [p[0], zero])
    }

    /// Klatt and Engell's stirred tank (Chem. Eng. Technol. 21, 1998): c_A, c_B, T_R, T_K; inputs
    /// F/V [1/h] and Q [kJ/h]. Time in hours.
    static var stirredTank: Model {
        var g = Graph()
        let s = Slots(states: 4, inputs: 2, parameters: 2)
        let x = (0..<4).map { g.variable(s.state($0)) }
        let (f, q) = (g.variable(s.input(0)), g.variable(s.input(1)))
        let (alpha, beta) = (g.variable(s.parameter(0)), g.variable(s.parameter(1)))
        func c(_ value: Double) -> Expression { g.constant(value) }
        func mul(_ terms: Expression...) -> Expression {
            terms.dropFirst().reduce(terms[0]) { g.multiply($0, $1) }
        }
        func rate(_ k0: Double, _ e: Double) -> Expression {
            let kelvin = g.add(x[2], c(273.15))
            let exponent = g.divide(c(-e), kelvin)
            return g.multiply(c(k0), g.unary(.exp, exponent))
        }
        let k1 = g.multiply(beta, rate(1.287e12, 9758.3))
        let k2 = rate(1.287e12, 9758.3)
        let k3 = g.multiply(alpha, rate(9.043e9, 8560))
        let a1 = g.subtract(c(5.1), x[0])
        let r1 = mul(k1, x[0])
        let r2 = mul(k2, x[1])
        let r3 = mul(k3, x[0], x[0])
        let spent = g.add(r1, r3)
        let dA = g.subtract(g.multiply(f, a1), spent)
        let madeB = g.subtract(r1, r2)
        let dB = g.subtract(madeB, g.multiply(f, x[1]))
        let h1 = mul(c(4.2), r1)
        let h2 = mul(c(-11), r2)
        let h3 = mul(c(-41.85), r3)
        let heat = g.sum([h1, h2, h3])
        let capacity = c(1 / (0.9342 * 3.01))
        let gain = g.multiply(g.negate(capacity), heat)
        let feed = g.multiply(f, g.subtract(c(130), x[2]))
        let toJacket = g.multiply(c(4032 * 0.215 / (0.9342 * 3.01 * 10)), g.subtract(x[3], x[2]))
        let dR = g.sum([gain, feed, toJacket])
        let wall = g.multiply(c(4032 * 0.215), g.subtract(x[2], x[3]))
        let dK = g.divide(g.add(q, wall), c(5 * 2.0))
        let start = [0.8, 0.5, 134.14, 130.0].map { g.constant($0) }
        return Model(
            name: "StirredTank",
            states: [
                Variable(name: "c_A"), Variable(name: "c_B"), Variable(name: "T_R", nominal: 100),
                Variable(name: "T_K", nominal: 100),
            ], inputs: [Variable(name: "F"), Variable(name: "Q", nominal: 1000)],
            parameters: [Variable(name: "alpha", start: 1), Variable(name: "beta", start: 1)],
            algebraics: [], graph: g, derivatives: [dA, dB, dR, dK], values: [],
            initialStates: start)
    }

    /// ẋ = −√x: reaches 0 at t = 2√x₀ and is not a number beyond.
    static var emptyingTank: Model {
        var g = Graph()
        let x = g.variable(Slots(states: 1, inputs: 0, parameters: 0).state(0))
        let root = g.unary(.sqrt, x)
        let d = g.negate(root)
        let one = g.constant(1)
        return Model(
            name: "EmptyingTank", states: [Variable(name: "level")], inputs: [], parameters: [],
            algebraics: [], graph: g, derivatives: [d], values: [], initialStates: [one])
    }
}
