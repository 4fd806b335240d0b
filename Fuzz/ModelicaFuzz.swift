// Entry of libFuzzer for the model language: any bytes must end in a model or in findings.
import Diagnostics
import Modeling
import Modelica
import Quantities
import Tape

/// Runs the whole way from bytes to a compiled tape.
enum FuzzModelica {
    static func run(_ bytes: [UInt8]) {
        let text = String(decoding: bytes, as: UTF8.self)
        let compiled = compile(text: text, file: "fuzz.mo", units: FixedUnits())
        let report = compiled.findings.text(in: [compiled.source])
        guard let model = compiled.model else {
            expect(compiled.findings.hasErrors, "no model and no reason: \(report)")
            return
        }
        expect(!compiled.findings.hasErrors, "a model beside errors: \(report)")
        let tape = Tape(
            model.graph, outputs: model.derivatives + model.initialStates,
            inputCount: model.slots.count)
        var workspace = ScalarWorkspace(for: tape)
        _ = workspace.evaluate([Double](repeating: 1, count: model.slots.count))
    }
}

@_cdecl("LLVMFuzzerTestOneInput")
func fuzzOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    FuzzModelica.run(Array(UnsafeBufferPointer(start: start, count: count)))
    return 0
}
