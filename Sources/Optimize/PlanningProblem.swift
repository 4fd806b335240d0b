package import Modeling
package import Quantities
package import Tags
package import Tape

/// What is to be decided, as far as it does not change from cycle to cycle. All numbers in SI.
package struct PlanningProblem: Sendable {
    /// The model with its disturbances as parameters.
    package let model: Model
    /// The model's graph, grown by the expressions of `held` and `terms`.
    package let graph: Graph
    package let handles: [Handle]
    package let held: [HeldVariable]
    package let terms: [MoneyTerm]
    /// The currency as the plant writes it, for explanations.
    package var currency = "EUR"

    package init(
        model: Model, graph: Graph, handles: [Handle], held: [HeldVariable], terms: [MoneyTerm]
    ) {
        precondition(
            handles.allSatisfy { model.inputs.indices.contains($0.input) },
            "a handle names an input that \(model.name) does not have")
        self.model = model
        self.graph = graph
        self.handles = handles
        self.held = held
        self.terms = terms
    }
}

/// A manipulated variable: a setpoint the plan may move.
package struct Handle: Hashable, Sendable {
    package let tag: TagName
    /// Position among the model's inputs.
    package let input: Int
    /// How the plant writes its values.
    package let unit: Unit
    /// Smaller moves are not made; zero or more.
    package var smallestMove = 0.0
    /// The step in which the control system stores the setpoint, in SI; 0 if it stores any number.
    package var resolution = 0.0
    /// Money per unit of travel; zero or more.
    package var travelPrice = 0.0
    /// Money per squared unit of each move; zero or more.
    package var squaredTravelPrice = 0.0

    package init(tag: TagName, input: Int, unit: Unit) {
        self.tag = tag
        self.input = input
        self.unit = unit
    }
}

/// A controlled variable: something kept within bounds.
package struct HeldVariable: Hashable, Sendable {
    /// Tag or name as the plant knows it.
    package let tag: TagName
    /// In the problem's graph.
    package let value: Expression
    package let unit: Unit
    /// A deviation that matters, in SI; scales the problem.
    package let typicalDeviation: Double

    package init(tag: TagName, value: Expression, unit: Unit, typicalDeviation: Double) {
        precondition(typicalDeviation > 0, "\(tag) has typical deviation \(typicalDeviation)")
        self.tag = tag
        self.value = value
        self.unit = unit
        self.typicalDeviation = typicalDeviation
    }
}

/// One item of the running costs: price · rate.
package struct MoneyTerm: Hashable, Sendable {
    package let name: String
    /// What is used up per second, in the problem's graph, SI.
    package let rate: Expression

    package init(name: String, rate: Expression) {
        self.name = name
        self.rate = rate
    }
}
