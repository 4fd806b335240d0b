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
    /// Nothing more can be learned of the longest queue before a station.
    static let never = Int.max

    let plan: FlowPlan
    let stations: Int
    let window: Window
    /// The window in ticks; from −1 where it begins with the run, so that what happens at 0 counts.
    let from: Double
    let to: Double
    private(set) var fill: LaneFill
    private(set) var quality: LaneQuality
    var arrivals: (draw: Draw, stream: ChanceLanes)?
    /// Time of entry of the last parts, a ring a station; then the departure of the part before.
    let times: LaneField
    /// `times` as they were when the block began.
    let before: LaneField
    /// Ticks in work: part of the block × station.
    let occupied: LaneField
    /// Entries at the edge of the window, laid out alike.
    let enters: LaneField
    private var isOccupiedIntact = false
    /// Departure of the part under way, by station.
    let leaving: LaneField
    /// What the block under way adds up to by station: time blocked, then time that parts waited
    /// before it.
    let sums: LaneField
    /// Arrival of each part of the block, entry at the first station, departure from the last.
    let came: LaneField
    let entries: LaneField
    let exits: LaneField
    var arrival = SIMD8<Double>()
    /// Parts begun so far, in every replication.
    var parts = 0
    var books: FlowBooks
    /// Lead times by product.
    var leads: LaneTallies
    var series: LaneSeries
    /// Longest queue so far before a station, as it is and as it was when the block began; and the
    /// least of its lanes, a longer one than which is looked for.
    let longest: LaneField
    private let longestBefore: LaneField
    let watch: Field<Int>
    /// Entries of the last parts at stations with queues without limit, a ring a station.
    var queued: LaneField
    var depth = 1024
    /// Added to when parts come: infinite while the window is not open.
    var shut = SIMD8<Double>(repeating: .infinity)

    /// The span of time that counts, in ticks from the start.
    package struct Window: Hashable, Sendable {
        package var from: Ticks
        package var to: Ticks
        /// Of the series, where one is wanted [s].
        package var interval: Double?

        package init(from: Ticks, to: Ticks, interval: Double? = nil) {
            precondition(from >= .zero && from < to, "a window from \(from) to \(to)")
            self.from = from
            self.to = to
            self.interval = interval
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
        from = window.from == .zero ? -1 : Double(window.from.count)
        to = Double(window.to.count)
        stations = flow.stations.count
        plan = FlowPlan(flow)
        fill = LaneFill(flow, seed: seed, firstReplication: firstReplication)
        quality = LaneQuality(flow, seed: seed, firstReplication: firstReplication)
        if case .arrivals(let law) = flow.source {
            let key = ChanceKey(
                seed: seed, replication: firstReplication, place: "source", purpose: .arrival,
                detail: flow.products[0])
            arrivals = (Draw(law), ChanceLanes(from: key))
        }
        func field(_ count: Int) -> LaneField { LaneField(repeating: SIMD8(), count: count) }
        times = field((plan.ring + 1) * stations)
        before = field((plan.ring + 1) * stations)
        occupied = field(FlowRecursion.block * stations)
        enters = field(FlowRecursion.block * stations)
        leaving = field(stations)
        sums = field(2 * stations)
        came = field(FlowRecursion.block)
        entries = field(FlowRecursion.block)
        exits = field(FlowRecursion.block)
        books = FlowBooks(
            stations: stations, modes: plan.modes, products: flow.products.count)
        leads = LaneTallies(products: flow.products.count)
        series = LaneSeries(interval: window.interval, end: window.to.count)
        longest = field(stations)
        longestBefore = field(stations)
        watch = Field(repeating: FlowRecursion.never, count: stations)
        queued = field(max(1, plan.deepCount) * depth)
        for station in 0..<stations where plan.deep[station] >= 0 { watch[station] = 0 }
    }

    /// Simulates until every replication has passed the end of the window, or until `most` parts
    /// have been begun; true if the window's end was passed.
    package mutating func run(atMost most: Int = .max) -> Bool {
        while parts < most {
            fill.fill(
                occupied, parts: FlowRecursion.block, first: parts, isIntact: isOccupiedIntact)
            isOccupiedIntact = true
            quality.draw(fill.segments)
            arrive()
            makeRoom()
            // All that happens in this block happens after what left before it.
            let isBegun =
                haveLeft { $0 > from } && (isFedWithoutEnd || came[0].min() > from)
            if isBegun { open() }
            if shut[0] > 0 || isBegun {
                before.copy(from: times)
                longestBefore.copy(from: longest)
                advance()
            }
            if isBegun, haveLeft({ $0 < to }) {
                addBlock()
                addParts(areInside: true)
            } else if shut[0] > 0, haveLeft({ $0 <= from }) {
                addToSeries()
            } else {
                if shut[0] > 0 || isBegun {
                    times.copy(from: before)
                    longest.copy(from: longestBefore)
                }
                open()
                advanceAtEdge(from: parts)
                addParts(areInside: false)
            }
            parts += FlowRecursion.block
            if haveLeft({ $0 > to }) {
                addLateArrivals()
                return true
            }
        }
        return false
    }

    private mutating func advance() {
        if let places = plan.chain {
            advance(from: parts, chain: places.span)
        } else {
            advance(from: parts)
        }
    }

    /// Whether this holds for the departures of the last part so far, from every station in every
    /// lane.
    private func haveLeft(_ within: (Double) -> Bool) -> Bool {
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

    /// Begins to look for the longest queues.
    private mutating func open() {
        shut = SIMD8()
        for station in 0..<stations { watchAnew(station) }
    }
}
