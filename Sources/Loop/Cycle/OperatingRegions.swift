import Determinism
import Estimate
import Expressions
import Modeling
import Optimize
import Tags
import Tape

/// Tells in which operating region the plant is; the model's word is judged in each by itself.
///
/// What a region says of the model's variables is taken as the twin believes them at the instant,
/// what it says of tags as they are measured; both in SI. A name that is both is the variable.
struct OperatingRegions: Sendable {
    /// Where no declared region is.
    static let elsewhere = "elsewhere"

    private let regions: [(name: String, when: Formula)]
    /// Names of the model's variables in the regions, in the order of the tape's outputs.
    private let variables: [String]
    private let tape: Tape

    init(_ settings: LoopSettings) {
        regions = settings.regions
        let model = settings.problem.model
        var graph = model.graph
        var names: [String] = []
        var values: [Expression] = []
        for name in settings.regions.flatMap(\.when.names) where !names.contains(name) {
            guard let found = model.find(name) else { continue }
            names.append(name)
            values.append(model.expression(found, in: &graph))
        }
        variables = names
        tape = Tape(graph, outputs: values, inputCount: model.slots.count)
    }

    /// The first region whose condition is true; "elsewhere" if none is, or none is known to be.
    ///
    /// - Parameter parameters: all of the problem's model, estimated ones at their present value.
    func region(
        of snapshot: Snapshot, believing believed: Believed, _ parameters: [Double]
    ) -> String {
        var workspace = ScalarWorkspace(for: tape)
        let state = believed.state
        let values = workspace.evaluate(
            [state.time.seconds] + state.mean + believed.inputs + parameters)
        for (name, when) in regions {
            let truth = when.truth { name in
                variables.firstIndex(of: name).map { values[$0] }
                    ?? snapshot.value(of: TagName(name))
            }
            if truth == .yes { return name }
        }
        return Self.elsewhere
    }
}
