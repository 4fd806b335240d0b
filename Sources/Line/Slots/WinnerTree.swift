/// The times at which something happens next, one a slot, and the earliest of them at once.
///
/// A winner tree (Knuth, The Art of Computer Programming 3, section 5.4.1): each node holds the
/// earlier of its two children, so setting a time costs one walk to the root. Setting overwrites:
/// there are no stale events. At equal times the lower slot comes first.
///
/// A node is one number, time × slots + slot, so that one comparison settles time and tie; with a
/// thousand slots times reach 285 years, with ten thousand 17.
struct WinnerTree: ~Copyable {
    /// A slot at which nothing is due.
    static let never = Int64.max

    /// Node n has children 2n and 2n + 1; leaves begin at `leaves`; node 1 is the winner.
    private let nodes: Field<Int64>
    private let leaves: Int
    private let bits: Int64

    init(slots: Int) {
        var (leaves, bits) = (2, Int64(1))
        while leaves < slots { (leaves, bits) = (2 * leaves, bits + 1) }
        self.leaves = leaves
        self.bits = bits
        nodes = Field(repeating: WinnerTree.never, count: 2 * leaves)
    }

    /// Times must lie below this.
    var limit: Int64 { WinnerTree.never >> bits }

    /// The slot that is due first and when; `limit` and beyond if none is.
    @inline(__always) var first: (slot: Int, time: Int64) {
        let node = nodes[1]
        return (Int(node) & (leaves &- 1), node >> bits)
    }

    /// Sets when something happens at a slot: before `limit`, or `never`.
    @inline(__always) func set(_ slot: Int, _ time: Int64) {
        assert(time < limit || time == WinnerTree.never)
        var node = leaves &+ slot
        // What is never due stays the largest number there is.
        var earliest = time == WinnerTree.never ? time : (time << bits) | Int64(slot)
        nodes[node] = earliest
        while node > 1 {
            earliest = min(earliest, nodes[node ^ 1])
            node >>= 1
            nodes[node] = earliest
        }
    }

    /// Whether anything is to happen at a slot.
    func isDue(_ slot: Int) -> Bool { nodes[leaves &+ slot] != WinnerTree.never }

    init(copying other: borrowing WinnerTree) {
        nodes = copied(other.nodes)
        (leaves, bits) = (other.leaves, other.bits)
    }

    func copy(from other: borrowing WinnerTree) { nodes.copy(from: other.nodes) }
}
