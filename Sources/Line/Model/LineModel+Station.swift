extension LineModel {
    /// One station: like units that share one queue.
    package struct Station: Hashable, Sendable {
        package var name: String
        /// How many like machines stand side by side.
        package var units = 1
        package var queue = Queue()
        /// Time to work on a part (or a batch), where the step does not say; nil: every step says.
        package var process: Law?
        /// Parts that are worked on together; nil: one at a time.
        package var batch: Batch?
        /// How fast it runs against what was declared: 0.95 where it loses 5 % of speed. Times of
        /// work are divided by it; OEE counts the loss as performance.
        package var speed = 1.0
        package var setups: Setups?
        package var breakdowns: [Breakdown] = []
        package var upkeep: [Upkeep] = []
        /// When it is open; nil: always. While it is closed nothing is begun there, no unit takes a
        /// part, and its units count as off shift, whatever else there is to them (but for work
        /// that is finished after closing). Repairs and upkeep that have begun go on, parts that
        /// are finished leave, and failures by the calendar happen.
        package var calendar: String?
        package var atClosing = AtClosing.pause
        package var hands = Hands()
        package var power = Power()
        /// Where it stands on the plan.
        package var position: Position?

        package init(_ name: String) { self.name = name }
    }

    /// What waits before a station. A part that has left a station holds its place from then on,
    /// also while it travels.
    package struct Queue: Hashable, Sendable {
        /// Places for parts that come from stations; nil: as many as are needed. A unit that could
        /// begin a part at once (free, open, not down, its material there) is one place more. Parts
        /// that are released wait before their first station without limit, unless their release is
        /// lossy.
        package var places: Int?
        package var order = Order.firstCome
        package var conveyor: Conveyor?

        package init(places: Int? = nil, order: Order = .firstCome, conveyor: Conveyor? = nil) {
            (self.places, self.order, self.conveyor) = (places, order, conveyor)
        }
    }

    /// Which waiting part is taken next; ties by the order of coming. Parts whose material is not
    /// there are passed over (but for `sequence`, which waits).
    package enum Order: Hashable, Sendable {
        case firstCome
        /// The least time of work at this station (SPT), by the means of the laws.
        case shortestWork
        /// The earliest due date (EDD); parts without one come last.
        case dueDate
        /// The highest `Product.priority`.
        case priority
        /// One that needs no setup if there is any, else first come.
        case sameSetup
        /// Products in this order, over and over; it waits for the one whose turn it is.
        case sequence([String])
        /// The least value of a formula; see `RuleWords` for the names it may use.
        case least(Rule)
    }

    /// A belt or chain that brings parts to the station.
    package struct Conveyor: Hashable, Sendable {
        /// From one end to the other when nothing is in the way [s]. Parts have no length: how many
        /// there may be is for the queue's places to say. Parts that are released begin at its end.
        package var travel: Double
        /// Whether parts close up behind one that waits at the end; otherwise the whole conveyor
        /// stops while its first part cannot leave.
        package var accumulates: Bool

        package init(travel: Double, accumulates: Bool) {
            (self.travel, self.accumulates) = (travel, accumulates)
        }
    }

    /// Parts that are worked on together, of one product and at one step of it. They are begun and
    /// finished together, and leave one by one.
    package struct Batch: Hashable, Sendable {
        package var least: Int
        package var most: Int
        /// A smaller batch is begun when its first part has waited so long [s]; nil: never.
        package var longestWait: Double?

        package init(least: Int, most: Int, longestWait: Double? = nil) {
            (self.least, self.most, self.longestWait) = (least, most, longestWait)
        }
    }

    /// What a unit is set up for, and how long a change takes.
    package struct Setups: Hashable, Sendable {
        /// Changes that are declared; the first that fits counts, and where none fits no setup is
        /// needed. `from` or `to` nil: any other; a unit that is set up for nothing yet changes
        /// from nil alone. What is named is a product's family (its name, where it has none).
        package var changes: [Change]
        /// Whether the very first part needs a setup too.
        package var isSetAtStart: Bool

        package init(_ changes: [Change], isSetAtStart: Bool = false) {
            (self.changes, self.isSetAtStart) = (changes, isSetAtStart)
        }
    }

    package struct Change: Hashable, Sendable {
        package var from: String?
        package var to: String?
        package var duration: Law

        package init(from: String? = nil, to: String? = nil, takes duration: Law) {
            (self.from, self.to, self.duration) = (from, to, duration)
        }
    }

    /// What becomes of work under way when a calendar closes the station.
    package enum AtClosing: String, Hashable, Sendable, CaseIterable {
        /// It rests, and goes on when the station opens.
        case pause
        /// It is finished first; nothing new is begun.
        case finish
    }

    /// Electric power by state [W], a unit.
    package struct Power: Hashable, Sendable {
        package var working = 0.0
        package var setup = 0.0
        /// Blocked, starved or waiting.
        package var idle = 0.0
        package var down = 0.0
        package var off = 0.0

        package init() {}
    }

    /// A point on the plan [m].
    package struct Position: Hashable, Sendable {
        package var x: Double
        package var y: Double

        package init(x: Double, y: Double) { (self.x, self.y) = (x, y) }
    }
}
