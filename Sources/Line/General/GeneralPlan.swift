/// A `LineModel` laid out as flat tables for the general tier, which carries all that a model can
/// declare. Made once, run many times: nothing in it depends on the replication.
package struct GeneralPlan: Sendable {
    /// The model that it was made from, for names and for what the outcome reports.
    package let model: LineModel
    var stations: [Station] = []
    private var stationNumbers: [String: Int32] = [:]
    var units = 0
    /// Failure clocks of all units, side by side.
    var clocks = 0
    var modes: [Mode] = []
    var upkeeps: [Upkeep] = []
    /// Upkeep clocks of all units, side by side.
    var upkeepClocks = 0
    /// Breakdowns that upkeep renews, as numbers within the station.
    var renewals: [Int32] = []
    /// Index into the laws of a change, by station, family before and family after; −1: none.
    var setups: [Int32] = []
    var families = 0
    var sequences: [Int32] = []
    /// Saturated products of a station in the order in which they are begun.
    var campaigns: [Campaign] = []
    var products: [Product] = []
    var releases: [Release] = []
    var steps: [Step] = []
    var ways: [Way] = []
    var branches: [Branch] = []
    /// Sets of stations that parts may wait for: the first are the stations, one each.
    var groups: [Group] = []
    var members: [Int32] = []
    /// Sets of more than one station, by member.
    var wider: [Int32] = []
    var amounts: [Amount] = []
    var stocks: [Stock] = []
    var takers: [Int32] = []
    var makers: [Int32] = []
    var skills: [Skill] = []
    /// Crews of a skill, in the model's order.
    var able: [Int32] = []
    var crews: [Crew] = []
    var calendars: [Calendar] = []
    var edges: [Int64] = []
    /// Stations and crews that keep a calendar.
    var keepers: [Int32] = []
    var tape = RuleTape()
    /// Where stations stand [m]; NaN: nowhere.
    var positions: [SIMD2<Double>] = []
    var draws: [Draw] = []
    var drawNames: [StreamName] = []
    var streamNames: [StreamName] = []
    var slots = Slots()
    /// Whose the slots after the units' are.
    var owners: [Owner] = []
    /// Stations that stand in a circle of routes and may block one another for ever.
    var mayLock: [Bool] = []

    /// A `ChanceKey` without seed and replication.
    struct StreamName: Sendable {
        var place: String
        var purpose: ChanceKey.Purpose
        var detail: String

        func key(seed: UInt64, replication: UInt64) -> ChanceKey {
            ChanceKey(
                seed: seed, replication: replication, place: place, purpose: purpose,
                detail: detail)
        }
    }

    /// - Parameter model: must be without complaint.
    package init(_ model: LineModel) {
        self.model = model
        for (index, station) in model.stations.enumerated() {
            stationNumbers[station.name] = Int32(index)
        }
        layCalendars()
        laySkills()
        layStocks()
        layStations()
        layProducts()
        layWays()
        laySlots()
    }

    /// The number of a law with its stream.
    mutating func add(
        _ law: Law, _ place: String, _ purpose: ChanceKey.Purpose, _ detail: String = ""
    ) -> Int32 {
        draws.append(Draw(law))
        drawNames.append(StreamName(place: place, purpose: purpose, detail: detail))
        return Int32(draws.count - 1)
    }

    /// The number of a stream that shares are drawn from.
    mutating func add(
        stream place: String, _ purpose: ChanceKey.Purpose, _ detail: String
    ) -> Int32 {
        streamNames.append(StreamName(place: place, purpose: purpose, detail: detail))
        return Int32(streamNames.count - 1)
    }

    static func ticks(_ seconds: Double) -> Int64 { Ticks(seconds: seconds).count }

    func station(named name: String) -> Int32 {
        guard let number = stationNumbers[name] else {
            preconditionFailure("no station named \(name)")
        }
        return number
    }

    /// Where a name stands; that it does is what "without complaint" means.
    static func place(of name: String, in names: [String], _ what: String) -> Int {
        guard let place = names.firstIndex(of: name) else {
            preconditionFailure("no \(what) named \(name)")
        }
        return place
    }
}
