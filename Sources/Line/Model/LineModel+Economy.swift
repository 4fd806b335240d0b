extension LineModel {
    /// What things cost, and what a run is asked for.
    package struct Economy: Hashable, Sendable {
        package var currency = "EUR"
        /// Money for one joule.
        package var energyPrice = 0.0
        /// Money for one part and second that it is late.
        package var lateness = 0.0
        /// Money for one part that is scrapped.
        package var scrap = 0.0
        /// Money for one defective part that reaches the customer.
        package var escape = 0.0
        /// Production that is planned in a year [s]; nil: the calendars say.
        package var yearlyTime: Double?

        package init() {}
    }

    package struct RunSettings: Hashable, Sendable {
        package var kind = Kind.steady
        /// Time that counts in one replication [s].
        package var length = 86_400.0 * 30
        /// Time that does not count before it [s]; nil: found from pilot runs (MSER-5). Of a
        /// terminating run none.
        package var warmUp: Double?
        /// Wanted half width of the 95 % interval of throughput, relative to its mean.
        package var precision = 0.005
        package var leastReplications = 16
        package var mostReplications = 4096
        package var seed: UInt64 = 1

        package init() {}

        package enum Kind: String, Hashable, Sendable, CaseIterable {
            /// From a given start to a given end, which is all that is asked about.
            case terminating
            /// What it does in the long run.
            case steady
        }
    }
}
