package import Line

/// How good added units must be for the line to stay within its limit of defects.
package struct QualityMargin: Hashable, Sendable {
    package var station: String
    /// Of the parts, that the added units take: all units are alike in speed.
    package var share: Double
    /// Defect rate of the line as it is, by its declared shares.
    package var present: Double
    /// Highest share of defects of the added units at which the mean defect rate keeps the limit.
    package var highest: Double
    /// As above, with the gate's probability over a year.
    package var highestWithProbability: Double
    package var gate: Gate

    /// Nil where the line has rework, formulas for defects or alternatives at the station: then
    /// there is no closed form.
    ///
    /// A part is good if no station spoils it. With weights w of the products, shares q of the
    /// stations, and x of units that take the share s of the parts of station B:
    ///
    ///     rate(x) = Σ w (1 − Π (1 − q) over all but B · (1 − (1 − s) q_B − s x))
    ///
    /// which is a straight line in x.
    package init?(
        adding units: Int, to name: String, gate: Gate, in model: LineModel, ended: [Double],
        yearlyDeviation: Double
    ) {
        guard gate.measure == .defectRate, gate.side == .below, !model.commonPath.isEmpty,
            let station = model.stations.first(where: { $0.name == name }),
            ended.count == model.products.count
        else { return nil }
        let all = ended.reduce(0, +)
        let share = Double(units) / Double(station.units + units)
        var (level, slope, present) = (0.0, 0.0, 0.0)
        for (product, count) in zip(model.products, ended) {
            let weight = all > 0 ? count / all : 1 / Double(ended.count)
            var (others, own) = (1.0, 0.0)
            for step in product.steps {
                guard case .share(let q) = step.defects else { return nil }
                if step.stations == [name] { own = q } else { others *= 1 - q }
            }
            level += weight * (1 - others * (1 - (1 - share) * own))
            slope += weight * others * share
            present += weight * (1 - others * (1 - own))
        }
        guard slope > 0 else { return nil }
        self.station = name
        self.gate = gate
        self.share = share
        self.present = present
        highest = (gate.limit - level) / slope
        let distance = normalQuantile(gate.probability) * yearlyDeviation
        highestWithProbability = (gate.limit - distance - level) / slope
    }
}

extension Comparison {
    /// For each option that adds units, and each gate on defects: how good they must be.
    package func qualityMargins(_ study: Study, of model: LineModel) -> [QualityMargin] {
        let year = study.assumptions.hours(of: model).likely * 3600
        let rates = Sample(values(.defectRate, of: 0))
        let deviation = (rates.variance * window.length / year).squareRoot()
        let ended = model.products.indices.map { product in
            figures[0].reduce(0) { $0 + $1.products[product].endedPerHour }
        }
        return study.options.flatMap(\.changes).flatMap { change -> [QualityMargin] in
            guard case .addUnits(let station, let units, _) = change else { return [] }
            return study.gates.compactMap { gate in
                QualityMargin(
                    adding: units, to: station, gate: gate, in: model, ended: ended,
                    yearlyDeviation: deviation)
            }
        }
    }
}
