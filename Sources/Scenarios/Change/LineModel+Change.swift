import Line

/// The changes that reach into several places of a model.
extension LineModel {
    mutating func addUnits(
        _ units: Int, to name: String, defects: Double?
    ) throws(LineComplaint) {
        let index = try station(name)
        guard units >= 1 else {
            throw LineComplaint(["stations", name, "units"], "\(units) more units: at least 1")
        }
        let old = stations[index].units
        stations[index].units = old + units
        guard let defects else { return }
        for product in products.indices {
            for step in products[product].steps.indices
            where products[product].steps[step].stations.contains(name) {
                let here = products[product].steps[step]
                let path = ["products", products[product].name, here.name]
                guard here.stations == [name], case .share(let share) = here.defects else {
                    throw LineComplaint(
                        path,
                        "its defects come from several stations or a formula: those of the "
                            + "added unit cannot be mixed in",
                        mend: "give the share of defects of the step in a change of its own")
                }
                products[product].steps[step].defects = .share(
                    (share * Double(old) + defects * Double(units)) / Double(old + units))
            }
        }
    }

    mutating func scale(
        _ timing: Scenarios.Change.Timing, at places: Scenarios.Change.Places, by factor: Double
    ) throws(LineComplaint) {
        guard factor > 0 && factor.isFinite else {
            throw LineComplaint(["by"], "times multiplied by \(factor): above 0")
        }
        switch timing {
        case .process: try scaleProcess(at: places, by: factor)
        case .repair(let name):
            try scaleBreakdowns(name, at: places) { $0.repair = $0.repair.scaled(by: factor) }
        case .untilFailure(let name):
            try scaleBreakdowns(name, at: places) { $0.until = $0.until.scaled(by: factor) }
        case .setup:
            for index in try stations(
                places, having: { stations[$0].setups != nil }, "changeover")
            {
                guard let changes = stations[index].setups?.changes else { continue }
                stations[index].setups?.changes = changes.map {
                    Change(from: $0.from, to: $0.to, takes: $0.duration.scaled(by: factor))
                }
            }
        case .upkeep:
            for index in try stations(
                places, having: { !stations[$0].upkeep.isEmpty }, "planned maintenance")
            {
                for upkeep in stations[index].upkeep.indices {
                    let duration = stations[index].upkeep[upkeep].duration
                    stations[index].upkeep[upkeep].duration = duration.scaled(by: factor)
                }
            }
        }
    }

    private mutating func scaleBreakdowns(
        _ name: String?, at places: Scenarios.Change.Places, _ body: (inout Breakdown) -> Void
    ) throws(LineComplaint) {
        func isMeant(_ breakdown: Breakdown) -> Bool { name == nil || breakdown.name == name }
        let what = name.map { "breakdown \($0)" } ?? "breakdown"
        for index in try stations(
            places, having: { stations[$0].breakdowns.contains(where: isMeant) }, what)
        {
            for breakdown in stations[index].breakdowns.indices
            where isMeant(stations[index].breakdowns[breakdown]) {
                body(&stations[index].breakdowns[breakdown])
            }
        }
    }

    /// Work that a step says is changed where it can be done at the named stations alone.
    private mutating func scaleProcess(
        at places: Scenarios.Change.Places, by factor: Double
    ) throws(LineComplaint) {
        let found = try stations(places, having: { _ in true }, "")
        let names = found.map { stations[$0].name }
        for product in products.indices {
            for step in products[product].steps.indices {
                let here = products[product].steps[step]
                guard let process = here.process, here.stations.contains(where: names.contains)
                else { continue }
                guard here.stations.allSatisfy(names.contains) else {
                    throw LineComplaint(
                        ["products", products[product].name, here.name],
                        "its time holds at \(here.stations.joined(separator: ", ")) alike, and "
                            + "only some of them change",
                        mend: "change the speed of the station instead")
                }
                products[product].steps[step].process = process.scaled(by: factor)
            }
        }
        for index in found {
            stations[index].process = stations[index].process?.scaled(by: factor)
        }
    }

    /// Arrivals and customers come closer together, orders grow: with what is carried over from one
    /// order to the next, so that their sum is right.
    mutating func scaleDemand(of name: String?, by factor: Double) throws(LineComplaint) {
        guard factor > 0 && factor.isFinite else {
            throw LineComplaint(["by"], "demand multiplied by \(factor): above 0")
        }
        var found = false
        for index in products.indices where (name ?? products[index].name) == products[index].name {
            switch products[index].release {
            case .arrivals(let law, let parts):
                products[index].release = .arrivals(law.scaled(by: 1 / factor), parts: parts)
            case .lossy(let law, let most):
                products[index].release = .lossy(law.scaled(by: 1 / factor), most: most)
            case .orders(var orders):
                var carried = 0.0
                for order in orders.indices {
                    let wanted = Double(orders[order].parts) * factor + carried
                    orders[order].parts = Int(wanted.rounded())
                    carried = wanted - wanted.rounded()
                }
                products[index].release = .orders(orders.filter { $0.parts > 0 })
            case .saturated, .circulating, .replenishing, .given: continue
            }
            found = true
        }
        for index in stocks.indices where (name ?? stocks[index].name) == stocks[index].name {
            guard var demand = stocks[index].demand else { continue }
            demand.between = demand.between.scaled(by: 1 / factor)
            stocks[index].demand = demand
            found = true
        }
        guard found else {
            let path = name.map { ["demand", $0] } ?? ["demand"]
            throw LineComplaint(
                path, "nothing of that name has arrivals, orders or customers to multiply")
        }
    }

    mutating func setDefects(
        product name: String?, step: String, _ amount: Scenarios.Change.Amount, _ value: Double
    ) throws(LineComplaint) {
        var found = false
        for index in products.indices where (name ?? products[index].name) == products[index].name {
            for place in products[index].steps.indices
            where products[index].steps[place].name == step {
                found = true
                guard case .by = amount else {
                    products[index].steps[place].defects = .share(value)
                    continue
                }
                let path = ["products", products[index].name, step, "defects"]
                guard case .share(let share) = products[index].steps[place].defects else {
                    throw LineComplaint(path, "a formula cannot be multiplied by a factor")
                }
                products[index].steps[place].defects = .share(min(1, share * value))
            }
        }
        if let name { _ = try product(name) }
        guard found else {
            throw missing("steps", step, products.flatMap { $0.steps.map(\.name) })
        }
    }
}
