import Determinism
import Modeling
import Modelica
import Testing

@Suite struct PlantModelTests {
    @Test func `a tank fills by what flows in and empties through its orifice`() throws {
        let text = CompiledText(
            """
            model Tank "one tank; Torricelli's law"
              parameter Real A(unit = "m2", min = 0.1) = 2.5 "cross-section";
              parameter Real a(unit = "m2") = 0.01;
              constant Real g(unit = "m/s2") = 9.81;
              input Real q_in(unit = "m3/s", start = 0.02, min = 0);
              Real h(unit = "m", start = 1.2, fixed = true, nominal = 2, max = 5) "level";
              output Real q_out(unit = "m3/s");
            equation
              A * der(h) = q_in - q_out;
              q_out = a * sqrt(2 * g * max(h, 0));
            end Tank;
            """)
        let model = try text.model()
        #expect(model.states.map(\.name) == ["h"])
        #expect(model.inputs.map(\.name) == ["q_in"])
        #expect(model.parameters.map(\.name) == ["A", "a"])
        #expect(model.algebraics.map(\.name) == ["g", "q_out"])
        #expect(model.states[0].nominal == 2 && model.states[0].maximum == 5)
        #expect(model.states[0].text == "level")
        let values = try text.values(at: ["h": 1.7, "q_in": 0.03])
        let outflow = 0.01 * (2 * 9.81 * 1.7).squareRoot()
        #expect(isClose(values["q_out"], outflow))
        #expect(isClose(values["der(h)"], (0.03 - outflow) / 2.5))
        #expect(values["start(h)"] == 1.2)
    }
}

/// The van der Vusse reactor of Klatt and Engell (Comput. Chem. Eng. 22, 1998), in its usual units.
@Suite struct ReactorTests {
    static let declarations = """
        parameter Real alpha = 1;
        parameter Real beta = 1;
        parameter Real K0_ab = 1.287e12;
        parameter Real K0_bc = 1.287e12;
        parameter Real K0_ad = 9.043e9;
        constant Real rho = 0.9342, Cp = 3.01, Cp_k = 2.0, A_R = 0.215, V_R = 10.01, m_k = 5.0;
        constant Real K_w = 4032.0, T_in = 130.0, C_A0 = 5.1;
        constant Real H_ab = 4.2, H_bc = -11.0, H_ad = -41.85;
        input Real F(start = 20);
        input Real Q_dot(start = -5000);
        Real C_a(start = 0.8), C_b(start = 0.5), T_R(start = 134.14), T_K(start = 130);
        Real K_1, K_2, K_3, heat;
        """
    static let equations = [
        "K_1 = beta * K0_ab * exp(-9758.3 / (T_R + 273.15));",
        "K_2 = K0_bc * exp(-9758.3 / (T_R + 273.15));",
        "K_3 = K0_ad * exp(-alpha * 8560.0 / (T_R + 273.15));",
        "heat = K_1 * C_a * H_ab + K_2 * C_b * H_bc + K_3 * C_a ^ 2 * H_ad;",
        "der(C_a) = F * (C_A0 - C_a) - K_1 * C_a - K_3 * C_a ^ 2;",
        "der(C_b) = -F * C_b + K_1 * C_a - K_2 * C_b;",
        "der(T_R) = -heat / (rho * Cp) + F * (T_in - T_R) "
            + "+ K_w * A_R * (T_K - T_R) / (rho * Cp * V_R);",
        "der(T_K) = (Q_dot + K_w * A_R * (T_R - T_K)) / (m_k * Cp_k);",
    ]

    /// The same by hand.
    static func derivatives(_ x: [Double], _ u: [Double], alpha: Double, beta: Double) -> [Double] {
        let (ca, cb, tr, tk) = (x[0], x[1], x[2], x[3])
        let k1 = beta * 1.287e12 * exponential(-9758.3 / (tr + 273.15))
        let k2 = 1.287e12 * exponential(-9758.3 / (tr + 273.15))
        let k3 = 9.043e9 * exponential(-alpha * 8560 / (tr + 273.15))
        let heat = k1 * ca * 4.2 + k2 * cb * -11 + k3 * ca * ca * -41.85
        return [
            u[0] * (5.1 - ca) - k1 * ca - k3 * ca * ca,
            -u[0] * cb + k1 * ca - k2 * cb,
            -heat / (0.9342 * 3.01) + u[0] * (130 - tr)
                + 4032 * 0.215 * (tk - tr) / (0.9342 * 3.01 * 10.01),
            (u[1] + 4032 * 0.215 * (tr - tk)) / (5 * 2),
        ]
    }

    @Test(arguments: 0..<20 as Range<UInt64>)
    func `the reactor has the derivatives of its formulas, whatever the order of its equations`(
        seed: UInt64
    ) throws {
        var chance = RandomStream(seed: seed, purpose: "reactor")
        var equations = Self.equations
        for i in stride(from: equations.count - 1, to: 0, by: -1) {
            equations.swapAt(i, Int(chance.next() % UInt64(i + 1)))
        }
        let text = CompiledText(
            declarations: Self.declarations, equations: equations.joined(separator: "\n"))
        let x = [
            chance.uniform(0.1, 2), chance.uniform(0.1, 2), chance.uniform(100, 140),
            chance.uniform(100, 140),
        ]
        let u = [chance.uniform(5, 100), chance.uniform(-8500, 0)]
        let (alpha, beta) = (chance.uniform(0.9, 1.1), chance.uniform(0.9, 1.1))
        let names = ["C_a", "C_b", "T_R", "T_K", "F", "Q_dot", "alpha", "beta"]
        let point = Dictionary(uniqueKeysWithValues: zip(names, x + u + [alpha, beta]))
        let values = try text.values(at: point)
        let expected = Self.derivatives(x, u, alpha: alpha, beta: beta)
        for (name, derivative) in zip(names, expected) {
            #expect(isClose(values["der(\(name))"], derivative, within: 1e-12), "seed \(seed)")
        }
        // The order of the text does not change a bit.
        let straight = CompiledText(
            declarations: Self.declarations, equations: Self.equations.joined(separator: "\n"))
        #expect(try straight.values(at: point) == values, "seed \(seed)")
    }
}
