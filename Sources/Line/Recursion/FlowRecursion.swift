/// Simulates a `SerialFlow` for eight replications at once, without a list of events.
///
/// For part k at station i, with B places before station j that takes from i (max-plus recursion;
/// Dallery and Gershwin, Manufacturing flow line systems, Queueing Systems 12, 1992, section 3):
///
///     enter(i, k) = max( leave(f, k) for each feed f,  leave(i, k − 1) )
///     leave(i, k) = max( enter(i, k) + occupied(i, k),  enter(j, k − B) for each taker j )
///
/// with leave(j, k − 1) for enter(j, k − B) where B is 0. Whole ticks in `Double` are exact, so the
/// departures are those of the event list, to the last bit.
package struct FlowRecursion: ~Copyable {
    /// Parts of a block: its times at ten stations stay in the second cache.
    static let block = 256

    let plan: FlowPlan
    let stations: Int
    private let window: Window
    private(set) var fill: LaneFill
    private var arrivals: (draw: Draw, stream: ChanceLanes)?
    /// Time of entry of the last parts, a ring a station; then the departure of the part before.
    let times: LaneField
    /// `times` as they were when the block began.
    let before: LaneField
    /// Ticks in work: part of the block × station.
    let occupied: LaneField
    private var isOccupiedIntact = false
    /// Departure of the part under way, by station.
    let leaving: LaneField
    /// What the block under way adds up to: time in work by station, then time blocked by station.
    let sums: LaneField
    var blockLeadTime = SIMD8<Double>()
    var blockLeadTimeSquared = SIMD8<Double>()
    /// Arrival of each part of the block.
    let came: LaneField
    private var arrival = SIMD8<Double>()
    /// Parts begun so far, in every replication.
    private(set) package var parts = 0
    var books: FlowBooks

    /// The span of time that counts, in ticks from the start.
    package struct Window: Hashable, Sendable {
        package var from: Ticks
        package var to: Ticks

        package init(from: Ticks, to: Ticks) {
            precondition(from >= .zero && from < to, "a window from \(from) to \(to)")
            self.from = from
            self.to = to
        }
    }

    /// - Parameters:
    ///   - flow: must be without complaint.
    ///   - firstReplication: the replication of the first lane.
    package init(
        _ flow: SerialFlow, seed: UInt64, firstReplication: UInt64 = 0, window: Window
    ) {
        if let complaint = flow.complaint { preconditionFailure(complaint) }
        self.window = window
        stations = flow.stations.count
        plan = FlowPlan(flow)
        fill = LaneFill(flow, seed: seed, firstReplication: firstReplication)
        if case .arrivals(let law) = flow.source {
            let key = ChanceKey(
                seed: seed, replication: firstReplication, place: "source", purpose: .arrival)
            arrivals = (Draw(law), ChanceLanes(from: key))
        }
        times = LaneField(repeating: SIMD8(), count: (plan.ring + 1) * stations)
        before = LaneField(repeating: SIMD8(), count: (plan.ring + 1) * stations)
        occupied = LaneField(repeating: SIMD8(), count: FlowRecursion.block * stations)
        leaving = LaneField(repeating: SIMD8(), count: stations)
        sums = LaneField(repeating: SIMD8(), count: 2 * stations)
        came = LaneField(repeating: SIMD8(), count: FlowRecursion.block)
        books = FlowBooks(stations: stations)
    }

    /// Simulates until every replication has passed the end of the window, or until `most` parts
    /// have been begun; true if the window's end was passed.
    package mutating func run(atMost most: Int = .max) -> Bool {
        let (from, to) = (Double(window.from.count), Double(window.to.count))
        while parts < most {
            fill.fill(
                occupied, parts: FlowRecursion.block, first: parts, isIntact: isOccupiedIntact)
            isOccupiedIntact = true
            arrive()
            before.copy(from: times)
            // All that leaves in this block leaves after what left before it.
            var isInside = ends(are: { $0 > from })
            if isInside {
                if let places = plan.chain {
                    advance(from: parts, chain: places.span)
                } else {
                    advance(from: parts)
                }
                isInside = ends(are: { $0 <= to })
                if isInside { addBlock() } else { times.copy(from: before) }
            }
            if !isInside {
                advanceAtEdge(from: parts, within: from, to)
                isOccupiedIntact = false
            }
            parts += FlowRecursion.block
            if ends(are: { $0 > to }) { return true }
        }
        return false
    }

    /// Departures of the last part of the block, from every station in every lane.
    private func ends(are within: (Double) -> Bool) -> Bool {
        for station in 0..<stations {
            let left = times[plan.ring * stations + station]
            for lane in 0..<8 where !within(left[lane]) { return false }
        }
        return true
    }

    private mutating func arrive() {
        guard let draw = arrivals?.draw, var stream = arrivals?.stream else { return }
        for part in 0..<FlowRecursion.block {
            arrival += draw.next(from: &stream)
            came[part] = arrival
        }
        arrivals?.stream = stream
    }

    var isFedWithoutEnd: Bool { arrivals == nil }
}
