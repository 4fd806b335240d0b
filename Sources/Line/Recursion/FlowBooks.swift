/// What eight replications of a flow add up to within the window that counts, in whole ticks.
struct FlowBooks: ~Copyable {
    typealias Lanes = SIMD8<Double>

    /// In work, setup and repair included, by station.
    var occupied: [Lanes]
    var setup: [Lanes]
    /// Under repair, by way to fail, in the order of `FlowPlan.modes`.
    var repair: [Lanes]
    var blocked: [Lanes]
    var starved: [Lanes]
    /// Parts whose work ended, and the work that was drawn for them.
    var ended: [Lanes]
    var work: [Lanes]
    var setups: [Lanes]
    /// Failures by way.
    var failures: [Lanes]
    /// Ticks that parts waited before a station; these may sum to more than `Double` holds.
    var waited: [SIMD8<Int64>]
    /// The most parts at once that waited before a station for any time at all.
    var longest: [Lanes]
    /// Parts that waited when the window began.
    var waitingAtStart: [Lanes]
    /// Parts begun, by product.
    var begun: [Lanes]
    /// Ticks that parts were on the line.
    var present = SIMD8<Int64>()

    init(stations: Int, modes: Int, products: Int) {
        let none = [Lanes](repeating: Lanes(), count: stations)
        (occupied, setup, blocked, starved, ended) = (none, none, none, none, none)
        (work, setups, longest, waitingAtStart) = (none, none, none, none)
        repair = [Lanes](repeating: Lanes(), count: modes)
        failures = repair
        waited = [SIMD8<Int64>](repeating: SIMD8(), count: stations)
        begun = [Lanes](repeating: Lanes(), count: products)
    }

    /// Enters a setup or a repair that lies in the window as a whole, of a part whose work ends
    /// there.
    mutating func add(_ addition: LaneFill.Addition) {
        work[addition.station][addition.lane] -= addition.ticks
        spend(addition.ticks, on: addition)
        begin(addition)
    }

    /// Enters so many ticks of a setup or a repair.
    mutating func spend(_ ticks: Double, on addition: LaneFill.Addition) {
        if addition.mode < 0 {
            setup[addition.station][addition.lane] += ticks
        } else {
            repair[addition.mode][addition.lane] += ticks
        }
    }

    /// Counts a setup or a failure.
    mutating func begin(_ addition: LaneFill.Addition) {
        if addition.mode < 0 {
            setups[addition.station][addition.lane] += 1
        } else {
            failures[addition.mode][addition.lane] += 1
        }
    }
}
