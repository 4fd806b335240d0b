/// What a run of the general tier adds up to since the books were cleared, in ticks.
struct GeneralBooks: ~Copyable {
    /// Unit ticks by station and state.
    let times: Field<Int64>
    let stations: Field<GeneralRun.StationCount>
    /// Failures by station and way.
    let failures: Field<Int>
    let products: Field<GeneralRun.ProductCount>
    /// Lead times by product.
    let leadTimes: TickTallies
    /// When the books were cleared.
    var opened: Int64 = 0
    /// Parts on the line, and part-ticks up to `since`.
    var onLine: Int64 = 0
    var area: Int64 = 0
    var since: Int64 = 0
    /// Never cleared: for series.
    var finishedEver = 0
    var areaEver: Int64 = 0

    static let states = StationState.allCases.count

    init(stations count: Int, modes: Int, products: Int) {
        times = Field(repeating: 0, count: count * GeneralBooks.states)
        stations = Field(repeating: GeneralRun.StationCount(), count: count)
        failures = Field(repeating: 0, count: max(1, modes))
        self.products = Field(repeating: GeneralRun.ProductCount(), count: max(1, products))
        leadTimes = TickTallies(products: max(1, products))
    }

    init(copying other: borrowing GeneralBooks) {
        times = copied(other.times)
        stations = copied(other.stations)
        failures = copied(other.failures)
        products = copied(other.products)
        leadTimes = TickTallies(products: other.products.count)
        leadTimes.copy(from: other.leadTimes)
        (opened, onLine, area, since) = (other.opened, other.onLine, other.area, other.since)
        (finishedEver, areaEver) = (other.finishedEver, other.areaEver)
    }

    @inline(__always) func add(_ ticks: Int64, in state: StationState, of station: Int) {
        times.change(station &* GeneralBooks.states &+ state.rawValue) { $0 &+= ticks }
    }

    /// So many parts more, or fewer, are on the line.
    @inline(__always) mutating func change(onLine parts: Int64, at now: Int64) {
        area &+= onLine &* (now &- since)
        since = now
        onLine &+= parts
    }

    /// Begins anew: what came before is the warm-up.
    mutating func clear(at now: Int64) {
        change(onLine: 0, at: now)
        areaEver &+= area
        (area, opened) = (0, now)
        for index in 0..<times.count { times[index] = 0 }
        for index in 0..<stations.count { stations[index] = GeneralRun.StationCount() }
        for index in 0..<failures.count { failures[index] = 0 }
        for index in 0..<products.count {
            var fresh = GeneralRun.ProductCount()
            fresh.inProcess = products[index].inProcess
            fresh.released = products[index].released
            products[index] = fresh
        }
        leadTimes.clear()
    }
}
