import Line

extension Bottleneck {
    static func arrows(
        _ figures: [LineFigures], _ model: LineModel, confidence: Double
    ) -> [Arrow] {
        let path = model.commonPath
        return zip(path, path.dropFirst()).compactMap { before, after in
            Interval(
                of: figures.map { $0.stations[before][.blocked] - $0.stations[after][.starved] },
                confidence: confidence
            ).map {
                Arrow(
                    from: model.stations[before].name, to: model.stations[after].name,
                    difference: $0)
            }
        }
    }

    /// Stations that no arrow leaves: those before point downstream to it, those after upstream. An
    /// unclear arrow keeps both of its ends; without any arrow, none.
    package static func turningPoints(_ arrows: [Arrow]) -> [String] {
        guard let first = arrows.first else { return [] }
        let path = [first.from] + arrows.map(\.to)
        return path.indices.filter { index in
            (index == 0 || arrows[index - 1].direction != .upstream)
                && (index == path.count - 1 || arrows[index].direction != .downstream)
        }.map { path[$0] }
    }
}

extension LineModel {
    /// The stations that every part of every product passes, in one order, without alternatives,
    /// branches or ways back; empty where there is no such order.
    var commonPath: [Int] {
        var path: [String]?
        for product in products {
            var here: [String] = []
            for step in product.steps {
                guard step.stations.count == 1, case .following = step.next,
                    step.inspection?.rework == nil
                else { return [] }
                here.append(step.stations[0])
            }
            if let path, path != here { return [] }
            path = here
        }
        guard let path, Set(path).count == path.count else { return [] }
        let indices = path.compactMap { name in stations.firstIndex { $0.name == name } }
        return indices.count == path.count ? indices : []
    }

    /// The line with all times of one station multiplied: work (by its speed), setup, repair, time
    /// until failure and maintenance, so that its shares of time stay as they are.
    func withAllTimes(of index: Int, by factor: Double) -> LineModel {
        var model = self
        var station = stations[index]
        station.speed /= factor
        for place in station.breakdowns.indices {
            let breakdown = station.breakdowns[place]
            station.breakdowns[place].repair = breakdown.repair.scaled(by: factor)
            if breakdown.clock != .parts {
                station.breakdowns[place].until = breakdown.until.scaled(by: factor)
            }
        }
        if let setups = station.setups {
            station.setups?.changes = setups.changes.map {
                Change(from: $0.from, to: $0.to, takes: $0.duration.scaled(by: factor))
            }
        }
        for place in station.upkeep.indices {
            station.upkeep[place].duration = station.upkeep[place].duration.scaled(by: factor)
            if case .every(let time, let clock) = station.upkeep[place].trigger, clock != .parts {
                station.upkeep[place].trigger = .every(time * factor, clock)
            }
        }
        model.stations[index] = station
        return model
    }
}
