// Rows of the tables of a plan. −1 in an index means that there is none.
extension GeneralPlan {
    /// At most 128 bytes, which are copied without a call.
    struct Station: BitwiseCopyable {
        /// −1: never begun below its least size.
        var batchWait: Int64 = -1
        /// −1: no conveyor.
        var conveyor: Int64 = -1
        var firstUnit: Int32 = 0
        var units: Int32 = 1
        /// Places before it; `Int32.max` without limit.
        var places: Int32 = .max
        /// Breakdowns; the first of them; the first clock of its first unit.
        var modes: Int32 = 0
        var firstMode: Int32 = 0
        var firstClock: Int32 = 0
        var upkeeps: Int32 = 0
        var firstUpkeep: Int32 = 0
        var firstUpkeepClock: Int32 = 0
        var calendar: Int32 = -1
        var batchLeast: Int32 = 1
        var batchMost: Int32 = 1
        var batchSlot: Int32 = -1
        var beltSlot: Int32 = -1
        /// Its square of `setups`; −1: none.
        var firstSetup: Int32 = -1
        var rule: Int32 = -1
        var firstInSequence: Int32 = 0
        var sequence: Int32 = 0
        var firstCampaign: Int32 = 0
        var campaigns: Int32 = 0
        var firstWider: Int32 = 0
        var wider: Int32 = 0
        var work = Need()
        var setup = Need()
        var repair = Need()
        var upkeep = Need()
        /// First come, first served by units without calendar, crew, setup, upkeep, batch or
        /// material, at which parts arrive at once: what the short way through an event serves.
        var isPlain = true
        var order = QueueOrder.firstCome
        var finishesAtClosing = false
        var takesMaterial = false
        var failsByParts = false
        var hasConditions = false
        var accumulates = true
    }

    enum QueueOrder: UInt8 {
        case firstCome, shortestWork, dueDate, priority, sameSetup, sequence, least
    }

    struct Need: BitwiseCopyable {
        var skill: Int16 = -1
        var people: Int16 = 0
    }

    struct Mode: BitwiseCopyable {
        var untilFailure: Int32
        var repair: Int32
        var clock: FailureClock
        var underway: UnderWay
        var isMicroStop: Bool
        /// Calendar clocks: the slot of the first unit; units follow one another.
        var slot: Int32 = -1
    }

    enum FailureClock: UInt8 { case working, calendar, parts }
    enum UnderWay: UInt8 { case resume, again, scrap }

    struct Upkeep: BitwiseCopyable {
        var duration: Int32
        /// Ticks or parts between two; −1: by condition.
        var every: Int64 = -1
        var clock = FailureClock.working
        var condition: Int32 = -1
        var slot: Int32 = -1
        var firstRenewal: Int32 = 0
        var renewals: Int32 = 0
    }

    struct Campaign: BitwiseCopyable {
        var product: Int32
        var parts: Int32
    }

    struct Product: BitwiseCopyable {
        var firstStep: Int32 = 0
        var family: Int32 = 0
        var kind = ReleaseKind.given
        /// Nothing happens to a finished part but that it is counted.
        var endsPlainly = true
        var arrival: Int32 = -1
        var slot: Int32 = -1
        /// Parts that come at once; most parts at the first station; parts that circulate; pieces
        /// to be had.
        var count: Int32 = 1
        var stock: Int32 = -1
        var endsIn: Int32 = -1
        var priority: Int32 = 0
        /// −1: no due date.
        var dueAfter: Int64 = -1
        var firstRelease: Int32 = 0
        var releases: Int32 = 0
        /// The lead time begins with the first work.
        var countsFromWork: Bool {
            kind == .saturated || kind == .circulating
        }
    }

    enum ReleaseKind: UInt8 {
        case arrivals, lossy, saturated, circulating, orders, replenishing, given
    }

    struct Release: BitwiseCopyable {
        var time: Int64
        var parts: Int32
        /// −1: none of its own.
        var due: Int64
    }

