import Damage
import Diagnostics
import Modeling
import Modelica
import Testing

/// Every row of the table in docs/modelica.md: what is said to be read has its value, and what is
/// said to be refused is refused with its place.
@Suite struct SubsetTests {
    /// A feature in words, declarations, equations, and what it gives.
    struct Read: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let declarations: String
        let equations: String
        let gives: [String: Double]

        init(_ what: String, _ declarations: String, _ equations: String, _ gives: [String: Double])
        {
            testDescription = what
            (self.declarations, self.equations, self.gives) = (declarations, equations, gives)
        }
    }

    private func check(_ feature: Read) throws {
        let text = CompiledText(
            declarations: feature.declarations, equations: feature.equations)
        let values = try text.values()
        for (name, value) in feature.gives.sorted(by: { $0.key < $1.key }) {
            #expect(isClose(values[name], value), "\(name) is \(values[name] as Double?)")
        }
    }

    @Test(arguments: [
        Read("constant", "constant Real c = 3; Real x;", "x = c;", ["x": 3]),
        Read(
            "final", "final parameter Real c = 3; parameter Integer n = 2; Real x;", "x = c * n;",
            ["x": 6]),
        Read(
            "public, protected", "protected Real y; public output Real x;", "x = 2 * y; y = 4;",
            ["x": 8]),
        Read(
            "several names", "parameter Real a = 1, b = 2; Real x, y;", "x = a; y = b;", ["y": 2]),
        Read(
            "Boolean", "parameter Boolean b = true; Boolean c; Real x;",
            "c = not b or 1 > 2; x = if c then 1 else 2;", ["x": 2]),
        Read(
            "attributes",
            """
            input Real u(quantity = "Power", unit = "W", displayUnit = "kW", min = 0, max = 9,
              start = 7);
            Real x(start = 2, fixed = true, nominal = 3, stateSelect = StateSelect.prefer);
            """, "der(x) = 0; annotation(experiment(StopTime = 1));", ["start(x)": 2]),
        Read(
            "each, array values of attributes",
            "Real x[2](each start = 4, max = {5, 6}); Real y[2](start = {1, 2});",
            "der(x) = {0, 0}; der(y) = zeros(2);", ["start(x[2])": 4, "start(y[2])": 2]),
        Read(
            "size from an Integer parameter", "parameter Integer n = 3; Real x[n];",
            "x = ones(n);", ["x[3]": 1]),
        Read(
            "size from the value", "parameter Real p[:] = {1, 2, 4}; Real x;",
            "x = p[end] + size(p, 1);", ["x": 7]),
        Read("size before the name", "Real[2] x;", "x = {1, 2};", ["x[2]": 2]),
        Read(
            "slices", "parameter Real M[2, 2] = {{1, 2}, {3, 4}}; Real x[3], y[2], z[2];",
            "x = {5, 6, 7}; y = x[2:3]; z = M[:, 1];", ["y[1]": 6, "z[2]": 3]),
        Read(
            "nested subscripts", "parameter Integer k[2] = {2, 1}; Real x[2], y;",
            "x = {8, 9}; y = x[k[1]];", ["y": 9]),
        Read(
            "comprehension, fill, linspace", "Real x[3], y[2], z[3];",
            "x = {i * i for i in 1:3}; y = fill(2.5, 2); z = linspace(0, 1, 3);",
            ["x[3]": 9, "y[2]": 2.5, "z[2]": 0.5]),
        Read(
            "ranges with a step", "Real x[3], y;", "x = {i for i in 1:2:5}; y = sum(1:4);",
            ["x[3]": 5, "y": 10]),
        Read(
            "elementwise operators", "Real a[2], b[2], c[2], d[2], e[2];",
            "a = {1, 2} .+ 1; b = {1, 2} .- {1, 1}; c = {1, 2} .* {3, 4}; d = {4, 9} ./ {2, 3}; "
                + "e = {2, 3} .^ 2;",
            ["a[2]": 3, "b[2]": 1, "c[2]": 8, "d[2]": 3, "e[2]": 9]),
        Read(
            "products of vectors and matrices",
            "parameter Real M[2, 2] = {{1, 2}, {3, 4}}; Real a[2], b, c[2, 2];",
            "a = M * {1, 1}; b = {1, 2} * {3, 4}; c = M * M;", ["a[2]": 7, "b": 11, "c[2,2]": 22]),
        Read(
            "comparisons and logic", "Real a, b; parameter Integer n = 2;",
            "a = if time >= 0 and not (time < 0) or time > 5 then 1 else 0; "
                + "b = if n == 2 and n <> 3 then 1 elseif n <= 1 then 2 else 3;",
            ["a": 1, "b": 1]),
        Read(
            "for over several indices, nested", "Real x[2, 2], y[2, 2];",
            "for i in 1:2, j in 1:2 loop x[i, j] = 10 * i + j; end for; "
                + "for i in 1:2 loop for j in 1:2 loop y[i, j] = x[j, i]; end for; end for;",
            ["x[2,1]": 21, "y[2,1]": 12]),
        Read(
            "equations between arrays", "Real x[2], y[2];", "x = 2 * y; y = {1, 2};", ["x[2]": 4]),
        Read(
            "noEvent and smooth", "Real x, y;",
            "x = noEvent(if time > -1 then 3 else 4); y = smooth(1, 2 * time + 1);",
            ["x": 3, "y": 1]),
        Read(
            "tables, prolonged beyond their ends", "Real x, y;",
            "x = Modelica.Math.Vectors.interpolate({0, 1, 3}, {0, 2, 4}, 2 + time); "
                + "y = Modelica.Math.Vectors.interpolate({0, 1, 3}, {0, 2, 4}, 4 + time);",
            ["x": 3, "y": 5]),
        Read(
            "constants of the library", "Real x[6];",
            "x = {Modelica.Constants.pi, Modelica.Constants.e, Modelica.Constants.R, "
                + "Modelica.Constants.sigma, Modelica.Constants.g_n, Modelica.Constants.F};",
            [
                "x[1]": .pi, "x[2]": 2.718281828459045, "x[3]": 8.31446261815324,
                "x[4]": 5.670374419184429e-8, "x[5]": 9.80665, "x[6]": 96485.33212331,
            ]),
    ])
    func `a feature that is said to be read has its value`(feature: Read) throws {
        try check(feature)
    }

    /// Each function at a number whose answer is known.
    private static let functions: [(String, Double)] = [
        ("abs(-2)", 2), ("sign(-3)", -1), ("sqrt(9)", 3), ("exp(0)", 1), ("log(1)", 0),
        ("log10(1000)", 3), ("sin(0)", 0), ("cos(0)", 1), ("tan(0)", 0), ("asin(1)", .pi / 2),
        ("acos(1)", 0), ("atan(1)", .pi / 4), ("atan2(1, -1)", 0.75 * .pi), ("sinh(0)", 0),
        ("cosh(0)", 1), ("tanh(0)", 0), ("min(2, 3)", 2), ("max(2, 3)", 3), ("mod(-1, 3)", 2),
        ("floor(-1.5)", -2), ("ceil(-1.5)", -1), ("integer(-1.5)", -2), ("sum({1, 2, 3})", 6),
        ("product({2, 3, 4})", 24), ("size({1, 2, 3}, 1)", 3), ("min({4, 2, 3})", 2),
        ("max({4, 2, 3})", 4), ("sum(i * i for i in 1:3)", 14), ("product(i for i in 1:4)", 24),
        ("min(i - 2 for i in 1:4)", -1), ("max(2 * i for i in 1:4)", 8),
        ("Modelica.Math.exp(0)", 1), ("sum(abs({-1, 2}))", 3),
    ]

    @Test(arguments: functions)
    func `a function that is said to be known has its value`(call: String, value: Double) throws {
        // Adding the time, 0, keeps the call from being worked out beforehand.
        try check(Read(call, "Real x;", "x = time + \(call);", ["x": value]))
    }

    @Test func `a file may say what it is within`() throws {
        let text = CompiledText("within Plants;\nmodel A Real x; equation x = 2; end A;")
        #expect(try text.values()["x"] == 2)
    }

    @Test(arguments: [
        "function f end f;", "record R end R;", "block B end B;", "connector C end C;",
        "package P end P;", "class C end C;", "type T = Real;",
    ])
    func `another kind of class is refused at its first word`(text: String) {
        let text = CompiledText(text)
        #expect(text.compiled.model == nil)
        #expect(text.report.hasPrefix("plant.mo:1:1: error: "), "\(text.report)")
    }

    @Test(arguments: [
        ("extends Base; Real x;", "x = 1;"), ("import Modelica.Math; Real x;", "x = 1;"),
        ("Tank t; Real x;", "x = 1;"), ("String s = \"a\"; Real x;", "x = 1;"),
        ("flow Real x;", "x = 1;"), ("stream Real x;", "x = 1;"), ("discrete Real x;", "x = 1;"),
        ("inner Real x;", "x = 1;"), ("outer Real x;", "x = 1;"),
        ("replaceable Real x;", "x = 1;"), ("Real x if true;", "x = 1;"),
        ("parameter Real p(fixed = false) = 1; Real x;", "x = p;"),
        ("Real x[2, 2, 2];", "x = zeros(2, 2, 2);"), ("Real x[2, 2];", "x = [1, 2; 3, 4];"),
        ("Real x[2];", "x = cat(1, {1}, {2});"), ("Real x[1, 2];", "x = transpose({{1}, {2}});"),
        ("parameter Real M[2, 2] = {{1, 2}, {3, 4}}; Real x[2, 2];", "x = M ^ 2;"),
        ("Real x;", "x = if time == 1.5 then 1 else 2;"), ("Real x;", "x = delay(time, 1);"),
        ("Real x;", "x = div(3, 2);"), ("Real x;", "x = rem(3, 2);"),
        ("Real x;", "x = semiLinear(time, 1, 2);"),
        ("Real x;", "x = homotopy(actual = time, simplified = 1);"),
        ("Real x;", "x = own(time);"), ("Real x;", "x = max(u1 = 1, u2 = 2);"),
        ("Real x;", "x = Modelica.Math.Vectors.norm({1, 2});"),
        ("Real x;", "x = Modelica.Constants.c;"),
        ("Real x;", "when time > 1 then x = 1; end when;"),
        ("Real x;", "connect(a, b); x = 1;"), ("Real x;", "assert(true, \"a\"); x = 1;"),
        ("Real x(start = 1);", "der(x) = 1; reinit(x, 2);"), ("Real x;", "x = pre(x) + 1;"),
        ("Boolean b; Real x;", "b = edge(b); x = 1;"),
        ("Boolean b; Real x;", "b = sample(0, 1); x = 1;"),
        ("Boolean b; Real x;", "b = initial(); x = 1;"),
        ("Boolean b; Real x;", "b = terminal(); x = 1;"),
    ])
    func `what is said to be refused is refused, with its place`(
        declarations: String, equations: String
    ) throws {
        let text = CompiledText(declarations: declarations, equations: equations)
        #expect(text.compiled.model == nil)
        let first = try #require(text.compiled.findings.all.first { $0.severity == .error })
        // The declarations stand in line 2, the equations in line 4.
        #expect(first.line == 2 || first.line == 4, "\(text.report)")
        #expect(
            !first.message.isEmpty
                && text.compiled.findings.unusable(in: text.compiled.source).isEmpty)
    }
}
