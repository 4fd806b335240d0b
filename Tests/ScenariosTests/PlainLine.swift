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
        var family: String?
        /// Work left until each breakdown.
        var clocks: [Double] = []
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

    private let model: LineModel
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
            for _ in 0..<station.units {
                var unit = Unit(station: index)
                for way in until[index].indices { unit.clocks.append(until[index][way].next()) }
                units.append(unit)
            }
        }
        if case .arrivals(let law, _) = model.products[0].release {
            arrival = dice(law, "source", .arrival)
            arrivalDue = arrival?.next() ?? .infinity
        }
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
        let unit = units[index]
        books.stations[unit.station].times[unit.state] += (now - unit.since) / 1e6
        units[index].state = state
        units[index].since = now
    }

    private mutating func arrive() {
        arrivalDue = now + (arrival?.next() ?? .infinity)
        books.products[0].begun += 1
        count(1)
        give(Part(product: 0, came: now), to: 0)
    }

    /// The product whose turn it is, in campaigns.
    private func turn(_ number: Int) -> Int {
        let length = model.campaigns.reduce(0) { $0 + $1.parts }
        guard length > 0 else { return 0 }
        var place = number % length
        for campaign in model.campaigns {
            if place < campaign.parts {
                return model.products.firstIndex { $0.name == campaign.product } ?? 0
            }
            place -= campaign.parts
        }
        return 0
    }

    private func canTake(_ station: Int) -> Bool {
        if units.contains(where: { $0.station == station && $0.part == nil }) { return true }
        guard let places = model.stations[station].queue.places else { return true }
        return queues[station].count < places
    }

    private mutating func give(_ part: Part, to station: Int) {
        if let free = units.firstIndex(where: { $0.station == station && $0.part == nil }) {
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
        } else if station == 0, model.products[0].release == .saturated {
            let product = turn(begun)
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
        let product = model.products[part.product]
        let family = product.family ?? product.name
        units[index].left = work[station][part.product].next()
        let last = units[index].family
        units[index].family = family
        if let last, last != family, let setups = model.stations[station].setups,
            let change = setups.changes.firstIndex(where: {
                ($0.from ?? last) == last && ($0.to ?? family) == family
            })
        {
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
        for (breakdown, clock) in units[index].clocks.enumerated() where clock < least {
            (least, way) = (clock, breakdown)
        }
        for breakdown in units[index].clocks.indices { units[index].clocks[breakdown] -= least }
        units[index].left -= least
        units[index].due = now + least
        units[index].next = way >= 0 ? .fail(way) : .finish
    }

    private mutating func happen(_ index: Int) {
        let station = units[index].station
        switch units[index].next {
        case .work: goOn(index)
        case .fail(let way):
            units[index].clocks[way] = until[station][way].next()
            let isMicroStop = model.stations[station].breakdowns[way].isMicroStop
            enter(isMicroStop ? .microStop : .down, index)
            units[index].due = now + repair[station][way].next()
            units[index].next = .work
        case .finish: finish(index)
        }
    }

    private mutating func finish(_ index: Int) {
        guard var part = units[index].part else { return }
        let station = units[index].station
        let step = model.products[part.product].steps[station]
        books.stations[station].parts += 1
        books.stations[station].idealWork +=
            (step.process ?? model.stations[station].process)?
            .mean ?? 0
        // Drawn for every part, so that scenarios stay side by side.
        let chance = quality[station].uniform()
        if case .share(let share) = step.defects, chance < share, !part.isDefective {
            part.isDefective = true
            books.stations[station].spoiled += 1
        }
        if let inspection = step.inspection, part.isDefective, inspection.finds == 1 {
            books.products[part.product].scrapped += 1
            books.stations[station].scrapped += 1
            leave(index)
        } else if station == model.stations.count - 1 {
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
