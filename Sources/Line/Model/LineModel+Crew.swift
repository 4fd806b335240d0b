extension LineModel {
    /// People who can do the same.
    package struct Crew: Hashable, Sendable {
        package var name: String
        package var people: Int
        package var skills: [String]
        /// When they are there; nil: always. At the end of a shift they pause what they do; others
        /// with the skill who are free go on with it at once, else they do so at the next shift.
        package var calendar: String?
        /// Money for one person an hour, while the calendar says they are there.
        package var costPerHour = 0.0

        package init(_ name: String, people: Int, skills: [String]) {
            (self.name, self.people, self.skills) = (name, people, skills)
        }
    }

    /// When something is open, over a period that repeats; shifts less their breaks.
    package struct Calendar: Hashable, Sendable {
        package var name: String
        /// After which it repeats [s]: a day or a week.
        package var period: Double
        /// Open spans within the period [s], in order, not overlapping.
        package var open: [Span]

        package init(_ name: String, period: Double, open: [Span]) {
            (self.name, self.period, self.open) = (name, period, open)
        }

        package struct Span: Hashable, Sendable {
            package var from: Double
            package var to: Double

            package init(from: Double, to: Double) { (self.from, self.to) = (from, to) }
        }
    }
}
