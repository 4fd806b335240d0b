/// What one replication of a line gave within the time that counts. All tiers give the same.
package struct LineOutcome: Hashable, Sendable {
    /// Time that counts [s].
    package var span: Double
    /// In the model's order.
    package var stations: [Station] = []
    package var products: [Product] = []
    package var stocks: [Stock] = []
    package var crews: [Crew] = []
    /// Parts on the line, averaged over time: begun (of arrivals: come), and neither finished nor
    /// scrapped.
    package var workInProcess = 0.0
    /// Events simulated, warm-up included.
    package var events = 0
    /// The run from its very start in equal intervals, where the window asks for it.
    package var series: [Interval] = []
    /// Set if the line came to stand still for good, warm-up included.
    package var standstill: Standstill?

    package init(span: Double) { self.span = span }

    /// What happened in one interval of a series.
    package struct Interval: Hashable, Sendable {
        /// Parts finished, and parts on the line averaged over the interval.
        package var finished: Int
        package var workInProcess: Double

        package init(finished: Int, workInProcess: Double) {
            (self.finished, self.workInProcess) = (finished, workInProcess)
        }
    }

    /// What a station did.
    package struct Station: Hashable, Sendable {
        package var name: String
        package var units: Int
        /// Time in each state [s], summed over the units; they sum to span × units.
        package var times = StateTimes()
        /// Parts whose work ended here.
        package var parts = 0
        /// Of these, parts that this station spoiled, and that were scrapped here.
        package var spoiled = 0
        package var scrapped = 0
        /// Work that these parts would have taken at full speed [s]: performance in OEE.
        package var idealWork = 0.0
        package var setups = 0
        /// Failures by way, in the model's order; micro-stops among them.
        package var failures: [Int] = []
        package var upkeeps = 0
        /// Energy [J].
        package var energy = 0.0
        /// Parts waiting before it, averaged over time, and the most at once.
        package var meanQueue = 0.0
        package var longestQueue = 0

        package init(_ name: String, units: Int) { (self.name, self.units) = (name, units) }
    }

    /// What became of a product's parts.
    package struct Product: Hashable, Sendable {
        package var name: String
        /// Parts begun, and parts that came and found no room.
        package var begun = 0
        package var lost = 0
        /// Parts that were finished; of these, defective ones that nobody found.
        package var finished = 0
        package var escaped = 0
        package var scrapped = 0
        /// Parts sent back to be worked on again, each time.
        package var reworked = 0
        /// From coming (of saturated and circulating parts: from the start of the first work) to
        /// being finished [s].
        package var leadTime = Tally()
        /// Of finished parts with a due date: how many, how many late, and by how much in all [s].
        package var withDueDate = 0
        package var late = 0
        package var lateness = 0.0

        package init(_ name: String) { self.name = name }

        /// Parts that left the line without a defect.
        package var good: Int { finished - escaped }
    }

    package struct Stock: Hashable, Sendable {
        package var name: String
        /// Pieces, averaged over time.
        package var onHand = 0.0
        package var backordered = 0.0
        /// Pieces asked for by customers, and of these served at once from the shelf.
        package var demanded = 0
        package var servedAtOnce = 0
        package var lostSales = 0
        package var orders = 0
        package var piecesOrdered = 0

        package init(_ name: String) { self.name = name }
    }

    package struct Crew: Hashable, Sendable {
        package var name: String
        /// Person-seconds on duty, and of these at work.
        package var onDuty = 0.0
        package var busy = 0.0

        package init(_ name: String) { self.name = name }
    }
}

/// Time in each state of a station [s].
package struct StateTimes: Hashable, Sendable {
    private var seconds = [Double](repeating: 0, count: StationState.allCases.count)

    package init() {}

    package subscript(_ state: StationState) -> Double {
        get { seconds[state.rawValue] }
        set { seconds[state.rawValue] = newValue }
    }

    package var all: Double { seconds.reduce(0, +) }
}
