/// Simulates a `GeneralPlan` event by event: the tier that carries everything a `LineModel` can
/// declare.
///
/// Whatever can be put off or called off has a slot of its own in the tree of what is due, and is
/// put off by setting its time anew; so work that is interrupted leaves nothing behind. What comes
/// for certain (parts on their way, deliveries) waits in a heap that holds one slot of the tree.
/// Where a model fits `SlotRun` or `FlowRecursion` too, departures are the same to the last tick:
/// the same streams, drawn in the same order.
package struct GeneralRun: ~Copyable {
    let plan: GeneralPlan
    let stationCount: Int
    let unitCount: Int
    let stations: Field<GeneralPlan.Station>
    let modes: Field<GeneralPlan.Mode>
    let steps: Field<GeneralPlan.Step>
    let ways: Field<GeneralPlan.Way>
    let branches: Field<GeneralPlan.Branch>
    let products: Field<GeneralPlan.Product>
    let amounts: Field<GeneralPlan.Amount>
    let tape: Field<RuleTape.Entry>

    let bank: DrawBank
    let streams: Field<ChanceStream>
    let due: WinnerTree
    var travel: EventHeap
    let units: Field<Unit>
    let wear: Field<Wear>
    /// Ticks of work or parts left until a failure; of calendar clocks ticks from the repair on.
    let clocks: Field<Int64>
    /// Failures by the calendar that came while their unit was down already.
    let overdue: Field<Bool>
    let upkeepClocks: Field<UpkeepClock>
    var parts: Field<Part>
    let queues: Field<Queue>
    let blocked: Field<Blocked>
    let turns: Field<Turn>
    let belts: Field<Belt>
    /// Whose turn it is among the stations of a step.
    let cycles: Field<Int32>
    let levels: Field<StockLevel>
    var deliveries: Field<Delivery>
    let duties: Field<CrewDuty>
    /// People of each crew that each unit holds, a row a unit.
    let held: Field<Int32>
    /// Units that wait for people, by skill.
    let asking: Field<Int32>
    /// Skills of which too few are free, while those who ask are gone through.
    let refused: Field<Bool>
    let calendars: Field<CalendarState>
    /// Room for the values of a rule under way.
    let shelf: Field<Double>

    /// Units that became free and stocks that changed, to be seen to before time goes on.
    let freed: Field<Int32>
    var firstFreed = 0
    var freedCount = 0
    let changed: Field<Int32>
    var changedCount = 0
    var crewIsFree = false
    /// Units that wait for people, in the order of asking.
    var firstAsking: Int32 = -1
    var lastAsking: Int32 = -1
    /// Parts that wait for room in a stock.
    var firstGiver: Int32 = -1
    var lastGiver: Int32 = -1

    var freePart: Int32 = -1
    var freeDelivery: Int32 = -1
    var partNumber: Int64 = 0
    var blockNumber: Int64 = 0
    package internal(set) var now: Int64 = 0
    /// Events so far, warm-up included.
    package internal(set) var events = 0
    /// Parts that left the line as finished since the start.
    package internal(set) var departed = 0
    /// The first time that the line stood still for good, if it did.
    package internal(set) var standstill: LineOutcome.Standstill?
    /// What every unit did and when, where that was asked for.
    package internal(set) var trace: LineTrace?
    let isTraced: Bool
    var books: GeneralBooks

    /// - Parameters:
    ///   - replication: which of many runs of one seed.
    ///   - isTraced: keep `trace`, which grows with the run.
    package init(
        _ plan: GeneralPlan, seed: UInt64, replication: UInt64 = 0, isTraced: Bool = false
    ) {
        self.plan = plan
        stationCount = plan.stations.count
        unitCount = plan.units
        stations = GeneralRun.field(plan.stations, GeneralPlan.Station())
        modes = GeneralRun.field(
            plan.modes,
            GeneralPlan.Mode(
                untilFailure: -1, repair: -1, clock: .working, underway: .resume,
                isMicroStop: false))
        steps = GeneralRun.field(plan.steps, GeneralPlan.Step())
        ways = GeneralRun.field(
            plan.ways, GeneralPlan.Way(station: 0, process: -1, share: 1, mean: 0))
        branches = GeneralRun.field(plan.branches, GeneralPlan.Branch(share: 1, step: -1))
        products = GeneralRun.field(plan.products, GeneralPlan.Product())
        amounts = GeneralRun.field(plan.amounts, GeneralPlan.Amount(pieces: 0))
        tape = GeneralRun.field(plan.tape.entries, RuleTape.Entry(code: .number))
        bank = DrawBank(
            plan.draws, plan.drawNames.map { $0.key(seed: seed, replication: replication) })
        streams = GeneralRun.field(
            plan.streamNames.map {
                ChanceStream($0.key(seed: seed, replication: replication))
            }, ChanceStream(words: SIMD4()))
        due = WinnerTree(slots: plan.slots.count)
        travel = EventHeap()
        units = Field(repeating: Unit(), count: max(1, plan.units))
        wear = Field(repeating: Wear(), count: max(1, plan.units))
        clocks = Field(repeating: 0, count: max(1, plan.clocks))
        overdue = Field(repeating: false, count: max(1, plan.clocks))
        upkeepClocks = Field(repeating: UpkeepClock(), count: max(1, plan.upkeepClocks))
        parts = Field(repeating: Part(), count: 64)
        queues = Field(repeating: Queue(), count: max(1, plan.stations.count))
        blocked = Field(repeating: Blocked(), count: max(1, plan.groups.count))
        turns = Field(repeating: Turn(), count: max(1, plan.stations.count))
        belts = Field(repeating: Belt(), count: max(1, plan.stations.count))
        cycles = Field(repeating: 0, count: max(1, plan.steps.count))
        levels = Field(repeating: StockLevel(), count: max(1, plan.stocks.count))
        deliveries = Field(repeating: Delivery(), count: 16)
        duties = Field(repeating: CrewDuty(), count: max(1, plan.crews.count))
        held = Field(repeating: 0, count: max(1, plan.units * plan.crews.count))
        asking = Field(repeating: 0, count: max(1, plan.skills.count))
        refused = Field(repeating: false, count: max(1, plan.skills.count))
        calendars = Field(repeating: CalendarState(), count: max(1, plan.calendars.count))
        shelf = Field(repeating: 0, count: plan.tape.depth + 1)
        freed = Field(repeating: 0, count: plan.units + 1)
        changed = Field(repeating: 0, count: max(1, plan.stocks.count))
        trace = isTraced ? LineTrace(of: plan.model) : nil
        self.isTraced = isTraced
        books = GeneralBooks(
            stations: max(1, plan.stations.count), modes: plan.modes.count,
            products: plan.products.count)
        freeAllParts(from: 0)
        freeAllDeliveries(from: 0)
        furnish()
        open()
        settle()
    }

    /// The same run once more, as it stands.
    init(copying other: borrowing GeneralRun) {
        plan = other.plan
        (stationCount, unitCount) = (other.stationCount, other.unitCount)
        stations = copied(other.stations)
        modes = copied(other.modes)
        steps = copied(other.steps)
        ways = copied(other.ways)
        branches = copied(other.branches)
        products = copied(other.products)
        amounts = copied(other.amounts)
        tape = copied(other.tape)
        bank = DrawBank(copying: other.bank)
        streams = copied(other.streams)
        due = WinnerTree(slots: other.plan.slots.count)
        due.copy(from: other.due)
        travel = EventHeap(copying: other.travel)
        units = copied(other.units)
        wear = copied(other.wear)
        clocks = copied(other.clocks)
        overdue = copied(other.overdue)
        upkeepClocks = copied(other.upkeepClocks)
        parts = copied(other.parts)
        queues = copied(other.queues)
        blocked = copied(other.blocked)
        turns = copied(other.turns)
        belts = copied(other.belts)
        cycles = copied(other.cycles)
        levels = copied(other.levels)
        deliveries = copied(other.deliveries)
        duties = copied(other.duties)
        held = copied(other.held)
        asking = copied(other.asking)
        refused = copied(other.refused)
        calendars = copied(other.calendars)
        shelf = copied(other.shelf)
        freed = copied(other.freed)
        changed = copied(other.changed)
        firstAsking = other.firstAsking
        lastAsking = other.lastAsking
        firstGiver = other.firstGiver
        lastGiver = other.lastGiver
        freePart = other.freePart
        freeDelivery = other.freeDelivery
        partNumber = other.partNumber
        blockNumber = other.blockNumber
        now = other.now
        standstill = other.standstill
        trace = other.trace
        isTraced = other.isTraced
        books = GeneralBooks(copying: other.books)
        firstFreed = other.firstFreed
        freedCount = other.freedCount
        changedCount = other.changedCount
        crewIsFree = other.crewIsFree
        events = other.events
        departed = other.departed
    }

    /// Simulates until `end`, or until so many parts have left.
    package mutating func run(until end: Ticks, departures most: Int = .max) {
        let limit = due.limit
        while departed < most {
            let (slot, time) = due.first
            if time > end.count || time >= limit { break }
            now = time
            events &+= 1
            if slot < unitCount { happen(at: slot) } else { happen(elsewhere: slot) }
            if freedCount > 0 || changedCount > 0 || crewIsFree { settle() }
        }
        if departed < most { now = max(now, end.count) }
    }

    /// What is due at a slot that is not a unit's.
    private mutating func happen(elsewhere slot: Int) {
        let slots = plan.slots
        if slot >= slots.sources {
            release(at: slot)
        } else if slot == slots.travel {
            arriveFromTravel()
        } else if slot < slots.upkeep {
            failByCalendar(slot)
        } else if slot < slots.calendars {
            upkeepFallsDue(slot)
        } else if slot < slots.batches {
            passEdge(slot &- slots.calendars)
        } else if slot < slots.belts {
            waitNoLonger(slot)
        } else if slot < (slots.travel < 0 ? slots.reviews : slots.travel) {
            arriveByBelt(slot)
        } else if slot < slots.demands {
            review(slot)
        } else {
            sell(slot)
        }
    }

    /// Sees to whatever an event set free, until nothing is left to do at this time.
    mutating func settle() {
        while true {
            if freedCount > 0 {
                let unit = Int(freed[firstFreed])
                firstFreed = firstFreed &+ 1 == freed.count ? 0 : firstFreed &+ 1
                freedCount &-= 1
                look(unit)
            } else if changedCount > 0 {
                changedCount &-= 1
                seeToStock(Int(changed[changedCount]))
            } else if crewIsFree {
                crewIsFree = false
                callCrew()
            } else {
                return
            }
        }
    }

    /// A unit is to look for work before time goes on.
    mutating func setFree(_ unit: Int) {
        var place = firstFreed &+ freedCount
        if place >= freed.count { place &-= freed.count }
        freed[place] = Int32(truncatingIfNeeded: unit)
        freedCount &+= 1
    }

    private static func field<Row>(_ rows: [Row], _ none: Row) -> Field<Row> {
        rows.isEmpty ? Field(repeating: none, count: 1) : Field(of: rows)
    }
}
