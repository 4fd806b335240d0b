import Diagnostics
import Modeling
import Quantities
import Tape

extension Assembly {
    // MARK: Initial values

    /// The states' initial values in inputs and parameters: from initial equations, or start.
    mutating func initialStates() -> [Expression]? {
        guard let starts = startExpressions() else { return nil }
        guard !flat.initialEquations.isEmpty else { return starts }
        var equations: [FlatEquation] = []
        for equation in flat.initialEquations {
            guard let residual = copy(equation.residual, from: flat.graph) else {
                flat.report(
                    "an initial equation takes der() of a variable that is no state",
                    at: equation.place, mend: "use states and their derivatives")
                return nil
            }
            equations.append(
                FlatEquation(residual: residual, place: equation.place, owner: nil))
        }
        let open = states.indices.filter { !isFixed(states[$0]) }
        var system = EquationSystem(
            equations, unknowns: open.map(slots.state), graph: graph)
        guard reportSurplusStarts(system) else { return nil }
        graph = system.graph
        return solveStarts(&system, starts)
    }

    private func isFixed(_ scalar: Int) -> Bool {
        let (index, element) = flat.scalars[scalar]
        guard let fixed = flat.components[index].attributes["fixed"] else { return false }
        return flat.graph.constantValue(fixed[element]) == 1
    }

    private mutating func reportSurplusStarts(_ system: EquationSystem) -> Bool {
        let surplus = system.overdetermined()
        for part in surplus {
            let names = part.unknowns.map { name(ofState: system.unknowns[$0]) }
            let places = part.equations.map { system.equations[$0].place }
            let last = places.max { ($0.line, $0.column) < ($1.line, $1.column) } ?? .start
            flat.report(
                names.isEmpty
                    ? "this initial equation determines no state"
                    : "\(counted(places.count, "initial equation")) for "
                        + "\(counted(names.count, "state")), \(list(names))", at: last,
                note: "initial values of states are expected here",
                mend: "remove an initial equation, or fixed = true of a state")
        }
        return surplus.isEmpty
    }

    private func name(ofState slot: Int) -> String { flat.name(ofScalar: states[slot - 1]) }

    private mutating func solveStarts(
        _ system: inout EquationSystem, _ starts: [Expression]
    ) -> [Expression]? {
        var initial: [Expression?] = starts
        for (u, slot) in system.unknowns.enumerated()
        where system.matching.equation[u] != Matching.none {
            initial[slot - 1] = nil
        }
        var isSolved = true
        for group in system.groups() {
            let targets = group.map { system.unknowns[system.matching.unknown[$0]] }
            guard group.count == 1, let solution = system.solution(of: group[0]) else {
                flat.report(
                    "the initial equations of \(list(targets.map { name(ofState: $0) })) "
                        + "cannot be solved one after the other",
                    at: system.equations[group[0]].place,
                    mend: "write state = value for each state")
                isSolved = false
                continue
            }
            guard isSolved else { continue }
            initial[targets[0] - 1] = inStarts(solution, of: system.graph, initial)
        }
        let result = initial.compactMap { $0 }
        return isSolved && result.count == starts.count ? result : nil
    }

    /// An expression with the states' initial values in place of the states.
    private mutating func inStarts(
        _ expression: Expression, of source: Graph, _ initial: [Expression?]
    ) -> Expression? {
        var own: [Int32: Expression] = [:]
        let slots = self.slots
        var others: [Int: Expression] = [:]
        for slot in walk.slots(below: expression, in: source) where slot > slots.states || slot == 0
        {
            others[slot] = graph.variable(slot)
        }
        return graph.copy(
            expression, from: source, walk: &walk, copies: &own,
            replacing: { slot in
                slot >= 1 && slot <= slots.states ? initial[slot - 1] : others[slot]
            })
    }

    /// Start values of the states in parameters; 0 where none is declared, as in Modelica.
    private mutating func startExpressions() -> [Expression]? {
        var result: [Expression] = []
        var warned: Set<Int> = []
        for scalar in states {
            let (index, element) = flat.scalars[scalar]
            let component = flat.components[index]
            guard let start = component.attributes["start"] else {
                if flat.initialEquations.isEmpty, warned.insert(index).inserted {
                    flat.report(
                        "state \(component.declaration.name) has no start value, it starts at 0",
                        at: component.declaration.place,
                        mend: "write \(component.declaration.name)(start = …)",
                        severity: .warning)
                }
                result.append(graph.constant(0))
                continue
            }
            guard let expression = inParameters(start[element], "start", component) else {
                return nil
            }
            result.append(expression)
        }
        return result
    }

