import Diagnostics
import Modeling
import Quantities
import Tape

/// Sorts the scalar equations of a flat model and puts one into the other, down to states, inputs
/// and parameters.
struct Assembly {
    var flat: Flattening
    /// The graph of the model to be.
    var graph = Graph()
    var walk = GraphWalk()
    /// What nodes of the flat graph have become.
    var copies: [Int32: Expression] = [:]
    /// What each slot of the flat graph has become.
    var solved: [Int: Expression] = [:]

    /// Scalars by what they are to the model.
    private(set) var states: [Int] = []
    private(set) var inputs: [Int] = []
    private(set) var parameters: [Int] = []
    private(set) var slots = Slots(states: 0, inputs: 0, parameters: 0)

    init(_ flat: Flattening) {
        self.flat = flat
        for scalar in flat.scalars.indices {
            switch flat.roles[scalar] {
            case .tunable: parameters.append(scalar)
            case .input: inputs.append(scalar)
            case .variable: if flat.isState[scalar] { states.append(scalar) }
            case .dependent: break
            }
        }
        slots = Slots(
            states: states.count, inputs: inputs.count, parameters: parameters.count)
    }

    /// The model; nil if something was reported.
    mutating func model() -> Model? {
        var system = self.system()
        guard checkBalance(system) else { return nil }
        enterKnown()
        guard solve(&system) else { return nil }
        guard let starts = initialStates() else { return nil }
        guard let variables = declaredVariables() else { return nil }
        return assembled(starts, variables)
    }

    // MARK: Equations

    private func system() -> EquationSystem {
        var unknowns: [Int] = []
        for scalar in flat.scalars.indices {
            switch flat.roles[scalar] {
            case .tunable, .input: break
            case .dependent: unknowns.append(scalar)
            case .variable:
                unknowns.append(flat.isState[scalar] ? Flattening.derivativeSlots + scalar : scalar)
            }
        }
        return EquationSystem(flat.equations, unknowns: unknowns, graph: flat.graph)
    }

    private mutating func enterKnown() {
        solved[Flattening.timeSlot] = graph.variable(slots.time)
        for (i, scalar) in states.enumerated() { solved[scalar] = graph.variable(slots.state(i)) }
        for (i, scalar) in inputs.enumerated() { solved[scalar] = graph.variable(slots.input(i)) }
        for (i, scalar) in parameters.enumerated() {
            solved[scalar] = graph.variable(slots.parameter(i))
        }
    }

    /// An expression of the flat graph in states, inputs and parameters; nil before all it needs is
    /// solved.
    mutating func copy(_ expression: Expression, from source: Graph) -> Expression? {
        let solved = self.solved
        return graph.copy(
            expression, from: source, walk: &walk, copies: &copies,
            replacing: { solved[$0] })
    }

    /// Solves group by group; reports algebraic loops.
    private mutating func solve(_ system: inout EquationSystem) -> Bool {
        var isSolved = true
        for group in system.groups() {
            guard group.count == 1, let e = group.first else {
                reportLoop(group, system)
                isSolved = false
                continue
            }
            let slot = system.unknowns[system.matching.unknown[e]]
            guard let solution = system.solution(of: e) else {
                reportNotStraight(e, slot)
                isSolved = false
                continue
            }
            guard isSolved, let expression = copy(solution, from: system.graph) else { continue }
            solved[slot] = expression
        }
        flat.graph = system.graph
        return isSolved
    }

    private mutating func reportLoop(_ group: [Int], _ system: EquationSystem) {
        let slots = group.map { system.unknowns[system.matching.unknown[$0]] }.sorted()
        let names = slots.map { flat.name(ofSlot: $0) }
        let places = group.map { system.equations[$0].place }
        let first = places.min { ($0.line, $0.column) < ($1.line, $1.column) } ?? .start
        flat.report(
            "algebraic loop: \(list(names)) depend on each other", at: first,
            note: linesText(places) + " form a circle",
            mend: "make one of them a state with der(), or solve these equations for one of them "
                + "by hand")
    }

    private mutating func reportNotStraight(_ e: Int, _ slot: Int) {
        let name = flat.name(ofSlot: slot)
        flat.report(
            "algebraic loop: this equation gives \(name) only by way of itself",
            at: flat.equations[e].place, note: "\(name) = … is expected here",
            mend: "solve the equation for \(name) by hand")
    }

    // MARK: Balance

