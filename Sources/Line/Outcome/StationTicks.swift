/// What a station did within the time that counts, in ticks, before it is put into an outcome: one
/// way to get there for every tier, so that all give the same seconds, to the last bit.
struct StationTicks {
    /// By `StationState.rawValue`.
    var states = [Int64](repeating: 0, count: StationState.allCases.count)
    var parts = 0
    var spoiled = 0
    var scrapped = 0
    /// Drawn work of the parts whose work ended.
    var work: Int64 = 0
    var setups = 0
    var failures: [Int] = []
    var upkeeps = 0
    /// Ticks that parts waited before it, summed.
    var waited: Int64 = 0
    var longestQueue = 0

    subscript(_ state: StationState) -> Int64 {
        get { states[state.rawValue] }
        set { states[state.rawValue] = newValue }
    }

    /// - Parameter span: ticks that count.
    func outcome(of station: LineModel.Station, span: Int64) -> LineOutcome.Station {
        var outcome = LineOutcome.Station(station.name, units: station.units)
        for state in StationState.allCases {
            outcome.times[state] = Double(self[state]) / Ticks.perSecond
        }
        outcome.parts = parts
        outcome.spoiled = spoiled
        outcome.scrapped = scrapped
        outcome.idealWork = Double(work) / Ticks.perSecond * station.speed
        outcome.setups = setups
        outcome.failures = failures
        outcome.upkeeps = upkeeps
        outcome.energy = station.power.energy(over: outcome.times)
        outcome.meanQueue = Double(waited) / Double(span)
        outcome.longestQueue = longestQueue
        return outcome
    }
}

extension LineModel.Power {
    /// Energy over such times [J].
    package func energy(over times: StateTimes) -> Double {
        StationState.allCases.reduce(0) { sum, state in
            let watts =
                switch state {
                case .working: working
                case .setup: setup
                case .down, .microStop, .maintenance: down
                case .blocked, .starved, .waitingForMaterial, .waitingForCrew: idle
                case .offShift: off
                }
            return sum + watts * times[state]
        }
    }
}

/// Parts finished and parts on the line, by intervals from the very start.
struct SeriesTicks {
    private let length: Int64
    private var finished: [Int]
    /// In the interval where a part came or went: ticks from then to the interval's end, less those
    /// of parts that went; and by how many parts there are more afterwards.
    private var within: [Int64]
    private var change: [Int]

    /// - Parameter end: of the run; intervals that do not end by then are not given.
    init(interval: Double, end: Int64) {
        length = max(1, Ticks(seconds: interval).count)
        let count = Int(end / length)
        finished = [Int](repeating: 0, count: count)
        within = [Int64](repeating: 0, count: count)
        change = [Int](repeating: 0, count: count)
    }

    /// A part came.
    mutating func come(at time: Int64) {
        let index = Int(time / length)
        guard index < change.count else { return }
        within[index] += Int64(index + 1) * length - time
        change[index] += 1
    }

    /// A part went, finished or not.
    mutating func go(at time: Int64, isFinished: Bool) {
        let index = Int(time / length)
        if index < change.count {
            within[index] -= Int64(index + 1) * length - time
            change[index] -= 1
        }
        // What ends with an interval belongs to it.
        let ended = Int(max(0, time - 1) / length)
        if isFinished, ended < finished.count { finished[ended] += 1 }
    }

    var intervals: [LineOutcome.Interval] {
        var present = 0
        return finished.indices.map { index in
            let ticks = Int64(present) * length + within[index]
            present += change[index]
            return LineOutcome.Interval(
                finished: finished[index], workInProcess: Double(ticks) / Double(length))
        }
    }
}
