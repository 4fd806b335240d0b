import Glibc
import Line

/// The reference question: a year of 1,000 replications of three machines and of three changes to
/// them, as `examples/machine-abc` has it.
func benchQuestion() {
    let window = LineWindow(warmUp: 0, length: 4000 * 3600)
    var sum = 0.0
    for (name, line) in questionLines {
        let compiled = CompiledLine(line)
        let tier = compiled.notes.map(\.tier).max() ?? .general
        // What is not by recursion is measured on fewer replications, and scaled.
        let count = tier == .recursion ? 1000 : 10
        let start = Timing.cpu()
        let outcomes = compiled.outcomes(seed: 1, replications: 0..<count, window: window)
        let seconds = (Timing.cpu() - start) * 1000 / Double(count)
        sum += seconds
        let good = outcomes.reduce(0.0) { sum, outcome in
            sum + Double(outcome.products.reduce(0) { $0 + $1.good }) / 4000
        }
        print(
            "line, question, \(name) by \(tier.words): \(rounded(seconds, 2)) s for 1000 years"
                + (count < 1000 ? " (scaled from \(count))" : "")
                + ", \(rounded(good / Double(count), 2)) good parts an hour")
    }
    print("line, question, all four on one core: \(rounded(sum, 2)) s")
}

private var questionLines: [(name: String, line: LineModel)] {
    let plant = questionPlant(repairs: 1, lives: 1, setups: 1)
    var second = plant
    second.stations[1].units = 2
    return [
        ("as it is", plant), ("a second B", second),
        ("predictive maintenance", questionPlant(repairs: 0.8, lives: 1 / 0.7, setups: 1)),
        ("shorter changeovers", questionPlant(repairs: 1, lives: 1, setups: 0.7)),
    ]
}

/// Machine B has the losses; two products take turns by fifties.
private func questionPlant(repairs: Double, lives: Double, setups: Double) -> LineModel {
    var line = LineModel("machine-abc")
    let machines = [
        ("A", 60.0, 900.0, 15.0, 0.5, 0.006), ("B", 43.74, 5, 2.6, 2, 0.005),
        ("C", 55.08, 900, 15, 0.5, 0.005),
    ]
    for (name, cycle, life, repair, setup, _) in machines {
        var station = LineModel.Station(name)
        station.process = .constant(cycle)
        if name != "A" { station.queue.places = 10 }
        station.breakdowns = [
            LineModel.Breakdown(
                "stop", until: .exponential(mean: life * 60 * lives),
                repair: .exponential(mean: repair * 60 * repairs))
        ]
        station.setups = LineModel.Setups(
            [LineModel.Change(takes: .erlang(stages: 4, mean: setup * 60 * setups))],
            isSetAtStart: true)
        line.stations.append(station)
    }
    var steps = machines.map { name, _, _, _, _, share in
        var step = LineModel.Step(name, at: [name])
        step.defects = .share(share)
        return step
    }
    steps[2].inspection = LineModel.Inspection()
    line.products = ["left", "right"].map {
        LineModel.Product($0, release: .saturated, steps: steps)
    }
    line.campaigns = line.products.map { LineModel.Campaign(of: $0.name, parts: 50) }
    return line
}

/// A thousand futures of the next shift of fifty machines from one state, and what a fork costs.
func benchFutures() {
    var line = LineBenchModel.chain(of: 50)
    for index in line.stations.indices { line.stations[index].process = .constant(60) }
    let day = 86_400.0
    let run = SlotRun.begin(line, seed: 1, until: 7 * day)
    var forking: [Double] = []
    var events = 0
    let start = Timing.cpu()
    for future in 1...1000 {
        let before = Timing.cpu()
        var fork = run.fork(into: UInt64(future))
        forking.append(Timing.cpu() - before)
        fork.run(until: Ticks(seconds: 7 * day + 8 * 3600))
        events += fork.events - run.events
    }
    let seconds = Timing.cpu() - start
    print(
        "line, 1000 futures of a shift of 50 machines (cycle 60 s) by slots: "
            + "\(rounded(seconds, 3)) s of one core, \(events / 1000) events each; a fork with new "
            + "streams \(Timing(seconds: forking).text(unit: 1e-6, digits: 1)) µs")
}

/// Nanoseconds an event as the model grows.
func benchGrowth() {
    for count in [10, 100, 1_000, 10_000] {
        var texts: [String] = []
        for tier in [LineTier.slots, .general] {
            let line = CompiledLine(LineBenchModel.shop(of: count), noFasterThan: tier)
            let start = Timing.cpu()
            let outcomes = line.outcomes(
                seed: 1, replications: 0..<1,
                window: LineWindow(warmUp: 0, length: max(100, 2e6 / Double(count))))
            let seconds = Timing.cpu() - start
            texts.append("\(tier.words) \(rounded(seconds / Double(outcomes[0].events) * 1e9, 1))")
        }
        if count <= 1_000 {
            let line = CompiledLine(LineBenchModel.chain(of: count))
            let start = Timing.cpu()
            let outcomes = line.outcomes(
                seed: 1, replications: 0..<8,
                window: LineWindow(warmUp: 0, length: 2e6 / Double(count) + 4 * Double(count)))
            let seconds = Timing.cpu() - start
            let events = outcomes.reduce(0) { $0 + LineBenchModel.chainEvents($1) }
            texts.append("recursion (a line) \(rounded(seconds / Double(events) * 1e9, 2))")
        }
        print(
            "line, \(count) stations, ns an event, start included: \(texts.joined(separator: ", "))"
        )
    }
}

/// Memory as a run grows: before anything else that is large.
func benchMemory() {
    var run = SlotRun.begin(LineBenchModel.chain(of: 10), seed: 1, until: 1_000)
    var sizes: [String] = []
    for _ in 0..<5 {
        run.run(until: Ticks(run.now) + Ticks(seconds: 2.5e6))
        sizes.append("\(run.events / 1_000_000) M: \(residentKilobytes()) kB")
    }
    print("line, memory after so many events of line10 by slots: \(sizes.joined(separator: ", "))")
}

/// The most memory that this process has had in RAM so far [kB]; −1 if the system does not say.
private func residentKilobytes() -> Int {
    var usage = rusage()
    // 0 is RUSAGE_SELF, which comes as an enumeration.
    guard unsafe getrusage(0, &usage) == 0 else { return -1 }
    return usage.ru_maxrss
}
