import Damage
import Determinism
import Diagnostics
import Modeling
import Modelica
import Testing

/// Any text is answered by a model or by findings: never a crash, never a hang.
@Suite struct MutationTests {
    private static let damage = Damage(snippets: [
        "der(", "end", "end for;", "for i in 1:n loop", "if", "then", "else", "equation", "[", "]",
        "{", "}", "(", ")", ";", ":", "=", "1e308", "-", "*", "^", "/ 0", "[0]", "[-1:2]", "n", "x",
        "sum(", "fill(1, 100000)", "zeros(99999, 99999)", "1:1000000000", "\"", "/*", "'", "\u{0}",
        "é", "parameter", "Real", "Integer n = n;", "time", "Modelica.Math.Vectors.interpolate(",
        "each", "unit = \"K\"", "initial equation", "annotation(", ".", "<>", "9223372036854775807",
        "-9223372036854775808:-1:9223372036854775807",
    ])

    @Test(arguments: Corpus.names, 0..<4 as Range<UInt64>)
    func `a damaged model is answered by a model or by findings`(
        name: String, seed: UInt64
    ) throws {
        let whole = try Corpus.text(name)
        var chance = RandomStream(seed: seed, purpose: "damage to \(name)")
        var refused = 0
        for _ in 0..<200 {
            let text = CompiledText(Self.damage.damaged(whole, &chance))
            #expect(
                (text.compiled.model == nil) == text.compiled.findings.hasErrors,
                "seed \(seed): \(text.report)")
            let unusable = text.compiled.findings.unusable(in: text.compiled.source)
            #expect(unusable.isEmpty, "seed \(seed): \(unusable)")
            if text.compiled.model == nil { refused += 1 }
        }
        #expect(refused > 60)
    }

    @Test(arguments: [
        "((((", "{{{{", "-(", "if true then 1 else ", "x[", "sin(", "not ", "{x for i in {",
        "1 + 2 ^ (", "der(",
    ])
    func `nesting without end is refused, not followed`(piece: String) {
        let deep = String(repeating: piece, count: 5000)
        let text = CompiledText(declarations: "Real x;", equations: "  x = \(deep);")
        #expect(text.compiled.findings.hasErrors)
    }

    @Test func `loops within loops without end are refused`() {
        let heads = String(repeating: "for i in 1:2 loop\n", count: 5000)
        let text = CompiledText(declarations: "Real x;", equations: heads)
        #expect(text.compiled.findings.hasErrors)
    }

    @Test func `a long chain of parameters is refused or followed, never a crash`() {
        let chain = (0..<5000).map { "parameter Integer p\($0) = p\($0 + 1) + 1;" }
        let text = CompiledText(
            declarations: chain.joined(separator: "\n") + "parameter Integer p5000 = 1;",
            equations: "")
        #expect(text.compiled.findings.hasErrors)
    }

    @Test func `a short text that asks for endless work is refused`() {
        let loops = "for i in 1:10000 loop for j in 1:10000 loop x = i * j; end for; end for;"
        let text = CompiledText(declarations: "Real x;", equations: loops)
        #expect(text.report.contains("the model is too large") || text.report.contains("more than"))
    }

    @Test func `a long chain of equations is sorted without recursion`() throws {
        let text = CompiledText(
            declarations: "parameter Integer n = 20000; input Real u; Real x[n];",
            equations: "for i in 1:n - 1 loop x[i] = 0.5 * x[i + 1]; end for; x[n] = u;")
        #expect(try text.model().algebraics.count == 20_001)
    }

    @Test func `a sum over thousands of unknowns is solved`() throws {
        let text = CompiledText(
            declarations: "input Real u; Real x[5000]; output Real y;",
            equations: "y = sum(x); for i in 1:5000 loop x[i] = i * u; end for;")
        #expect(try text.values(at: ["u": 2])["y"] == 5000 * 5001)
    }
}
