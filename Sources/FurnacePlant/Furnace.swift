import Determinism

/// A reheating furnace for steel slabs, with its own control system, instruments and people.
///
/// Pure and deterministic: the same settings, seed, calls and writes give the same plant.
/// Everything that disturbs it depends on the seed and on plant time only, so two runs of one seed
/// under different setpoints are paired. Time inside is seconds since the start of the run.
package struct Furnace: Sendable {
    package let settings: FurnaceSettings
    package let seed: UInt64

    /// Seconds since the start of the run.
    package private(set) var time: Double
    /// What the instruments show.
    package internal(set) var measurements = FurnaceMeasurements()
    /// What is really so: for tests and for judging only.
    package internal(set) var truth = FurnaceTruth()

    let steel: SteelTable
    let surroundings: Surroundings
    var slabs: [Slab] = []
    var gas: [Double]
    var hotFace: [Double]
    var back: [Double]
    var recuperator = Recuperator()
    var controllers: [ZoneController]
    var loops: [Loop]
    var charge: ChargePlan
    var line: LinePlan
    var operators: OperatorPlan
    var faults: FaultPlan
    var instruments: Instruments
    /// Seconds the line has stood without a break.
    var standing = 0.0
    /// Free oxygen in flue gas [%], from the last step.
    var oxygen = 2.5
    var flueTemperature = 800.0
    /// Slabs on their way to the mill's pyrometer.
    var rolling: [RollingSlab] = []
    /// True while the loops are kept out of remote because the master went silent.
    package private(set) var isShed = false
    /// Time asked for that does not fill a step yet [s].
    private var owed = 0.0

    /// The setpoint of one zone as the control system holds it.
    struct Loop: Sendable {
        /// Live setpoint [°C].
        var setpoint: Double
        /// What was asked for last in remote; the delay strategy returns to it.
        var remoteSetpoint: Double
        var mode = LoopMode.remote
        var low: Double
        var high: Double
        /// Lowering of the setpoint by the delay strategy [K].
        var setback = 0.0
        /// Kept out of remote by the companion block.
        var isWithdrawn = false
        /// The operator has it.
        var isTaken = false
    }

    /// A slab between discharge and the pyrometer behind the roughing mill.
    struct RollingSlab: Sendable {
        let number: Int
        let mean: Double
        let due: Double
    }

    /// A furnace in operation: filled, and run under the practice table for `settings.warmUp`.
    package init(settings: FurnaceSettings = FurnaceSettings(), seed: UInt64) {
        self.settings = settings
        self.seed = seed
        steel = SteelTable()
        surroundings = Surroundings(seed: seed, settings: settings)
        time = -settings.warmUp
        let start = SetpointTable.practice.row(.medium)
        gas = [900, 980, 1080, 1180, 1260, 1290, 1290, 1270, 1265, 1255]
        hotFace = [860, 930, 1030, 1110, 1220, 1250, 1250, 1240, 1235, 1225]
        let outside = FurnaceSettings.backToAmbient
        let inside = FurnaceSettings.faceToBack
        back = hotFace.map { 20 + ($0 - 20) * inside / (inside + outside) }
        controllers = FurnaceSettings.fuelCapacity.map { ZoneController(capacity: $0) }
        loops = start.indices.map { i in
            let limits = FurnaceSettings.operatorLimits[i]
            return Loop(
                setpoint: start[i], remoteSetpoint: start[i], low: limits.low, high: limits.high)
        }
        charge = ChargePlan(seed: seed, onlyClass: settings.onlyClass)
        line = LinePlan(seed: seed, stopsHappen: settings.stopsHappen)
        operators = OperatorPlan(seed: seed, acts: settings.operatorActs)
        faults = FaultPlan(seed: seed, happen: settings.faultsHappen)
        instruments = Instruments(seed: seed, isNoisy: settings.isNoisy)
        fill()
        while time < 0 {
            practise(SetpointTable.practice)
            step()
        }
        time = 0
        truth.energy = EnergyLedger()
        truth.discharged = []
        measure()
    }

    /// Lets `seconds` of plant time pass, in whole steps; what is left over counts next time.
    package mutating func advance(by seconds: Double) {
        precondition(seconds >= 0 && seconds.isFinite, "time cannot pass by \(seconds) s")
        owed += seconds
        while owed >= settings.step - 1e-9 {
            owed -= settings.step
            step()
        }
    }

    /// Asks for a setpoint from outside, as a write to the remote setpoint register does.
    ///
    /// - Parameter zone: 0 preheating, 1 heating, 2 soaking.
    package mutating func write(setpoint: Double, zone: Int) throws(SetpointRefusal) {
        guard setpoint.isFinite else { throw .notFinite }
        let loop = loops[zone]
        guard loop.mode == .remote else { throw .notRemote(loop.mode) }
        guard setpoint >= loop.low && setpoint <= loop.high else {
            throw .outsideLimits(low: loop.low, high: loop.high)
        }
        loops[zone].setpoint = setpoint
        loops[zone].remoteSetpoint = setpoint
        measurements.setpoint[zone] = setpoint
    }

    /// Takes the loops out of remote, setpoints kept, or lets them back in: the watchdog's act.
    package mutating func shed(_ isShed: Bool) {
        self.isShed = isShed
        for zone in 0..<3 where isShed {
            loops[zone].mode = .local
            measurements.mode[zone] = .local
        }
    }

    /// Takes one loop out of remote, setpoint kept, or lets it back in at the next step: what the
    /// companion block asks of the control system, and the operator's turn to remote.
    package mutating func withdraw(_ isWithdrawn: Bool, zone: Int) {
        loops[zone].isWithdrawn = isWithdrawn
        guard isWithdrawn else { return }
        loops[zone].mode = .local
        measurements.mode[zone] = .local
    }

    /// Sets a loop in remote or in local, as the companion block inside the control system may.
    ///
    /// - Returns: false, and nothing changed, while the operator or the delay strategy has the loop
    ///   and where the live limits forbid the setpoint.
    package mutating func drive(setpoint: Double, zone: Int) -> Bool {
        let loop = loops[zone]
        guard !loop.isTaken, loop.setback == 0, setpoint >= loop.low && setpoint <= loop.high else {
            return false
        }
        loops[zone].setpoint = setpoint
        loops[zone].remoteSetpoint = setpoint
        measurements.setpoint[zone] = setpoint
        return true
    }

    /// A table's setpoints for the slabs now inside: preheating, heating, soaking [°C].
    package func setpoints(of table: SetpointTable) -> [Double] {
        table.setpoints(thickest: thickestByZone())
    }

    /// Sets the loops that are in remote to a table's setpoints for the slabs now inside.
    package mutating func practise(_ table: SetpointTable) {
        let wanted = table.setpoints(thickest: thickestByZone())
        for zone in 0..<3 where loops[zone].mode == .remote {
            let (low, high) = (loops[zone].low, loops[zone].high)
            let target = wanted[zone] < low ? low : (wanted[zone] > high ? high : wanted[zone])
            // The pulpit moves a setpoint by at most 4 K a minute.
            let reach = 4.0 / 60 * settings.step
            let distance = target - loops[zone].setpoint
            let move = distance > reach ? reach : (distance < -reach ? -reach : distance)
            loops[zone].setpoint += move
            loops[zone].remoteSetpoint = loops[zone].setpoint
        }
    }

    /// Slabs discharged since they were last taken.
    package mutating func takeDischarged() -> [FurnaceTruth.DischargedSlab] {
        defer { truth.discharged.removeAll(keepingCapacity: true) }
        return truth.discharged
    }

    /// Orders a fault, an operator's act or a stop beside those of the seed.
    package mutating func order(_ fault: SensorFault) { faults.add(fault) }
    package mutating func order(_ act: OperatorAct) { operators.add(act) }
    package mutating func order(stopFrom from: Double, until: Double) {
        line.addStop(LinePlan.Stop(from: from, until: until))
    }

    /// Fingerprint of the whole physical state.
    package var digest: UInt64 {
        var digest = StateDigest()
        digest.mix(time)
        for value in gas { digest.mix(value) }
        for value in hotFace { digest.mix(value) }
        for value in back { digest.mix(value) }
        for slab in slabs {
            digest.mix(slab.front)
            for i in 0..<Slab.nodes { digest.mix(slab.enthalpies[i]) }
        }
        for value in measurements.zone + measurements.second + measurements.fuel {
            digest.mix(value)
        }
        digest.mix(truth.energy.fuel)
        digest.mix(truth.energy.slabs)
        return digest.value
    }

    private mutating func step() {
        let dt = settings.step
        time += dt
        line.advance(to: time)
        faults.advance(to: time)
        govern(dt: dt)
        heat(dt: dt)
        move(dt: dt)
        measure()
    }
}