    /// An attribute's expression, which must be made of parameters.
    private mutating func inParameters(
        _ expression: Expression, _ attribute: String, _ component: Component
    ) -> Expression? {
        for slot in walk.slots(below: expression, in: flat.graph) {
            if slot < flat.scalars.count {
                switch flat.roles[slot] {
                case .tunable, .dependent: continue
                case .input, .variable: break
                }
            }
            let place =
                component.declaration.attributes.first { $0.name == attribute }?.place
                ?? component.declaration.place
            flat.report(
                "\(attribute) of \(component.declaration.name) depends on "
                    + "\(flat.name(ofSlot: slot)), which varies", at: place,
                note: "numbers and parameters are expected here",
                mend: attribute == "start" ? "use an initial equation" : nil)
            return nil
        }
        return copy(expression, from: flat.graph)
    }

    // MARK: Declarations

    /// Numbers of one scalar's attributes.
    private struct Bounds {
        var start: Double?
        var minimum: Double?
        var maximum: Double?
        var nominal: Double?
    }

    /// Every scalar's declaration with its attributes as numbers, at the parameters' own values.
    mutating func declaredVariables() -> [Int: Variable]? {
        let wanted = ["start", "min", "max", "nominal"]
        var outputs: [Expression] = []
        var owners: [(scalar: Int, attribute: Int)] = []
        for component in flat.components {
            guard let first = component.firstScalar else { continue }
            for (number, name) in wanted.enumerated() {
                for (element, raw) in (component.attributes[name] ?? []).enumerated() {
                    guard let expression = inParameters(raw, name, component) else { return nil }
                    outputs.append(expression)
                    owners.append((first + element, number))
                }
            }
        }
        let numbers = evaluated(outputs)
        var bounds = [Bounds](repeating: Bounds(), count: flat.scalars.count)
        for ((scalar, attribute), number) in zip(owners, numbers) {
            switch attribute {
            case 0: bounds[scalar].start = number
            case 1: bounds[scalar].minimum = number
            case 2: bounds[scalar].maximum = number
            default: bounds[scalar].nominal = number
            }
        }
        var result: [Int: Variable] = [:]
        var isSound = true
        for scalar in flat.scalars.indices {
            if case .tunable(let value) = flat.roles[scalar] { bounds[scalar].start = value }
            guard let variable = variable(scalar, bounds[scalar]) else {
                isSound = false
                continue
            }
            result[scalar] = variable
        }
        return isSound ? result : nil
    }

    private func evaluated(_ outputs: [Expression]) -> [Double] {
        guard !outputs.isEmpty else { return [] }
        let tape = Tape(graph, outputs: outputs, inputCount: slots.count)
        var inputs = [Double](repeating: 0, count: slots.count)
        for (i, scalar) in parameters.enumerated() {
            if case .tunable(let value) = flat.roles[scalar] { inputs[slots.parameter(i)] = value }
        }
        var workspace = ScalarWorkspace(for: tape)
        return workspace.evaluate(inputs)
    }

    /// The declaration of a scalar; nil if its numbers contradict each other.
    private mutating func variable(_ scalar: Int, _ bounds: Bounds) -> Variable? {
        let (index, element) = flat.scalars[scalar]
        let component = flat.components[index]
        let place = component.declaration.place
        let name = flat.name(ofScalar: scalar)
        let minimum = bounds.minimum ?? -.infinity
        let maximum = bounds.maximum ?? .infinity
        let nominal = bounds.nominal ?? 1
        // Modelica: a start value that is not declared is 0.
        let start = bounds.start ?? 0
        guard minimum <= maximum else {
            flat.report(
                "\(name) has min \(minimum) above max \(maximum)", at: place,
                mend: "swap or mend them")
            return nil
        }
        guard nominal > 0, nominal.isFinite else {
            flat.report(
                "\(name) has nominal \(nominal)", at: place,
                note: "a typical size above 0 is expected", mend: nil)
            return nil
        }
        guard start.isFinite else {
            flat.report("\(name) has the value \(start)", at: place, mend: "give a finite number")
            return nil
        }
        if bounds.start != nil, !(start >= minimum && start <= maximum) {
            flat.report(
                "\(name) is \(start), outside its range \(minimum) to \(maximum)", at: place,
                mend: "change the value, or its min and max")
            return nil
        }
        return Variable(
            name: name, unit: flat.declaredUnit(component, element), start: start,
            minimum: minimum, maximum: maximum, nominal: nominal,
            text: component.declaration.text)
    }
}
