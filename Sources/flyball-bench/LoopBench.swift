import Act
import Determinism
import FurnacePlant
import Guard
import GuardSide
import Loop
import Modeling
import Operate
import Optimize
import Sense
import Tags
import TwinFile
import Units

/// One turn of the furnace's loop without and with a recommendation, and the plan alone, on the
/// simulated furnace.
func benchLoop(_ directory: String) {
    do {
        let folder = try TwinFolder(directory, units: UDUnits())
        let settings = try LoopSettings(folder.twin, folder.model)
        let situations = benchCycles(folder, settings)
        benchPlan(settings, situations)
    } catch {
        print("loop: \(directory) cannot be read: \(error)")
    }
}

/// Turns the loop for three plant hours; returns the situations it planned from.
private func benchCycles(_ folder: TwinFolder, _ settings: LoopSettings) -> [PlanningSituation] {
    let assembly = GuardAssembly(
        folder.twin, spacing: settings.spacing, isFenced: false)
    var plant = FurnaceStandIn(Furnace(seed: 9), folder.twin, origin: .seconds(1_750_000_000))
    var cycle = LoopCycle(settings)
    var desk = Desk(
        rules: assembly.rules, modes: assembly.modes, startingIn: .advisory, recap: Recap(),
        at: .init(plant: plant.now, wall: MonotonicInstant(nanoseconds: 0)))
    var sense = SenseStage(rules: LoopSettings.senseRules(of: folder.twin))
    var watching: [Double] = []
    var advising: [Double] = []
    var situations: [PlanningSituation] = []
    for _ in 0..<Int(3 * 3600 / settings.senseEvery) {
        plant.advance(by: settings.senseEvery)
        let snapshot = sense.snapshot(of: plant.read(), at: plant.now)
        _ = desk.observe(snapshot, assembly.reading.live(snapshot))
        let start = Timing.now()
        let outcome = cycle.turn(on: plant.read(), at: plant.now, seeing: desk.view)
        let elapsed = Timing.now() - start
        if let advice = outcome.advice {
            advising.append(elapsed)
            situations.append(advice.situation)
        } else {
            watching.append(elapsed)
        }
    }
    print(
        "cycle, furnace of \(settings.model.states.count) states: sense, estimate, learn "
            + "\(Timing(seconds: watching).text(unit: 1e-3)) ms; with forecast, plan, reasons "
            + "\(Timing(seconds: advising).text(unit: 1e-3)) ms (\(advising.count) turns)")
    return situations
}

/// The plan alone, each from the one before, reasons switched off.
private func benchPlan(_ settings: LoopSettings, _ situations: [PlanningSituation]) {
    var plain = settings.optimizer
    plain.mostCauses = 0
    var optimizer = Optimizer(settings.problem, grid: settings.grid, settings: plain)
    var seconds: [Double] = []
    var iterations: [Int] = []
    for situation in situations {
        let start = Timing.now()
        iterations.append(optimizer.recommend(situation).iterations)
        seconds.append(Timing.now() - start)
    }
    iterations.sort()
    guard !iterations.isEmpty else { return }
    let time = Timing(seconds: seconds).text(unit: 1e-3)
    let shape = "\(settings.grid.intervals) intervals, \(settings.grid.blockCount) blocks"
    print(
        "NMPC step, furnace, \(shape): \(time) ms, "
            + "median \(iterations[iterations.count / 2]) iterations")
}
