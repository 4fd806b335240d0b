import Tape

extension Flattening {
    /// Takes equations apart; one that is wrong is reported, the rest goes on.
    mutating func flatten(_ list: [EquationSyntax]) {
        for equation in list {
            do throws(Refusal) {
                for flat in try scalarEquations(equation) { keep(flat) }
            } catch {
                isIncomplete = true
                if budget < 0 { return }
            }
        }
    }

    private mutating func keep(_ equation: FlatEquation) {
        if isInitial { initialEquations.append(equation) } else { equations.append(equation) }
    }

    private mutating func scalarEquations(_ equation: EquationSyntax) throws(Refusal)
        -> [FlatEquation]
    {
        switch equation {
        case .equality(let left, let right, let place):
            return try equality(left, right, at: place)
        case .loop(let iterators, let body):
            return try loop(iterators, body)
        case .choice(let branches, let place):
            return try choice(branches, at: place)
        }
    }

    private mutating func equality(
        _ left: NodeIndex, _ right: NodeIndex, at place: Place
    ) throws(Refusal) -> [FlatEquation] {
        // Both sides are read, so that both are checked.
        let (a, b) = (both(left), both(right))
        guard let a, let b else { throw Refusal() }
        guard a.shape == b.shape else {
            let mend =
                a.isScalar || b.isScalar
                ? "write fill(scalar, n) for the scalar side"
                : "use arrays of one size"
            throw refuse(
                "left of \"=\" is \(a.shapeText), right is \(b.shapeText)", at: place, mend: mend)
        }
        guard (a.type == .boolean) == (b.type == .boolean) else {
            throw refuse(
                "left of \"=\" is \(a.type.rawValue), right is \(b.type.rawValue)", at: place,
                mend: "give both sides one type")
        }
        if let name = wholeVariable(left), b.type == .real {
            throw refuse(
                "\(name) is Integer, its equation gives a Real", at: place,
                mend: "declare it Real, or write integer(…)")
        }
        try spend(a.elements.count, at: place)
        var flat: [FlatEquation] = []
        flat.reserveCapacity(a.elements.count)
        for k in a.elements.indices {
            _ = check.agree(
                UnitPair(
                    left: a.units[k], right: b.units[k], leftName: "left of \"=\"",
                    rightName: "right", place: self.place(right), leftNode: left, rightNode: right))
            let residual = graph.subtract(a.elements[k], b.elements[k])
            flat.append(FlatEquation(residual: residual, place: place, owner: nil))
        }
        return flat
    }

    /// The value of a side, nil if it was refused.
    private mutating func both(_ node: NodeIndex) -> Value? {
        do throws(Refusal) { return try value(of: node) } catch { return nil }
    }

    /// The name, if the side is an Integer variable alone.
    private func wholeVariable(_ node: NodeIndex) -> String? {
        guard case .name(let name, _) = syntax.nodes[node].kind, let index = byName[name],
            components[index].declaration.type == .integer
        else { return nil }
        return name
    }

    private mutating func loop(
        _ iterators: [Iterator], _ body: [EquationSyntax]
    ) throws(Refusal) -> [FlatEquation] {
        guard let iterator = iterators.first else {
            var flat: [FlatEquation] = []
            var isRefused = false
            for equation in body {
                do throws(Refusal) {
                    flat += try scalarEquations(equation)
                } catch {
                    isRefused = true
                }
            }
            if isRefused { throw Refusal() }
            return flat
        }
        var flat: [FlatEquation] = []
        let values = try indexValues(iterator)
        for value in values {
            try spend(1, at: iterator.place)
            indices.append((iterator.name, value))
            defer { indices.removeLast() }
            flat += try loop(Array(iterators.dropFirst()), body)
            guard flat.count <= largestArray else {
                throw refuse(
                    "the loop makes more than \(largestArray) equations", at: iterator.place,
                    mend: "use a shorter range")
            }
        }
        return flat
    }

    /// `if` equations: where the conditions are known, the branch that holds; else one equation for
    /// every line, its sides chosen by the condition, so all branches must have as many.
    private mutating func choice(
        _ branches: [EquationBranch], at place: Place
    ) throws(Refusal) -> [FlatEquation] {
        var open: [(condition: Expression, equations: [FlatEquation])] = []
        var otherwise: [FlatEquation] = []
        for branch in branches {
            guard let node = branch.condition else {
                otherwise = try loop([], branch.equations)
                break
            }
            let condition = try value(of: node)
            try requireTruth(condition, at: node)
            if let known = graph.constantValue(condition.elements[0]) {
                if known == 0 { continue }
                otherwise = try loop([], branch.equations)
                break
            }
            open.append((condition.elements[0], try loop([], branch.equations)))
        }
        for (condition, equations) in open.reversed() {
            guard equations.count == otherwise.count else {
                throw refuse(
                    "the branches of \"if\" have \(equations.count) and \(otherwise.count) "
                        + "equations",
                    at: place, note: "as many in each branch are expected",
                    mend: "write one equation for each variable in every branch, or make the "
                        + "condition depend on Boolean and Integer parameters only")
            }
            otherwise = zip(equations, otherwise).map { yes, no in
                let residual = graph.select(condition, yes.residual, no.residual)
                return FlatEquation(residual: residual, place: yes.place, owner: nil)
            }
        }
        return otherwise
    }
}
