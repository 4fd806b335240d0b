// What changes while a run goes on; rows of its tables. −1 in an index means that there is none.
extension GeneralRun {
    /// What a unit is at, below whatever keeps it from it (a repair, a closed shift).
    enum Activity: UInt8 {
        case idle, setup, work, hold, upkeep
    }

    struct Unit: BitwiseCopyable {
        var station: Int32 = 0
        /// The part that it works on or keeps, the first of a batch.
        var part: Int32 = -1
        /// The way it fails when its slot is due; −1: what it is at ends then.
        var failing: Int32 = -1
        /// The way it failed, under repair.
        var down: Int32 = -1
        /// The first of its failure clocks.
        var clock: Int32 = 0
        /// The next idle unit of its station.
        var next: Int32 = -1
        var activity = Activity.idle
        var state = StationState.starved
        /// Its slot is set: what it is at, or its repair, goes on.
        var isRunning = false
        /// Stands among the idle ones of its station.
        var isListed = false
        /// Has begun what it is at, so that it may be finished after closing.
        var isBegun = false
        var isOvertime = false
        var waitsForCrew = false
        var hasPeople = false
        /// What it is set up for; −1: nothing.
        var family: Int32 = -1
        /// Ticks of work left after what its slot says.
        var left: Int64 = 0
        var since: Int64 = 0
        /// When its slot is due.
        var until: Int64 = 0
        /// Ticks of the work under way, in all.
        var length: Int64 = 0
    }

    /// What a unit went through; not needed on the short way.
    struct Wear: BitwiseCopyable {
        var parts: Int64 = 0
        var work: Int64 = 0
        var partsAtSetup: Int64 = 0
        var setupAt: Int64 = 0
        var partsAtUpkeep: Int64 = 0
        var workAtUpkeep: Int64 = 0
        var repairLeft: Int64 = 0
        /// The upkeep under way.
        var upkeep: Int32 = -1
        /// The next unit that waits for people.
        var nextAsking: Int32 = -1
    }

    struct UpkeepClock: BitwiseCopyable {
        /// Ticks of work, or parts, when it was last done.
        var last: Int64 = 0
        var isDue = false
    }

    enum Stage: UInt8 {
        /// Under way, waiting or in work.
        case routed
        /// Its work has ended: it gives, then goes on; finished, it goes into a stock.
        case giving, leaving, ending, moving
    }

    struct Part: BitwiseCopyable {
        var product: Int32 = 0
        var step: Int32 = 0
        /// The way of its step that was chosen.
        var way: Int32 = 0
        /// The next in the queue, among the blocked ones or in the free list.
        var next: Int32 = -1
        /// The next of its batch.
        var mate: Int32 = -1
        /// The unit that has it.
        var unit: Int32 = -1
        var reworks: Int32 = 0
        var stage = Stage.routed
        var isDefective = false
        /// Counts as begun; saturated and circulating parts from their first work on.
        var isBegun = true
        /// Running number.
        var number: Int64 = 0
        var came: Int64 = 0
        var due: Int64 = -1
        /// When it came to its queue; on a conveyor that stops: the belt's time of its arrival.
        var queued: Int64 = 0
        /// In which order it was blocked.
        var order: Int64 = 0
    }

    /// Queue and idle units of a station.
    struct Queue: BitwiseCopyable {
        var first: Int32 = -1
        var last: Int32 = -1
        var waiting: Int32 = 0
        var travelling: Int32 = 0
        var idle: Int32 = -1
        /// Parts in its units, before it and on their way to it.
        var present: Int32 = 0
        var longest: Int32 = 0
        /// A part is there and its material is not.
        var lacksMaterial = false
        /// Part-ticks of waiting up to `since`.
        var area: Int64 = 0
        var since: Int64 = 0

        /// So many parts more wait from now on.
        @inline(__always) mutating func wait(for change: Int32, from now: Int64) {
            // A queue that no time passes with is none.
            if now > since, waiting > longest { longest = waiting }
            area &+= Int64(waiting) &* (now &- since)
            since = now
            waiting &+= change
        }
    }

    /// Parts that wait, blocked, for a place at one of a group of stations.
    struct Blocked: BitwiseCopyable {
        var first: Int32 = -1
        var last: Int32 = -1
    }

    /// Whose turn it is at a station.
    struct Turn: BitwiseCopyable {
        var sequence: Int32 = 0
        var campaign: Int32 = 0
        /// Parts of the campaign begun so far.
        var begun: Int32 = 0
    }

    /// A conveyor that stops as a whole while its first part cannot leave.
    struct Belt: BitwiseCopyable {
        var first: Int32 = -1
        var last: Int32 = -1
        var isStopped = false
        /// Ticks that it has run up to `since`.
        var run: Int64 = 0
        var since: Int64 = 0
    }

    struct StockLevel: BitwiseCopyable {
        var onHand: Int64 = 0
        var backordered: Int64 = 0
        var onOrder: Int64 = 0
        var onHandArea: Int64 = 0
        var backorderedArea: Int64 = 0
        var since: Int64 = 0
        var demanded = 0
        var servedAtOnce = 0
        var lostSales = 0
        var orders = 0
        var piecesOrdered = 0
        var isRisen = false
        var isFallen = false
    }

    struct Delivery: BitwiseCopyable {
        var stock: Int32 = -1
        /// The next unused one.
        var next: Int32 = -1
        var pieces: Int64 = 0
    }

    struct CrewDuty: BitwiseCopyable {
        var isOnDuty = true
        var busy: Int32 = 0
        var busyArea: Int64 = 0
        var dutyArea: Int64 = 0
        var since: Int64 = 0
    }

    struct CalendarState: BitwiseCopyable {
        var isOpen = true
        /// The next edge: which, in which period, and when.
        var next: Int32 = 0
        var base: Int64 = 0
        var edge: Int64 = WinnerTree.never
    }

    struct ProductCount: BitwiseCopyable {
        var begun = 0
        var lost = 0
        var finished = 0
        var escaped = 0
        var scrapped = 0
        var reworked = 0
        var withDueDate = 0
        var late = 0
        var lateness: Int64 = 0
        /// Not cleared: begun and not yet in stock, orders released.
        var inProcess: Int64 = 0
        var released: Int32 = 0
    }

    struct StationCount: BitwiseCopyable {
        var parts = 0
        var spoiled = 0
        var scrapped = 0
        var setups = 0
        var upkeeps = 0
        /// Ticks of work of the parts that ended.
        var work: Int64 = 0
    }
}
