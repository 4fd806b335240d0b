import Modelica
import Testing

/// What the user reads, word for word.
@Suite struct FindingTests {
    /// Compiles declarations (line 2 on) and equations, and compares the whole report.
    func check(
        _ declarations: String, _ equations: String, reports expected: String,
        _ location: SourceLocation = #_sourceLocation
    ) {
        let text = CompiledText(declarations: declarations, equations: equations)
        #expect(text.report == expected, sourceLocation: location)
        #expect(text.compiled.model == nil, sourceLocation: location)
    }

    @Test func `a unit mismatch in an equation names both sides with their units`() {
        check(
            """
            parameter Real wall_conductance(unit = "W/K") = 3200;
            input Real T_gas(unit = "K"), T_amb(unit = "K");
            output Real q_wall(unit = "W");
            """,
            "  q_wall = wall_conductance * (T_gas - T_amb) / T_amb;",
            reports: """
                plant.mo:6:12: error: units do not agree: left of "=" is W, right is W/K
                    6 |   q_wall = wall_conductance * (T_gas - T_amb) / T_amb;
                      |            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ W is expected here
                   mend: q_wall is W, wall_conductance is W/K, T_gas is K, T_amb is K: correct the \
                formula or a declared unit

                """)
    }

    @Test func `a sum of different units is refused where it stands`() {
        check(
            "input Real T(unit = \"K\"), m(unit = \"kg/s\"); Real y(unit = \"K\");",
            "  y = 2 * (T + m);",
            reports: """
                plant.mo:4:16: error: units do not agree: left of "+" is K, right is kg/s
                    4 |   y = 2 * (T + m);
                      |                ^ K is expected here
                   mend: T is K, m is kg/s: correct the formula or a declared unit

                """)
    }

    @Test func `exp of a temperature is refused`() {
        check(
            "input Real T(unit = \"K\"); Real y;", "  y = exp(T);",
            reports: """
                plant.mo:4:11: error: the argument of exp must have no unit, found K
                    4 |   y = exp(T);
                      |           ^ a number without unit is expected here
                   mend: T is K: divide by a reference value of the same unit

                """)
    }

    @Test func `a unit that is inferred from one line is held against the others`() {
        check(
            "input Real T(unit = \"K\"), q(unit = \"W\"); Real a; output Real b(unit = \"W\");",
            "  b = a + 3;\n  a = 2 * T;",
            reports: """
                plant.mo:5:7: error: units do not agree: left of "=" is W, right is K
                    5 |   a = 2 * T;
                      |       ^^^^^ W is expected here
                   mend: a declares no unit and is W by line 4, T is K: correct the formula or a \
                declared unit

                """)
    }

    @Test func `an undefined variable is named with the nearest declared one`() {
        check(
            "input Real T_gas(unit = \"K\"); Real y(unit = \"K\");", "  y = 2 * T_gass;",
            reports: """
                plant.mo:4:11: error: undefined variable T_gass
                    4 |   y = 2 * T_gass;
                      |           ^^^^^^ no declaration has this name
                   mend: did you mean T_gas?

                """)
    }

    @Test func `a variable without equation makes the model singular by name`() {
        check(
            "input Real u(unit = \"1\");\nReal y(unit = \"1\");\nReal z[3](each unit = \"1\");",
            "  y = 3 * u;\n  z[2] = y;",
            reports: """
                plant.mo:4:6: error: the model is singular: no equation determines z[1] and z[3]
                    4 | Real z[3](each unit = "1");
                      |      ^
                   mend: add an equation, or declare it input or parameter

                """)
    }

    @Test func `two equations for one unknown are named by their lines`() {
        check(
            "input Real u(unit = \"1\"); Real y(unit = \"1\");", "  y = 2 * u;\n  u = y - 1;",
            reports: """
                plant.mo:5:3: error: the model is singular: 2 equations for 1 unknown, y
                    5 |   u = y - 1;
                      |   ^^^^^^^^^ lines 4 and 5 determine the same
                   mend: remove one of these equations

                """)
    }

