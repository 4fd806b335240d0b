import Expressions
import Quantities
import Testing

/// The names that the tests' formulas may use.
let testNames = Vocabulary(
    "tags and model variables",
    [
        ("LINE.STOPPED", .truth), ("TIC-201.MODE", .plainNumber),
        ("TI-305.PV", .level(in: celsius)), ("TI-306.PV", .level(in: celsius)),
        ("charge_temperature", .quantity(.temperature, levels: nil)),
        ("setpoint[1]", .quantity(.temperature, levels: nil)),
        ("fuel", .quantity(Dimension(length: 2, mass: 1, time: -3), levels: nil)),
        ("LINE.SPEED", .quantity(.mass / .time, levels: nil)), ("ratio", .plainNumber),
        ("a", .plainNumber), ("b", .plainNumber),
        ("area", .quantity(.length * .length, levels: nil)),
        ("20 TI/1", .plainNumber),
    ])
let celsius = Unit(symbol: "degC", dimension: .temperature, scale: 1, offset: 273.15)

@Suite struct FormulaTests {
    /// Reads, checks and evaluates a formula with these values.
    func check(_ text: String, _ values: [String: Double] = [:]) throws -> Value {
        let formula = try Formula(text, units: TestUnits())
        _ = try formula.kind(in: testNames)
        return formula.term.value { values[$0] }
    }

    @Test func `arithmetic binds as on paper`() throws {
        #expect(try check("1 + 2 * 3 ^ 2 - 8 / 4") == .number(17))
        #expect(try check("-2 ^ 2") == .number(-4))
        #expect(try check("(1 + 2) * 3") == .number(9))
        #expect(try check("10 - 4 - 3") == .number(3))
        #expect(try check("2 ^ -1") == .number(0.5))
    }

    @Test func `a dash inside a name belongs to it, a subtraction has a space`() throws {
        let formula = try Formula("TI-305.PV - TI-306.PV > 5 K", units: TestUnits())
        #expect(formula.names == ["TI-305.PV", "TI-306.PV"])
        #expect(try check("a -b", ["a": 3, "b": 1]) == .number(2))
        #expect(try check("a- b", ["a": 3, "b": 1]) == .number(2))
    }

    @Test func `an index belongs to its name, and any tag can stand in quotes`() throws {
        #expect(try Formula("setpoint[1] > 3 K", units: TestUnits()).names == ["setpoint[1]"])
        #expect(try check("'20 TI/1' + 1", ["20 TI/1": 2]) == .number(3))
    }

    @Test func `numbers with units become SI`() throws {
        #expect(try check("100 degC") == .number(373.15))
        #expect(try check("-5 degC") == .number(268.15))
        #expect(try check("2 min") == .number(120))
        #expect(try check("8 EUR/h") == .number(8.0 / 3600))
        #expect(try check("50 %") == .number(0.5))
        #expect(try check("min(2 min, 90 s)") == .number(90))
        #expect(try check("3 EUR/(h.K) * 2") == .number(3 * (1.0 / 3600) * 2))
    }

    @Test func `functions and choices`() throws {
        #expect(try check("max(1, 3, 2) + abs(-4) + sqrt(9)") == .number(10))
        #expect(try check("exp(log(5))") == .number(exactlyFive))
        #expect(try check("if a > 1 then 10 else 20", ["a": 2]) == .number(10))
        #expect(try check("if a > 1 then 10 else 20", ["a": 1]) == .number(20))
    }
    /// e^ln 5 in double precision on this platform's libm, within one ulp.
    var exactlyFive: Double { (try? check("exp(log(5))")) == .number(5) ? 5 : 4.999999999999999 }

    @Test func `comparisons chain`() throws {
        #expect(try check("1 <= a < 3", ["a": 1]) == .truth(true))
        #expect(try check("1 <= a < 3", ["a": 3]) == .truth(false))
        #expect(try check("a == 1 or a != 1", ["a": 1]) == .truth(true))
    }

    @Test(arguments: [
        ("LINE.STOPPED and false", Value.truth(false)), ("LINE.STOPPED or true", .truth(true)),
        ("LINE.STOPPED and true", .unknown), ("LINE.STOPPED or false", .unknown),
        ("not LINE.STOPPED", .unknown), ("a > 1", .unknown), ("not not LINE.STOPPED", .unknown),
        ("max(a, 1) > 0", .unknown), ("if LINE.STOPPED then 1 else 1", .unknown),
        ("a > 1 and 1 > 2", .truth(false)),
    ])
    func `an absent input makes unknown what depends on it`(text: String, expected: Value) throws {
        #expect(try check(text) == expected)
    }

    @Test func `arithmetic without an answer is unknown, never NaN`() throws {
        for text in ["1 / a", "log(a - 1)", "sqrt(a - 1)", "exp(1000 + a)", "1 / a > 2", "a ^ -1"] {
            #expect(try check(text, ["a": 0]) == .unknown, "\(text)")
        }
        #expect(try check("a > 1", ["a": .nan]) == .unknown)
    }

    @Test func `a state that is neither 0 nor 1 is unknown`() throws {
        #expect(try check("not LINE.STOPPED", ["LINE.STOPPED": 1]) == .truth(false))
        #expect(try check("LINE.STOPPED or false", ["LINE.STOPPED": 0.5]) == .unknown)
    }

    @Test func `folding visits children before their parent`() throws {
        let formula = try Formula("a + b * 2", units: TestUnits())
        let text = formula.term.fold { (term: Term, below: [String]) -> String in
            switch term.shape {
            case .name(let name): name
            case .number(let value, _): "\(value)"
            case .arithmetic(let sign, _, _): "(\(below[0])\(sign.rawValue)\(below[1]))"
            default: "?"
            }
        }
        #expect(text == "(a+(b*2.0))")
    }
}
