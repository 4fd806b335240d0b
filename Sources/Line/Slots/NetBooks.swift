/// What a run of slots adds up to, in ticks.
struct NetBooks: ~Copyable {
    /// What a station did beside its states.
    struct StationBook: BitwiseCopyable {
        /// Parts whose work ended, and the work that was drawn for them.
        var parts = 0
        var work: Int64 = 0
    }

    struct ProductBook: BitwiseCopyable {
        var begun = 0
        var lost = 0
    }

    /// Server ticks by station and state.
    private let times: Field<Int64>
    let stations: Field<StationBook>
    /// Failures by way.
    let failures: Field<Int>
    let products: Field<ProductBook>
    /// Parts that left since the run began, or its books were cleared.
    package var departed = 0
    /// Sum of the times at which parts left less that of the times at which they came.
    var present: Int64 = 0

    init(stations: Int, modes: Int, products: Int) {
        times = Field(repeating: 0, count: stations * SlotRun.State.count)
        self.stations = Field(repeating: StationBook(), count: stations)
        failures = Field(repeating: 0, count: max(1, modes))
        self.products = Field(repeating: ProductBook(), count: products)
    }

    @inline(__always) func add(_ ticks: Int64, in state: SlotRun.State, of station: Int) {
        times.change(station &* SlotRun.State.count &+ Int(state.rawValue)) { $0 &+= ticks }
    }

    func ticks(in state: SlotRun.State, of station: Int) -> Int64 {
        times[station * SlotRun.State.count + Int(state.rawValue)]
    }

    /// Begins anew: what came before is the warm-up.
    mutating func clear() {
        for index in 0..<times.count { times[index] = 0 }
        for index in 0..<stations.count { stations[index] = StationBook() }
        for index in 0..<failures.count { failures[index] = 0 }
        for index in 0..<products.count { products[index] = ProductBook() }
        (departed, present) = (0, 0)
    }

    init(copying other: borrowing NetBooks) {
        times = copied(other.times)
        stations = copied(other.stations)
        failures = copied(other.failures)
        products = copied(other.products)
        (departed, present) = (other.departed, other.present)
    }
}