    /// Reports unknowns without equation and equations without unknown.
    private mutating func checkBalance(_ system: EquationSystem) -> Bool {
        let missing = system.underdetermined()
        let surplus = system.overdetermined()
        var free: [Int] = []
        for part in missing {
            if part.equations.isEmpty {
                free += part.unknowns
                continue
            }
            let names = part.unknowns.map { flat.name(ofSlot: system.unknowns[$0]) }
            let places = part.equations.map { system.equations[$0].place }
            flat.report(
                "the model is singular: \(counted(part.equations.count, "equation")) "
                    + "for \(counted(names.count, "unknown")), \(list(names))",
                at: flat.declarationPlace(ofSlot: system.unknowns[part.unknowns[0]]),
                note: linesText(places) + " cannot determine them all",
                mend: "add an equation, or declare one of them input or parameter")
        }
        reportFree(free.map { system.unknowns[$0] })
        for part in surplus { reportSurplus(part, system) }
        return missing.isEmpty && surplus.isEmpty
    }

    /// Unknowns that stand in no equation, those of one array in one report.
    private mutating func reportFree(_ free: [Int]) {
        var slots = free[...]
        while let first = slots.first {
            let place = flat.declarationPlace(ofSlot: first)
            let same = slots.prefix { flat.declarationPlace(ofSlot: $0) == place }
            slots = slots.dropFirst(same.count)
            let names = same.map { flat.name(ofSlot: $0) }
            flat.report(
                "the model is singular: no equation determines \(list(names))", at: place,
                mend: "add an equation, or declare it input or parameter")
        }
    }

    private mutating func reportSurplus(_ part: EquationSystem.Imbalance, _ system: EquationSystem)
    {
        let places = part.equations.map { system.equations[$0].place }
        let last = places.max { ($0.line, $0.column) < ($1.line, $1.column) } ?? .start
        if part.unknowns.isEmpty {
            var walk = GraphWalk()
            let slots = walk.slots(
                below: system.equations[part.equations[0]].residual, in: system.graph)
            let names = slots.map { flat.name(ofSlot: $0) }
            flat.report(
                names.isEmpty
                    ? "the model is singular: this equation contains no variable"
                    : "the model is singular: this equation determines nothing, "
                        + "\(list(names)) \(names.count == 1 ? "is" : "are") known",
                at: last, note: "states, inputs and parameters are known",
                mend: "remove the equation; a state is determined by its der()")
            return
        }
        let names = part.unknowns.map { flat.name(ofSlot: system.unknowns[$0]) }
        flat.report(
            "the model is singular: \(counted(places.count, "equation")) for "
                + "\(counted(names.count, "unknown")), \(list(names))", at: last,
            note: linesText(places) + " determine the same",
            mend: "remove one of these equations")
    }

    // MARK: Result

    private mutating func assembled(
        _ starts: [Expression], _ variables: [Int: Variable]
    ) -> Model? {
        var algebraics: [Variable] = []
        var values: [Expression] = []
        let known = Set(states + inputs + parameters)
        for component in flat.components {
            let shape = component.shape
            for (element, expression) in component.elements.enumerated() {
                if let first = component.firstScalar {
                    let scalar = first + element
                    guard !known.contains(scalar) else { continue }
                    guard let variable = variables[scalar], let value = solved[scalar] else {
                        return nil
                    }
                    algebraics.append(variable)
                    values.append(value)
                } else if let value = copy(expression, from: flat.graph),
                    let number = flat.graph.constantValue(expression)
                {
                    let name = Flattening.name(component.declaration.name, element, of: shape)
                    algebraics.append(
                        Variable(
                            name: name, unit: flat.declaredUnit(component, element),
                            start: number, text: component.declaration.text))
                    values.append(value)
                }
            }
        }
        let derivatives = states.compactMap { solved[Flattening.derivativeSlots + $0] }
        guard derivatives.count == states.count else { return nil }
        return Model(
            name: flat.syntax.name, states: states.compactMap { variables[$0] },
            inputs: inputs.compactMap { variables[$0] },
            parameters: parameters.compactMap { variables[$0] }, algebraics: algebraics,
            graph: graph, derivatives: derivatives, values: values, initialStates: starts)
    }
}

extension Flattening {
    /// Where the variable of a slot is declared.
    func declarationPlace(ofSlot slot: Int) -> Place {
        let scalar = slot >= Self.derivativeSlots ? slot - Self.derivativeSlots : slot
        guard scalars.indices.contains(scalar) else { return syntax.place }
        return components[scalars[scalar].component].declaration.place
    }
}
