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
        var isSetup: Bool
    }

    /// One way to fail of one station, with its clock in each lane.
    private struct Clock {
        var station: Int
        /// In the bank: the laws until failure, one a lane since lanes fail apart from one
        /// another, and after these eight the repairs.
        var laws: Int
        /// Ticks of work left until the next failure.
        var left = SIMD8<Double>()
    }

    private struct Setting {
        var station: Int
        var campaign: Int
        var duration: Draw
        var stream: ChanceLanes
    }

    private let process: [Draw]
    private var processStreams: [ChanceLanes]
    private var clocks: [Clock] = []
    private var settings: [Setting] = []
    private let bank: DrawBank
    /// Rare additions of the block that was filled last.
    private(set) var additions: [Addition] = []

    init(_ flow: SerialFlow, seed: UInt64, firstReplication: UInt64) {
        func lanes(_ place: String, _ purpose: ChanceKey.Purpose) -> ChanceLanes {
            ChanceLanes(
                from: ChanceKey(
                    seed: seed, replication: firstReplication, place: place, purpose: purpose))
        }
        process = flow.stations.map { Draw($0.process) }
        processStreams = flow.stations.map { lanes($0.name, .process) }
        var laws: [(law: Law, key: ChanceKey)] = []
        for (index, station) in flow.stations.enumerated() {
            for failure in station.failures {
                clocks.append(Clock(station: index, laws: laws.count))
                for (law, purpose) in [
                    (failure.untilFailure, ChanceKey.Purpose.untilFailure),
                    (failure.repair, .repair),
                ] {
                    for lane in 0..<8 {
                        let key = ChanceKey(
                            seed: seed, replication: firstReplication + UInt64(lane),
                            place: station.name, purpose: purpose, detail: failure.name)
                        laws.append((law, key))
                    }
                }
            }
            if let setup = station.setup {
                settings.append(
                    Setting(
                        station: index, campaign: setup.campaign, duration: Draw(setup.duration),
                        stream: lanes(station.name, .setup)))
            }
        }
        bank = DrawBank(laws)
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
        let stations = process.count
        if isIntact { scatter(additions, to: occupied, sign: -1) }
        additions.removeAll(keepingCapacity: true)
        for station in 0..<stations {
            if case .always(let ticks) = process[station].way {
                if isIntact { continue }
                let all = SIMD8<Double>(repeating: ticks)
                for part in 0..<parts { occupied[part * stations + station] = all }
            } else {
                let draw = process[station]
                for part in 0..<parts {
                    occupied[part * stations + station] = draw.next(from: &processStreams[station])
                }
            }
        }
        for index in clocks.indices {
            var clock = clocks[index]
            wear(&clock, occupied, parts: parts)
            clocks[index] = clock
        }
        for index in settings.indices {
            var setting = settings[index]
            setUp(&setting, parts: parts, first: first)
            settings[index] = setting
        }
        scatter(additions, to: occupied, sign: 1)
    }

    private func scatter(
        _ additions: [Addition], to occupied: borrowing LaneField, sign: Double
    ) {
        for addition in additions {
            occupied.change(addition.part * process.count + addition.station) {
                $0[addition.lane] += sign * addition.ticks
            }
        }
    }

    /// Lets a clock run through the work of the block and notes the repairs.
    private mutating func wear(_ clock: inout Clock, _ work: borrowing LaneField, parts: Int) {
        let stations = process.count
        let station = clock.station
        var whole = SIMD8<Double>()
        var constant: Double?
        if case .always(let ticks) = process[station].way {
            constant = ticks
            whole = SIMD8(repeating: ticks * Double(parts))
        } else {
            for part in 0..<parts { whole += work[part * stations + station] }
        }
        guard any(clock.left .< whole) else {
            clock.left -= whole
            return
        }
        for lane in 0..<8 {
            var (left, part, done) = (clock.left[lane], 0, 0.0)
            while left < whole[lane] {
                if let constant {
                    part = Int(left / constant)
                } else {
                    // The part under work when so much work is done: the first to end after it.
                    while done + work[part * stations + station][lane] <= left {
                        done += work[part * stations + station][lane]
                        part += 1
                    }
                }
                additions.append(
                    Addition(
                        part: part, station: station, lane: lane,
                        ticks: bank.next(clock.laws + 8 + lane),
                        isSetup: false))
                left += bank.next(clock.laws + lane)
            }
            clock.left[lane] = left - whole[lane]
        }
    }

    private mutating func setUp(_ setting: inout Setting, parts: Int, first: Int) {
        let past = first % setting.campaign
        var part = past == 0 ? 0 : setting.campaign - past
        while part < parts {
            let ticks = setting.duration.next(from: &setting.stream)
            for lane in 0..<8 {
                additions.append(
                    Addition(
                        part: part, station: setting.station, lane: lane, ticks: ticks[lane],
                        isSetup: true))
            }
            part += setting.campaign
        }
    }
}
