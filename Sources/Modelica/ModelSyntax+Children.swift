extension ModelSyntax {
    /// The nodes directly below a node, in the order of the text.
    func children(of index: NodeIndex) -> [NodeIndex] {
        switch nodes[index].kind {
        case .number, .truth, .text, .everything, .last: []
        case .name(_, let subscripts): subscripts
        case .call(_, let arguments, let iterators): arguments + iterators.map(\.range)
        case .array(let parts), .all(let parts), .any(let parts): parts
        case .comprehension(let inner, let iterators): [inner] + iterators.map(\.range)
        case .negate(let inner), .not(let inner): [inner]
        case .chain(let first, let rest): [first] + rest.map(\.operand)
        case .power(let a, let b, _), .relation(_, let a, let b): [a, b]
        case .choice(let branches, let otherwise):
            branches.flatMap { [$0.condition, $0.value] } + [otherwise]
        case .range(let from, let step, let to): [from] + (step.map { [$0] } ?? []) + [to]
        }
    }
}
