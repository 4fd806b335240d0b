/// A named list of changes to a line, with what they cost and risk.
package struct Scenario: Hashable, Sendable {
    package var name: String
    package var changes: [Change]
    /// Money, once, at the decision.
    package var investment: Figure = 0
    /// Money a year from then on, after the lead time.
    package var yearlyCost: Figure = 0
    package var payment = Payment.monthly
    package var effort: Effort?
    /// Weeks from the decision until the changes work; nothing is gained in them.
    package var leadTimeWeeks: Figure = 0
    package var risks: [String] = []

    package init(_ name: String, _ changes: [Change] = []) {
        (self.name, self.changes) = (name, changes)
    }

    /// Work that is done once: training, installation.
    package struct Effort: Hashable, Sendable {
        /// Each of so many people is taken from work for so long [h], at so much money an hour.
        package var hours: Figure
        package var people: Figure
        package var rate: Figure
        /// Share of the line's production that is lost in these hours, 0…1.
        package var lostProduction: Figure

        package init(
            hours: Figure, people: Figure, rate: Figure, lostProduction: Figure = 0
        ) {
            (self.hours, self.people, self.rate) = (hours, people, rate)
            self.lostProduction = lostProduction
        }
    }

    /// When yearly cost is paid.
    package enum Payment: String, Hashable, Sendable, CaseIterable {
        case monthly
        /// At the beginning of each year.
        case inAdvance
    }
}

/// What is true of the money whatever is chosen. Every figure stands in the report.
package struct Assumptions: Hashable, Sendable {
    /// Money earned with a good part, by product; products that are not named earn what the model
    /// says.
    package var margins: [Margin] = []
    /// Hours of production a year; nil: what the model's economy says, else 8760.
    package var hoursPerYear: Figure?
    /// Share of the simulated gain that comes true.
    package var realization: Figure = 1
    /// The years of the return on investment.
    package var years = 2
    /// A year.
    package var discountRate: Figure = 0.08
    /// Draws of all that is unsure.
    package var draws = 200
    /// Pairs of replications behind each draw.
    package var replicationsPerDraw = 8
    /// Further assumptions in words.
    package var notes: [String] = []

    package init() {}

    package struct Margin: Hashable, Sendable {
        package var product: String
        package var money: Figure

        package init(_ product: String, _ money: Figure) {
            (self.product, self.money) = (product, money)
        }
    }
}

/// What must hold, with a probability, before anything is ranked: a gate and not a weight.
package struct Gate: Hashable, Sendable {
    package var measure: Measure
    package var side: Side
    package var limit: Double
    /// That it holds over a year.
    package var probability = 0.95

    package init(_ measure: Measure, _ side: Side, _ limit: Double, probability: Double = 0.95) {
        (self.measure, self.side, self.limit) = (measure, side, limit)
        self.probability = probability
    }

    package enum Side: String, Hashable, Sendable, CaseIterable {
        case below, above
    }
}

/// What is to be compared, and how well: the content of a folder of scenarios.
package struct Study: Hashable, Sendable {
    package var options: [Scenario]
    package var assumptions = Assumptions()
    package var gates: [Gate] = []
    /// Also every combination of so many options at most; 1: options alone.
    package var mostCombined = 1
    /// Of all intervals and choices.
    package var confidence = 0.95
    /// Differences in good parts that are worth telling apart, relative to the line as it is: the
    /// half width that is aimed at, and the indifference zone of the choice of the best.
    package var precision = 0.005

    package init(_ options: [Scenario]) { self.options = options }
}
