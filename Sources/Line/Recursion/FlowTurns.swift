/// Which product each part is, by its number.
struct FlowTurns {
    /// Parts of one turn within a block.
    struct Segment {
        var turn: Int
        var product: Int
        /// Within the block.
        var parts: Range<Int>
        /// Whether the turn begins with the segment, and not before the block.
        var isBegun: Bool
    }

    private let turns: [SerialFlow.Turn]
    /// Where each turn begins within a round of all.
    private let starts: [Int]
    private let round: Int

    init(_ turns: [SerialFlow.Turn]) {
        self.turns = turns
        var sum = 0
        starts = turns.map { turn in
            sum += turn.parts
            return sum - turn.parts
        }
        round = sum
    }

    /// Replaces `segments` by those of so many parts from `first` on.
    func cut(_ segments: inout [Segment], first: Int, parts: Int) {
        segments.removeAll(keepingCapacity: true)
        if turns.count == 1, round == 1 {
            segments.append(Segment(turn: 0, product: 0, parts: 0..<parts, isBegun: first == 0))
            return
        }
        let past = first % round
        var turn = starts.count - 1
        while starts[turn] > past { turn -= 1 }
        var (part, left) = (0, turns[turn].parts - (past - starts[turn]))
        var isBegun = past == starts[turn]
        while part < parts {
            let end = min(parts, part + left)
            segments.append(
                Segment(
                    turn: turn, product: turns[turn].product, parts: part..<end, isBegun: isBegun))
            turn = turn + 1 == turns.count ? 0 : turn + 1
            (part, left, isBegun) = (end, turns[turn].parts, true)
        }
    }
}
