package import Tape

/// What the plant is: ẋ = f(t, x, u, p), y = g(t, x, u, p), with everything else substituted away.
///
/// Tapes compiled from `graph` take their inputs in one order: time [s], states, inputs, parameters
/// (`slots`). Everything is in SI.
package struct Model: Sendable {
    package let name: String
    package let states: [Variable]
    package let inputs: [Variable]
    package let parameters: [Variable]
    /// Every other variable of the model text, `output` or not, in the order of its declaration.
    package let algebraics: [Variable]

    package let graph: Graph
    /// ẋ, one a state.
    package let derivatives: [Expression]
    /// One an algebraic variable.
    package let values: [Expression]
    /// The states' initial values, in inputs and parameters.
    package let initialStates: [Expression]

    package init(
        name: String, states: [Variable], inputs: [Variable], parameters: [Variable],
        algebraics: [Variable], graph: Graph, derivatives: [Expression], values: [Expression],
        initialStates: [Expression]
    ) {
        precondition(
            derivatives.count == states.count && initialStates.count == states.count
                && values.count == algebraics.count,
            "model \(name): \(states.count) states have \(derivatives.count) derivatives and "
                + "\(initialStates.count) initial values; \(algebraics.count) other variables have "
                + "\(values.count) expressions")
        self.name = name
        self.states = states
        self.inputs = inputs
        self.parameters = parameters
        self.algebraics = algebraics
        self.graph = graph
        self.derivatives = derivatives
        self.values = values
        self.initialStates = initialStates
    }

    /// Where time, states, inputs and parameters stand among a tape's inputs.
    package var slots: Slots {
        Slots(states: states.count, inputs: inputs.count, parameters: parameters.count)
    }

    /// Start values of the parameters, in order.
    package var parameterValues: [Double] { parameters.map(\.start) }

    /// The expression and declaration of any variable by name; nil if the model has none such.
    package func find(_ name: String) -> Found? {
        if let i = states.firstIndex(where: { $0.name == name }) { return .state(i) }
        if let i = inputs.firstIndex(where: { $0.name == name }) { return .input(i) }
        if let i = parameters.firstIndex(where: { $0.name == name }) { return .parameter(i) }
        if let i = algebraics.firstIndex(where: { $0.name == name }) { return .algebraic(i) }
        return nil
    }

    /// What a name stands for: its kind and position there.
    package enum Found: Hashable, Sendable {
        case state(Int)
        case input(Int)
        case parameter(Int)
        case algebraic(Int)
    }

    /// The declaration behind `found`.
    package func variable(_ found: Found) -> Variable {
        switch found {
        case .state(let i): states[i]
        case .input(let i): inputs[i]
        case .parameter(let i): parameters[i]
        case .algebraic(let i): algebraics[i]
        }
    }

    /// The expression behind `found`, in `graph` (which must be this model's, or grown from it).
    package func expression(_ found: Found, in graph: inout Graph) -> Expression {
        switch found {
        case .state(let i): graph.variable(slots.state(i))
        case .input(let i): graph.variable(slots.input(i))
        case .parameter(let i): graph.variable(slots.parameter(i))
        case .algebraic(let i): values[i]
        }
    }
}

/// The order of a model tape's inputs: time, states, inputs, parameters.
package struct Slots: Hashable, Sendable {
    package let states: Int
    package let inputs: Int
    package let parameters: Int

    package init(states: Int, inputs: Int, parameters: Int) {
        self.states = states
        self.inputs = inputs
        self.parameters = parameters
    }

    package var time: Int { 0 }
    package func state(_ i: Int) -> Int { 1 + i }
    package func input(_ i: Int) -> Int { 1 + states + i }
    package func parameter(_ i: Int) -> Int { 1 + states + inputs + i }
    package var count: Int { 1 + states + inputs + parameters }

    package var allStates: [Int] { (0..<states).map(state) }
    package var allInputs: [Int] { (0..<inputs).map(input) }
    package var allParameters: [Int] { (0..<parameters).map(parameter) }
}
