import Damage
import Determinism
import Expressions
import Testing

/// Any text is answered by a formula or by an error with its place: never a crash.
@Suite struct DamageTests {
    private static let damage = Damage(snippets: [
        "(", ")", "[", "]", "[1,2]", "'", "^", "-", "- ", "+", "*", "/", "<", ">=", "==", "!=", "=",
        "!", ".", ",", "%", "°", "e", "e308", "0", " 5 ", " K", " degC", " EUR/h", " EUR/(h.K)",
        " if ", " then ", " else ", " and ", " or ", " not ", "min(", "max(", "sqrt(", "exp(1000)",
        "log(0)", "1 / 0", "\u{0}", "\u{7}", "💶", "\u{202E}", "é", "\n", "\t", "&", "|",
        "TI-305.PV",
        "LINE.STOPPED", "setpoint[1]", "'20 TI/1'", "a", "b", " true", " false", "9e999",
    ])

    private static let seeds = [
        "if TI-305.PV > 1200 degC and not LINE.STOPPED then min(a, b) else 3 * ratio ^ 2",
        "1 <= a < 3 or '20 TI/1' == 2 - -3.5e-7 %",
        "0.5 * TI-305.PV + 0.5 * TI-306.PV > 1200 degC",
        "if LINE.SPEED < 5 t/h then fuel / 2 else max(fuel, 3 MW, 2 MW)",
        "(TI-305.PV - TI-306.PV - 5 K) / 2 - (setpoint[1] - charge_temperature)",
    ]

    /// Whether the text is a formula with a kind; checks what must hold of any text.
    private func check(_ text: String, seed: UInt64) -> Bool {
        do throws(FormulaError) {
            let formula = try Formula(text, units: TestUnits())
            let kind = try formula.kind(in: testNames)
            checkValues(of: formula, kind, seed)
            return true
        } catch {
            let whole = 0...text.unicodeScalars.count
            #expect(
                whole.contains(error.at.lowerBound) && whole.contains(error.at.upperBound)
                    && !error.message.isEmpty, "seed \(seed): \(error) in \(text)")
            return false
        }
    }

    /// A value is of the formula's kind or unknown, and never NaN; a sum of names times numbers
    /// is what its linear form says.
    private func checkValues(of formula: Formula, _ kind: Kind, _ seed: UInt64) {
        let readings: [Double?] = [nil, 0, 1, 2.5, .nan, 1e308]
        for reading in readings {
            switch formula.term.value(of: { _ in reading }) {
            case .unknown: break
            case .truth: #expect(kind == .truth, "seed \(seed): \(formula.text)")
            case .number(let value):
                // A tag that is true or false reads as 0 or 1.
                let isNumber = kind != .truth || formula.term.children.isEmpty
                #expect(value.isFinite && isNumber, "seed \(seed): \(formula.text)")
                guard reading == 2.5, let linear = formula.linearForm else { continue }
                let sum = linear.parts.reduce(linear.constant) { $0 + $1.coefficient * 2.5 }
                let sizes = linear.parts.reduce(abs(linear.constant)) { $0 + abs($1.coefficient) }
                #expect(
                    abs(sum - value) <= 1e-9 * max(1, sizes * 2.5), "seed \(seed): \(formula.text)")
            }
        }
    }

    @Test(arguments: 0..<4 as Range<UInt64>)
    func `a damaged formula is answered by a formula or by an error`(seed: UInt64) {
        var chance = RandomStream(seed: seed, purpose: "damage to formulas")
        var accepted = 0
        for round in 0..<4000 {
            let whole = Self.seeds[round % Self.seeds.count]
            if check(Self.damage.damaged(whole, &chance), seed: seed) { accepted += 1 }
        }
        #expect(accepted > 100 && accepted < 3000, "\(accepted)")
    }
}
