/// A product's route as a graph over its steps.
struct LineRoute {
    let product: LineModel.Product
    /// Steps that a part may go to from each, in order and each once; what is rejected included.
    let ways: [[Int]]
    /// Whether a part may end at each: finished, or scrapped for want of a rework.
    let ends: [Bool]

    /// Of a product whose names are all declared.
    init(_ product: LineModel.Product) {
        self.product = product
        var index: [String: Int] = [:]
        for (number, step) in product.steps.enumerated() where index[step.name] == nil {
            index[step.name] = number
        }
        var ways: [[Int]] = []
        var ends: [Bool] = []
        for (number, step) in product.steps.enumerated() {
            var next: [Int] = []
            var isEnd = false
            func go(to name: String?) {
                guard let name else {
                    isEnd = true
                    return
                }
                if let target = index[name], !next.contains(target) { next.append(target) }
            }
            switch step.next {
            case .following:
                if number + 1 < product.steps.count {
                    next.append(number + 1)
                } else {
                    isEnd = true
                }
            case .shares(let shares):
                for share in shares where share.share > 0 { go(to: share.step) }
            case .rules(let rules, let otherwise):
                for rule in rules { go(to: rule.step) }
                go(to: otherwise)
            }
            // Without a rework what is rejected is scrapped.
            if let inspection = step.inspection { go(to: inspection.rework) }
            ways.append(next)
            ends.append(isEnd)
        }
        (self.ways, self.ends) = (ways, ends)
    }

    /// Steps that parts reach from the first, in the order of the route.
    var reached: [Int] {
        guard !ways.isEmpty else { return [] }
        var isReached = [Bool](repeating: false, count: ways.count)
        var open = [0]
        while let step = open.popLast() {
            guard !isReached[step] else { continue }
            isReached[step] = true
            open += ways[step]
        }
        return ways.indices.filter { isReached[$0] }
    }

    /// Steps that are reached and from which no way leads out.
    var trapped: [Int] {
        var leadsOut = ends
        var isChanged = true
        while isChanged {
            isChanged = false
            for step in ways.indices where !leadsOut[step] {
                if ways[step].contains(where: { leadsOut[$0] }) {
                    leadsOut[step] = true
                    isChanged = true
                }
            }
        }
        return reached.filter { !leadsOut[$0] }
    }
}
