/// What eight replications of a flow add up to within the window that counts, in whole ticks.
struct FlowBooks: ~Copyable {
    typealias Lanes = SIMD8<Double>

    /// In work, setup and repair included, by station.
    let occupied: LaneField
    let setup: LaneField
    /// Under repair, by way to fail, in the order of `FlowPlan.modes`.
    let repair: LaneField
    let blocked: LaneField
    let starved: LaneField
    /// Parts whose work ended, and the work that was drawn for them.
    let ended: LaneField
    let work: LaneField
    let setups: LaneField
    /// Failures by way.
    let failures: LaneField
    /// Ticks that parts waited before a station; these may sum to more than `Double` holds.
    let waited: Field<SIMD8<Int64>>
    /// Parts that waited when the window began.
    let waitingAtStart: LaneField
    /// Parts begun, by product.
    let begun: LaneField
    /// Parts spoiled, by station; parts scrapped after the last one and defective parts that were
    /// not found, by product.
    let spoiled: LaneField
    let scrapped: LaneField
    let escaped: LaneField
    /// Ticks that parts were on the line.
    var present = SIMD8<Int64>()

    init(stations: Int, modes: Int, products: Int) {
        func field(_ count: Int) -> LaneField { LaneField(repeating: SIMD8(), count: count) }
        occupied = field(stations)
        setup = field(stations)
        blocked = field(stations)
        starved = field(stations)
        ended = field(stations)
        work = field(stations)
        setups = field(stations)
        waitingAtStart = field(stations)
        repair = field(max(1, modes))
        failures = field(max(1, modes))
        waited = Field(repeating: SIMD8(), count: stations)
        begun = field(products)
        spoiled = field(stations)
        scrapped = field(products)
        escaped = field(products)
    }

    /// Enters a setup or a repair that lies in the window as a whole.
    func add(_ addition: LaneFill.Addition) {
        occupied.change(addition.station) { $0[addition.lane] += addition.ticks }
        spend(addition.ticks, on: addition)
        begin(addition)
    }

    /// Enters so many ticks of a setup or a repair.
    func spend(_ ticks: Double, on addition: LaneFill.Addition) {
        if addition.mode < 0 {
            setup.change(addition.station) { $0[addition.lane] += ticks }
        } else {
            repair.change(addition.mode) { $0[addition.lane] += ticks }
        }
    }

    /// Counts a setup or a failure.
    func begin(_ addition: LaneFill.Addition) {
        if addition.mode < 0 {
            setups.change(addition.station) { $0[addition.lane] += 1 }
        } else {
            failures.change(addition.mode) { $0[addition.lane] += 1 }
        }
    }
}

/// Whole numbers in eight lanes, from −2⁶³ to 2⁶³.
@inline(__always) func wholeNumbers(_ x: SIMD8<Double>) -> SIMD8<Int64> {
    // Adding 1.5 · 2⁵² leaves the number in the last bits.
    let middle = SIMD8<Double>(repeating: 0x1.8p52)
    guard all((x .< 0x1p51) .& (x .> -0x1p51)) else { return SIMD8<Int64>(x) }
    return SIMD8<Int64>(truncatingIfNeeded: bits(of: x + middle) &- bits(of: middle))
}
