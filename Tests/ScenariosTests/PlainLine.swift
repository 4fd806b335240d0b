import Line

/// A second, plain simulation of serial lines, for tests of what stands on simulation: stations of
/// like units, finite buffers, blocking after service, failures counted in work, setups between
/// families, defects, inspection; saturated or with arrivals. It shares nothing with the tiers but
/// laws and streams.
struct PlainLine: Replicating {
    func outcomes(
        of model: LineModel, seed: UInt64, replications: Range<Int>, window: LineWindow
    ) -> [LineOutcome] {
        replications.map { replication in
            var run = PlainRun(model, seed: seed, replication: UInt64(replication))
            return run.outcome(window)
        }
    }
}

/// One replication; times in ticks.
struct PlainRun {
    private struct Unit {
        var station: Int
        var state = StationState.starved
        var since = 0.0
        var part: Part?
        var due = Double.infinity
        /// What happens when it is due.
        var next = Next.finish
        var left = 0.0
        var family = -1
        /// The first of its clocks: work left until each breakdown.
        var clock = 0
    }
    private enum Next { case work, fail(Int), finish }
    private struct Part {
        var product: Int
        var came: Double
        var isDefective = false
    }
    private struct Dice {
        var draw: Draw
        var stream: ChanceStream
        mutating func next() -> Double { draw.next(from: &stream) }
    }

    /// What a station does to a product.
    private struct Task {
        var defects = 0.0
        var isInspected = false
        var idealWork = 0.0
    }

    private let model: LineModel
    private var tasks: [[Task]] = []
    private var families: [Int] = []
    /// By station, from and to: which of its changes; −1: none.
    private var changes: [[[Int]]] = []
    private var isMicroStop: [[Bool]] = []
    private var places: [Int] = []
    private var firstUnit: [Int] = []
    private var order: [Int] = []
    private let isSaturated: Bool
    private var clocks: [Double] = []
    private var units: [Unit] = []
    private var queues: [[Part]]
    private var blocked: [[Int]]
    /// Work by station and product; repair and time to failure by station and breakdown.
    private var work: [[Dice]] = []
    private var until: [[Dice]] = []
    private var repair: [[Dice]] = []
    private var setup: [[Dice]] = []
    private var quality: [ChanceStream] = []
    private var arrival: Dice?
    private var arrivalDue = Double.infinity
    private var begun = 0
    private var now = 0.0
    private var books: LineOutcome
    private var present = 0
    private var presentTime = 0.0
    private var presentSince = 0.0
    private var isOpen = true

