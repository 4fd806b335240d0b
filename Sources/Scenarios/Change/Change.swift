package import Line

/// One change to a line. What it names must be there; see `Change.apply`.
package enum Change: Hashable, Sendable {
    /// So many more like units beside those of a station. They are alike in all but quality: their
    /// own share of defects (nil: that of the old ones) is mixed with the old by their number.
    case addUnits(station: String, units: Int, defects: Figure?)
    /// Multiplies a time.
    case time(Timing, at: Places, by: Figure)
    /// Removes this share of failures: the time until each grows by 1 ∕ (1 − share). Of failures by
    /// chance (exponential) that is the same law as striking out each with that probability.
    case removeFailures(at: Places, breakdown: String?, share: Figure)
    /// Stations, or a crew, follow this calendar from now on.
    case calendar(LineModel.Calendar, stations: Places)
    case crewCalendar(LineModel.Calendar, crew: String)
    /// All planned maintenance of a station, in place of what it had.
    case upkeep([LineModel.Upkeep], station: String)
    /// All changeovers of a station, in place of what it had.
    case setups(LineModel.Setups?, station: String)
    case campaigns([LineModel.Campaign])
    case order(LineModel.Order, station: String)
    case people(Int, crew: String)
    case addCrew(LineModel.Crew)
    case supplierLeadTime(stock: String, by: Figure)
    case supplierPolicy(LineModel.Policy, stock: String)
    /// Multiplies what is asked for: arrivals, orders and customers of stocks; of one product or
    /// stock, or of all that have a demand.
    case demand(of: String?, by: Figure)
    case places(Int?, before: String)
    /// Multiplies how fast stations run, against what was declared.
    case speed(at: Places, by: Figure)
    /// The share of defects of a step, or a factor on it.
    case defects(product: String?, step: String, Amount)
    case release(LineModel.Release, product: String)
    /// Moves stations on the plan.
    case relayout([Move])
    case transportSpeed(Figure)

    /// Which time of a station.
    package enum Timing: Hashable, Sendable {
        case process
        /// Of one breakdown by name, or of all.
        case repair(String?)
        case untilFailure(String?)
        case setup
        case upkeep
    }

    /// Which stations; `all`: each that has what is to be changed.
    package enum Places: Hashable, Sendable {
        case all
        case named([String])

        package static func at(_ names: String...) -> Places { .named(names) }
    }

    package enum Amount: Hashable, Sendable {
        case to(Figure)
        case by(Figure)
    }

    package struct Move: Hashable, Sendable {
        package var station: String
        package var position: LineModel.Position

        package init(_ station: String, to position: LineModel.Position) {
            (self.station, self.position) = (station, position)
        }
    }
}
