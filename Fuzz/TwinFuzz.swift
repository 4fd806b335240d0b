// Entry of libFuzzer for twin.yaml: any bytes must end in a twin or in findings with places.
import Diagnostics
import Foundation
import Modeling
import Modelica
import TwinFile
import Units

/// The names of the furnace's model, which most seeds speak of.
enum FuzzTwin {
    static let model: ModelNames = {
        let text =
            FileManager.default.contents(atPath: "examples/reheat-furnace/furnace.mo")
            .map { String(decoding: $0, as: UTF8.self) } ?? ""
        guard let model = compile(text: text, file: "furnace.mo", units: UDUnits()).model else {
            preconditionFailure("start the fuzzer in the repository's root")
        }
        func list(
            _ variables: [Modeling.Variable], _ kind: ModelNames.Kind
        ) -> [ModelNames.Variable] {
            variables.map { ModelNames.Variable($0.name, kind, $0.unit) }
        }
        return ModelNames(
            list(model.inputs, .input) + list(model.parameters, .parameter)
                + list(model.states, .inner) + list(model.algebraics, .output))
    }()

    static func run(_ bytes: [UInt8]) {
        let text = String(decoding: bytes, as: UTF8.self)
        for names in [model, nil] {
            do {
                _ = try Twin.read(text, file: "twin.yaml", units: UDUnits()) { _ in names }
            } catch {
                let unusable = error.unusable(in: SourceText(file: "twin.yaml", text: text))
                expect(error.hasErrors, "refused without a reason")
                expect(unusable.isEmpty, "\(unusable)")
            }
        }
    }
}

@_cdecl("LLVMFuzzerTestOneInput")
func fuzzOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    FuzzTwin.run(Array(UnsafeBufferPointer(start: start, count: count)))
    return 0
}
