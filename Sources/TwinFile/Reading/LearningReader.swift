import Quantities
import Tags

extension TwinReader {
    func readEstimate() -> EstimateSettings {
        var settings = EstimateSettings()
        guard let section = root.section("estimate", TwinKeys.estimate) else { return settings }
        if let pair = section["measurement noise"] {
            let what = "estimate: measurement noise"
            for pair in reading.named(pair.value, what) {
                guard let tag = tag(pair.key, pair.keyPlace, what, role: .cv),
                    let deviation = reading.positive(
                        pair.value, "\(what): \(pair.key)", tag.unit.dimension,
                        default: tag.unit.difference, example: "2 K")
                else { continue }
                settings.measurementNoise.append(
                    MeasurementNoise(tag: tag.name, deviation: deviation))
            }
        }
        if let pair = section["states"] {
            for pair in reading.named(pair.value, "estimate: states") {
                let variable = modelVariable(pair.key, pair.keyPlace, "estimate: states")
                guard let walk = readWalk(pair, variable?.unit?.dimension) else { continue }
                settings.states.append(
                    Wander(
                        variable: pair.key, deviation: walk.deviation, window: walk.window,
                        deviationAtStart: walk.atStart))
            }
        }
        if let pair = section["disturbances"] {
            settings.disturbances = reading.named(pair.value, "estimate: disturbances")
                .compactMap(readDisturbance)
        }
        return settings
    }

    private func readDisturbance(_ pair: Pair) -> Disturbance? {
        let place: Disturbance.Place
        let dimension: Dimension?
        if self[pair.key] != nil {
            guard let tag = tag(pair.key, pair.keyPlace, "estimate: disturbances", role: .cv) else {
                return nil
            }
            place = .reading(tag.name)
            dimension = tag.unit.dimension
        } else {
            place = .variable(pair.key)
            let found = modelVariable(pair.key, pair.keyPlace, "estimate: disturbances")
            if let found, found.kind != .input, found.kind != .parameter {
                reading.refuse(
                    pair.keyPlace,
                    "estimate: disturbances: \(pair.key) is neither input nor parameter",
                    note: "a disturbance enters the model; a state's wander stands under \"states\""
                )
            }
            dimension = found?.unit?.dimension
        }
        guard let walk = readWalk(pair, dimension) else { return nil }
        return Disturbance(
            place: place, deviation: walk.deviation, window: walk.window,
            deviationAtStart: walk.atStart)
    }

    private func readWalk(
        _ pair: Pair, _ dimension: Dimension?
    ) -> (window: Double, deviation: Double, atStart: Double?)? {
        guard
            let section = Section(
                pair.value, TwinKeys.wander, pair.key, at: pair.keyPlace, in: reading)
        else { return nil }
        func deviation(_ pair: Pair) -> Double? {
            guard let measured = reading.measured(pair.value, section.what(pair.key)) else {
                return nil
            }
            let value = reading.si(
                measured, section.what(pair.key), dimension ?? measured.unit.dimension, .difference,
                example: "5 K")
            if let value, !(value > 0) {
                reading.refuse(pair.value.place, "\(section.what(pair.key)) must be above zero")
                return nil
            }
            return value
        }
        let windows = section.windows()
        let atStart = section["at start"].flatMap(deviation)
        guard windows.count == 1, let (window, pair) = windows.first else {
            reading.refuse(
                section.place, "\(section.name) has \(windows.count) keys \"per …\"",
                mend: "add \"per 1 h: 5 K\", once")
            return nil
        }
        return deviation(pair).map { (window, $0, atStart) }
    }

    func readLearn() -> LearnSettings? {
        guard let section = root.section("learn", TwinKeys.learn) else { return nil }
        let calibrate = section["calibrate"].map {
            reading.list($0.value, section.what("calibrate"))
        }
        let names = calibrate?.compactMap { item -> String? in
            guard let name = reading.text(item, section.what("calibrate")) else { return nil }
            if let found = modelVariable(name, item.place, section.what("calibrate")),
                found.kind != .parameter
            {
                reading.refuse(
                    item.place, "learn: calibrate: \(name) is not a parameter of the model")
            }
            return name
        }
        guard let names, let window = section.duration("window"), let ask = section.text("ask")
        else {
            return nil
        }
        return LearnSettings(calibrate: names, window: window, ask: ask)
    }
}
