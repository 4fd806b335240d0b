import Diagnostics
import Modelica
import Testing

/// What is outside the subset, or contradicts itself, is refused by name.
@Suite struct RefusalTests {
    @Test(arguments: [
        ("Real x;", "connect(a, b);", "\"connect\" is outside the part of Modelica that is read"),
        ("Real x;", "assert(x > 1, \"no\"); x = 1;", "\"assert\" is outside the part"),
        ("Real x;", "x = delay(time, 3);", "function delay is not known"),
        ("Real x;", "x = sinn(time);", "did you mean sin?"),
        ("Real x;", "x = {1, 2} * {1, 2, 3};", "the product of [2] and [3] does not exist"),
        ("Real x[2];", "x = {1, 2} + 1;", "left of \"+\" is [2], right is a scalar"),
        ("Real x[2] = 3;", "", "x is [2], its value is a scalar"),
        ("Real x[2](start = 3);", "der(x) = x;", "write each start = …"),
        ("Real x;", "x == 3;", "found \";\" where \"=\" is expected"),
        (
            "Real x;", "x = if time == 3 then 1 else 2;",
            "\"==\" between Real values is never certain"
        ),
        ("Real x; Real x;", "x = 1;", "x is declared twice"),
        ("Real x(sart = 3);", "der(x) = 1;", "did you mean start?"),
        ("Real x;", "x = 1 / 0;", "division by zero"),
        ("Real x;", "x = sqrt(-1);", "this is not a finite number"),
        ("input Real u = 3;", "", "input u has a value of its own"),
        ("parameter Real k;", "", "parameter k has no value"),
        ("parameter Real k(min = 2, max = 5) = 7;", "", "k is 7.0, outside its range 2.0 to 5.0"),
        ("parameter Real k = x; Real x;", "x = time;", "parameter k depends on x, which varies"),
        ("parameter Integer n = m; parameter Integer m = n;", "", "n depends on itself"),
        ("parameter Real a = b, b = a;", "", "algebraic loop: a and b depend on each other"),
        ("parameter Real k = 3; Real x[k];", "", "the size of x is not a fixed whole number"),
        ("Real x;", "der(x + 1) = 3;", "der() of an expression is not read"),
        ("input Real u;", "der(u) = 3;", "u cannot be a state: it is input"),
        ("Real x;", "x = y.z;", "y.z is not known"),
        ("Modelica.Units.SI.Mass m;", "m = 1;", "type Modelica.Units.SI.Mass is not known"),
        ("Real x;", "algorithm\n  x := 3;", "algorithm sections are not read"),
        ("Real x(unit = 3);", "x = 1;", "a unit is a text"),
        ("Real x(unit = \"W\", displayUnit = \"K\");", "x = 1;", "does not measure what \"W\""),
        ("parameter Integer n = 2.5;", "", "n is Integer, its value is Real"),
        ("Boolean b;", "b = 3;", "left of \"=\" is Boolean, right is Integer"),
        (
            "Real x;", "x = Modelica.Math.Vectors.interpolate({2, 1}, {1, 1}, time);",
            "the table of interpolate does not ascend"
        ),
        ("Real x;", "if time > 1 then x = 1; end if;", "have 1 and 0 equations"),
        (
            "Real x(start = 1, fixed = true);", "der(x) = 1; initial equation x = 3;",
            "this initial equation determines no state"
        ),
        ("Real x(start = time);", "der(x) = 1;", "start of x depends on time, which varies"),
        ("Real x(nominal = 0);", "x = 1;", "x has nominal 0.0"),
        ("Real x;", "for i in 1:3 loop x = 1;", "found the end of the file"),
        ("Real x;", "x = 1e999;", "the number 1e999 is too large"),
        ("Real x;", "x = 1 § 2;", "the character \"§\" means nothing"),
        ("Real x \"no end;", "x = 1;", "the text that begins here does not end"),
        ("Real x[200000];", "", "x has size 200000"),
    ])
    func `what cannot be read or cannot be is refused by name`(
        declarations: String, equations: String, message: String
    ) {
        let text = CompiledText(declarations: declarations, equations: equations)
        #expect(text.compiled.model == nil)
        #expect(text.report.contains(message), "\(text.report)")
    }

    @Test(arguments: [
        ("", "found the end of the file where \"model\" is expected"),
        ("package P end P;", "\"package\" is outside the part of Modelica that is read"),
        ("model A equation end B;", "\"end B\" ends model A"),
        ("model A equation end A; model B end B;", "keep one model in a file"),
    ])
    func `a file that is no model is refused`(text: String, message: String) {
        let text = CompiledText(text)
        #expect(text.compiled.model == nil)
        #expect(text.report.contains(message), "\(text.report)")
    }
}
