/// Pairs equations with the unknowns they are solved for.
///
/// Augmenting paths by depth-first search, many in one sweep (A. Pothen, C.-J. Fan, Computing the
/// block triangular form of a sparse matrix, ACM TOMS 16, 1990), without recursion.
struct Matching: Sendable {
    static let none = -1

    /// The unknown of each equation, or `none`.
    private(set) var unknown: [Int]
    /// The equation of each unknown, or `none`.
    private(set) var equation: [Int]

    init(equations: Int, unknowns: Int) {
        unknown = Array(repeating: Self.none, count: equations)
        equation = Array(repeating: Self.none, count: unknowns)
    }

    /// Pairs free equations with free unknowns along the given edges, first come first served.
    mutating func pairGreedily(_ edges: [[Int]]) {
        for e in edges.indices where unknown[e] == Self.none {
            if let u = edges[e].first(where: { equation[$0] == Self.none }) { pair(e, u) }
        }
    }

    /// Makes the matching as large as the edges allow; pairs may change, none is lost.
    mutating func augment(_ edges: [[Int]]) {
        while true {
            var visited = [Bool](repeating: false, count: equation.count)
            var found = false
            for e in edges.indices where unknown[e] == Self.none {
                if grow(from: e, edges, &visited) { found = true }
            }
            if !found { return }
        }
    }

    private mutating func pair(_ e: Int, _ u: Int) {
        unknown[e] = u
        equation[u] = e
    }

    /// Looks for a path from a free equation to a free unknown, and turns it around.
    private mutating func grow(from root: Int, _ edges: [[Int]], _ visited: inout [Bool]) -> Bool {
        // Each step: an equation, the next of its edges to try, the unknown taken to go on.
        var path: [(e: Int, next: Int, taken: Int)] = [(root, 0, Self.none)]
        while let top = path.last {
            if top.next == edges[top.e].count {
                path.removeLast()
                continue
            }
            let u = edges[top.e][top.next]
            path[path.count - 1].next += 1
            if visited[u] { continue }
            visited[u] = true
            path[path.count - 1].taken = u
            if equation[u] == Self.none {
                for step in path { pair(step.e, step.taken) }
                return true
            }
            path.append((equation[u], 0, Self.none))
        }
        return false
    }
}

/// Groups of nodes that reach each other, each group after all groups it depends on.
///
/// R. Tarjan, Depth-first search and linear graph algorithms, SIAM J. Comput. 1 (1972), without
/// recursion. `dependencies[i]` are the nodes that i needs.
func strongComponents(_ dependencies: [[Int]]) -> [[Int]] {
    let count = dependencies.count
    var order = [Int](repeating: -1, count: count)
    var low = [Int](repeating: 0, count: count)
    var isOpen = [Bool](repeating: false, count: count)
    var open: [Int] = []
    var groups: [[Int]] = []
    var reached = 0
    for root in 0..<count where order[root] < 0 {
        var path: [(node: Int, next: Int)] = [(root, 0)]
        while let (node, next) = path.last {
            if next == 0 {
                order[node] = reached
                low[node] = reached
                reached += 1
                open.append(node)
                isOpen[node] = true
            }
            if next < dependencies[node].count {
                path[path.count - 1].next += 1
                let other = dependencies[node][next]
                if order[other] < 0 {
                    path.append((other, 0))
                } else if isOpen[other] {
                    low[node] = min(low[node], order[other])
                }
                continue
            }
            path.removeLast()
            if let parent = path.last?.node { low[parent] = min(low[parent], low[node]) }
            if low[node] == order[node] {
                var group: [Int] = []
                while let member = open.popLast() {
                    isOpen[member] = false
                    group.append(member)
                    if member == node { break }
                }
                groups.append(group.sorted())
            }
        }
    }
    return groups
}
