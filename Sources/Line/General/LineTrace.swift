/// What every unit did and when: for Gantt pictures and CSV.
package struct LineTrace: Hashable, Sendable {
    /// Names by number, as entries have them.
    package let stations: [String]
    package let products: [String]
    /// In the order of time.
    package private(set) var entries: [Entry] = []

    /// From here on a unit is in a state, until its next entry.
    package struct Entry: Hashable, Sendable {
        package var time: Ticks
        package var station: Int32
        /// Among the units of its station, from 0.
        package var unit: Int32
        package var state: StationState
        /// The part that it has (of a batch the first), counted from 1 in the order of beginning,
        /// and its product; nil: none.
        package var part: Int64?
        package var product: Int32?
    }

    package init(of model: LineModel) {
        stations = model.stations.map(\.name)
        products = model.products.map(\.name)
    }

    mutating func add(_ entry: Entry) { entries.append(entry) }
}

extension GeneralRun {
    /// Notes in the trace what a unit is at.
    mutating func note(_ unit: Int) {
        let here = units[unit]
        let has = here.part >= 0 && here.activity != .idle
        trace?.add(
            LineTrace.Entry(
                time: Ticks(now), station: here.station,
                unit: Int32(unit) - stations[Int(here.station)].firstUnit, state: here.state,
                part: has ? parts[Int(here.part)].number : nil,
                product: has ? parts[Int(here.part)].product : nil))
    }
}
