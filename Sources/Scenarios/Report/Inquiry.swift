package import Line

/// What a report is asked for.
package struct Inquiry: Sendable {
    package var study: Study
    /// Models of the plant; more than one: which of them it is must be found first.
    package var candidates: [LineModel]
    /// What was measured on the plant; nil: nothing.
    package var measurements: Measurements?
    /// Of the program, and the command that was given: so that anyone can do it again.
    package var version: String
    package var command: String

    package init(
        _ study: Study, about candidates: [LineModel], measured: Measurements? = nil,
        version: String, command: String
    ) {
        (self.study, self.candidates, measurements) = (study, candidates, measured)
        (self.version, self.command) = (version, command)
    }
}

/// One page that a manager can act on: what to do, what it brings, how sure that is, and why.
package struct ScenarioReport: Hashable, Sendable {
    package var line: String
    package var currency: String
    /// Which plant the facts fit; nil: nobody measured, or there is one model and no facts.
    package var identification: Identification?
    /// Sentences: what to do. Where the plant is not known: what to measure.
    package var recommendation: [String]
    /// Nil where the plant is not known: then nothing is ranked.
    package var result: Result?
    package var assumptions: [Entry]
    /// What to measure or settle, since it could change the answer.
    package var wouldChange: [String]
    package var reproducibility: [Entry]

    package struct Entry: Hashable, Sendable {
        package var name: String
        package var value: String

        package init(_ name: String, _ value: String) { (self.name, self.value) = (name, value) }
    }

    package struct Result: Hashable, Sendable {
        /// Of the line as it is.
        package var base: [Level]
        /// Options alone, the highest two-year return first.
        package var options: [Row]
        /// Combinations, the most good parts first.
        package var combinations: [Row]
        /// Nil where the line makes nothing.
        package var bottleneck: Bottleneck?
        package var interactions: [Comparison.Interaction]
        package var margins: [QualityMargin]
        package var years: Int
        package var draws: Int
        package var replicationsPerDraw: Int
        package var replications: Int
        /// Of the table's intervals, all of one column at once.
        package var confidence: Double
        package var isPrecise: Bool
        /// Combinations that may make the most good parts within the gates.
        package var mostGood: [String]
    }

    /// A measure of the line as it is.
    package struct Level: Hashable, Sendable {
        package var measure: Measure
        package var interval: Interval
    }

    /// One alternative.
    package struct Row: Hashable, Sendable {
        package var name: String
        /// 1 is best; equal for those that cannot be told apart; nil where a gate fails.
        package var rank: Int?
        /// Changes of what it has in common with the line as it is.
        package var changes: [Change]
        package var returns: Returns
        /// Of all options alone that pass the gates: share of draws in which its return is highest.
        package var chanceOfBest: Double?
        package var facts: Facts
        package var tornado: [Swing]
        package var breakEvens: [BreakEven]
    }

    package struct Change: Hashable, Sendable {
        package var measure: Measure
        package var interval: Interval
        /// Of no difference, corrected after Holm.
        package var chance: Double?
    }

    /// Complexity and risk, as the model and the scenario say; no adjectives.
    package struct Facts: Hashable, Sendable {
        package var changes: Int
        package var stationsTouched: [String]
        package var stations: Int
        /// People of crews that work at these stations, and people taken from work for it.
        package var crewPeople: Int
        package var effortPeople: Double
        package var effortHours: Double
        /// Production lost meanwhile, in hours and in days of planned production.
        package var lostHours: Double
        package var lostDays: Double
        package var leadWeeks: Double
        /// Money that is spent before anything is gained.
        package var atRisk: Double
        package var risks: [String]
    }
}