    @Test func `an equation between states alone determines nothing`() {
        check(
            "Real x(unit = \"1\", start = 1); Real v(unit = \"1/s\");",
            "  der(x) = v;\n  x = 1;",
            reports: """
                plant.mo:2:6: error: the model is singular: 1 equation for 2 unknowns, der(x) and v
                    2 | Real x(unit = "1", start = 1); Real v(unit = "1/s");
                      |      ^ line 4 cannot determine them all
                   mend: add an equation, or declare one of them input or parameter
                plant.mo:5:3: error: the model is singular: this equation determines nothing, \
                x is known
                    5 |   x = 1;
                      |   ^^^^^ states, inputs and parameters are known
                   mend: remove the equation; a state is determined by its der()

                """)
    }

    @Test func `an algebraic loop names its variables and lines`() {
        check(
            "input Real u(unit = \"1\"); Real p, q, r, s;",
            "  s = p;\n  p = q + u;\n  q = r * 2;\n  r = exp(p);",
            reports: """
                plant.mo:5:3: error: algebraic loop: p, q and r depend on each other
                    5 |   p = q + u;
                      |   ^^^^^^^^^ lines 5, 6 and 7 form a circle
                   mend: make one of them a state with der(), or solve these equations for one of \
                them by hand

                """)
    }

    @Test func `an equation that cannot be solved for its unknown says so`() {
        check(
            "input Real u(unit = \"1\"); Real p;", "  u = p + exp(p);",
            reports: """
                plant.mo:4:3: error: algebraic loop: this equation gives p only by way of itself
                    4 |   u = p + exp(p);
                      |   ^^^^^^^^^^^^^^ p = … is expected here
                   mend: solve the equation for p by hand

                """)
    }

    @Test func `a unit that hides a factor is refused with the unit to use`() {
        check(
            "Real T(unit = \"degC\") = 20;", "",
            reports: """
                plant.mo:2:15: error: unit "degC" is not a coherent SI unit: equations are written \
                in SI
                    2 | Real T(unit = "degC") = 20;
                      |               ^^^^^^ "K" is expected here
                   mend: write unit = "K" and give all numbers in K; displayUnit = "degC" shows \
                it in degC

                """)
    }

    @Test func `several findings come from one run, each with its place`() {
        check(
            "Real x y;\nReal z(unit = \"furlong\") = 3\nReal w(unit = \"K\") = 2;",
            "  x = ;\n  y := 3;\n  when x > 3 then\n    y = 3;\n  end when;\n  w = 3 + * 2;",
            reports: """
                plant.mo:2:7: error: ";" is missing before "y"
                    2 | Real x y;
                      |       ^ ";" is expected here
                   mend: end the declaration with ";"
                plant.mo:3:15: error: unit "furlong" cannot be read: no such unit
                    3 | Real z(unit = "furlong") = 3
                      |               ^^^^^^^^^
                   mend: write it as in "kg/s", "W/(m2.K)" or "J/(kg.K)"
                plant.mo:3:29: error: ";" is missing before "Real"
                    3 | Real z(unit = "furlong") = 3
                      |                             ^ ";" is expected here
                   mend: end the declaration with ";"
                plant.mo:6:7: error: found ";" where a value is expected
                    6 |   x = ;
                      |       ^ a number, a name or "(" is expected here
                plant.mo:7:5: error: found ":=" where "=" is expected
                    7 |   y := 3;
                      |     ^^ "=" is expected here
                   mend: an equation states what holds: write "="
                plant.mo:8:3: error: "when" is outside the part of Modelica that is read
                    8 |   when x > 3 then
                      |   ^^^^
                   mend: describe what happens at events in the twin, not in the model
                plant.mo:11:11: error: found "*" where a value is expected
                   11 |   w = 3 + * 2;
                      |           ^ a number, a name or "(" is expected here

                """)
    }
}
