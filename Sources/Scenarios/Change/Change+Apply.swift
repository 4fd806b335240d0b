package import Line

extension Change {
    /// Makes the change.
    ///
    /// - Parameter value: of its figure; unused where it has none.
    /// - Throws: a complaint, its path beginning with the kind of thing that is not there.
    package func apply(to model: inout LineModel, value: Double) throws(LineComplaint) {
        switch self {
        case .addUnits(let station, let units, let defects):
            try model.addUnits(units, to: station, defects: defects == nil ? nil : value)
        case .time(let timing, let places, _):
            try model.scale(timing, at: places, by: value)
        case .removeFailures(let places, let breakdown, _):
            guard value >= 0 && value < 1 else {
                throw LineComplaint(
                    ["share"], "\(value) of all failures removed: from 0 to below 1")
            }
            guard value > 0 else {
                try model.scale(.untilFailure(breakdown), at: places, by: 1)
                return
            }
            try model.scale(.untilFailure(breakdown), at: places, by: 1 / (1 - value))
        case .calendar, .crewCalendar, .people, .addCrew: try applyToPeople(of: &model)
        case .upkeep(let upkeep, let station):
            try model.change(station) { $0.upkeep = upkeep }
        case .setups(let setups, let station):
            try model.change(station) { $0.setups = setups }
        case .order(let order, let station):
            try model.change(station) { $0.queue.order = order }
        case .places(let places, let station):
            try model.change(station) { $0.queue.places = places }
        case .campaigns(let campaigns):
            for campaign in campaigns { _ = try model.product(campaign.product) }
            model.campaigns = campaigns
        case .supplierLeadTime(let stock, _):
            try model.changeSupplier(of: stock) {
                $0.leadTime = $0.leadTime.scaled(by: value)
            }
        case .supplierPolicy(let policy, let stock):
            try model.changeSupplier(of: stock) { $0.policy = policy }
        case .demand(let name, _): try model.scaleDemand(of: name, by: value)
        case .speed(let places, _):
            for index in try model.stations(places, having: { _ in true }, "") {
                model.stations[index].speed *= value
            }
        case .defects(let product, let step, let amount):
            try model.setDefects(product: product, step: step, amount, value)
        case .release(let release, let product):
            model.products[try model.product(product)].release = release
        case .relayout(let moves):
            for move in moves { try model.change(move.station) { $0.position = move.position } }
        case .transportSpeed: model.transportSpeed = value
        }
    }

    private func applyToPeople(of model: inout LineModel) throws(LineComplaint) {
        switch self {
        case .calendar(let calendar, let places):
            let found = try model.stations(places, having: { _ in true }, "")
            model.put(calendar)
            for index in found { model.stations[index].calendar = calendar.name }
        case .crewCalendar(let calendar, let crew):
            let index = try model.crew(crew)
            model.put(calendar)
            model.crews[index].calendar = calendar.name
        case .people(let people, let crew):
            guard people >= 0 else { throw LineComplaint(["crews", crew], "\(people) people") }
            model.crews[try model.crew(crew)].people = people
        case .addCrew(let crew):
            guard !model.crews.contains(where: { $0.name == crew.name }) else {
                throw LineComplaint(
                    ["crews", crew.name], "a crew of that name is there already",
                    mend: "change its people, or name the new crew otherwise")
            }
            model.crews.append(crew)
        default: preconditionFailure("no change of people: \(self)")
        }
    }
}

/// Finding what a change names.
extension LineModel {
    func missing(_ kind: String, _ name: String, _ present: [String]) -> LineComplaint {
        LineComplaint(
            [kind, name], "the line has none of that name",
            mend: present.isEmpty
                ? "it has no \(kind)" : "it has \(present.joined(separator: ", "))")
    }

    func station(_ name: String) throws(LineComplaint) -> Int {
        guard let index = stations.firstIndex(where: { $0.name == name }) else {
            throw missing("stations", name, stations.map(\.name))
        }
        return index
    }

    func product(_ name: String) throws(LineComplaint) -> Int {
        guard let index = products.firstIndex(where: { $0.name == name }) else {
            throw missing("products", name, products.map(\.name))
        }
        return index
    }

    func crew(_ name: String) throws(LineComplaint) -> Int {
        guard let index = crews.firstIndex(where: { $0.name == name }) else {
            throw missing("crews", name, crews.map(\.name))
        }
        return index
    }

    mutating func change(
        _ name: String, _ body: (inout Station) -> Void
    ) throws(LineComplaint) {
        body(&stations[try station(name)])
    }

    mutating func changeSupplier(
        of stock: String, _ body: (inout Supplier) -> Void
    ) throws(LineComplaint) {
        guard let index = stocks.firstIndex(where: { $0.name == stock }) else {
            throw missing("stocks", stock, stocks.map(\.name))
        }
        guard var supplier = stocks[index].supplier else {
            throw LineComplaint(["stocks", stock, "supplier"], "this stock is bought from nobody")
        }
        body(&supplier)
        stocks[index].supplier = supplier
    }

    /// Adds a calendar, or takes it in place of one of its name.
    mutating func put(_ calendar: Calendar) {
        if let index = calendars.firstIndex(where: { $0.name == calendar.name }) {
            calendars[index] = calendar
        } else {
            calendars.append(calendar)
        }
    }

    /// Indexes of stations: each that is named must have what is asked; of all, those that do, and
    /// at least one.
    func stations(
        _ places: Scenarios.Change.Places, having: (Int) -> Bool, _ what: String
    ) throws(LineComplaint) -> [Int] {
        switch places {
        case .named(let names):
            guard !names.isEmpty else { throw LineComplaint(["stations"], "none is named") }
            var found: [Int] = []
            for name in names {
                let index = try station(name)
                guard having(index) else {
                    throw LineComplaint(["stations", name], "this station has no \(what)")
                }
                found.append(index)
            }
            return found
        case .all:
            let found = stations.indices.filter(having)
            guard !found.isEmpty else {
                throw LineComplaint(["stations"], "no station has a \(what)")
            }
            return Array(found)
        }
    }
}
