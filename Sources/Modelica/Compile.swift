package import Diagnostics
package import Modeling
package import Quantities

/// What came of a model text.
package struct CompiledModel: Sendable {
    /// Nil if anything was refused.
    package let model: Model?
    /// All that was found, in the order of the text; warnings do not refuse a model.
    package let findings: Findings
    /// For showing findings with their source lines: `findings.text(in: [source])`.
    package let source: SourceText
}

/// Reads a model written in Modelica, checks its units, sorts its equations and substitutes them
/// down to ẋ = f(t, x, u, p), y = g(t, x, u, p).
///
/// The part of the language that is read is described in docs/modelica.md. Any text is answered by
/// a model or by findings, in bounded time and memory.
/// - Parameters:
///   - text: the whole file.
///   - file: its name, for messages.
///   - units: reads unit texts.
package func compile(text: String, file: String, units: any UnitReader) -> CompiledModel {
    let source = SourceText(file: file, text: text)
    var lexer = Lexer(text: text, file: file)
    let tokens = lexer.tokens()
    var parser = Parser(tokens: tokens, file: file)
    parser.parse()
    var findings = lexer.findings
    findings.add(parser.findings)
    let hasSyntaxErrors = findings.hasErrors
    guard !parser.syntax.name.isEmpty else {
        return CompiledModel(model: nil, findings: findings, source: source)
    }
    var flattening = Flattening(parser.syntax, file: file, reader: units)
    flattening.isIncomplete = hasSyntaxErrors
    flattening.run()
    if flattening.isIncomplete {
        findings.add(flattening.findings)
        return CompiledModel(model: nil, findings: findings, source: source)
    }
    var assembly = Assembly(flattening)
    let model = assembly.model()
    findings.add(assembly.flat.findings)
    return CompiledModel(
        model: findings.hasErrors ? nil : model, findings: findings, source: source)
}
