package import Simulate

/// How the horizon is cut: intervals, the blocks over which handles rest, and stages per interval.
///
/// Intervals may differ in length. A long last one serves as the terminal region: Radau IIA is
/// L-stable, so one step much longer than the plant's memory ends at its steady state under the
/// last setpoints, and both the money and the bounds of that state count. So a plan gains nothing
/// by emptying the plant at the end of the horizon.
package struct HorizonGrid: Hashable, Sendable {
    /// Lengths of the intervals [s]; positive.
    package let lengths: [Double]
    /// The block each interval belongs to: 0, 0, 1, 1, 2 …; handles move only at a block's start.
    package let blocks: [Int]
    package let tableau: RadauTableau

    package init(lengths: [Double], blocks: [Int], tableau: RadauTableau = .twoStages) {
        precondition(
            !lengths.isEmpty && lengths.count == blocks.count
                && lengths.allSatisfy { $0 > 0 && $0.isFinite },
            "\(lengths.count) intervals with \(blocks.count) blocks")
        precondition(
            blocks[0] == 0
                && zip(blocks, blocks.dropFirst()).allSatisfy { $1 == $0 || $1 == $0 + 1 },
            "blocks \(blocks) do not count up from 0 by ones")
        self.lengths = lengths
        self.blocks = blocks
        self.tableau = tableau
    }

    /// `count` intervals that share `horizon` [s], growing by `growth` from each to the next, with
    /// `blockCount` blocks: the first ones of one interval each, the last of all that remain.
    package static func growing(
        horizon: Double, first: Double, count: Int, blockCount: Int,
        tableau: RadauTableau = .twoStages
    ) -> HorizonGrid {
        precondition(
            count >= 1 && horizon >= first * Double(count) * (1 - 1e-9) && blockCount >= 1,
            "\(count) intervals from \(first) s on do not fill \(horizon) s")
        // The growth g with first · (1 + g + … + g^(count-1)) = horizon, by bisection.
        func sum(_ growth: Double) -> Double {
            var total = 0.0
            var length = first
            for _ in 0..<count {
                total += length
                length *= growth
            }
            return total
        }
        var low = 1.0
        var high = 1.0
        while sum(high) < horizon, high < 1e6 { high = high * 1.5 }
        for _ in 0..<200 {
            let middle = 0.5 * (low + high)
            if sum(middle) < horizon { low = middle } else { high = middle }
        }
        let growth = 0.5 * (low + high)
        var lengths = [first]
        for _ in 1..<max(1, count) where lengths.count < count {
            lengths.append(lengths[lengths.count - 1] * growth)
        }
        let blocks = (0..<count).map { min($0 * blockCount / count, blockCount - 1) }
        return HorizonGrid(lengths: lengths, blocks: Self.compacted(blocks), tableau: tableau)
    }

    /// Blocks renumbered without gaps.
    private static func compacted(_ blocks: [Int]) -> [Int] {
        var result: [Int] = []
        var current = -1
        var last = -1
        for block in blocks {
            if block != last { current += 1 }
            last = block
            result.append(current)
        }
        return result
    }

    package var intervals: Int { lengths.count }
    package var stages: Int { tableau.stages }
    package var points: Int { intervals * stages }
    package var blockCount: Int { blocks[blocks.count - 1] + 1 }
    package var horizon: Double { lengths.reduce(0, +) }

    /// Starts of the intervals, from 0 [s].
    package var starts: [Double] {
        var total = 0.0
        return lengths.map { length in
            defer { total += length }
            return total
        }
    }

    /// Starts of the blocks, from 0 [s].
    package var blockStarts: [Double] {
        var result: [Double] = []
        for (start, block) in zip(starts, blocks) where block == result.count {
            result.append(start)
        }
        return result
    }

    /// Times of the collocation points, interval by interval [s].
    package var pointTimes: [Double] {
        zip(starts, lengths).flatMap { start, length in
            tableau.nodes.map { start + $0 * length }
        }
    }

    /// Weights of the points in an integral over the horizon [s].
    package var pointWeights: [Double] {
        lengths.flatMap { length in tableau.quadrature.map { $0 * length } }
    }

    /// The block in force at `time` from the start; the last beyond the end.
    package func block(at time: Double) -> Int {
        let starts = blockStarts
        return (starts.lastIndex { $0 <= time }) ?? 0  // before the start: the first
    }
}
