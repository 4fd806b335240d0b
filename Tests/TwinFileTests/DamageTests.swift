import Damage
import Determinism
import Diagnostics
import Testing
import TwinFile
import Units

/// Any text is answered by a twin or by findings with their places: never a crash.
@Suite struct DamageTests {
    private static let damage = Damage(snippets: [
        ":", ": ", "- ", ",", "[", "]", "{", "}", "#", "'", "\"", "&a ", "*a", "!!int ", "|", ">",
        "---", "...", "%YAML", "? ", "\t", "\u{0}", "\u{85}", "\u{2028}", "\u{FEFF}", "é", "💶",
        "null",
        "~", "yes", "true", "1e999", "-0", "1e308 K", "5 K", "5 degC", "3 EUR/h", "0 s", "-5 s",
        "1e300 h", "K^13", "m^999", "s @ 5", "per 1 h", "per ", "per 1 h:\n", "[1, 2]", "{a: b}",
        "if true then 1 else 2", "TIC-201.SP", "1 / 0", "(((((", "not ", "min(", "65536", "model: ",
        "guard:", "tags:", "hold:", "objective:", "<<: *x", "=", "@", "`",
    ])

    private func check(_ text: String, model: ModelNames?, seed: UInt64) -> Bool {
        do {
            _ = try Twin.read(text, file: "twin.yaml", units: UDUnits()) { _ in model }
            return true
        } catch {
            let unusable = error.unusable(in: SourceText(file: "twin.yaml", text: text))
            #expect(error.hasErrors && unusable.isEmpty, "seed \(seed): \(unusable)\n\(text)")
            return false
        }
    }

    @Test(
        arguments: [
            "examples/reheat-furnace/twin.yaml", "Tests/RunBench/Fixtures/kettle/twin.yaml",
            "small",
        ], 0..<2 as Range<UInt64>)
    func `a damaged twin is answered by a twin or by findings`(
        path: String, seed: UInt64
    ) throws {
        let whole = path == "small" ? smallTwin : try repositoryFile(path)
        let model = path == "small" ? try kilnModel() : nil
        var chance = RandomStream(seed: seed, purpose: "damage to \(path)")
        var refused = 0
        for _ in 0..<120 {
            let text = Self.damage.damaged(whole, &chance)
            if !check(text, model: model, seed: seed) { refused += 1 }
        }
        #expect(refused > 60 && refused < 120, "\(refused)")
    }
}