    init(_ model: LineModel, seed: UInt64, replication: UInt64) {
        self.model = model
        queues = model.stations.map { _ in [] }
        blocked = model.stations.map { _ in [] }
        books = LineOutcome(span: 0)
        isSaturated = model.products[0].release == .saturated
        for campaign in model.campaigns {
            let product = model.products.firstIndex { $0.name == campaign.product } ?? 0
            order += [Int](repeating: product, count: campaign.parts)
        }
        if order.isEmpty { order = [0] }
        let names = model.products.map { $0.family ?? $0.name }
        families = names.map { names.firstIndex(of: $0) ?? 0 }
        func dice(
            _ law: Law, _ place: String, _ purpose: ChanceKey.Purpose, _ detail: String = ""
        ) -> Dice {
            let key = ChanceKey(
                seed: seed, replication: replication, place: place, purpose: purpose,
                detail: detail)
            return Dice(draw: Draw(law), stream: ChanceStream(key))
        }
        for (index, station) in model.stations.enumerated() {
            work.append(
                model.products.map { product in
                    let law = product.steps[index].process ?? station.process ?? .constant(0)
                    return dice(law.scaled(by: 1 / station.speed), station.name, .process)
                })
            until.append(
                station.breakdowns.map { dice($0.until, station.name, .untilFailure, $0.name) })
            repair.append(
                station.breakdowns.map { dice($0.repair, station.name, .repair, $0.name) })
            setup.append(
                (station.setups?.changes ?? []).map { dice($0.duration, station.name, .setup) })
            quality.append(dice(.constant(0), station.name, .quality).stream)
            firstUnit.append(units.count)
            for _ in 0..<station.units {
                var unit = Unit(station: index)
                unit.clock = clocks.count
                for way in until[index].indices { clocks.append(until[index][way].next()) }
                units.append(unit)
            }
            isMicroStop.append(station.breakdowns.map(\.isMicroStop))
            places.append(station.queue.places ?? .max)
            tasks.append(
                model.products.map { product in
                    let step = product.steps[index]
                    var task = Task()
                    if case .share(let share) = step.defects { task.defects = share }
                    task.isInspected = step.inspection?.finds == 1
                    task.idealWork = (step.process ?? station.process)?.mean ?? 0
                    return task
                })
            changes.append(
                names.map { from in
                    names.map { to in
                        from == to
                            ? -1
                            : station.setups?.changes.firstIndex {
                                ($0.from ?? from) == from && ($0.to ?? to) == to
                            } ?? -1
                    }
                })
        }
        if case .arrivals(let law, _) = model.products[0].release {
            arrival = dice(law, "source", .arrival)
            arrivalDue = arrival?.next() ?? .infinity
        }
        firstUnit.append(units.count)
        clear()
    }

    private mutating func clear() {
        books.stations = model.stations.map { LineOutcome.Station($0.name, units: $0.units) }
        books.products = model.products.map { LineOutcome.Product($0.name) }
        (presentTime, presentSince) = (0, now)
    }

    mutating func outcome(_ window: LineWindow) -> LineOutcome {
        for index in units.indices { supply(index) }
        let (from, to) = (window.warmUp * 1e6, (window.warmUp + window.length) * 1e6)
        if let interval = window.interval {
            var series: [LineOutcome.Interval] = []
            while now < to {
                let before = (books.products.reduce(0) { $0 + $1.finished }, presentIntegral())
                run(until: min(to, now + interval * 1e6))
                let finished = books.products.reduce(0) { $0 + $1.finished } - before.0
                series.append(
                    LineOutcome.Interval(
                        finished: finished,
                        workInProcess: (presentIntegral() - before.1) / (interval * 1e6)))
            }
            books.series = series
        } else {
            run(until: from)
            settle()
            clear()
            run(until: to)
        }
        settle()
        books.span = window.length
        books.workInProcess = presentIntegral() / (window.length * 1e6)
        return books
    }

    private func presentIntegral() -> Double {
        presentTime + Double(present) * (now - presentSince)
    }

    private mutating func count(_ change: Int) {
        presentTime = presentIntegral()
        presentSince = now
        present += change
    }

    private mutating func run(until end: Double) {
        while true {
            var (first, due) = (-1, arrivalDue)
            for index in units.indices where units[index].due < due {
                (first, due) = (index, units[index].due)
            }
            guard due <= end else { break }
            now = due
            books.events += 1
            if first >= 0 { happen(first) } else { arrive() }
        }
        now = end
    }

    private mutating func settle() {
        for index in units.indices { enter(units[index].state, index) }
    }

    private mutating func enter(_ state: StationState, _ index: Int) {
        let state0 = units[index].state
        books.stations[units[index].station].times[state0] += (now - units[index].since) / 1e6
        units[index].state = state
        units[index].since = now
    }

    private mutating func arrive() {
        arrivalDue = now + (arrival?.next() ?? .infinity)
        books.products[0].begun += 1
        count(1)
        give(Part(product: 0, came: now), to: 0)
    }

    private func freeUnit(of station: Int) -> Int? {
        for index in firstUnit[station]..<firstUnit[station + 1] where units[index].part == nil {
            return index
        }
        return nil
    }