    struct Step: BitwiseCopyable {
        /// Neither defects, inspection, giving nor rules: the part only goes on.
        var isPlain = true
        var choice = StationChoice.shortestQueue
        /// Set once the ways are laid: where a plain step leads by one way alone.
        var firstWay: Int32 = 0
        var ways: Int32 = 1
        var group: Int32 = 0
        var firstBranch: Int32 = 0
        var branches: Int32 = 0
        var routing: Int32 = -1
        var choosing: Int32 = -1
        var firstTake: Int32 = 0
        var takes: Int32 = 0
        var firstGive: Int32 = 0
        var gives: Int32 = 0
        /// −1: never draws.
        var quality: Int32 = -1
        var defects = 0.0
        var defectRule: Int32 = -1
        /// −1: no inspection.
        var inspecting: Int32 = -1
        var finds = 1.0
        var falseAlarms = 0.0
        var rework: Int32 = -1
        var mostReworks: Int32 = 0
        /// Mean ticks of all work from here, this step's too.
        var remaining = 0.0
    }

    enum StationChoice: UInt8 { case firstFree, shortestQueue, cycle, shares }

    /// One station at which a step may be done.
    struct Way: BitwiseCopyable {
        var station: Int32
        var process: Int32
        /// Cumulative share, where the choice goes by shares.
        var share: Double
        /// Mean ticks of work.
        var mean: Double
    }

    struct Branch: BitwiseCopyable {
        var share: Double
        /// −1: the part is finished.
        var step: Int32
        /// −1: it goes by its share.
        var rule: Int32 = -1
    }

    struct Group: BitwiseCopyable {
        var first: Int32
        var count: Int32
    }

    struct Amount: BitwiseCopyable {
        var pieces: Int32
        /// A stock, or (giving) a product that is given.
        var stock: Int32 = -1
        var product: Int32 = -1
    }

    struct Stock: BitwiseCopyable {
        var initial: Int64 = 0
        var room: Int64 = .max
        var policy = SupplyPolicy.none
        var point: Int64 = 0
        var quantity: Int64 = 0
        /// −1: looked at at once.
        var review: Int64 = -1
        var reviewSlot: Int32 = -1
        var leadTime: Int32 = -1
        var between: Int32 = -1
        var demandSlot: Int32 = -1
        var pieces: Int64 = 0
        var isBackordered = true
        /// Stations that take from it, products that replenish it.
        var firstTaker: Int32 = 0
        var takers: Int32 = 0
        var firstMaker: Int32 = 0
        var makers: Int32 = 0
    }

    enum SupplyPolicy: UInt8 { case none, fixedQuantity, upTo }

    struct Skill: BitwiseCopyable {
        var firstCrew: Int32
        var crews: Int32
    }

    struct Crew: BitwiseCopyable {
        var people: Int32
        var calendar: Int32
    }

    struct Calendar: BitwiseCopyable {
        var period: Int64
        var isOpenAtStart: Bool
        /// Opening and closing by turns, within the period.
        var firstEdge: Int32
        var edges: Int32
        var slot: Int32 = -1
        var firstStation: Int32 = 0
        var stations: Int32 = 0
        var firstCrew: Int32 = 0
        var crews: Int32 = 0
    }

    /// A unit and its way to fail or its upkeep; a calendar, station, stock or product.
    struct Owner: BitwiseCopyable {
        var index: Int32
        var detail: Int32 = -1
    }

    /// Which slot of the tree stands for what. At equal times a lower slot comes first: units,
    /// failures by the calendar, upkeep by the calendar, calendars, batches, conveyors, what is on
    /// its way, looks at stocks, customers, sources; each in the model's order.
    struct Slots: Sendable {
        var failures = 0
        var upkeep = 0
        var calendars = 0
        var batches = 0
        var belts = 0
        /// The heap of what is on its way; −1: never anything.
        var travel = -1
        var reviews = 0
        var demands = 0
        var sources = 0
        var count = 0
    }
}
