import Determinism
import Diagnostics
import Modeling
import Modelica
import Quantities
import Testing

/// What equations mean, small case by small case.
@Suite struct SolvingTests {
    func check(
        _ declarations: String, _ equations: String, at point: [String: Double] = [:],
        gives expected: [String: Double], _ location: SourceLocation = #_sourceLocation
    ) throws {
        let text = CompiledText(declarations: declarations, equations: equations)
        let values = try text.values(at: point)
        for (name, value) in expected.sorted(by: { $0.key < $1.key }) {
            #expect(
                isClose(values[name], value), "\(name) is \(values[name] as Double?), not \(value)",
                sourceLocation: location)
        }
    }

    @Test func `an equation is solved for the unknown that occurs in it as a straight line`() throws
    {
        try check(
            "parameter Real a = 4, b = 3; input Real c(start = 11); Real x, y, z;",
            "a * x + b = c; (y - x) / 2 - (x + y) * 3 = 1; b / a = if c > 0 then z * 2 else z;",
            gives: ["x": 2, "y": (-1 - 3.5 * 2) / 2.5, "z": 0.375])
    }

    @Test func `a derivative may stand anywhere in its equation`() throws {
        try check(
            "parameter Real C = 5; input Real q(start = 20); Real T(start = 3);",
            "0 = q - C * der(T) - 2 * T;", gives: ["der(T)": (20 - 6) / 5])
    }

    @Test func `a matched unknown is given up where another equation needs it`() throws {
        // Greedy pairing takes a from the first line; the second line can only give a.
        try check(
            "input Real u(start = 3); Real a, b;", "a + b = 10; a = 2 * u;",
            gives: ["a": 6, "b": 4])
    }

    @Test func `an if equation chooses between equations of every branch`() throws {
        let declarations = "input Real u; Real x, y;"
        let equations = """
            if u > 1 then
              x = 2 * u; y = x;
            elseif u > 0 then
              x = 5; y = -x;
            else
              2 * x = 3; y = 0;
            end if;
            """
        try check(declarations, equations, at: ["u": 2], gives: ["x": 4, "y": 4])
        try check(declarations, equations, at: ["u": 0.5], gives: ["x": 5, "y": -5])
        try check(declarations, equations, at: ["u": -1], gives: ["x": 1.5, "y": 0])
    }

    @Test func `an if equation over parameters takes one branch, the others need not fit`() throws {
        try check(
            "parameter Integer n = 1; parameter Boolean big = n > 2; Real x[n];",
            "if big then x[3] = 1; x[2] = 1; x[1] = 1; else x[1] = 7; end if;",
            gives: ["x[1]": 7])
    }

    @Test func `parameters bound to parameters follow them, whatever their order`() throws {
        try check(
            "parameter Real c = b + 1; parameter Real b = 2 * a; parameter Real a = 3; Real x;",
            "x = c;", at: ["a": 10], gives: ["x": 21, "b": 20])
    }

    @Test func `time, powers and functions have their values`() throws {
        let t = 3.5
        try check(
            "Real a, b, c, d, e;",
            """
            a = time ^ 2 + 2 ^ (-1);
            b = sqrt(time) * exp(-time) + time ^ 0.8;
            c = sin(time) + cos(time) * tan(time) - atan2(time, 2);
            d = mod(-time, 2) + integer(time) + sign(-time) + ceil(time);
            e = log10(1000 * time) + Modelica.Math.log(time) + asin(time / 9) + sinh(time);
            """,
            at: ["time": t],
            gives: [
                "a": 12.75,
                "b": t.squareRoot() * exponential(-t) + power(t, 0.8),
                "c": sine(t) + cosine(t) * tangent(t) - arctangent2(t, 2),
                "d": 0.5 + 3 - 1 + 4,
                "e": logarithm(1000 * t) / logarithm(10) + logarithm(t) + arcsine(t / 9)
                    + hyperbolicSine(t),
            ])
    }

    @Test func `start, min, max and nominal are taken at the parameters' own values`() throws {
        let text = CompiledText(
            declarations: """
                parameter Real T_0(unit = "K", min = 200) = 300 "ambient";
                Real T(unit = "K", start = T_0 + 5, min = T_0 - 50, max = 2 * T_0, nominal = T_0);
                """, equations: "der(T) = (T_0 - T) / time;")
        let state = try text.model().states[0]
        #expect(
            [state.start, state.minimum, state.maximum, state.nominal] == [305, 250, 600, 300])
        #expect(state.unit?.symbol == "K")
        #expect(try text.values(at: ["T_0": 310])["start(T)"] == 315)
        #expect(try text.model().parameters[0].text == "ambient")
    }

    @Test func `a state without start begins at 0, with a warning`() throws {
        let text = CompiledText(
            declarations: "Real x(unit = \"1\");", equations: "der(x) = 1 / time;")
        #expect(try text.model().states[0].start == 0)
        #expect(text.compiled.findings.all.map(\.severity) == [.warning])
        #expect(text.report.contains("state x has no start value, it starts at 0"))
    }

    @Test func `initial equations are solved for states, also from der() = 0`() throws {
        try check(
            "parameter Real k = 2; input Real u(start = 8); Real x(start = 99), y(start = 1), q;",
            "q = k * x; der(x) = u - q; der(y) = x - y; initial equation y = 3 * x; der(x) = 0;",
            gives: ["start(x)": 4, "start(y)": 12])
    }

    @Test func `units are inferred through products and powers`() throws {
        let text = CompiledText(
            declarations: """
                input Real T(unit = "K"), q(unit = "W");
                Real k, area, flux; parameter Real side(unit = "m") = 2;
                """, equations: "q = k * T; flux = q / area; area = side ^ 2; ")
        #expect(try text.model().algebraics.count == 3)
        let wrong = CompiledText(
            declarations: """
                input Real T(unit = "K"), q(unit = "W");
                Real k, r(unit = "W");
                """, equations: "q = k * T; r = k * q;")
        #expect(wrong.report.contains("left of \"=\" is W, right is kg2.m4.s-6.K-1"))
    }

    @Test func `a bare number takes the unit of what it meets, in a product it has none`() throws {
        let good = CompiledText(
            declarations: "input Real T(unit = \"K\"); Real a(unit = \"K\"), b(unit = \"K\");",
            equations: "a = max(2 * T - 273.15, 0); b = if T > 300 then 300 else T;")
        #expect(good.compiled.model != nil, "\(good.report)")
        let bad = CompiledText(
            declarations: "input Real T(unit = \"K\"); Real q(unit = \"W\");",
            equations: "q = 3200 * T;")
        #expect(bad.report.contains("left of \"=\" is W, right is K"))
    }
}
