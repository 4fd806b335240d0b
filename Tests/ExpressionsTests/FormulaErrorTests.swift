import Determinism
import Expressions
import Testing

@Suite struct FormulaErrorTests {
    /// Reads and checks a formula that must be refused; gives the error.
    func check(_ text: String) -> FormulaError? {
        #expect(throws: FormulaError.self) {
            _ = try Formula(text, units: TestUnits()).kind(in: testNames)
        }
    }

    @Test(arguments: [
        ("", 1, "the end cannot stand here"),
        ("a +", 4, "the end cannot stand here"),
        ("a > 1 b", 7, "\"b\" is not a unit: not known here"),
        ("(a", 3, "the end cannot stand here"),
        ("a = 1", 3, "\"=\" is not used here"),
        ("a && b", 3, "\"&&\" is not used here"),
        ("!LINE.STOPPED", 1, "\"!\" is not used here"),
        ("a # b", 3, "\"#\" has no meaning in a formula"),
        ("sin(a)", 1, "sin is not a function"),
        ("min(a)", 1, "min has 1 arguments"),
        ("3 furlong > a", 3, "\"furlong\" is not a unit: not known here"),
        ("1e999 > a", 1, "the number 1e999 is too large"),
        ("'abc", 1, "a quoted name has no end"),
        ("2 ^ 2 ^ 2", 7, "a power of a power is ambiguous"),
        ("if a > 1 then 2", 16, "the end cannot stand here"),
    ])
    func `a text that is no formula is refused at its column`(
        text: String, column: Int, message: String
    ) throws {
        let error = try #require(check(text))
        #expect(error.column == column)
        #expect(error.message == message)
    }

    @Test(arguments: [
        ("LINE.SPEED > 5 K", "units do not agree: left is kg.s-1, right is K"),
        ("LINE.SPEED > 0", "units do not agree: left is kg.s-1, right is 1"),
        ("LINE.STOPPED > 0", "this is true or false, not a number"),
        ("TIC-201.MODE and LINE.STOPPED", "this is a plain number, not true or false"),
        ("TI-305.PV - TI-306.PV > 5 degC", "a difference in K is set against a level in K"),
        ("TI-305.PV + 5 degC > TI-306.PV", "2.0 levels added, in K is set against a level in K"),
        ("exp(LINE.SPEED)", "exp takes a plain number, this is kg.s-1"),
        ("fuel ^ a > 3", "a number with a unit has a fixed exponent only"),
        ("a ^ fuel > 3", "the exponent has the unit kg.m2.s-3"),
        (
            "if a > 1 then fuel else LINE.SPEED",
            "units do not agree: left is kg.m2.s-3, right is kg.s-1"
        ),
        ("TI-350.PV > 5 degC", "TI-350.PV is not declared"),
    ])
    func `units and names that do not agree are refused`(text: String, message: String) throws {
        #expect(try #require(check(text)).message == message)
    }

    @Test func `a mistyped name suggests the nearest, a glued subtraction its spaces`() throws {
        #expect(try #require(check("LINE.SPED > 1 t/h")).mend == "did you mean LINE.SPEED?")
        #expect(try #require(check("a-b > 1")).mend == "to subtract, put spaces around \"-\"")
        #expect(try #require(check("LINE.SPEED > 0")).mend == "give the number its unit")
    }

    @Test(arguments: [
        "TI-305.PV - TI-306.PV > 5 K", "TI-305.PV > 1200 degC", "charge_temperature < 100 degC",
        "(TI-305.PV + TI-306.PV) / 2 > 1200 degC", "TI-305.PV - 5 K > TI-306.PV",
        "0.5 * TI-305.PV + 0.5 * TI-306.PV > 1200 degC", "sqrt(area) ^ 2 == area",
        "max(TI-305.PV, 1200 degC) > TI-306.PV", "fuel * 2 > 3 MW", "ratio > 5 %",
    ])
    func `levels, differences and their means agree where physics does`(text: String) throws {
        #expect(try Formula(text, units: TestUnits()).kind(in: testNames) == .truth)
    }

    @Test func `deep nesting and endless formulas are refused, not crashed on`() {
        let deep = String(repeating: "(", count: 100_000)
        let long = "a" + String(repeating: " + a", count: 100_000)
        let tower = String(repeating: "not ", count: 300) + "LINE.STOPPED"
        #expect(
            check("(((" + String(repeating: "(", count: 60) + "a")?.message.contains("deep") == true
        )
        #expect(check(deep)?.message == "the formula is too long")
        #expect(check(long)?.message == "the formula is too long")
        #expect((try? Formula(tower, units: TestUnits())) != nil)
    }

    /// Each level looked at twice would be 2³⁰ looks.
    @Test(
        .timeLimit(.minutes(10)),
        arguments: [("if true then ", "1", " else 1"), ("min(", "1", ", 1)")])
    func `a formula nested thirty deep is checked at once`(
        opening: String, inner: String, closing: String
    ) throws {
        let text =
            String(repeating: opening, count: 30) + inner + String(repeating: closing, count: 30)
        #expect(try Formula(text, units: TestUnits()).kind(in: testNames) == .plainNumber)
    }
}
