import Tape

/// How well an equation can be solved for one of its unknowns; smaller is better.
enum Solvability: Int, Comparable, Sendable {
    /// Straight, its slope a number.
    case plain
    /// Straight, its slope free of unknowns.
    case known
    /// Straight, its slope made of other unknowns.
    case shared
    /// Not straight: not solved.
    case none

    static func < (a: Solvability, b: Solvability) -> Bool { a.rawValue < b.rawValue }
}

/// Equations and what they must determine: who is solved for what, and in which order.
struct EquationSystem {
    /// residual = 0, over the slots of `graph`.
    let equations: [FlatEquation]
    /// Slots to be determined.
    let unknowns: [Int]
    var graph: Graph
    var walk = GraphWalk()
    /// Position among the unknowns by slot.
    let position: [Int: Int]
    /// The unknowns of each equation.
    private(set) var incidence: [[Int]] = []
    private(set) var matching: Matching
    /// The unknowns for which each equation is straight.
    private var straight: [[Int]] = []
    /// Most visits of graph nodes spent on finding out what an equation can be solved for.
    private var patience = 5_000_000

    init(_ equations: [FlatEquation], unknowns: [Int], graph: Graph) {
        self.equations = equations
        self.unknowns = unknowns
        self.graph = graph
        var position: [Int: Int] = [:]
        for (index, slot) in unknowns.enumerated() { position[slot] = index }
        self.position = position
        matching = Matching(equations: equations.count, unknowns: unknowns.count)
        for equation in equations {
            let slots = walk.slots(below: equation.residual, in: graph)
            incidence.append(slots.compactMap { position[$0] })
        }
        pair()
    }

    /// Pairs equations and unknowns: first what can be solved best, at last what cannot be solved,
    /// for then the message is about that and not about the number of equations.
    private mutating func pair() {
        let owned = Set(equations.compactMap(\.owner))
        var ranked: [[(unknown: Int, rank: Solvability)]] = []
        for e in equations.indices {
            if let owner = equations[e].owner, let u = position[owner] {
                ranked.append([(u, .plain)])
                continue
            }
            let candidates = incidence[e].filter { !owned.contains(unknowns[$0]) }
            let tried = candidates.count > Self.manyUnknowns ? sides(of: e) : Set(candidates)
            ranked.append(
                candidates.map { u in
                    (u, tried.contains(u) ? solvability(of: e, for: u) : .none)
                })
        }
        var edges = ranked.map { row in row.filter { $0.rank == .plain }.map(\.unknown) }
        matching.pairGreedily(edges.map { $0.count == 1 ? $0 : [] })
        matching.pairGreedily(edges)
        edges = ranked.map { row in row.filter { $0.rank <= .known }.map(\.unknown) }
        matching.pairGreedily(edges)
        straight = ranked.map { row in
            row.filter { $0.rank < .none }.sorted { $0.rank < $1.rank }.map(\.unknown)
        }
        matching.augment(straight)
        if matching.unknown.contains(Matching.none) {
            matching.augment(ranked.map { $0.sorted { $0.rank < $1.rank }.map(\.unknown) })
        }
    }

    /// An equation with more unknowns, such as a sum over a large array, is solved only for what
    /// stands alone on one of its sides: to try each would take the square of their number.
    private static let manyUnknowns = 200

    /// The unknowns that stand alone on a side of an equation.
    private func sides(of e: Int) -> Set<Int> {
        Set(
            graph.sides(of: equations[e].residual).compactMap { graph.slot($0) }
                .compactMap { position[$0] })
    }

    private mutating func solvability(of e: Int, for u: Int) -> Solvability {
        guard patience > 0 else { return .none }
        let before = graph.count
        let form = graph.linearForm(
            of: equations[e].residual, in: unknowns[u], walk: &walk)
        patience -= incidence[e].count * 4 + graph.count - before
        guard let form else { return .none }
        if let slope = graph.constantValue(form.slope) {
            return slope != 0 && slope.isFinite ? .plain : .none
        }
        let slots = walk.slots(below: form.slope, in: graph)
        return slots.contains { position[$0] != nil } ? .shared : .known
    }

    /// The right side of `unknown = …` from the equation paired with it; nil if not straight.
    mutating func solution(of e: Int) -> Expression? {
        let slot = unknowns[matching.unknown[e]]
        guard
            let form = graph.linearForm(of: equations[e].residual, in: slot, walk: &walk),
            graph.constantValue(form.slope) != 0
        else { return nil }
        switch graph.constantValue(form.slope) {
        case 1: return graph.negate(form.rest)
        case -1: return form.rest
        default:
            let minus = graph.negate(form.rest)
            return graph.divide(minus, form.slope)
        }
    }

    /// Equations in groups that depend on each other, each group after those it needs.
    func groups() -> [[Int]] {
        let dependencies = equations.indices.map { e in
            incidence[e].compactMap { u -> Int? in
                let other = matching.equation[u]
                return other == Matching.none || other == e ? nil : other
            }
        }
        return strongComponents(dependencies)
    }

    // MARK: What is wrong with a singular system

    /// A part of a system with more unknowns than equations, or the other way round.
    struct Imbalance: Sendable {
        let equations: [Int]
        let unknowns: [Int]
    }

    /// The unknowns without equation, each with those it competes with (Dulmage, Mendelsohn).
    func underdetermined() -> [Imbalance] {
        var users = [[Int]](repeating: [], count: unknowns.count)
        for (e, row) in incidence.enumerated() { for u in row { users[u].append(e) } }
        var reported = [Bool](repeating: false, count: unknowns.count)
        var result: [Imbalance] = []
        for u in unknowns.indices where matching.equation[u] == Matching.none && !reported[u] {
            if users[u].isEmpty {
                result.append(Imbalance(equations: [], unknowns: [u]))
                continue
            }
            if result.count > 100 { continue }
            var seen = [Bool](repeating: false, count: equations.count)
            var found = [u]
            var used: [Int] = []
            var next = 0
            while next < found.count {
                reported[found[next]] = true
                for e in users[found[next]] where !seen[e] {
                    seen[e] = true
                    used.append(e)
                    let rival = matching.unknown[e]
                    if rival != Matching.none, rival != found[next], !found.contains(rival) {
                        found.append(rival)
                    }
                }
                next += 1
                if found.count > 1000 { break }
            }
            result.append(Imbalance(equations: used.sorted(), unknowns: found.sorted()))
        }
        return result
    }

    /// The equations without unknown, each with those that determine the same unknowns.
    func overdetermined() -> [Imbalance] {
        var result: [Imbalance] = []
        for e in equations.indices where matching.unknown[e] == Matching.none {
            var found = [e]
            var seen: Set<Int> = []
            var next = 0
            while next < found.count, found.count <= 1000 {
                for u in incidence[found[next]] where seen.insert(u).inserted {
                    let rival = matching.equation[u]
                    if rival != Matching.none, !found.contains(rival) { found.append(rival) }
                }
                next += 1
            }
            result.append(Imbalance(equations: found.sorted(), unknowns: seen.sorted()))
            if result.count > 100 { break }
        }
        return result
    }
}
