extension LineOutcome {
    /// A line that stands still for good: parts wait for one another in a circle, or for material
    /// that never comes.
    package struct Standstill: Hashable, Sendable {
        /// From the start of the run [s]: of a circle when it closed, else when it was noticed.
        package var time: Double
        /// The stations that wait for one another, in the model's order.
        package var stations: [String]

        package init(time: Double, stations: [String]) {
            (self.time, self.stations) = (time, stations)
        }
    }
}
