/// What eight replications of a flow add up to, within the window that counts; in ticks.
struct FlowBooks {
    typealias Lanes = SIMD8<Double>

    /// In work, setup and repair included, by station.
    var occupied: [Lanes]
    var setup: [Lanes]
    var down: [Lanes]
    var blocked: [Lanes]
    var starved: [Lanes]
    /// Parts that left, by station.
    var parts: [Lanes]
    /// Time from arrival (or entry at the first station) to departure, summed over the parts that
    /// left the line, and its square in seconds².
    var leadTime = Lanes()
    var leadTimeSquared = Lanes()

    init(stations: Int) {
        let none = [Lanes](repeating: Lanes(), count: stations)
        (occupied, setup, down, blocked, starved, parts) = (none, none, none, none, none, none)
    }

    /// Enters what a setup or a repair took.
    mutating func add(_ addition: LaneFill.Addition) {
        if addition.isSetup {
            setup[addition.station][addition.lane] += addition.ticks
        } else {
            down[addition.station][addition.lane] += addition.ticks
        }
    }

    /// Where the time of `station` went in one lane.
    func times(of station: Int, lane: Int) -> StationTimes {
        var times = StationTimes()
        let (setUp, repaired) = (setup[station][lane], down[station][lane])
        times.working = (occupied[station][lane] - setUp - repaired) / Ticks.perSecond
        times.setup = setUp / Ticks.perSecond
        times.down = repaired / Ticks.perSecond
        times.blocked = blocked[station][lane] / Ticks.perSecond
        times.starved = starved[station][lane] / Ticks.perSecond
        times.parts = Int(parts[station][lane])
        return times
    }

    /// Mean time [s] from arrival (or entry at the first station) to leaving the last one.
    func leadTime(lane: Int) -> Double {
        leadTime[lane] / parts[parts.count - 1][lane]
    }
}
