extension StationNet {
    /// What in the model is beyond slots.
    static func obstacles(in model: LineModel) -> [TierObstacle] {
        var found = TierObstacle.common(in: model)
        for station in model.stations where station.setups != nil {
            found.append(TierObstacle(station: station.name, words: "it is set up for products"))
        }
        // Slots do not see that a line stands still for good.
        for circle in model.lockingCircles {
            let words = "\(circle.joined(separator: ", ")) may wait for one another"
            found += circle.map { TierObstacle(station: $0, words: words) }
        }
        for station in model.stations where station.breakdowns.count > 64 {
            found.append(
                TierObstacle(station: station.name, words: "it fails in more than 64 ways"))
        }
        for product in model.products {
            for step in product.steps {
                var words: [String] = []
                if step.defects != .share(0) { words.append("may spoil parts") }
                if step.inspection != nil { words.append("inspects parts") }
                for word in words {
                    found.append(
                        TierObstacle(
                            station: step.stations[0],
                            words: "\(step.name) of \(product.name) \(word)"))
                }
            }
        }
        if model.products.count(where: { $0.release == .saturated }) > 1 {
            found.append(TierObstacle(station: nil, words: "products take turns"))
        }
        if model.products.isEmpty {
            found.append(TierObstacle(station: nil, words: "no product passes"))
        }
        for product in model.products {
            guard case .circulating = product.release, let step = product.steps.first else {
                continue
            }
            for station in model.stations
            where step.stations.contains(station.name) && station.queue.places != nil {
                found.append(
                    TierObstacle(
                        station: station.name,
                        words: "\(product.name) begins anew at it, and its places are limited"))
            }
        }
        return found
    }

    /// - Parameter model: without complaint and without obstacles.
    init(_ model: LineModel) {
        self.init(
            stations: model.stations.map { station in
                Station(
                    station.name, servers: station.units, places: station.queue.places,
                    failures: station.breakdowns.map { SerialFlow.Failure($0) })
            },
            products: model.products.map { product in
                Product(
                    product.name, source: Source(product.release),
                    steps: product.steps.indices.map { index in
                        let step = product.steps[index]
                        let station = model.place(of: step.stations[0])
                        return Step(
                            at: station,
                            process: model.stations[station].work(at: step),
                            then: product.branches(after: index))
                    })
            })
    }
}

extension StationNet.Source {
    /// - Parameter release: one that slots can express.
    fileprivate init(_ release: LineModel.Release) {
        switch release {
        case .arrivals(let law, _): self = .arrivals(law)
        case .lossy(let law, let most): self = .lossy(law, most: most)
        case .circulating(let parts): self = .circulating(parts)
        case .saturated, .orders, .replenishing, .given: self = .saturated
        }
    }
}

extension LineModel.Product {
    fileprivate func branches(after index: Int) -> [StationNet.Branch] {
        switch steps[index].next {
        case .following, .rules:
            return index + 1 < steps.count ? [StationNet.Branch(1, to: index + 1)] : []
        case .shares(let shares):
            return shares.map { share in
                StationNet.Branch(
                    share.share,
                    to: share.step.flatMap { name in steps.firstIndex { $0.name == name } })
            }
        }
    }
}

extension SerialFlow.Failure {
    init(_ breakdown: LineModel.Breakdown) {
        self.init(
            breakdown.name, untilFailure: breakdown.until, repair: breakdown.repair,
            isMicroStop: breakdown.isMicroStop)
    }
}

extension LineModel {
    /// Where a station stands; that it does is part of a model without complaint.
    func place(of station: String) -> Int {
        guard let place = stations.firstIndex(where: { $0.name == station }) else {
            preconditionFailure("no station named \(station)")
        }
        return place
    }
}

extension LineModel.Station {
    /// The law of work at a step here, at the station's speed.
    func work(at step: LineModel.Step) -> Law {
        guard let law = step.process ?? process else {
            preconditionFailure("no time of work for \(step.name) at \(name)")
        }
        return speed == 1 ? law : law.scaled(by: 1 / speed)
    }
}
