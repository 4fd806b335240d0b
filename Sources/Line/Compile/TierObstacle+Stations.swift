// What at a station, or at a step there, is beyond a tier.
extension TierObstacle {
    /// Obstacles for recursion and slots alike.
    static func common(in model: LineModel) -> [TierObstacle] {
        var found: [TierObstacle] = []
        for station in model.stations {
            for words in station.beyondSlots(model) {
                found.append(TierObstacle(station: station.name, words: words))
            }
        }
        for product in model.products {
            for step in product.steps {
                for words in step.beyondSlots(of: product.name) {
                    for station in step.stations {
                        found.append(TierObstacle(station: station, words: words))
                    }
                }
            }
            if let words = product.beyondSlots {
                found.append(
                    TierObstacle(station: nil, words: "\(product.name) \(words)"))
            }
        }
        return found
    }
}

extension LineModel.Station {
    fileprivate func beyondSlots(_ model: LineModel) -> [String] {
        var words: [String] = []
        if batch != nil { words.append("parts are worked on in batches") }
        if !upkeep.isEmpty { words.append("it has planned maintenance") }
        if calendar != nil { words.append("it keeps a calendar") }
        if hands != LineModel.Hands() { words.append("it needs people") }
        if queue.conveyor != nil { words.append("a conveyor leads to it") }
        if queue.order != .firstCome {
            words.append("parts before it are not taken first come, first served")
        }
        if model.transportSpeed != nil, position != nil {
            words.append("parts take time to travel to it")
        }
        for breakdown in breakdowns {
            switch breakdown.clock {
            case .working: break
            case .calendar: words.append("\(breakdown.name) goes by the calendar")
            case .parts: words.append("\(breakdown.name) is counted in parts")
            }
            switch breakdown.workUnderWay {
            case .resume: break
            case .repeat: words.append("work is begun anew after \(breakdown.name)")
            case .scrap: words.append("\(breakdown.name) costs the part under work")
            }
        }
        return words
    }
}

extension LineModel.Step {
    fileprivate func beyondSlots(of product: String) -> [String] {
        var words: [String] = []
        if stations.count > 1 {
            words.append("\(product) has other stations to choose from at \(name)")
        }
        if !takes.isEmpty || !gives.isEmpty {
            words.append("\(name) of \(product) takes from stocks or gives to them")
        }
        if case .rules = next { words.append("\(name) of \(product) sends parts on by a rule") }
        return words
    }
}

extension LineModel.Product {
    fileprivate var beyondSlots: String? {
        if endsIn != nil { return "is put into a stock" }
        switch release {
        case .arrivals(_, let parts): return parts == 1 ? nil : "comes \(parts) at a time"
        case .lossy, .saturated, .circulating: return nil
        case .orders: return "is released by orders"
        case .replenishing: return "is released to fill a stock"
        case .given: return "is given by another product"
        }
    }
}