    private func canTake(_ station: Int) -> Bool {
        freeUnit(of: station) != nil || queues[station].count < places[station]
    }

    private mutating func give(_ part: Part, to station: Int) {
        if let free = freeUnit(of: station) {
            start(free, part)
        } else {
            queues[station].append(part)
        }
    }

    /// A unit without a part takes the next one, if there is any.
    private mutating func supply(_ index: Int) {
        let station = units[index].station
        if !queues[station].isEmpty {
            start(index, queues[station].removeFirst())
            releaseBlocked(before: station)
        } else if !blocked[station].isEmpty {
            releaseBlocked(before: station)
        } else if station == 0, isSaturated {
            let product = order[begun % order.count]
            begun += 1
            books.products[product].begun += 1
            count(1)
            start(index, Part(product: product, came: now))
        } else {
            enter(.starved, index)
            units[index].due = .infinity
        }
    }

    private mutating func releaseBlocked(before station: Int) {
        guard !blocked[station].isEmpty, canTake(station) else { return }
        let giver = blocked[station].removeFirst()
        guard let part = units[giver].part else { return }
        units[giver].part = nil
        // Not to be taken for a free unit of the station it gives to.
        give(part, to: station)
        supply(giver)
    }

    private mutating func start(_ index: Int, _ part: Part) {
        units[index].part = part
        let station = units[index].station
        units[index].left = work[station][part.product].next()
        let (last, family) = (units[index].family, families[part.product])
        units[index].family = family
        if last >= 0, last != family, changes[station][last][family] >= 0 {
            let change = changes[station][last][family]
            enter(.setup, index)
            books.stations[station].setups += 1
            units[index].next = .work
            units[index].due = now + setup[station][change].next()
        } else {
            goOn(index)
        }
    }

    private mutating func goOn(_ index: Int) {
        enter(.working, index)
        var (least, way) = (units[index].left, -1)
        let first = units[index].clock
        let ways = isMicroStop[units[index].station].count
        for breakdown in 0..<ways where clocks[first + breakdown] < least {
            (least, way) = (clocks[first + breakdown], breakdown)
        }
        for breakdown in 0..<ways { clocks[first + breakdown] -= least }
        units[index].left -= least
        units[index].due = now + least
        units[index].next = way >= 0 ? .fail(way) : .finish
    }

    private mutating func happen(_ index: Int) {
        let station = units[index].station
        switch units[index].next {
        case .work: goOn(index)
        case .fail(let way):
            clocks[units[index].clock + way] = until[station][way].next()
            enter(isMicroStop[station][way] ? .microStop : .down, index)
            units[index].due = now + repair[station][way].next()
            units[index].next = .work
        case .finish: finish(index)
        }
    }

    private mutating func finish(_ index: Int) {
        guard var part = units[index].part else { return }
        let station = units[index].station
        let task = tasks[station][part.product]
        books.stations[station].parts += 1
        books.stations[station].idealWork += task.idealWork
        // Drawn for every part, so that scenarios stay side by side.
        if quality[station].uniform() < task.defects, !part.isDefective {
            part.isDefective = true
            books.stations[station].spoiled += 1
        }
        if task.isInspected, part.isDefective {
            books.products[part.product].scrapped += 1
            books.stations[station].scrapped += 1
            leave(index)
        } else if station == places.count - 1 {
            books.products[part.product].finished += 1
            books.products[part.product].escaped += part.isDefective ? 1 : 0
            books.products[part.product].leadTime.add((now - part.came) / 1e6)
            leave(index)
        } else if canTake(station + 1) {
            units[index].part = nil
            give(part, to: station + 1)
            supply(index)
        } else {
            units[index].part = part
            enter(.blocked, index)
            units[index].due = .infinity
            blocked[station + 1].append(index)
        }
    }

    private mutating func leave(_ index: Int) {
        count(-1)
        units[index].part = nil
        supply(index)
    }
}
