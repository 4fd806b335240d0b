package import Line

extension Assumptions {
    /// What the figures of the assumptions are called.
    enum Place {
        static func margin(_ product: String) -> String { "margin of \(product)" }
        static let hours = "hours of production a year"
        static let realization = "share of the gain that comes true"
        static let discount = "discount rate"
    }

    /// All figures, as a run takes them.
    func figures(of model: LineModel) -> [(place: String, figure: Figure)] {
        margins.map { (Place.margin($0.product), $0.money) } + [
            (Place.hours, hours(of: model)), (Place.realization, realization),
            (Place.discount, discountRate),
        ]
    }

    func hours(of model: LineModel) -> Figure {
        hoursPerYear ?? Figure((model.economy.yearlyTime ?? 8760 * 3600) / 3600)
    }

    /// All its figures that are unsure, each once.
    package func doubts(of model: LineModel) -> [Doubt] {
        var found: [Doubt] = []
        for (place, figure) in figures(of: model) where !figure.isSure {
            let key = Doubt.Key(owner: "", place: figure.name ?? place)
            if !found.contains(where: { $0.key == key }) {
                found.append(Doubt(key: key, figure: figure))
            }
        }
        return found
    }

    func complaint(for model: LineModel) -> LineComplaint? {
        for (place, figure) in figures(of: model) {
            if let complaint = figure.complaint {
                return LineComplaint(["assumptions", place], complaint)
            }
        }
        for margin in margins where !model.products.contains(where: { $0.name == margin.product }) {
            return LineComplaint(
                ["assumptions", "margins", margin.product], "the line has no such product")
        }
        guard hours(of: model).quantile(1e-6) > 0 else {
            return LineComplaint(["assumptions", Place.hours], "above 0")
        }
        guard discountRate.quantile(1e-6) > -1 else {
            return LineComplaint(["assumptions", Place.discount], "above −1")
        }
        guard years >= 1 && years <= 50, draws >= 2 && draws <= 100_000,
            replicationsPerDraw >= 1 && replicationsPerDraw <= 10_000
        else {
            return LineComplaint(
                ["assumptions"],
                "\(years) years, \(draws) draws, \(replicationsPerDraw) "
                    + "replications each: 1 to 50, 2 to 100000, 1 to 10000")
        }
        return nil
    }
}
