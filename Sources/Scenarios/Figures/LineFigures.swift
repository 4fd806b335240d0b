package import Line

/// What one replication gave, in the figures that a line is judged by.
package struct LineFigures: Hashable, Sendable {
    package var stations: [Station]
    /// In the model's order.
    package var products: [Product]
    /// Money an hour that goes with what is made: material, energy, scrap, escapes, lateness.
    package var variableCostPerHour: Double
    /// Money an hour that is spent in any case: crews, stocks.
    package var standingCostPerHour: Double
    private var values: [Double?]

    package struct Station: Hashable, Sendable {
        package var name: String
        /// Share of time by state, in the order of `StationState`.
        package var shares: [Double]
        package var effectiveness: EquipmentEffectiveness

        package subscript(_ state: StationState) -> Double { shares[state.rawValue] }

        /// At work, in setup, failed or maintained: whatever keeps it from waiting for others.
        package var active: Double {
            self[.working] + self[.microStop] + self[.setup] + self[.down] + self[.maintenance]
        }
    }

    package struct Product: Hashable, Sendable {
        package var name: String
        /// Good parts that left the line or were delivered from stock, an hour.
        package var soldPerHour: Double
        /// Parts that were finished or scrapped, an hour.
        package var endedPerHour: Double
        /// As the model says.
        package var margin: Double
    }

    /// Nil where there is nothing to judge: a lead time where no part was finished, a share on time
    /// where no part has a due date.
    package subscript(_ measure: Measure) -> Double? {
        guard let place = Measure.allCases.firstIndex(of: measure) else { return nil }
        return values[place]
    }

    /// - Parameters:
    ///   - outcome: of this model.
    package init(_ outcome: LineOutcome, of model: LineModel) {
        precondition(outcome.span > 0, "an outcome over \(outcome.span) s")
        let hours = outcome.span / 3600
        stations = outcome.stations.map { station in
            let all = station.times.all
            return Station(
                name: station.name,
                shares: StationState.allCases.map { all > 0 ? station.times[$0] / all : 0 },
                effectiveness: EquipmentEffectiveness(station))
        }
        products = zip(model.products, outcome.products).map { product, figures in
            Product(
                name: product.name,
                soldPerHour: LineFigures.sold(product, figures, model, outcome) / hours,
                endedPerHour: Double(figures.finished + figures.scrapped) / hours,
                margin: product.margin)
        }
        variableCostPerHour = LineFigures.variableCost(outcome, model) / hours
        standingCostPerHour = LineFigures.standingCost(outcome, model) / hours
        let total = Totals(outcome)
        let lead = outcome.products.reduce(into: Tally()) { $0.add($1.leadTime) }
        let energy = outcome.stations.reduce(0) { $0 + $1.energy }
        let demanded = outcome.stocks.reduce(0) { $0 + $1.demanded }
        let served = outcome.stocks.reduce(0) { $0 + $1.servedAtOnce }
        let money = products.reduce(-variableCostPerHour - standingCostPerHour) {
            $0 + $1.soldPerHour * $1.margin
        }
        values = Measure.allCases.map { measure in
            switch measure {
            case .goodPerHour: total.good / hours
            case .leadTime: lead.count > 0 ? lead.mean : nil
            case .leadTimeMedian: lead.percentile(0.5)
            case .leadTimeP95: lead.percentile(0.95)
            case .workInProcess: outcome.workInProcess
            case .defectRate: ratio(total.defective, total.ended)
            // Of a model that declares no power nothing is known.
            case .energyPerGoodPart: energy > 0 ? ratio(energy, total.good) : nil
            case .serviceLevel: ratio(Double(served), Double(demanded))
            case .onTimeShare: ratio(total.withDueDate - total.late, total.withDueDate)
            case .moneyPerHour: money
            }
        }
    }

    /// Money an hour, with other margins than the model's where some are given, by product.
    package func moneyPerHour(margins: [Double?]) -> Double {
        contributionPerHour(margins: margins) - standingCostPerHour
    }

    /// What is not earned in an hour in which the line stands: margins less what goes with them.
    package func contributionPerHour(margins: [Double?]) -> Double {
        precondition(margins.count == products.count, "\(margins.count) margins")
        return zip(products, margins).reduce(-variableCostPerHour) { sum, pair in
            sum + pair.0.soldPerHour * (pair.1 ?? pair.0.margin)
        }
    }

    private struct Totals {
        var good = 0.0
        var defective = 0.0
        var ended = 0.0
        var withDueDate = 0.0
        var late = 0.0

        init(_ outcome: LineOutcome) {
            for product in outcome.products {
                good += Double(product.good)
                defective += Double(product.escaped + product.scrapped)
                ended += Double(product.finished + product.scrapped)
                withDueDate += Double(product.withDueDate)
                late += Double(product.late)
            }
        }
    }

    /// Good parts that earned their margin. Of a product that ends in a stock with customers: its
    /// share of the pieces that they got or wait for.
    private static func sold(
        _ product: LineModel.Product, _ figures: LineOutcome.Product, _ model: LineModel,
        _ outcome: LineOutcome
    ) -> Double {
        guard let name = product.endsIn,
            let stock = zip(model.stocks, outcome.stocks).first(where: { $0.0.name == name }),
            stock.0.demand != nil
        else { return Double(figures.good) }
        let alike = zip(model.products, outcome.products).filter { $0.0.endsIn == name }
        let all = alike.reduce(0) { $0 + $1.1.good }
        let share = all > 0 ? Double(figures.good) / Double(all) : 1 / Double(alike.count)
        return Double(stock.1.demanded - stock.1.lostSales) * share
    }

    private static func variableCost(_ outcome: LineOutcome, _ model: LineModel) -> Double {
        let economy = model.economy
        var money = 0.0
        for (product, figures) in zip(model.products, outcome.products) {
            money += product.materialCost * Double(figures.begun)
            money += economy.scrap * Double(figures.scrapped)
            money += economy.escape * Double(figures.escaped)
            money += economy.lateness * figures.lateness
        }
        for (stock, figures) in zip(model.stocks, outcome.stocks) {
            money += stock.price * Double(figures.piecesOrdered)
        }
        for station in outcome.stations { money += economy.energyPrice * station.energy }
        return money
    }

    private static func standingCost(_ outcome: LineOutcome, _ model: LineModel) -> Double {
        var money = 0.0
        for (crew, figures) in zip(model.crews, outcome.crews) {
            money += crew.costPerHour * figures.onDuty / 3600
        }
        for (stock, figures) in zip(model.stocks, outcome.stocks) {
            money += stock.holding * figures.onHand * outcome.span
            if let supplier = stock.supplier {
                money += supplier.orderCost * Double(figures.orders)
            }
        }
        return money
    }
}
