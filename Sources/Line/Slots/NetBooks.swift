/// What a run of slots adds up to, in ticks.
struct NetBooks: ~Copyable {
    /// Server ticks by station and state.
    private let times: Field<Int64>
    /// Parts that left, by product.
    private let left: Field<Int>
    package var departed = 0
    package var arrived = 0
    package var lost = 0
    /// Seconds from arrival to departure, summed, and their squares.
    private(set) var leadTime = 0.0
    private(set) var leadTimeSquared = 0.0

    init(stations: Int, products: Int) {
        times = Field(repeating: 0, count: stations * SlotRun.State.count)
        left = Field(repeating: 0, count: products)
    }

    @inline(__always) func add(_ ticks: Int64, in state: SlotRun.State, of station: Int) {
        times.change(station &* SlotRun.State.count &+ Int(state.rawValue)) { $0 &+= ticks }
    }

    @inline(__always) mutating func depart(after ticks: Int64, product: Int) {
        departed &+= 1
        left.change(product) { $0 &+= 1 }
        let seconds = Double(ticks) * (1 / Ticks.perSecond)
        leadTime += seconds
        leadTimeSquared += seconds * seconds
    }

    func ticks(in state: SlotRun.State, of station: Int) -> Int64 {
        times[station * SlotRun.State.count + Int(state.rawValue)]
    }

    func departed(of product: Int) -> Int { left[product] }

    /// Begins anew: what came before is the warm-up.
    mutating func clear() {
        for index in 0..<times.count { times[index] = 0 }
        for index in 0..<left.count { left[index] = 0 }
        (departed, arrived, lost, leadTime, leadTimeSquared) = (0, 0, 0, 0, 0)
    }
}
