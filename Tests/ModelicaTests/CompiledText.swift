import Diagnostics
import Modeling
import Modelica
import Tape
import Testing

/// The text gave no model; what it gave instead has been recorded.
struct NoModel: Error {}

/// A model text compiled with the fixed units, and its values at a point by name.
struct CompiledText {
    let compiled: CompiledModel

    init(_ text: String) {
        compiled = compile(text: text, file: "plant.mo", units: FixedUnits())
    }

    /// A model of the given declarations and equations.
    init(declarations: String, equations: String) {
        self.init("model Plant\n\(declarations)\nequation\n\(equations)\nend Plant;\n")
    }

    /// What the user reads.
    var report: String { compiled.findings.text(in: [compiled.source]) }

    func model(_ location: SourceLocation = #_sourceLocation) throws -> Model {
        guard let model = compiled.model else {
            Issue.record("\(report)", sourceLocation: location)
            throw NoModel()
        }
        return model
    }

    /// Every derivative ("der(x)") and other variable at a point; what is not named has its start.
    func values(at point: [String: Double] = [:]) throws -> [String: Double] {
        let model = try model()
        let slots = model.slots
        var inputs = [Double](repeating: 0, count: slots.count)
        inputs[slots.time] = point["time"] ?? 0
        for (i, state) in model.states.enumerated() {
            inputs[slots.state(i)] = point[state.name] ?? state.start
        }
        for (i, input) in model.inputs.enumerated() {
            inputs[slots.input(i)] = point[input.name] ?? input.start
        }
        for (i, parameter) in model.parameters.enumerated() {
            inputs[slots.parameter(i)] = point[parameter.name] ?? parameter.start
        }
        let tape = Tape(
            model.graph, outputs: model.derivatives + model.values + model.initialStates,
            inputCount: slots.count)
        var workspace = ScalarWorkspace(for: tape)
        let numbers = workspace.evaluate(inputs)
        var result: [String: Double] = [:]
        for (i, state) in model.states.enumerated() {
            result["der(\(state.name))"] = numbers[i]
            result["start(\(state.name))"] =
                numbers[model.states.count + model.algebraics.count + i]
        }
        for (i, variable) in model.algebraics.enumerated() {
            result[variable.name] = numbers[model.states.count + i]
        }
        return result
    }
}

/// Whether two numbers agree to the last few bits.
func isClose(_ a: Double?, _ b: Double, within tolerance: Double = 1e-13) -> Bool {
    guard let a else { return false }
    return abs(a - b) <= tolerance * max(1, abs(a), abs(b))
}
