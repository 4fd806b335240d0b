/// Limits and ramps of one handle, as bounds on the setpoint of each block.
///
/// A block of the plan that is longer than a ramp window stands for several writes, so its step may
/// be as large as the windows allow over the block's length. Blocks no longer than the window, and
/// the first block always, keep the window exactly.
struct TravelBounds: Hashable, Sendable {
    /// One a block: the tightest bounds from limits and from what the setpoint was.
    let blocks: [NamedBounds]
    /// Bounds on the difference of two blocks' setpoints.
    let pairs: [Pair]

    /// Bounds and what sets each side.
    struct NamedBounds: Hashable, Sendable {
        var bounds = Bounds()
        var lowName = ""
        var highName = ""

        mutating func tighten(_ other: Bounds, by name: String) {
            if other.low > bounds.low {
                bounds.low = other.low
                lowName = name
            }
            if other.high < bounds.high {
                bounds.high = other.high
                highName = name
            }
        }
    }

    /// |u(later) − u(earlier)| ≤ reach.
    struct Pair: Hashable, Codable, Sendable {
        let earlier: Int
        let later: Int
        let reach: Double
    }

    init(_ handle: HandleSituation, grid: HorizonGrid) {
        let starts = grid.blockStarts
        var blocks = starts.map { _ in NamedBounds() }
        for b in blocks.indices {
            for limit in handle.limits { blocks[b].tighten(limit.bounds, by: limit.name) }
        }
        if let step = handle.softStep, !blocks.isEmpty {
            blocks[0].tighten(Bounds(handle.live - step, handle.live + step), by: "soft start")
        }
        var reaches: [[Double]] = starts.map { _ in
            Array(repeating: .infinity, count: starts.count)
        }
        for ramp in handle.ramps {
            Self.tighten(&blocks, by: ramp, handle, starts)
            for b in starts.indices {
                for a in 0..<b {
                    guard let reach = Self.reach(ramp, from: a, to: b, starts) else { continue }
                    reaches[a][b] = min(reaches[a][b], reach)
                }
            }
        }
        self.blocks = blocks
        var pairs: [Pair] = []
        for b in starts.indices {
            for a in 0..<b where reaches[a][b] < .infinity {
                pairs.append(Pair(earlier: a, later: b, reach: reaches[a][b]))
            }
        }
        self.pairs = pairs
    }

    /// The bounds that the recent past leaves for each block.
    private static func tighten(
        _ blocks: inout [NamedBounds], by ramp: TravelWindow, _ handle: HandleSituation,
        _ starts: [Double]
    ) {
        let name = "ramp limit (\(windowText(ramp.window)))"
        for (b, start) in starts.enumerated() {
            var lowest = Double.infinity
            var highest = -Double.infinity
            if b == 0 || start <= ramp.window {
                let past = handle.span(within: ramp.window - start)
                lowest = past.low
                highest = past.high
            }
            guard lowest <= highest else { continue }
            blocks[b].tighten(Bounds(highest - ramp.reach, lowest + ramp.reach), by: name)
        }
    }

    /// How far block b may lie from block a; nil if their times never share a window.
    private static func reach(
        _ ramp: TravelWindow, from a: Int, to b: Int, _ starts: [Double]
    ) -> Double? {
        if a + 1 == b {
            return ramp.reach * max(1, (starts[b] - starts[a]) / ramp.window)
        }
        return starts[a + 1] >= starts[b] - ramp.window ? ramp.reach : nil
    }

    static func windowText(_ seconds: Double) -> String {
        let minutes = seconds / 60
        if minutes == minutes.rounded() { return "\(Int(minutes)) min" }
        return "\(PlainNumber.text(seconds)) s"
    }
}
