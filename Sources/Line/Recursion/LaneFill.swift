/// Fills a block of parts with how long each stays in work at each station, lane by lane: process
/// time, and what setups and failures add to it.
///
/// Setups and failures are rare beside parts, so they are noted one by one.
struct LaneFill: ~Copyable {
    /// What a setup or a repair added to one part at one station in one lane.
    struct Addition {
        var part: Int
        var station: Int
        var lane: Int
        var ticks: Double
        /// The way to fail, counted over all stations; −1: a setup.
        var mode: Int
        /// Ticks of work that were done on the part before it.
        var after: Double
    }

    /// One way to fail of one station, with its clock in each lane.
    private struct Clock {
        var station: Int
        var mode: Int
        /// In the bank: the laws until failure, one a lane since lanes fail apart from one
        /// another, and after these eight the repairs.
        var laws: Int
        /// Ticks of work left until the next failure.
        var left = SIMD8<Double>()
    }

    private struct Setting {
        var station: Int
        var turns: [Int]
        var isBeforeFirst: Bool
        var duration: Draw
        var stream: ChanceLanes
    }

    private let stations: Int
    private let turns: FlowTurns
    /// By station and product.
    private let process: [Draw]
    private var processStreams: [ChanceLanes]
    private let products: Int
    /// Ticks of work at a station, of whatever product; nil where they differ.
    private let constant: [Double?]
    private var clocks: [Clock] = []
    private var settings: [Setting] = []
    private let bank: DrawBank
    /// Work that was drawn for the block, by station, without setups and repairs.
    let work: LaneField
    /// Rare additions of the block that was filled last.
    private(set) var additions: [Addition] = []
    private(set) var segments: [FlowTurns.Segment] = []

    init(_ flow: SerialFlow, seed: UInt64, firstReplication: UInt64) {
        func key(_ place: String, _ purpose: ChanceKey.Purpose, _ detail: String) -> ChanceKey {
            ChanceKey(
                seed: seed, replication: firstReplication, place: place, purpose: purpose,
                detail: detail)
        }
        stations = flow.stations.count
        products = flow.products.count
        turns = FlowTurns(flow.turns)
        process = flow.stations.flatMap { $0.process.map { Draw($0) } }
        processStreams = flow.stations.flatMap { station in
            flow.products.map { ChanceLanes(from: key(station.name, .process, $0)) }
        }
        constant = flow.stations.map { station in
            let ticks = station.process.map { law -> Double in
                if case .always(let ticks) = Draw(law).way { return ticks }
                return -1
            }
            return ticks.allSatisfy { $0 >= 0 && $0 == ticks[0] } ? ticks[0] : nil
        }
        var laws: [(law: Law, key: ChanceKey)] = []
        for (index, station) in flow.stations.enumerated() {
            for failure in station.failures {
                clocks.append(Clock(station: index, mode: clocks.count, laws: laws.count))
                for (law, purpose) in [
                    (failure.untilFailure, ChanceKey.Purpose.untilFailure),
                    (failure.repair, .repair),
                ] {
                    for lane in 0..<8 {
                        var own = key(station.name, purpose, failure.name)
                        own.replication += UInt64(lane)
                        laws.append((law, own))
                    }
                }
            }
            for setup in station.setups {
                settings.append(
                    Setting(
                        station: index, turns: setup.turns, isBeforeFirst: setup.isBeforeFirst,
                        duration: Draw(setup.duration),
                        stream: ChanceLanes(from: key(station.name, .setup, setup.name))))
            }
        }
        bank = DrawBank(laws)
        work = LaneField(repeating: SIMD8(), count: stations)
        for index in clocks.indices {
            for lane in 0..<8 { clocks[index].left[lane] = bank.next(clocks[index].laws + lane) }
        }
    }

    /// Fills `occupied` (parts × stations, a row a part) for parts `first` and after.
    ///
    /// - Parameter isIntact: the field still holds what the last call left in it; constant times
    ///   then stand there but for the additions, which are taken out again (exactly: whole ticks).
    mutating func fill(
        _ occupied: borrowing LaneField, parts: Int, first: Int, isIntact: Bool
    ) {
        if isIntact { scatter(additions, to: occupied, sign: -1) }
        additions.removeAll(keepingCapacity: true)
        turns.cut(&segments, first: first, parts: parts)
        for station in 0..<stations {
            if let ticks = constant[station] {
                work[station] = SIMD8(repeating: ticks * Double(parts))
                if isIntact { continue }
                let all = SIMD8<Double>(repeating: ticks)
                for part in 0..<parts { occupied[part * stations + station] = all }
                continue
            }
            var sum = SIMD8<Double>()
            for segment in segments {
                let index = station * products + segment.product
                let draw = process[index]
                for part in segment.parts {
                    let ticks = draw.next(from: &processStreams[index])
                    occupied[part * stations + station] = ticks
                    sum += ticks
                }
            }
            work[station] = sum
        }
        for index in clocks.indices {
            var clock = clocks[index]
            wear(&clock, occupied)
            clocks[index] = clock
        }
        for index in settings.indices { setUp(index, first: first) }
        scatter(additions, to: occupied, sign: 1)
    }

    private func scatter(
        _ additions: [Addition], to occupied: borrowing LaneField, sign: Double
    ) {
        for addition in additions {
            occupied.change(addition.part * stations + addition.station) {
                $0[addition.lane] += sign * addition.ticks
            }
        }
    }

    /// Lets a clock run through the work of the block and notes the repairs.
    private mutating func wear(_ clock: inout Clock, _ drawn: borrowing LaneField) {
        let station = clock.station
        let whole = work[station]
        let constant = constant[station]
        guard any(clock.left .< whole) else {
            clock.left -= whole
            return
        }
        for lane in 0..<8 {
            var (left, part, done) = (clock.left[lane], 0, 0.0)
            while left < whole[lane] {
                if let constant {
                    part = Int(left / constant)
                    done = Double(part) * constant
                } else {
                    // The part under work when so much work is done: the first to end after it.
                    while done + drawn[part * stations + station][lane] <= left {
                        done += drawn[part * stations + station][lane]
                        part += 1
                    }
                }
                additions.append(
                    Addition(
                        part: part, station: station, lane: lane,
                        ticks: bank.next(clock.laws + 8 + lane), mode: clock.mode,
                        after: left - done))
                left += bank.next(clock.laws + lane)
            }
            clock.left[lane] = left - whole[lane]
        }
    }

    private mutating func setUp(_ index: Int, first: Int) {
        for segment in segments where segment.isBegun {
            let setting = settings[index]
            let isVeryFirst = first + segment.parts.lowerBound == 0
            guard isVeryFirst ? setting.isBeforeFirst : setting.turns.contains(segment.turn)
            else { continue }
            let ticks = setting.duration.next(from: &settings[index].stream)
            for lane in 0..<8 {
                additions.append(
                    Addition(
                        part: segment.parts.lowerBound, station: setting.station, lane: lane,
                        ticks: ticks[lane], mode: -1, after: 0))
            }
        }
    }
}
