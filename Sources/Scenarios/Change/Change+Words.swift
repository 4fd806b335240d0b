package import Line

extension Change {
    /// The one figure that it goes by; nil: none.
    package var figure: Figure? {
        switch self {
        case .addUnits(_, _, let defects): defects
        case .time(_, _, let figure), .removeFailures(_, _, let figure),
            .supplierLeadTime(_, let figure), .demand(_, let figure), .speed(_, let figure),
            .transportSpeed(let figure):
            figure
        case .defects(_, _, .to(let figure)), .defects(_, _, .by(let figure)): figure
        case .calendar, .crewCalendar, .upkeep, .setups, .campaigns, .order, .people, .addCrew,
            .supplierPolicy, .places, .release, .relayout:
            nil
        }
    }

    /// Values that its figure may take.
    package var allowed: ClosedRange<Double> {
        switch self {
        case .addUnits, .defects(_, _, .to): 0...1
        case .removeFailures: 0...0.999_999
        case .defects(_, _, .by): 0...1e6
        default: 1e-6...1e6
        }
    }

    /// What it does, in words, without its figure.
    package var words: String {
        switch self {
        case .addUnits(let station, let units, _): "\(units) more at \(station)"
        case .time(let timing, let places, _): "\(timing.words) at \(places.words)"
        case .removeFailures(let places, let breakdown, _):
            "share of \(breakdown ?? "failures") removed at \(places.words)"
        case .calendar(let calendar, let stations):
            "calendar \(calendar.name) at \(stations.words)"
        case .crewCalendar(let calendar, let crew): "calendar \(calendar.name) for \(crew)"
        case .upkeep(_, let station): "maintenance policy of \(station)"
        case .setups(_, let station): "changeovers of \(station)"
        case .campaigns: "campaigns"
        case .order(_, let station): "order of work at \(station)"
        case .people(let people, let crew): "\(people) people in \(crew)"
        case .addCrew(let crew): "new crew \(crew.name)"
        case .supplierLeadTime(let stock, _): "delay of supply of \(stock)"
        case .supplierPolicy(_, let stock): "ordering of \(stock)"
        case .demand(let name, _): "demand\(name.map { " of \($0)" } ?? "")"
        case .places(let places, let station):
            "\(places.map { "\($0)" } ?? "unlimited") places before \(station)"
        case .speed(let places, _): "speed at \(places.words)"
        case .defects(_, let step, _): "defects at \(step)"
        case .release(_, let product): "release of \(product)"
        case .relayout(let moves):
            "new place of \(moves.map(\.station).joined(separator: ", "))"
        case .transportSpeed: "speed of transport"
        }
    }

    /// Stations that somebody has to touch to make it, in the model's order.
    package func stationsTouched(of model: LineModel) -> [String] {
        let names = model.stations.map(\.name)
        switch self {
        case .addUnits(let station, _, _), .upkeep(_, let station), .setups(_, let station),
            .order(_, let station), .places(_, let station):
            return [station]
        case .time(_, let places, _), .removeFailures(let places, _, _), .calendar(_, let places),
            .speed(let places, _):
            if case .named(let stations) = places { return stations }
            return names
        case .defects(let product, let step, _):
            return names.filter { name in
                model.products.contains { candidate in
                    (product ?? candidate.name) == candidate.name
                        && candidate.steps.contains {
                            $0.name == step && $0.stations.contains(name)
                        }
                }
            }
        case .relayout(let moves): return moves.map(\.station)
        case .crewCalendar, .campaigns, .people, .addCrew, .supplierLeadTime, .supplierPolicy,
            .demand, .release, .transportSpeed:
            return []
        }
    }
}

extension Change.Timing {
    var words: String {
        switch self {
        case .process: "time of work"
        case .repair(let name): "time to repair\(name.map { " \($0)" } ?? "")"
        case .untilFailure(let name): "time until \(name ?? "failure")"
        case .setup: "changeover time"
        case .upkeep: "time of maintenance"
        }
    }
}

extension Change.Places {
    var words: String {
        switch self {
        case .all: "all stations"
        case .named(let names): names.joined(separator: ", ")
        }
    }
}
