import Diagnostics
import Foundation
import Modelica
import Modeling
import Tags
import Testing
import TwinFile
import Units

/// The text of a file of the repository.
func repositoryFile(_ path: String) throws -> String {
    var root = URL(fileURLWithPath: #filePath)
    for _ in 0..<3 { root.deleteLastPathComponent() }
    return try String(contentsOf: root.appendingPathComponent(path), encoding: .utf8)
}

/// Reads a text that must be accepted.
func accepted(
    _ text: String, model: ModelNames? = nil, sourceLocation: SourceLocation = #_sourceLocation
) throws -> Twin {
    do {
        return try Twin.read(text, file: "twin.yaml", units: UDUnits()) { _ in model }
    } catch {
        Issue.record(
            "\(error.text(in: [SourceText(file: "twin.yaml", text: text)]))",
            sourceLocation: sourceLocation)
        throw error
    }
}

@Suite struct ExampleTests {
    @Test func `the furnace's file is read whole`() throws {
        let twin = try accepted(repositoryFile("examples/reheat-furnace/twin.yaml"))
        #expect(twin.tags(.mv).map(\.name.text) == ["TIC-201.SP", "TIC-202.SP", "TIC-203.SP"])
        #expect(twin.variable(of: TagName("TIC-202.SP")) == "setpoint[2]")
        #expect(!twin.holds.isEmpty && !twin.objective.terms.isEmpty)
    }

    @Test func `the furnace's file agrees with its model, names and units`() throws {
        let text = try repositoryFile("examples/reheat-furnace/furnace.mo")
        let compiled = compile(text: text, file: "furnace.mo", units: UDUnits())
        let model = try #require(compiled.model)
        func list(_ variables: [Modeling.Variable], _ kind: ModelNames.Kind) -> [ModelNames
            .Variable]
        {
            variables.map { ModelNames.Variable($0.name, kind, $0.unit) }
        }
        let names = ModelNames(
            list(model.inputs, .input) + list(model.parameters, .parameter)
                + list(model.states, .inner) + list(model.algebraics, .output))
        let twin = try accepted(
            repositoryFile("examples/reheat-furnace/twin.yaml"), model: names)
        #expect(Set(twin.map.map(\.variable)).isSuperset(of: model.inputs.map(\.name)))
    }
}
