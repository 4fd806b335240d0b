extension SerialFlow {
    /// What in the model is beyond the recursion.
    static func obstacles(in model: LineModel) -> [TierObstacle] {
        var found = TierObstacle.common(in: model)
        for station in model.stations where station.units > 1 {
            found.append(
                TierObstacle(
                    station: station.name,
                    words: "it has \(station.units) units, where parts may overtake one another"))
        }
        let route = model.products.first?.steps.map(\.stations) ?? []
        for product in model.products {
            if product.steps.map(\.stations) != route {
                found.append(
                    TierObstacle(
                        station: nil, words: "\(product.name) goes another way than the first"))
            }
            for (index, step) in product.steps.enumerated() {
                let isLast = index == product.steps.count - 1
                for words in step.beyondRecursion(of: product.name, isLast: isLast) {
                    found.append(TierObstacle(station: step.stations[0], words: words))
                }
            }
            switch product.release {
            case .saturated: break
            case .arrivals:
                if model.products.count > 1 {
                    found.append(
                        TierObstacle(
                            station: nil,
                            words: "\(product.name) and others come in an order of chance"))
                }
            case .lossy:
                found.append(TierObstacle(station: nil, words: "\(product.name) may be lost"))
            case .circulating:
                found.append(TierObstacle(station: nil, words: "\(product.name) circulates"))
            case .orders, .replenishing, .given: break
            }
        }
        let visits = route.flatMap { $0 }
        for station in model.stations where visits.count(where: { $0 == station.name }) != 1 {
            found.append(
                TierObstacle(station: station.name, words: "parts do not pass it exactly once"))
        }
        return found
    }

    /// Stations in the order of the route; `order` says which of the model's each is.
    ///
    /// - Parameter model: without complaint and without obstacles.
    init(_ model: LineModel, order: [Int]) {
        var source = Source.saturated
        if case .arrivals(let law, _) = model.products[0].release { source = .arrivals(law) }
        let turns: [Turn] =
            model.campaigns.isEmpty
            ? [Turn(product: 0, parts: 1)]
            : model.campaigns.map { campaign in
                Turn(product: model.product(named: campaign.product), parts: campaign.parts)
            }
        let stations = order.enumerated().map { position, index in
            let station = model.stations[index]
            return Station(
                station.name,
                feeds: position == 0
                    ? [] : [Feed(from: position - 1, places: station.queue.places)],
                process: model.products.map { station.work(at: $0.steps[position]) },
                failures: station.breakdowns.map { Failure($0) },
                setups: station.setups.map { model.setups($0, turns: turns) } ?? [],
                defects: model.products.map { $0.steps[position].defects.fixedShare })
        }
        self.init(
            stations: stations, source: source, products: model.products.map(\.name),
            turns: turns,
            inspections: model.products.map { product in
                product.steps[product.steps.count - 1].inspection.map {
                    Inspection(finds: $0.finds, falseAlarms: $0.falseAlarms)
                }
            })
    }

    /// The model's stations in the order of the route.
    static func order(of model: LineModel) -> [Int] {
        model.products[0].steps.map { model.place(of: $0.stations[0]) }
    }
}

extension LineModel.Step {
    fileprivate func beyondRecursion(of product: String, isLast: Bool) -> [String] {
        var words: [String] = []
        if case .shares = next { words.append("parts go on from it by shares") }
        if case .rule = defects { words.append("\(name) of \(product) spoils parts by a rule") }
        if inspection != nil, !isLast {
            words.append("\(name) of \(product) inspects parts before their last step")
        }
        if inspection?.rework != nil { words.append("\(name) of \(product) sends parts back") }
        return words
    }
}

extension LineModel.Defects {
    /// The share; of a rule none is fixed.
    fileprivate var fixedShare: Double {
        if case .share(let share) = self { return share }
        return 0
    }
}

extension LineModel {
    fileprivate func product(named name: String) -> Int {
        guard let place = products.firstIndex(where: { $0.name == name }) else {
            preconditionFailure("no product named \(name)")
        }
        return place
    }

    /// Setups of a station between turns of different families: one for each change that is
    /// declared, with its own stream, where it is the first that fits.
    fileprivate func setups(
        _ declared: Setups, turns: [SerialFlow.Turn]
    ) -> [SerialFlow.Setup] {
        let families = turns.map { turn in
            products[turn.product].family ?? products[turn.product].name
        }
        var found = declared.changes.map { change in
            SerialFlow.Setup(
                change.streamName, duration: change.duration, turns: [], isBeforeFirst: false)
        }
        for turn in turns.indices {
            let before = families[turn == 0 ? turns.count - 1 : turn - 1]
            guard before != families[turn] else { continue }
            if let place = declared.firstChange(from: before, to: families[turn]) {
                found[place].turns.append(turn)
            }
        }
        if declared.isSetAtStart, let place = declared.firstChange(from: nil, to: families[0]) {
            found[place].isBeforeFirst = true
        }
        return found.filter { !$0.turns.isEmpty || $0.isBeforeFirst }
    }
}

extension LineModel.Setups {
    /// The first change that fits; of a unit that is set up for nothing yet `from` is nil.
    func firstChange(from: String?, to: String) -> Int? {
        changes.firstIndex { change in
            (change.from == nil || change.from == from) && (change.to == nil || change.to == to)
        }
    }
}

extension LineModel.Change {
    /// What tells its stream from those of other changes at the station.
    var streamName: String { (from ?? "") + (to.map { ">" + $0 } ?? "") }
}
