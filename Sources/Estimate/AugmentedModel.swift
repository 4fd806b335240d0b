package import Modeling
import Tape

/// A model with its disturbances written into the equations as parameters.
///
/// To the estimator those parameters are states that walk at random; to the optimizer and to a
/// forecast they are numbers that stay as last estimated. Slots of the original model keep their
/// place: the new parameters come last.
package struct AugmentedModel: Sendable {
    package let model: Model
    package let disturbances: [Disturbance]
    /// Which parameter of `model` each disturbance is.
    package let parameters: [Int]

    /// - Throws: `EstimatorError.unknownPlace` if a disturbance names nothing of its kind,
    ///   `.namedTwice` if two share a name or a place.
    package init(
        _ original: Model, disturbances: [Disturbance]
    ) throws(EstimatorError) {
        for (i, disturbance) in disturbances.enumerated() {
            if disturbances[..<i].contains(where: {
                $0.name == disturbance.name || $0.place == disturbance.place
            }) {
                throw .namedTwice(disturbance.name)
            }
        }
        var parameters = original.parameters
        var positions: [Int] = []
        for disturbance in disturbances {
            guard let target = Self.target(of: disturbance.place, in: original) else {
                throw .unknownPlace(disturbance: disturbance.name, place: "\(disturbance.place)")
            }
            if case .parameter(let position) = target {
                positions.append(position)
            } else {
                positions.append(parameters.count)
                parameters.append(Self.variable(disturbance, at: target, in: original))
            }
        }
        self.disturbances = disturbances
        self.parameters = positions
        model = Self.augment(original, disturbances, positions, parameters)
    }

    private static func target(of place: Disturbance.Place, in model: Model) -> Model.Found? {
        let (name, found): (String, Model.Found?)
        switch place {
        case .input(let text), .derivative(let text), .output(let text), .parameter(let text):
            (name, found) = (text, model.find(text))
        }
        guard !name.isEmpty, let found else { return nil }
        switch (place, found) {
        case (.input, .input), (.derivative, .state), (.output, .algebraic),
            (.parameter, .parameter):
            return found
        default: return nil
        }
    }

    private static func variable(
        _ disturbance: Disturbance, at target: Model.Found, in model: Model
    ) -> Variable {
        let place = model.variable(target)
        var unit = place.unit
        if case .state = target { unit = nil }
        return Variable(
            name: disturbance.name, unit: unit, start: 0, minimum: disturbance.minimum,
            maximum: disturbance.maximum, nominal: disturbance.initialDeviation,
            text: "estimated disturbance on \(place.name)")
    }

    private static func augment(
        _ original: Model, _ disturbances: [Disturbance], _ positions: [Int],
        _ parameters: [Variable]
    ) -> Model {
        var graph = original.graph
        var derivatives = original.derivatives
        var values = original.values
        var initial = original.initialStates
        let slots = original.slots
        var replaced: [(slot: Int, by: Expression)] = []
        for (disturbance, position) in zip(disturbances, positions) {
            if case .input(let name) = disturbance.place, case .input(let i) = original.find(name) {
                let input = graph.variable(slots.input(i))
                let offset = graph.variable(slots.parameter(position))
                replaced.append((slots.input(i), graph.add(input, offset)))
            }
        }
        if !replaced.isEmpty {
            derivatives = graph.substitute(replaced, in: derivatives)
            values = graph.substitute(replaced, in: values)
            initial = graph.substitute(replaced, in: initial)
        }
        for (disturbance, position) in zip(disturbances, positions) {
            let offset = graph.variable(slots.parameter(position))
            switch disturbance.place {
            case .derivative(let name):
                if case .state(let i) = original.find(name) {
                    derivatives[i] = graph.add(derivatives[i], offset)
                }
            case .output(let name):
                if case .algebraic(let i) = original.find(name) {
                    values[i] = graph.add(values[i], offset)
                }
            case .input, .parameter: break
            }
        }
        return Model(
            name: original.name, states: original.states, inputs: original.inputs,
            parameters: parameters, algebraics: original.algebraics, graph: graph,
            derivatives: derivatives, values: values, initialStates: initial)
    }
}
