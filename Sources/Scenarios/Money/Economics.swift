import Line

/// What the money of an alternative is worked out from, with every figure settled.
struct Economics {
    /// Margins by product, where the assumptions name one.
    let margins: [Double?]
    let hoursPerYear: Double
    let realization: Double
    let discountRate: Double
    let years: Int

    init(_ assumptions: Assumptions, of model: LineModel, under judgement: Judgement) {
        func value(_ figure: Figure, _ place: String) -> Double {
            judgement.value(of: figure, owner: "", place: place)
        }
        margins = model.products.map { product in
            assumptions.margins.first { $0.product == product.name }.map {
                value($0.money, Assumptions.Place.margin($0.product))
            }
        }
        hoursPerYear = value(assumptions.hours(of: model), Assumptions.Place.hours)
        realization = value(assumptions.realization, Assumptions.Place.realization)
        discountRate = value(assumptions.discountRate, Assumptions.Place.discount)
        years = assumptions.years
    }

    /// Money a year more than the line as it is, from pairs of replications.
    func yearlyGain(from before: [LineFigures], to after: [LineFigures]) -> Double {
        let pairs = zip(before, after)
        let count = min(before.count, after.count)
        let difference = pairs.reduce(0) {
            $0 + $1.1.moneyPerHour(margins: margins) - $1.0.moneyPerHour(margins: margins)
        }
        return difference / Double(max(1, count)) * hoursPerYear * realization
    }

    /// What the line earns in an hour and does not when it stands.
    func hourlyContribution(_ figures: [LineFigures]) -> Double {
        figures.reduce(0) { $0 + $1.contributionPerHour(margins: margins) }
            / Double(max(1, figures.count))
    }
}

/// What an option costs, with every figure settled.
struct OptionCost {
    /// At the decision: investment, hours of people, production lost meanwhile.
    let once: Double
    let yearly: Double
    let payment: Scenario.Payment
    /// From the decision until it works.
    let leadMonths: Double

    static let weeksPerMonth = 365.25 / 12 / 7

    init(_ option: Scenario, under judgement: Judgement, hourlyContribution: Double) {
        func value(_ figure: Figure, _ place: String) -> Double {
            judgement.value(of: figure, owner: option.name, place: place)
        }
        var once = value(option.investment, Scenario.Place.investment)
        if let effort = option.effort {
            let hours = value(effort.hours, Scenario.Place.hours)
            let people = value(effort.people, Scenario.Place.people)
            once += hours * people * value(effort.rate, Scenario.Place.rate)
            let lost = value(effort.lostProduction, Scenario.Place.lostProduction)
            // An hour that earns nothing loses nothing.
            once += hours * lost * max(0, hourlyContribution)
        }
        self.once = once
        yearly = value(option.yearlyCost, Scenario.Place.yearlyCost)
        payment = option.payment
        leadMonths = value(option.leadTimeWeeks, Scenario.Place.leadTime) / OptionCost.weeksPerMonth
    }
}

/// Money month by month: gains and costs at the end of each month, and what is paid at the
/// beginning of one. At 0 stands the decision.
package struct CashFlow: Hashable, Sendable {
    /// At the end of month m; 0 at 0.
    package private(set) var gains: [Double]
    package private(set) var costs: [Double]
    /// Paid when month m + 1 begins: at 0 what is paid once.
    package private(set) var advances: [Double]
    /// Months that the return on investment looks at.
    package let months: Int

    /// Months that payback looks at, at least.
    static let paybackMonths = 120

    /// Gains begin when the last option works; each option's yearly cost when it does itself.
    init(yearlyGain: Double, of costs: [OptionCost], years: Int) {
        months = 12 * years
        let end = max(months, CashFlow.paybackMonths)
        gains = [Double](repeating: 0, count: end + 1)
        self.costs = gains
        advances = gains
        // Without options nothing has to be waited for.
        let lead = costs.map(\.leadMonths).max() ?? 0.0
        for month in 1...end {
            gains[month] = yearlyGain / 12 * CashFlow.working(in: month, after: lead)
        }
        for cost in costs {
            advances[0] += cost.once
            switch cost.payment {
            case .monthly:
                for month in 1...end {
                    self.costs[month] +=
                        cost.yearly / 12 * CashFlow.working(in: month, after: cost.leadMonths)
                }
            case .inAdvance:
                for month in stride(from: Int(min(cost.leadMonths, 1e6)), through: end, by: 12) {
                    advances[month] += cost.yearly
                }
            }
        }
    }

    /// Share of a month after the lead time.
    private static func working(in month: Int, after lead: Double) -> Double {
        min(1, max(0, Double(month) - lead))
    }

    package var net: [Double] {
        gains.indices.map { gains[$0] - costs[$0] - advances[$0] }
    }

    /// As `net`, over the years looked at: what is paid for the time after them is left out.
    package var netWithin: [Double] {
        (0...months).map {
            gains[$0] - costs[$0] - ($0 < months ? advances[$0] : 0)
        }
    }

    /// Within the years looked at; not discounted.
    package var cost: Double {
        costs[...months].reduce(0, +) + advances[..<months].reduce(0, +)
    }
    package var gain: Double { gains[...months].reduce(0, +) }

    /// (gain − cost) ∕ cost over the years looked at; nil where nothing is spent.
    package var returnOnInvestment: Double? { cost > 0 ? (gain - cost) / cost : nil }

    /// As above; where nothing is spent infinite by the sign of the gain, 0 without gain.
    var returnOrSign: Double {
        returnOnInvestment ?? (gain > 0 ? .infinity : gain < 0 ? -.infinity : 0)
    }

    package func netPresentValue(rate: Double) -> Double {
        let monthly = CashFlow.monthly(rate)
        var factor = 1.0
        var sum = 0.0
        for value in netWithin {
            sum += value * factor
            factor /= monthly
        }
        return sum
    }

    /// Months until the cumulated money is at least zero and stays there, over ten years; infinite
    /// where it does not come to that.
    package var payback: Double {
        var cumulated = 0.0
        var last = -1
        for (month, value) in net.enumerated() {
            cumulated += value
            // A rounding error of cents is no debt.
            if cumulated < -1e-6 { last = month }
        }
        return last + 1 < net.count ? Double(last + 1) : .infinity
    }
}
